-- 任务名：dwd_crm_lead_di
-- 负责人：数仓-增长组
-- 调度：每日 01:30
-- 说明：线索明细。表单 JSON 两层解析（json_tuple 链式 LATERAL VIEW），
--       落地页域名用 parse_url_tuple，落地页编号用正则从路径里取

USE dwd;

ADD JAR hdfs:///libs/udf/classroom-udf-1.4.2.jar;
CREATE TEMPORARY FUNCTION mask_mobile AS 'com.lanternclass.udf.MaskMobileUDF';

INSERT OVERWRITE TABLE dwd_crm_lead_di PARTITION (dt = '${bizdate}')
SELECT
    t.lead_id,
    t.student_id,
    mask_mobile(t.mobile)                               AS mobile_mask,
    nvl(t.channel_code, 'unknown')                      AS channel_code,
    u.landing_domain,
    regexp_extract(u.landing_path, '/lp/([a-z0-9_]+)', 1) AS landing_page,
    f.child_grade,
    upper(f.intent_subject)                             AS intent_subject,
    named_struct('brand', d.device_brand, 'os', d.device_os) AS device,
    t.owner_id,
    t.lead_status,
    t.create_time
FROM (
    SELECT
        lead_id, student_id, mobile, channel_code, source_url, lead_json,
        owner_id, lead_status, create_time,
        row_number() OVER (PARTITION BY mobile ORDER BY create_time) AS rn   -- 同一手机号只留当天首条
    FROM ods.ods_crm_lead_di
    WHERE dt = '${bizdate}'
) t
LATERAL VIEW OUTER json_tuple(t.lead_json, 'grade', 'subject', 'device') f AS child_grade, intent_subject, device_json
LATERAL VIEW OUTER json_tuple(f.device_json, 'brand', 'os') d AS device_brand, device_os
LATERAL VIEW OUTER parse_url_tuple(t.source_url, 'HOST', 'PATH') u AS landing_domain, landing_path
WHERE t.rn = 1;
