-- Spark 侧明细表（Parquet，按 dt 分区）
-- 负责人：数仓-教学组

CREATE TABLE IF NOT EXISTS dwd.dwd_homework_answer_di (
    homework_id       BIGINT        COMMENT '作业提交ID',
    lesson_id         BIGINT        COMMENT '课次ID',
    student_id        BIGINT        COMMENT '学生ID',
    question_no       INT           COMMENT '题号',
    question_id       BIGINT        COMMENT '题目ID',
    answer            STRING        COMMENT '作答内容',
    is_correct        BOOLEAN       COMMENT '是否正确',
    used_seconds      INT           COMMENT '用时（秒）',
    knowledge_points  ARRAY<STRING> COMMENT '考查知识点',
    dt                STRING        COMMENT '业务日期 yyyyMMdd'
)
USING parquet
PARTITIONED BY (dt)
COMMENT '作业逐题作答明细';

CREATE TABLE IF NOT EXISTS dwd.dwd_lead_journey_di (
    lead_id             BIGINT         COMMENT '线索ID',
    channel_code        STRING         COMMENT '渠道编码',
    first_touch         STRUCT<page: STRING, touch_time: STRING> COMMENT '首触',
    calls               ARRAY<STRUCT<call_id: BIGINT, staff_id: BIGINT, start_time: STRING, talk_seconds: INT, connected: BOOLEAN>> COMMENT '通话序列，按时间升序',
    call_cnt            INT            COMMENT '通话次数',
    connected_cnt       INT            COMMENT '接通次数',
    first_call_minutes  BIGINT         COMMENT '首呼响应时长（分钟）',
    order_id            BIGINT         COMMENT '首单ID',
    pay_amount          DECIMAL(16,2)  COMMENT '首单金额',
    journey_stage       STRING         COMMENT 'NEW/CALLED/CONNECTED/ORDERED',
    dt                  STRING         COMMENT '业务日期 yyyyMMdd'
)
USING parquet
PARTITIONED BY (dt)
COMMENT '线索旅程明细';
