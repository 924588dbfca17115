-- 任务名：dws_crm_channel_funnel_1d
-- 负责人：数仓-增长组
-- 调度：每日 03:00，依赖 dwd_crm_lead_di、dwd_crm_call_di、dwd_trade_order_item_di
-- 说明：渠道漏斗，口径是"当天进线 → 当天外呼 → 当天接通 → 当天成单"。
--       无效线索（空号、黑名单）用 LEFT SEMI JOIN 有效顾问名单过滤

WITH valid_lead AS (
    SELECT l.lead_id, l.student_id, l.channel_code
    FROM dwd.dwd_crm_lead_di l
    LEFT SEMI JOIN ods.ods_crm_staff_df s
         ON l.owner_id = s.staff_id
        AND s.dt = '${bizdate}'
        AND s.status = 1
    WHERE l.dt = '${bizdate}'
      AND l.lead_status <> 4
),
lead_call AS (
    SELECT
        lead_id,
        max(is_connected)        AS is_connected,
        sum(talk_seconds) / 60   AS talk_minutes
    FROM dwd.dwd_crm_call_di
    WHERE dt = '${bizdate}'
    GROUP BY lead_id
),
lead_order AS (
    SELECT student_id, sum(pay_amount) AS pay_amount
    FROM dwd.dwd_trade_order_item_di
    WHERE dt = '${bizdate}'
    GROUP BY student_id
)
INSERT OVERWRITE TABLE dws.dws_crm_channel_funnel_1d PARTITION (dt = '${bizdate}')
SELECT /*+ MAPJOIN(ch) */
    v.channel_code,
    max(nvl(ch.channel_name, '未知渠道'))                                  AS channel_name,
    max(nvl(ch.channel_group, '其他'))                                     AS channel_group,
    count(DISTINCT v.lead_id)                                              AS lead_cnt,
    count(DISTINCT c.lead_id)                                              AS called_lead_cnt,
    count(DISTINCT if(c.is_connected = 1, v.lead_id, NULL))                AS connected_lead_cnt,
    count(DISTINCT if(o.student_id IS NOT NULL, v.lead_id, NULL))          AS order_lead_cnt,
    cast(nvl(sum(o.pay_amount), 0) AS DECIMAL(16,2))                       AS pay_amount,
    round(nvl(sum(c.talk_minutes), 0), 1)                                  AS talk_minutes
FROM valid_lead v
LEFT JOIN lead_call  c  ON v.lead_id = c.lead_id
LEFT JOIN lead_order o  ON v.student_id = o.student_id
LEFT JOIN dim.dim_channel ch ON v.channel_code = ch.channel_code
GROUP BY v.channel_code;
