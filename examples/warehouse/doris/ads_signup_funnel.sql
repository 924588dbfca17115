-- 任务名：ads_signup_funnel
-- 负责人：数仓-报表组
-- 调度：每日 05:00，依赖实时埋点表
-- 说明：报名路径漏斗（1 小时窗口内 看课 → 试听 → 下单 → 支付）和学习留存

-- 1. 漏斗：重跑先删当天
DELETE FROM edu_report.ads_signup_funnel
WHERE stat_date = "${bizdate}";

INSERT INTO edu_report.ads_signup_funnel
SELECT
    STR_TO_DATE("${bizdate}", "%Y%m%d")  AS stat_date,
    f.step_level,
    CASE f.step_level
        WHEN 1 THEN "看课"
        WHEN 2 THEN "试听"
        WHEN 3 THEN "下单"
        WHEN 4 THEN "支付"
        ELSE "未进入"
    END                                  AS step_name,
    COUNT(*)                             AS student_cnt
FROM (
    SELECT
        student_id,
        WINDOW_FUNNEL(
            3600,
            "default",
            event_time,
            event_name = "course_view",
            event_name = "trial_start",
            event_name = "order_submit",
            event_name = "pay_success"
        ) AS step_level
    FROM edu_report.rt_app_event
    WHERE event_time >= STR_TO_DATE("${bizdate}", "%Y%m%d")
      AND event_time <  DATE_ADD(STR_TO_DATE("${bizdate}", "%Y%m%d"), INTERVAL 1 DAY)
      AND student_id IS NOT NULL
    GROUP BY student_id
) f
GROUP BY f.step_level;

-- 2. 留存：以 7 天前为首日
INSERT INTO edu_report.ads_study_retention
WITH base AS (
    SELECT DATE_SUB(STR_TO_DATE("${bizdate}", "%Y%m%d"), INTERVAL 7 DAY) AS base_date
),
flag AS (
    SELECT
        b.base_date,
        e.student_id,
        RETENTION(
            DATE(e.event_time) = b.base_date,
            DATE(e.event_time) = DATE_ADD(b.base_date, INTERVAL 1 DAY),
            DATE(e.event_time) = DATE_ADD(b.base_date, INTERVAL 3 DAY),
            DATE(e.event_time) = DATE_ADD(b.base_date, INTERVAL 7 DAY)
        ) AS r
    FROM edu_report.rt_app_event e
    CROSS JOIN base b
    WHERE e.event_time >= b.base_date
      AND e.page_type IN ("live", "homework")
      AND e.student_id IS NOT NULL
    GROUP BY b.base_date, e.student_id
)
SELECT
    base_date,
    SUM(r[1]) AS base_cnt,
    SUM(r[2]) AS d1_cnt,
    SUM(r[3]) AS d3_cnt,
    SUM(r[4]) AS d7_cnt
FROM flag
GROUP BY base_date;
