-- 教务系统（MySQL edu 库）每日同步到 ODS 的表
-- 负责人：数据平台-集成组

CREATE DATABASE IF NOT EXISTS ods COMMENT '贴源层';

-- 学生：每日全量
CREATE TABLE IF NOT EXISTS ods.ods_edu_student_df (
    student_id        BIGINT  COMMENT '学生ID',
    student_name      STRING  COMMENT '学生姓名（加密）',
    mobile            STRING  COMMENT '家长手机号（加密）',
    gender            TINYINT COMMENT '性别 0未知 1男 2女',
    birthday          STRING  COMMENT '出生日期 yyyy-MM-dd',
    grade_code        STRING  COMMENT '年级编码 G1~G12',
    city_id           INT     COMMENT '所在城市',
    register_channel  STRING  COMMENT '注册渠道编码',
    register_time     STRING  COMMENT '注册时间 yyyy-MM-dd HH:mm:ss',
    ext_info          STRING  COMMENT '扩展信息，JSON',
    is_deleted        TINYINT COMMENT '逻辑删除 1是 0否',
    create_time       STRING  COMMENT '创建时间',
    update_time       STRING  COMMENT '更新时间'
)
COMMENT '学生表-每日全量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY', 'source' = 'mysql.edu.t_student');

-- 老师：每日全量
CREATE TABLE IF NOT EXISTS ods.ods_edu_teacher_df (
    teacher_id     BIGINT        COMMENT '老师ID',
    teacher_name   STRING        COMMENT '老师姓名',
    subject_code   STRING        COMMENT '学科编码 MATH/CHN/ENG/PHY/CODE',
    teacher_level  STRING        COMMENT '职级 T1~T5',
    hire_date      STRING        COMMENT '入职日期 yyyy-MM-dd',
    city_id        INT           COMMENT '工作城市',
    cert_list      ARRAY<STRING> COMMENT '资格证书列表',
    status         TINYINT       COMMENT '1在职 2离职 3停课',
    create_time    STRING        COMMENT '创建时间',
    update_time    STRING        COMMENT '更新时间'
)
COMMENT '老师表-每日全量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY', 'source' = 'mysql.edu.t_teacher');

-- 课程：每日全量
CREATE TABLE IF NOT EXISTS ods.ods_edu_course_df (
    course_id      BIGINT         COMMENT '课程ID',
    course_name    STRING         COMMENT '课程名称',
    subject_code   STRING         COMMENT '学科编码',
    grade_codes    STRING         COMMENT '适用年级，逗号分隔',
    course_type    TINYINT        COMMENT '1体验课 2正价课 3专题课',
    list_price     DECIMAL(12,2)  COMMENT '标价',
    lesson_cnt     INT            COMMENT '课次数',
    tags           STRING         COMMENT '标签，逗号分隔',
    attr_str       STRING         COMMENT '属性串 key1:val1;key2:val2',
    course_status  TINYINT        COMMENT '1在售 0下架',
    create_time    STRING         COMMENT '创建时间',
    update_time    STRING         COMMENT '更新时间'
)
COMMENT '课程表-每日全量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY', 'source' = 'mysql.edu.t_course');

-- 班级：每日全量
CREATE TABLE IF NOT EXISTS ods.ods_edu_class_df (
    class_id         BIGINT  COMMENT '班级ID',
    class_name       STRING  COMMENT '班级名称',
    course_id        BIGINT  COMMENT '课程ID',
    head_teacher_id  BIGINT  COMMENT '班主任',
    open_date        STRING  COMMENT '开班日期',
    close_date       STRING  COMMENT '结班日期',
    max_student      INT     COMMENT '班容量',
    status           TINYINT COMMENT '0未开班 1在读 2已结班'
)
COMMENT '班级表-每日全量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY');

-- 课次：每日全量
CREATE TABLE IF NOT EXISTS ods.ods_edu_lesson_df (
    lesson_id        BIGINT  COMMENT '课次ID',
    class_id         BIGINT  COMMENT '班级ID',
    course_id        BIGINT  COMMENT '课程ID',
    lesson_no        INT     COMMENT '第几讲',
    title            STRING  COMMENT '课次标题',
    teacher_id       BIGINT  COMMENT '主讲老师ID',
    plan_start_time  STRING  COMMENT '计划上课时间 yyyy-MM-dd HH:mm:ss',
    plan_end_time    STRING  COMMENT '计划下课时间 yyyy-MM-dd HH:mm:ss',
    lesson_status    TINYINT COMMENT '0待上 1已上 2取消',
    create_time      STRING  COMMENT '创建时间',
    update_time      STRING  COMMENT '更新时间'
)
COMMENT '课次表-每日全量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY');

-- 出勤流水：每日增量
CREATE TABLE IF NOT EXISTS ods.ods_edu_attendance_di (
    id              BIGINT COMMENT '自增主键',
    lesson_id       BIGINT COMMENT '课次ID',
    student_id      BIGINT COMMENT '学生ID',
    device_type     STRING COMMENT 'pad/phone/pc',
    join_ts         BIGINT COMMENT '首次进入直播间（秒级时间戳）',
    leave_ts        BIGINT COMMENT '最后离开直播间（秒级时间戳）',
    live_seconds    INT    COMMENT '直播观看秒数',
    replay_seconds  INT    COMMENT '回放观看秒数',
    client_ip       STRING COMMENT '客户端IP',
    create_time     STRING COMMENT '创建时间'
)
COMMENT '出勤流水-每日增量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY');

-- 作业提交：每日增量
CREATE TABLE IF NOT EXISTS ods.ods_edu_homework_di (
    homework_id      BIGINT       COMMENT '作业提交ID',
    lesson_id        BIGINT       COMMENT '课次ID',
    student_id       BIGINT       COMMENT '学生ID',
    teacher_id       BIGINT       COMMENT '批改老师ID',
    submit_time      STRING       COMMENT '提交时间',
    review_time      STRING       COMMENT '批改时间',
    total_score      DECIMAL(5,2) COMMENT '总分',
    question_scores  STRING       COMMENT '逐题得分，逗号分隔，按题号顺序',
    answers          STRING       COMMENT '逐题作答明细，JSON 数组',
    status           TINYINT      COMMENT '1已提交 2已批改 9作废'
)
COMMENT '作业提交-每日增量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY');
