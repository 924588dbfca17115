-- 任务名：ads_student_snapshot
-- 负责人：数仓-报表组
-- 调度：每日 06:00，依赖 dws_student_profile_merge、ads_student_renewal_score_df、dws_student_label_df（Spark）
-- 说明：学生快照。PARTITION(*) 自动识别写到的分区，只覆盖当天；
--       标签数组拼成逗号串，供下游 explode_split

INSERT OVERWRITE TABLE edu_report.ads_student_snapshot PARTITION(*)
SELECT
    p.student_id,
    STR_TO_DATE("${bizdate}", "%Y%m%d")          AS stat_date,
    p.grade_code,
    p.city_id,
    p.lifetime_amount,
    p.balance_points,
    p.student_status,
    IFNULL(r.score_level, "未评")                 AS score_level,
    ARRAY_JOIN(l.label_codes, ",")               AS label_str
FROM iceberg_catalog.dws.dws_student_profile p
LEFT JOIN hive_catalog.ads.ads_student_renewal_score_df r
       ON p.student_id = r.student_id
      AND r.dt = "${bizdate}"
LEFT JOIN hive_catalog.dws.dws_student_label_df l
       ON p.student_id = l.student_id
      AND l.dt = "${bizdate}"
WHERE p.student_status != "LOST";

-- 动态分区按天回收；手工补建的历史分区不在回收范围内，这里兜底清掉 90 天前的快照
DELETE FROM edu_report.ads_student_snapshot
WHERE stat_date < DATE_SUB(STR_TO_DATE("${bizdate}", "%Y%m%d"), INTERVAL 90 DAY);
