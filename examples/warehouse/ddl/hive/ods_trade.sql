-- 交易系统（MySQL trade 库）同步到 ODS 的表，全部为每日增量（当天有变更的行）
-- 负责人：数据平台-集成组

CREATE TABLE IF NOT EXISTS ods.ods_trade_order_di (
    order_id         BIGINT        COMMENT '订单ID',
    order_no         STRING        COMMENT '订单号',
    student_id       BIGINT        COMMENT '学生ID',
    order_status     TINYINT       COMMENT '10待支付 20已支付 30已关闭 40已退款',
    total_amount     DECIMAL(12,2) COMMENT '订单总额',
    discount_amount  DECIMAL(12,2) COMMENT '优惠金额',
    pay_amount       DECIMAL(12,2) COMMENT '实付金额',
    channel_code     STRING        COMMENT '成单渠道',
    sales_id         BIGINT        COMMENT '课程顾问',
    ext_params       STRING        COMMENT '下单链接参数，形如 utm_source=a&utm_medium=b',
    create_time      STRING        COMMENT '下单时间',
    pay_time         STRING        COMMENT '支付时间',
    update_time      STRING        COMMENT '更新时间'
)
COMMENT '订单-每日增量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY', 'source' = 'mysql.trade.t_order');

CREATE TABLE IF NOT EXISTS ods.ods_trade_order_item_di (
    item_id        BIGINT        COMMENT '订单明细ID',
    order_id       BIGINT        COMMENT '订单ID',
    course_id      BIGINT        COMMENT '课程ID',
    class_id       BIGINT        COMMENT '班级ID',
    item_price     DECIMAL(12,2) COMMENT '成交单价',
    item_discount  DECIMAL(12,2) COMMENT '分摊优惠',
    quantity       INT           COMMENT '数量'
)
COMMENT '订单明细-每日增量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY', 'source' = 'mysql.trade.t_order_item');

CREATE TABLE IF NOT EXISTS ods.ods_trade_refund_di (
    refund_id      BIGINT        COMMENT '退款单ID',
    order_id       BIGINT        COMMENT '订单ID',
    item_id        BIGINT        COMMENT '订单明细ID',
    student_id     BIGINT        COMMENT '学生ID',
    refund_amount  DECIMAL(12,2) COMMENT '退款金额',
    refund_reason  STRING        COMMENT '退款原因（自由文本）',
    refund_status  TINYINT       COMMENT '1申请 2审核通过 3退款成功 4驳回',
    apply_time     STRING        COMMENT '申请时间',
    finish_time    STRING        COMMENT '完成时间',
    update_time    STRING        COMMENT '更新时间'
)
COMMENT '退款单-每日增量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY', 'source' = 'mysql.trade.t_refund');
