-- Doris 报表库：明细模型
-- 负责人：数仓-报表组

-- 埋点明细，由 Routine Load 实时写入
CREATE TABLE IF NOT EXISTS edu_report.rt_app_event (
    event_time   DATETIME     NOT NULL COMMENT "事件时间",
    event_name   VARCHAR(64)  NOT NULL COMMENT "事件名",
    student_id   BIGINT       COMMENT "学生ID",
    device_id    VARCHAR(64)  COMMENT "设备ID",
    page_path    VARCHAR(256) COMMENT "页面路径",
    page_type    VARCHAR(32)  COMMENT "页面类型",
    duration_ms  BIGINT       COMMENT "停留毫秒"
)
DUPLICATE KEY(event_time, event_name)
COMMENT "埋点明细"
PARTITION BY RANGE(event_time) ()
DISTRIBUTED BY HASH(device_id) BUCKETS 16
PROPERTIES (
    "replication_num" = "3",
    "dynamic_partition.enable" = "true",
    "dynamic_partition.time_unit" = "DAY",
    "dynamic_partition.start" = "-30",
    "dynamic_partition.end" = "3",
    "dynamic_partition.prefix" = "p",
    "dynamic_partition.buckets" = "16"
);

-- 报名路径漏斗与留存
CREATE TABLE IF NOT EXISTS edu_report.ads_signup_funnel (
    stat_date    DATE        NOT NULL COMMENT "统计日期",
    step_level   INT         NOT NULL COMMENT "到达步骤 0~4",
    step_name    VARCHAR(32) COMMENT "步骤名",
    student_cnt  BIGINT      COMMENT "学生数"
)
DUPLICATE KEY(stat_date, step_level)
COMMENT "报名路径漏斗"
DISTRIBUTED BY HASH(step_level) BUCKETS 2
PROPERTIES ("replication_num" = "3");

CREATE TABLE IF NOT EXISTS edu_report.ads_study_retention (
    base_date  DATE   NOT NULL COMMENT "首日",
    base_cnt   BIGINT COMMENT "首日活跃学生",
    d1_cnt     BIGINT COMMENT "次日留存",
    d3_cnt     BIGINT COMMENT "3 日留存",
    d7_cnt     BIGINT COMMENT "7 日留存"
)
DUPLICATE KEY(base_date)
COMMENT "学习留存"
DISTRIBUTED BY HASH(base_date) BUCKETS 2
PROPERTIES ("replication_num" = "3");

CREATE TABLE IF NOT EXISTS edu_report.ads_teacher_rank (
    month_key     VARCHAR(6)   NOT NULL COMMENT "月份 yyyyMM",
    teacher_id    BIGINT       NOT NULL COMMENT "老师ID",
    teacher_name  VARCHAR(64)  COMMENT "老师姓名",
    subject_name  VARCHAR(32)  COMMENT "学科名称",
    kpi_score     DOUBLE       COMMENT "KPI 得分",
    kpi_rank      INT          COMMENT "学科内排名",
    rank_change   INT          COMMENT "较上月名次变化"
)
DUPLICATE KEY(month_key, teacher_id)
COMMENT "老师月度榜单"
DISTRIBUTED BY HASH(teacher_id) BUCKETS 2
PROPERTIES ("replication_num" = "3");
