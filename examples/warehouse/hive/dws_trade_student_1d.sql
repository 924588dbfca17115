-- 任务名：dws_trade_student_1d
-- 负责人：数仓-交易组
-- 调度：每日 03:00，依赖 dwd_trade_order_item_di、dwd_trade_refund_di
-- 说明：学生交易日汇总。当天有支付或有退款的学生都要出现，所以用 FULL OUTER JOIN

WITH pay AS (
    SELECT
        student_id,
        count(DISTINCT order_id)     AS order_cnt,
        count(DISTINCT course_id)    AS course_cnt,
        sum(pay_amount)              AS pay_amount,
        collect_set(course_id)       AS course_ids,
        min(pay_time)                AS first_pay_time,
        max(pay_time)                AS last_pay_time
    FROM dwd.dwd_trade_order_item_di
    WHERE dt = '${bizdate}'
    GROUP BY student_id
),
refund AS (
    SELECT
        student_id,
        count(1)                     AS refund_cnt,
        sum(refund_amount)           AS refund_amount
    FROM dwd.dwd_trade_refund_di
    WHERE dt = '${bizdate}'
    GROUP BY student_id
),
merged AS (
    SELECT
        coalesce(p.student_id, r.student_id) AS student_id,
        nvl(p.order_cnt, 0)                  AS order_cnt,
        nvl(p.course_cnt, 0)                 AS course_cnt,
        nvl(p.pay_amount, 0)                 AS pay_amount,
        nvl(r.refund_cnt, 0)                 AS refund_cnt,
        nvl(r.refund_amount, 0)              AS refund_amount,
        p.course_ids,
        p.first_pay_time,
        p.last_pay_time
    FROM pay p
    FULL OUTER JOIN refund r
      ON p.student_id = r.student_id
)
INSERT OVERWRITE TABLE dws.dws_trade_student_1d PARTITION (dt = '${bizdate}')
SELECT
    m.student_id,
    nvl(s.city_id, -1)                                         AS city_id,
    s.grade_code,
    m.order_cnt,
    m.course_cnt,
    cast(m.pay_amount AS DECIMAL(16,2))                        AS pay_amount,
    m.refund_cnt,
    cast(m.refund_amount AS DECIMAL(16,2))                     AS refund_amount,
    cast(m.pay_amount - m.refund_amount AS DECIMAL(16,2))      AS net_amount,
    m.course_ids,
    m.first_pay_time,
    m.last_pay_time
FROM merged m
LEFT JOIN dim.dim_student_zip s
       ON m.student_id = s.student_id
      AND s.end_date = '99991231';
