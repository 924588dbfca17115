-- CRM：线索、外呼、销售人员
-- 负责人：数据平台-集成组

CREATE TABLE IF NOT EXISTS ods.ods_crm_lead_di (
    lead_id       BIGINT COMMENT '线索ID',
    mobile        STRING COMMENT '手机号（加密）',
    student_id    BIGINT COMMENT '已注册时的学生ID，未注册为空',
    channel_code  STRING COMMENT '渠道编码',
    source_url    STRING COMMENT '落地页地址',
    lead_json     STRING COMMENT '表单内容 JSON: grade, subject, device{brand,os}',
    owner_id      BIGINT COMMENT '归属顾问',
    lead_status   TINYINT COMMENT '1新线索 2跟进中 3已成单 4无效',
    create_time   STRING COMMENT '创建时间',
    update_time   STRING COMMENT '更新时间'
)
COMMENT '线索-每日增量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY', 'source' = 'mysql.crm.t_lead');

CREATE TABLE IF NOT EXISTS ods.ods_crm_call_di (
    call_id       BIGINT COMMENT '通话ID',
    lead_id       BIGINT COMMENT '线索ID',
    staff_id      BIGINT COMMENT '坐席ID',
    call_type     TINYINT COMMENT '1首呼 2跟进 3回访',
    start_ts      BIGINT COMMENT '开始时间（秒级时间戳）',
    end_ts        BIGINT COMMENT '结束时间（秒级时间戳）',
    ring_seconds  INT    COMMENT '振铃秒数',
    talk_seconds  INT    COMMENT '通话秒数',
    call_result   STRING COMMENT 'CONNECTED/NO_ANSWER/BUSY/REJECT',
    remark        STRING COMMENT '坐席备注'
)
COMMENT '外呼记录-每日增量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY', 'source' = 'mysql.crm.t_call');

CREATE TABLE IF NOT EXISTS ods.ods_crm_staff_df (
    staff_id    BIGINT  COMMENT '员工ID',
    staff_name  STRING  COMMENT '员工姓名',
    team_name   STRING  COMMENT '销售小组',
    join_date   STRING  COMMENT '入职日期',
    status      TINYINT COMMENT '1在职 0离职'
)
COMMENT '销售人员-每日全量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY', 'source' = 'mysql.crm.t_staff');
