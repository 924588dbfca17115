-- 任务名：ads_trade_city_daily
-- 负责人：数仓-报表组
-- 调度：每日 04:00，依赖 dwd_trade_order_item_di（Hive）、sync_dim_course
-- 说明：交易城市日报，聚合模型。导入带 LABEL，重试时同一个 LABEL 只会成功一次，避免 SUM 列翻倍；
--       回刷请先 DELETE 当天再换 LABEL
-- dialect: doris

INSERT INTO edu_report.ads_trade_city_daily
WITH LABEL trade_city_${bizdate}
(stat_date, city_id, subject_code, region_name, order_cnt, pay_amount, max_amount, student_bm, order_hll)
SELECT
    STR_TO_DATE(o.dt, "%Y%m%d")              AS stat_date,
    o.city_id,
    IFNULL(c.subject_code, "OTHER")          AS subject_code,
    MAX(d.region_name)                       AS region_name,
    COUNT(*)                                 AS order_cnt,
    SUM(o.pay_amount)                        AS pay_amount,
    MAX(o.pay_amount)                        AS max_amount,
    BITMAP_UNION(TO_BITMAP(o.student_id))    AS student_bm,
    HLL_UNION(HLL_HASH(o.order_id))          AS order_hll
FROM hive_catalog.dwd.dwd_trade_order_item_di o
LEFT JOIN edu_report.dim_course c
       ON o.course_id = c.course_id
LEFT JOIN hive_catalog.dim.dim_city d
       ON o.city_id = d.city_id
WHERE o.dt = "${bizdate}"
GROUP BY 1, 2, 3;
