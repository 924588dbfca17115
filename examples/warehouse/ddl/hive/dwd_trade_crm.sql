-- 明细层 DWD：交易域、CRM 域
-- 负责人：数仓-交易组

CREATE DATABASE IF NOT EXISTS dwd COMMENT '明细层';

CREATE TABLE IF NOT EXISTS dwd.dwd_trade_order_item_di (
    item_id          BIGINT        COMMENT '订单明细ID',
    order_id         BIGINT        COMMENT '订单ID',
    order_no         STRING        COMMENT '订单号',
    student_id       BIGINT        COMMENT '学生ID',
    course_id        BIGINT        COMMENT '课程ID',
    class_id         BIGINT        COMMENT '班级ID',
    city_id          INT           COMMENT '学生城市',
    channel_code     STRING        COMMENT '成单渠道',
    utm_source       STRING        COMMENT '广告来源',
    utm_medium       STRING        COMMENT '广告媒介',
    sales_id         BIGINT        COMMENT '课程顾问',
    quantity         INT           COMMENT '数量',
    item_amount      DECIMAL(14,2) COMMENT '明细原价',
    discount_amount  DECIMAL(12,2) COMMENT '分摊优惠',
    pay_amount       DECIMAL(14,2) COMMENT '明细实付',
    is_first_item    TINYINT       COMMENT '是否该学生当日第一笔明细',
    create_time      STRING        COMMENT '下单时间',
    pay_time         STRING        COMMENT '支付时间',
    etl_time         STRING        COMMENT '加工时间'
)
COMMENT '支付成功订单明细-每日增量'
PARTITIONED BY (dt STRING COMMENT '支付日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY');

CREATE TABLE IF NOT EXISTS dwd.dwd_trade_refund_di (
    refund_id      BIGINT        COMMENT '退款单ID',
    order_id       BIGINT        COMMENT '订单ID',
    item_id        BIGINT        COMMENT '订单明细ID',
    student_id     BIGINT        COMMENT '学生ID',
    course_id      BIGINT        COMMENT '课程ID',
    refund_amount  DECIMAL(12,2) COMMENT '退款金额',
    reason_type    STRING        COMMENT '原因分类',
    refund_reason  STRING        COMMENT '原因原文',
    apply_time     STRING        COMMENT '申请时间',
    finish_time    STRING        COMMENT '完成时间',
    refund_hours   INT           COMMENT '处理时长（小时）'
)
COMMENT '退款成功明细-每日增量'
PARTITIONED BY (dt STRING COMMENT '退款完成日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY');

CREATE TABLE IF NOT EXISTS dwd.dwd_crm_lead_di (
    lead_id         BIGINT  COMMENT '线索ID',
    student_id      BIGINT  COMMENT '学生ID',
    mobile_mask     STRING  COMMENT '手机号脱敏',
    channel_code    STRING  COMMENT '渠道编码',
    landing_domain  STRING  COMMENT '落地页域名',
    landing_page    STRING  COMMENT '落地页编号',
    child_grade     STRING  COMMENT '孩子年级',
    intent_subject  STRING  COMMENT '意向学科',
    device          STRUCT<brand:STRING, os:STRING> COMMENT '进线设备',
    owner_id        BIGINT  COMMENT '归属顾问',
    lead_status     TINYINT COMMENT '线索状态',
    create_time     STRING  COMMENT '创建时间'
)
COMMENT '线索明细-每日增量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;

CREATE TABLE IF NOT EXISTS dwd.dwd_crm_call_di (
    call_id       BIGINT  COMMENT '通话ID',
    lead_id       BIGINT  COMMENT '线索ID',
    staff_id      BIGINT  COMMENT '坐席ID',
    team_name     STRING  COMMENT '销售小组',
    call_type     TINYINT COMMENT '通话类型',
    start_time    STRING  COMMENT '开始时间',
    end_time      STRING  COMMENT '结束时间',
    talk_seconds  INT     COMMENT '通话秒数',
    is_connected  TINYINT COMMENT '是否接通',
    remark_label  STRING  COMMENT '备注分类（脚本识别）',
    remark_score  DOUBLE  COMMENT '意向分（脚本识别）'
)
COMMENT '外呼明细-每日增量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;
