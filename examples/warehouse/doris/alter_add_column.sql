-- 任务名：alter_add_column
-- 负责人：数仓-报表组
-- 调度：手工，需求上线时执行一次
-- 说明：渠道漏斗日报加"通话分钟"，并回填历史 30 天；
--       加完列后日常任务仍按列名写入，不受影响

-- 先备份近 30 天，出问题可以换回来
CREATE TABLE edu_report.ads_channel_funnel_bak_${bizdate}
PROPERTIES ("replication_num" = "1")
AS
SELECT
    stat_date,
    channel_code,
    channel_name,
    channel_group,
    lead_cnt,
    order_lead_cnt,
    pay_amount
FROM edu_report.ads_channel_funnel_daily
WHERE stat_date >= DATE_SUB(STR_TO_DATE("${bizdate}", "%Y%m%d"), INTERVAL 30 DAY);

ALTER TABLE edu_report.ads_channel_funnel_daily
ADD COLUMN talk_minutes DOUBLE NULL COMMENT "通话分钟" AFTER lead_cnt_wow;

-- 回填
UPDATE edu_report.ads_channel_funnel_daily a
SET a.talk_minutes = h.talk_minutes
FROM hive_catalog.dws.dws_crm_channel_funnel_1d h
WHERE a.channel_code = h.channel_code
  AND DATE_FORMAT(a.stat_date, "%Y%m%d") = h.dt
  AND a.stat_date >= DATE_SUB(STR_TO_DATE("${bizdate}", "%Y%m%d"), INTERVAL 30 DAY);
