-- Doris 报表库：主键模型（写时合并）
-- 负责人：数仓-报表组

CREATE TABLE IF NOT EXISTS edu_report.dim_course (
    course_id     BIGINT         NOT NULL COMMENT "课程ID",
    course_name   VARCHAR(128)   COMMENT "课程名称",
    subject_code  VARCHAR(16)    COMMENT "学科编码",
    subject_name  VARCHAR(32)    COMMENT "学科名称",
    list_price    DECIMAL(12, 2) COMMENT "标价",
    is_on_sale    TINYINT        COMMENT "是否在售"
)
UNIQUE KEY(course_id)
COMMENT "课程维度"
DISTRIBUTED BY HASH(course_id) BUCKETS 4
PROPERTIES ("replication_num" = "3", "enable_unique_key_merge_on_write" = "true");

CREATE TABLE IF NOT EXISTS edu_report.ads_student_snapshot (
    student_id       BIGINT         NOT NULL COMMENT "学生ID",
    stat_date        DATE           NOT NULL COMMENT "快照日期",
    grade_code       VARCHAR(8)     COMMENT "年级",
    city_id          INT            COMMENT "城市ID",
    lifetime_amount  DECIMAL(18, 2) COMMENT "累计净收入",
    balance_points   BIGINT         COMMENT "积分余额",
    student_status   VARCHAR(16)    COMMENT "状态",
    score_level      VARCHAR(8)     COMMENT "续报意愿",
    label_str        VARCHAR(2048)  COMMENT "标签编码，逗号分隔"
)
UNIQUE KEY(student_id, stat_date)
COMMENT "学生快照"
PARTITION BY RANGE(stat_date) (
    PARTITION p20240530 VALUES [("2024-05-30"), ("2024-05-31")),
    PARTITION p20240531 VALUES [("2024-05-31"), ("2024-06-01")),
    PARTITION p20240601 VALUES [("2024-06-01"), ("2024-06-02"))
)
DISTRIBUTED BY HASH(student_id) BUCKETS 16
PROPERTIES (
    "replication_num" = "3",
    "enable_unique_key_merge_on_write" = "true",
    "dynamic_partition.enable" = "true",
    "dynamic_partition.time_unit" = "DAY",
    "dynamic_partition.start" = "-90",
    "dynamic_partition.end" = "3",
    "dynamic_partition.prefix" = "p",
    "dynamic_partition.buckets" = "16"
);

CREATE TABLE IF NOT EXISTS edu_report.ads_channel_funnel_daily (
    stat_date           DATE           NOT NULL COMMENT "统计日期",
    channel_code        VARCHAR(32)    NOT NULL COMMENT "渠道编码",
    channel_name        VARCHAR(64)    COMMENT "渠道名称",
    channel_group       VARCHAR(32)    COMMENT "渠道大类",
    lead_cnt            BIGINT         COMMENT "线索数",
    connected_lead_cnt  BIGINT         COMMENT "接通线索数",
    order_lead_cnt      BIGINT         COMMENT "成单线索数",
    pay_amount          DECIMAL(18, 2) COMMENT "成单金额",
    convert_rate        DECIMAL(10, 4) COMMENT "转化率",
    lead_cnt_wow        BIGINT         COMMENT "上周同日线索数"
)
UNIQUE KEY(stat_date, channel_code)
COMMENT "渠道漏斗日报"
DISTRIBUTED BY HASH(channel_code) BUCKETS 4
PROPERTIES ("replication_num" = "3", "enable_unique_key_merge_on_write" = "true");

CREATE TABLE IF NOT EXISTS edu_report.ads_label_stat (
    stat_date     DATE        NOT NULL COMMENT "统计日期",
    label_code    VARCHAR(64) NOT NULL COMMENT "标签编码",
    student_cnt   BIGINT      COMMENT "学生数",
    city_list     TEXT        COMMENT "覆盖城市，逗号分隔",
    avg_amount    DECIMAL(18, 2) COMMENT "人均净收入"
)
UNIQUE KEY(stat_date, label_code)
COMMENT "标签覆盖统计"
DISTRIBUTED BY HASH(label_code) BUCKETS 4
PROPERTIES ("replication_num" = "3", "enable_unique_key_merge_on_write" = "true");

-- 客服跟进单：业务方在报表系统里直接维护，允许 UPDATE / DELETE
CREATE TABLE IF NOT EXISTS edu_report.ads_follow_task (
    task_id      BIGINT         NOT NULL COMMENT "任务ID（=学生ID）",
    student_id   BIGINT         NOT NULL COMMENT "学生ID",
    task_type    VARCHAR(32)    COMMENT "RENEW/RECALL/REFUND",
    priority     INT            COMMENT "优先级 1 最高",
    amount       DECIMAL(18, 2) COMMENT "涉及金额",
    task_status  VARCHAR(16)    COMMENT "TODO/DOING/DONE",
    update_time  DATETIME       COMMENT "更新时间"
)
UNIQUE KEY(task_id)
COMMENT "客服跟进任务"
DISTRIBUTED BY HASH(task_id) BUCKETS 4
PROPERTIES ("replication_num" = "3", "enable_unique_key_merge_on_write" = "true");
