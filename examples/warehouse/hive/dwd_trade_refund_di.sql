-- 任务名：dwd_trade_refund_di
-- 负责人：数仓-交易组
-- 调度：每日 01:50，依赖 dwd_trade_order_item_di
-- 说明：退款成功明细。迟到的变更会回刷最近 3 天，所以分区字段取退款完成日期（动态分区）

SET hive.exec.dynamic.partition = true;
SET hive.exec.dynamic.partition.mode = nonstrict;

INSERT OVERWRITE TABLE dwd.dwd_trade_refund_di PARTITION (dt)
SELECT
    r.refund_id,
    r.order_id,
    r.item_id,
    r.student_id,
    i.course_id,
    r.refund_amount,
    CASE
        WHEN r.refund_reason RLIKE '时间|没空|冲突'   THEN '时间冲突'
        WHEN r.refund_reason RLIKE '老师|讲课|听不懂' THEN '教学质量'
        WHEN r.refund_reason RLIKE '价格|太贵|优惠'   THEN '价格'
        WHEN r.refund_reason RLIKE '卡顿|闪退|没声音' THEN '产品体验'
        WHEN nvl(trim(r.refund_reason), '') = ''      THEN '未填写'
        ELSE '其他'
    END                                        AS reason_type,
    r.refund_reason,
    r.apply_time,
    r.finish_time,
    cast((unix_timestamp(r.finish_time) - unix_timestamp(r.apply_time)) / 3600 AS INT) AS refund_hours,
    from_unixtime(unix_timestamp(r.finish_time), 'yyyyMMdd') AS dt
FROM (
    SELECT
        refund_id, order_id, item_id, student_id, refund_amount,
        refund_reason, refund_status, apply_time, finish_time,
        row_number() OVER (PARTITION BY refund_id ORDER BY update_time DESC) AS rn
    FROM ods.ods_trade_refund_di
    WHERE dt BETWEEN '$[yyyyMMdd-3]' AND '$[yyyyMMdd-1]'
) r
LEFT JOIN (
    SELECT item_id, max(course_id) AS course_id
    FROM dwd.dwd_trade_order_item_di
    WHERE dt >= '$[yyyyMMdd-366]'
    GROUP BY item_id
) i
  ON r.item_id = i.item_id
WHERE r.rn = 1
  AND r.refund_status = 3
  AND from_unixtime(unix_timestamp(r.finish_time), 'yyyyMMdd') BETWEEN '$[yyyyMMdd-3]' AND '$[yyyyMMdd-1]'
DISTRIBUTE BY dt
SORT BY refund_id;
