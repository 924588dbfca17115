-- 明细层 DWD：教学域、日志域、营销域
-- 负责人：数仓-教学组

CREATE TABLE IF NOT EXISTS dwd.dwd_edu_attendance_di (
    attend_id       BIGINT  COMMENT '出勤ID',
    lesson_id       BIGINT  COMMENT '课次ID',
    class_id        BIGINT  COMMENT '班级ID',
    course_id       BIGINT  COMMENT '课程ID',
    teacher_id      BIGINT  COMMENT '主讲老师ID',
    student_id      BIGINT  COMMENT '学生ID',
    device_type     STRING  COMMENT '设备类型',
    join_time       STRING  COMMENT '进入时间',
    leave_time      STRING  COMMENT '离开时间',
    live_minutes    DOUBLE  COMMENT '直播分钟',
    replay_minutes  DOUBLE  COMMENT '回放分钟',
    is_late         TINYINT COMMENT '是否迟到',
    is_attended     TINYINT COMMENT '是否有效出勤（直播时长不低于计划的 60%）'
)
COMMENT '出勤明细-每日增量'
PARTITIONED BY (dt STRING COMMENT '上课日期 yyyyMMdd', city_id INT COMMENT '学生城市')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY');

CREATE TABLE IF NOT EXISTS dwd.dwd_edu_attendance_abnormal_di (
    attend_id      BIGINT COMMENT '出勤ID',
    lesson_id      BIGINT COMMENT '课次ID',
    student_id     BIGINT COMMENT '学生ID',
    teacher_id     BIGINT COMMENT '主讲老师ID',
    abnormal_type  STRING COMMENT 'LATE/EARLY_LEAVE/SHORT',
    live_minutes   DOUBLE COMMENT '直播分钟',
    plan_minutes   INT    COMMENT '计划分钟',
    join_time      STRING COMMENT '进入时间'
)
COMMENT '异常出勤-每日增量'
PARTITIONED BY (dt STRING COMMENT '上课日期 yyyyMMdd')
STORED AS ORC;

CREATE TABLE IF NOT EXISTS dwd.dwd_edu_homework_di (
    homework_id     BIGINT       COMMENT '作业提交ID',
    lesson_id       BIGINT       COMMENT '课次ID',
    course_id       BIGINT       COMMENT '课程ID',
    student_id      BIGINT       COMMENT '学生ID',
    teacher_id      BIGINT       COMMENT '批改老师ID',
    question_no     INT          COMMENT '题号，从 1 开始',
    question_score  DECIMAL(5,2) COMMENT '单题得分',
    total_score     DECIMAL(5,2) COMMENT '总分',
    submit_time     STRING       COMMENT '提交时间',
    review_time     STRING       COMMENT '批改时间',
    review_hours    DOUBLE       COMMENT '批改耗时（小时）'
)
COMMENT '作业逐题明细-每日增量'
PARTITIONED BY (dt STRING COMMENT '提交日期 yyyyMMdd')
STORED AS ORC;

CREATE TABLE IF NOT EXISTS dwd.dwd_log_app_event_di (
    event_id     STRING              COMMENT '事件ID',
    event_name   STRING              COMMENT '事件名',
    student_id   BIGINT              COMMENT '学生ID，未登录为空',
    device_id    STRING              COMMENT '设备ID',
    os_name      STRING              COMMENT 'ios/android/windows',
    app_version  STRING              COMMENT '主版本号',
    page_path    STRING              COMMENT '页面路径',
    page_type    STRING              COMMENT '页面类型',
    duration_ms  BIGINT              COMMENT '停留毫秒',
    province     STRING              COMMENT 'IP 解析省份',
    event_time   STRING              COMMENT '事件时间',
    props        MAP<STRING,STRING>  COMMENT '事件属性'
)
COMMENT 'App 事件明细-小时分区'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd', hh STRING COMMENT '小时')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY');

CREATE TABLE IF NOT EXISTS dwd.dwd_mkt_points_di (
    flow_id        BIGINT COMMENT '流水ID',
    student_id     BIGINT COMMENT '学生ID',
    biz_type       STRING COMMENT '业务类型',
    biz_type_name  STRING COMMENT '业务类型名称',
    direction      STRING COMMENT 'IN/OUT',
    points         INT    COMMENT '积分绝对值',
    biz_id         STRING COMMENT '业务单号',
    create_time    STRING COMMENT '发生时间'
)
COMMENT '积分明细-每日增量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;
