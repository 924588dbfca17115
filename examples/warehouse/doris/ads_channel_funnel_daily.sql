-- 任务名：ads_channel_funnel_daily
-- 负责人：数仓-报表组
-- 调度：每日 04:30，依赖 dws_crm_channel_funnel_1d（Hive）
-- 说明：渠道漏斗日报，上周同日的线索数取 7 天前的分区

INSERT INTO edu_report.ads_channel_funnel_daily
    (stat_date, channel_code, channel_name, channel_group, lead_cnt,
     connected_lead_cnt, order_lead_cnt, pay_amount, convert_rate, lead_cnt_wow)
WITH today AS (
    SELECT
        channel_code,
        channel_name,
        channel_group,
        lead_cnt,
        connected_lead_cnt,
        order_lead_cnt,
        pay_amount
    FROM hive_catalog.dws.dws_crm_channel_funnel_1d
    WHERE dt = "${bizdate}"
),
last_week AS (
    SELECT channel_code, lead_cnt
    FROM hive_catalog.dws.dws_crm_channel_funnel_1d
    WHERE dt = DATE_FORMAT(DATE_SUB(STR_TO_DATE("${bizdate}", "%Y%m%d"), INTERVAL 7 DAY), "%Y%m%d")
)
SELECT
    STR_TO_DATE("${bizdate}", "%Y%m%d")                                  AS stat_date,
    t.channel_code,
    t.channel_name,
    t.channel_group,
    t.lead_cnt,
    t.connected_lead_cnt,
    t.order_lead_cnt,
    t.pay_amount,
    CAST(t.order_lead_cnt / NULLIF(t.lead_cnt, 0) AS DECIMAL(10, 4))     AS convert_rate,
    COALESCE(w.lead_cnt, 0)                                              AS lead_cnt_wow
FROM today t
LEFT JOIN last_week w
       ON t.channel_code = w.channel_code;
