-- 任务名：dwd_crm_call_di
-- 负责人：数仓-增长组
-- 调度：每日 02:00
-- 说明：外呼明细。坐席备注是自由文本，用 python 脚本打分类和意向分（TRANSFORM），
--       再和通话主表拼起来

ADD FILE hdfs:///scripts/crm/remark_classify.py;

DROP TABLE IF EXISTS tmp.tmp_call_remark_${bizdate};

-- 1. 备注分类：脚本按 tab 读入 call_id、remark，输出三列
CREATE TABLE tmp.tmp_call_remark_${bizdate}
STORED AS ORC
AS
SELECT TRANSFORM (c.call_id, c.remark)
       USING 'python3 remark_classify.py --min-length 4'
       AS (call_id BIGINT, remark_label STRING, remark_score DOUBLE)
FROM (
    SELECT call_id, regexp_replace(remark, '[\\t\\n\\r]', ' ') AS remark
    FROM ods.ods_crm_call_di
    WHERE dt = '${bizdate}'
      AND remark IS NOT NULL
) c;

-- 2. 拼接坐席小组
INSERT OVERWRITE TABLE dwd.dwd_crm_call_di PARTITION (dt = '${bizdate}')
SELECT
    c.call_id,
    c.lead_id,
    c.staff_id,
    nvl(s.team_name, '未分组')                          AS team_name,
    c.call_type,
    from_unixtime(c.start_ts, 'yyyy-MM-dd HH:mm:ss')    AS start_time,
    from_unixtime(c.end_ts, 'yyyy-MM-dd HH:mm:ss')      AS end_time,
    nvl(c.talk_seconds, 0)                              AS talk_seconds,
    cast(if(c.call_result = 'CONNECTED' AND c.talk_seconds > 0, 1, 0) AS TINYINT) AS is_connected,
    nvl(r.remark_label, '无备注')                       AS remark_label,
    nvl(r.remark_score, 0.0)                            AS remark_score
FROM ods.ods_crm_call_di c
LEFT JOIN ods.ods_crm_staff_df s
       ON c.staff_id = s.staff_id
      AND s.dt = '${bizdate}'
LEFT JOIN tmp.tmp_call_remark_${bizdate} r
       ON c.call_id = r.call_id
WHERE c.dt = '${bizdate}';

DROP TABLE IF EXISTS tmp.tmp_call_remark_${bizdate};
