-- 任务名：ads_label_stat
-- 负责人：数仓-报表组
-- 调度：每日 06:20，依赖 ads_student_snapshot
-- 说明：标签覆盖统计。label_str 拆行后按标签汇总，城市名去重排序拼接
--       （GROUP_CONCAT 的 SEPARATOR 写法需要 Doris 3.1 以上）

INSERT INTO edu_report.ads_label_stat
SELECT
    s.stat_date,
    lv.label_code,
    COUNT(DISTINCT s.student_id)                                             AS student_cnt,
    GROUP_CONCAT(DISTINCT c.city_name ORDER BY c.city_name SEPARATOR ",")    AS city_list,
    ROUND(AVG(s.lifetime_amount), 2)                                         AS avg_amount
FROM edu_report.ads_student_snapshot s
LATERAL VIEW EXPLODE_SPLIT(s.label_str, ",") lv AS label_code
LEFT JOIN hive_catalog.dim.dim_city c
       ON s.city_id = c.city_id
WHERE s.stat_date = STR_TO_DATE("${bizdate}", "%Y%m%d")
  AND lv.label_code != ""
GROUP BY s.stat_date, lv.label_code;
