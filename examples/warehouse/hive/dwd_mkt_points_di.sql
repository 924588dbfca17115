-- 任务名：dwd_mkt_points_di
-- 负责人：数仓-增长组
-- 调度：每日 01:40
-- 说明：积分流水明细；业务类型码表只有五行，直接用 UNION ALL 拼出来做 map join

INSERT OVERWRITE TABLE dwd.dwd_mkt_points_di PARTITION (dt = '${bizdate}')
SELECT /*+ MAPJOIN(b) */
    p.flow_id,
    p.student_id,
    p.biz_type,
    nvl(b.biz_type_name, '其他')        AS biz_type_name,
    if(p.points >= 0, 'IN', 'OUT')      AS direction,
    cast(abs(p.points) AS INT)          AS points,
    p.biz_id,
    p.create_time
FROM ods.ods_mkt_points_di p
LEFT JOIN (
    SELECT 'SIGN' AS biz_type,     '签到' AS biz_type_name
    UNION ALL
    SELECT 'HOMEWORK' AS biz_type, '完成作业' AS biz_type_name
    UNION ALL
    SELECT 'LESSON' AS biz_type,   '出勤奖励' AS biz_type_name
    UNION ALL
    SELECT 'EXCHANGE' AS biz_type, '兑换礼品' AS biz_type_name
    UNION ALL
    SELECT 'EXPIRE' AS biz_type,   '过期清零' AS biz_type_name
) b
       ON p.biz_type = b.biz_type
WHERE p.dt = '${bizdate}'
  AND p.points <> 0;
