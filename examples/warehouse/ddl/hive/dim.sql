-- 公共维度层 DIM
-- 负责人：数仓-公共层组

CREATE DATABASE IF NOT EXISTS dim COMMENT '维度层';

-- 日期维表：一次性由 csv 装载，每年底补下一年
CREATE TABLE IF NOT EXISTS dim.dim_date (
    date_key    STRING  COMMENT '日期 yyyyMMdd',
    date_str    STRING  COMMENT '日期 yyyy-MM-dd',
    year_num    INT     COMMENT '年',
    month_key   STRING  COMMENT '月 yyyyMM',
    week_key    STRING  COMMENT '周一日期 yyyyMMdd',
    weekday_no  INT     COMMENT '周几 1=周一 7=周日',
    is_holiday  TINYINT COMMENT '是否节假日'
)
COMMENT '日期维表'
ROW FORMAT DELIMITED FIELDS TERMINATED BY ','
STORED AS TEXTFILE
TBLPROPERTIES ('skip.header.line.count' = '1');

CREATE TABLE IF NOT EXISTS dim.dim_channel (
    channel_code   STRING  COMMENT '渠道编码',
    channel_name   STRING  COMMENT '渠道名称',
    channel_group  STRING  COMMENT '渠道大类：信息流/转介绍/自然流量/线下',
    is_paid        TINYINT COMMENT '是否付费渠道',
    sort_no        INT     COMMENT '展示顺序'
)
COMMENT '渠道维表'
STORED AS ORC;

CREATE TABLE IF NOT EXISTS dim.dim_city (
    city_id        INT    COMMENT '城市ID',
    city_name      STRING COMMENT '城市名称',
    province_name  STRING COMMENT '省份',
    region_name    STRING COMMENT '大区',
    city_level     STRING COMMENT '城市等级',
    etl_time       STRING COMMENT '加工时间'
)
COMMENT '城市维表'
STORED AS ORC;

-- 学生拉链表：end_date = '99991231' 表示当前有效
CREATE TABLE IF NOT EXISTS dim.dim_student_zip (
    student_id        BIGINT  COMMENT '学生ID',
    student_name      STRING  COMMENT '学生姓名（加密）',
    mobile_mask       STRING  COMMENT '手机号脱敏',
    gender            TINYINT COMMENT '性别',
    grade_code        STRING  COMMENT '年级编码',
    city_id           INT     COMMENT '城市ID',
    register_channel  STRING  COMMENT '注册渠道',
    register_date     STRING  COMMENT '注册日期 yyyyMMdd',
    row_md5           STRING  COMMENT '变更检测指纹',
    start_date        STRING  COMMENT '生效日期 yyyyMMdd',
    end_date          STRING  COMMENT '失效日期 yyyyMMdd'
)
COMMENT '学生维度-拉链表'
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'ZLIB');

CREATE TABLE IF NOT EXISTS dim.dim_teacher_df (
    teacher_id     BIGINT  COMMENT '老师ID',
    teacher_name   STRING  COMMENT '老师姓名',
    subject_code   STRING  COMMENT '学科编码',
    subject_name   STRING  COMMENT '学科名称',
    teacher_level  STRING  COMMENT '职级',
    hire_date      STRING  COMMENT '入职日期',
    work_years     INT     COMMENT '司龄（年）',
    city_id        INT     COMMENT '城市ID',
    city_name      STRING  COMMENT '城市名称',
    cert_cnt       INT     COMMENT '证书数',
    cert_str       STRING  COMMENT '证书，逗号拼接',
    is_active      TINYINT COMMENT '是否在职'
)
COMMENT '老师维度-每日全量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;

CREATE TABLE IF NOT EXISTS dim.dim_course_df (
    course_id         BIGINT              COMMENT '课程ID',
    course_name       STRING              COMMENT '课程名称',
    subject_code      STRING              COMMENT '学科编码',
    subject_name      STRING              COMMENT '学科名称',
    course_type       TINYINT             COMMENT '课程类型',
    course_type_name  STRING              COMMENT '课程类型名称',
    list_price        DECIMAL(12,2)       COMMENT '标价',
    lesson_cnt        INT                 COMMENT '课次数',
    avg_lesson_price  DECIMAL(12,2)       COMMENT '单课次价格',
    grade_list        ARRAY<STRING>       COMMENT '适用年级',
    tag_list          ARRAY<STRING>       COMMENT '标签（去重、去空）',
    attr_map          MAP<STRING,STRING>  COMMENT '扩展属性',
    open_class_cnt    BIGINT              COMMENT '在读班级数',
    is_on_sale        TINYINT             COMMENT '是否在售'
)
COMMENT '课程维度-每日全量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;

CREATE TABLE IF NOT EXISTS dim.dim_lesson_df (
    lesson_id        BIGINT COMMENT '课次ID',
    lesson_no        INT    COMMENT '第几讲',
    lesson_title     STRING COMMENT '课次标题',
    class_id         BIGINT COMMENT '班级ID',
    class_name       STRING COMMENT '班级名称',
    course_id        BIGINT COMMENT '课程ID',
    course_name      STRING COMMENT '课程名称',
    subject_code     STRING COMMENT '学科编码',
    teacher_id       BIGINT COMMENT '主讲老师ID',
    plan_start_time  STRING COMMENT '计划上课时间',
    plan_end_time    STRING COMMENT '计划下课时间',
    plan_minutes     INT    COMMENT '计划时长（分钟）',
    lesson_date      STRING COMMENT '上课日期 yyyyMMdd'
)
COMMENT '课次维度-每日全量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;
