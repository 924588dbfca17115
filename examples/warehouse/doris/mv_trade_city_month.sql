-- 任务名：mv_trade_city_month
-- 负责人：数仓-报表组
-- 调度：发布时执行一次，之后由物化视图自己每天 05:00 刷新
-- 说明：交易月报物化视图；在它上面再建一个带环比的视图

DROP MATERIALIZED VIEW IF EXISTS edu_report.mv_trade_city_month;

CREATE MATERIALIZED VIEW edu_report.mv_trade_city_month
(stat_month COMMENT "月份", region_name COMMENT "大区", subject_code COMMENT "学科", order_cnt, pay_amount, student_cnt)
BUILD IMMEDIATE
REFRESH AUTO ON SCHEDULE EVERY 1 DAY STARTS "2024-06-01 05:00:00"
DUPLICATE KEY(stat_month, region_name)
COMMENT "交易月报"
DISTRIBUTED BY HASH(region_name) BUCKETS 2
PROPERTIES ("replication_num" = "3")
AS
SELECT
    DATE_TRUNC(stat_date, "month")       AS stat_month,
    IFNULL(region_name, "未知大区")       AS region_name,
    subject_code,
    SUM(order_cnt)                       AS order_cnt,
    SUM(pay_amount)                      AS pay_amount,
    BITMAP_UNION_COUNT(student_bm)       AS student_cnt
FROM edu_report.ads_trade_city_daily
GROUP BY
    DATE_TRUNC(stat_date, "month"),
    IFNULL(region_name, "未知大区"),
    subject_code;

DROP VIEW IF EXISTS edu_report.v_trade_month_growth;

CREATE VIEW edu_report.v_trade_month_growth AS
SELECT
    m.stat_month,
    m.region_name,
    m.subject_code,
    m.pay_amount,
    LAG(m.pay_amount, 1, 0) OVER (
        PARTITION BY m.region_name, m.subject_code
        ORDER BY m.stat_month
    )                                    AS prev_amount,
    m.pay_amount / NULLIF(m.student_cnt, 0) AS arpu
FROM edu_report.mv_trade_city_month m;

REFRESH MATERIALIZED VIEW edu_report.mv_trade_city_month COMPLETE;
