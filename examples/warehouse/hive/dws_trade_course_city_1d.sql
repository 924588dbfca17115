-- 任务名：dws_trade_course_city_1d
-- 负责人：数仓-交易组
-- 调度：每日 03:10，依赖 dwd_trade_order_item_di、dwd_trade_refund_di
-- 说明：课程 × 城市多粒度汇总，一次扫描出五种粒度（GROUPING SETS）。
--       支付、退款先拼成同构的流水再汇总；退款城市取学生当前城市

INSERT OVERWRITE TABLE dws.dws_trade_course_city_1d PARTITION (dt = '${bizdate}')
SELECT
    nvl(f.course_id, -1)                                   AS course_id,
    nvl(f.subject_code, 'ALL')                             AS subject_code,
    nvl(f.city_id, -1)                                     AS city_id,
    cast(grouping__id AS BIGINT)                           AS grouping_level,
    count(DISTINCT f.pay_student_id)                       AS student_cnt,
    count(DISTINCT f.pay_order_id)                         AS order_cnt,
    cast(sum(f.pay_amount) AS DECIMAL(16,2))               AS pay_amount,
    cast(sum(f.refund_amount) AS DECIMAL(16,2))            AS refund_amount
FROM (
    -- 支付
    SELECT
        o.course_id,
        nvl(c.subject_code, 'OTHER')  AS subject_code,
        if(o.city_id = -1, 0, o.city_id) AS city_id,   -- 0 = 未知，-1 留给合计
        o.student_id                  AS pay_student_id,
        o.order_id                    AS pay_order_id,
        o.pay_amount,
        cast(0 AS DECIMAL(12,2))      AS refund_amount
    FROM dwd.dwd_trade_order_item_di o
    LEFT JOIN dim.dim_course_df c
           ON o.course_id = c.course_id
          AND c.dt = '${bizdate}'
    WHERE o.dt = '${bizdate}'

    UNION ALL

    -- 退款
    SELECT
        r.course_id,
        nvl(c.subject_code, 'OTHER')  AS subject_code,
        if(nvl(s.city_id, -1) = -1, 0, s.city_id) AS city_id,
        cast(NULL AS BIGINT)          AS pay_student_id,
        cast(NULL AS BIGINT)          AS pay_order_id,
        cast(0 AS DECIMAL(14,2))      AS pay_amount,
        r.refund_amount
    FROM dwd.dwd_trade_refund_di r
    LEFT JOIN dim.dim_course_df c
           ON r.course_id = c.course_id
          AND c.dt = '${bizdate}'
    LEFT JOIN dim.dim_student_zip s
           ON r.student_id = s.student_id
          AND s.end_date = '99991231'
    WHERE r.dt = '${bizdate}'
) f
GROUP BY f.course_id, f.subject_code, f.city_id
GROUPING SETS (
    (f.course_id, f.subject_code, f.city_id),
    (f.course_id, f.subject_code),
    (f.subject_code, f.city_id),
    (f.subject_code),
    ()
);
