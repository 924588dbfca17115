-- 任务名：dwd_lead_journey_di
-- 负责人：数仓-增长组
-- 调度：每日 03:10，依赖 dwd_crm_lead_di、dwd_crm_call_di、dwd_log_app_event_di、dwd_trade_order_item_di
-- 说明：线索旅程。一条线索一行：首触页面、通话序列（结构体数组）、首单、所处阶段

WITH leads AS (
    SELECT lead_id, student_id, channel_code, landing_page, create_time
    FROM dwd.dwd_crm_lead_di
    WHERE dt = '${bizdate}'
),
touch AS (
    -- 进线前最早的一次页面访问
    SELECT
        l.lead_id,
        min_by(e.page_path, e.event_time) AS page,
        min(e.event_time)                 AS touch_time
    FROM leads l
    JOIN dwd.dwd_log_app_event_di e
      ON l.student_id = e.student_id
     AND e.dt = '${bizdate}'
     AND e.event_name = 'page_view'
     AND e.event_time <= l.create_time
    GROUP BY l.lead_id
),
call_list AS (
    SELECT
        c.lead_id,
        array_sort(
            collect_list(
                named_struct(
                    'call_id',      c.call_id,
                    'staff_id',     c.staff_id,
                    'start_time',   c.start_time,
                    'talk_seconds', c.talk_seconds,
                    'connected',    c.is_connected = 1
                )
            ),
            (a, b) -> CASE
                WHEN a.start_time < b.start_time THEN -1
                WHEN a.start_time > b.start_time THEN 1
                ELSE 0
            END
        ) AS calls
    FROM dwd.dwd_crm_call_di c
    WHERE c.dt = '${bizdate}'
    GROUP BY c.lead_id
),
first_order AS (
    SELECT
        student_id,
        min(struct(pay_time, order_id)) AS first_pay
    FROM dwd.dwd_trade_order_item_di
    WHERE dt = '${bizdate}'
    GROUP BY student_id
),
order_amount AS (
    SELECT o.student_id, o.order_id, sum(o.pay_amount) AS pay_amount
    FROM dwd.dwd_trade_order_item_di o
    JOIN first_order f
      ON o.student_id = f.student_id
     AND o.order_id = f.first_pay.order_id
    WHERE o.dt = '${bizdate}'
    GROUP BY o.student_id, o.order_id
)
INSERT OVERWRITE TABLE dwd.dwd_lead_journey_di PARTITION (dt = '${bizdate}')
SELECT
    l.lead_id,
    l.channel_code,
    named_struct(
        'page',       coalesce(t.page, l.landing_page),
        'touch_time', coalesce(t.touch_time, l.create_time)
    )                                                     AS first_touch,
    c.calls,
    coalesce(size(c.calls), 0)                            AS call_cnt,
    coalesce(size(filter(c.calls, x -> x.connected)), 0)  AS connected_cnt,
    timestampdiff(
        MINUTE,
        to_timestamp(l.create_time),
        to_timestamp(c.calls[0].start_time)
    )                                                     AS first_call_minutes,
    o.order_id,
    cast(o.pay_amount AS DECIMAL(16, 2))                  AS pay_amount,
    CASE
        WHEN o.order_id IS NOT NULL                       THEN 'ORDERED'
        WHEN exists(c.calls, x -> x.connected)            THEN 'CONNECTED'
        WHEN c.lead_id IS NOT NULL                        THEN 'CALLED'
        ELSE 'NEW'
    END                                                   AS journey_stage
FROM leads l
LEFT JOIN touch t        ON l.lead_id = t.lead_id
LEFT JOIN call_list c    ON l.lead_id = c.lead_id
LEFT JOIN order_amount o ON l.student_id = o.student_id;
