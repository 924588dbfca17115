-- Spark 侧汇总表：Iceberg 表支持 MERGE，Parquet 表整分区覆盖
-- 负责人：数仓-用户组

-- 课程最新快照，给线上服务同步用
CREATE TABLE IF NOT EXISTS dim.dim_course_latest (
    course_id     BIGINT NOT NULL COMMENT '课程ID',
    course_name   STRING          COMMENT '课程名称',
    subject_code  STRING          COMMENT '学科编码',
    subject_name  STRING          COMMENT '学科名称',
    list_price    DECIMAL(12,2)   COMMENT '标价',
    lesson_cnt    INT             COMMENT '课次数',
    is_on_sale    TINYINT         COMMENT '是否在售',
    version_dt    STRING          COMMENT '最近更新的业务日期'
)
USING iceberg
COMMENT '课程最新快照'
TBLPROPERTIES ('format-version' = '2', 'write.merge.mode' = 'copy-on-write');

-- 学生画像主表：一人一行
CREATE TABLE IF NOT EXISTS dws.dws_student_profile (
    student_id       BIGINT NOT NULL COMMENT '学生ID',
    grade_code       STRING          COMMENT '年级',
    city_id          INT             COMMENT '城市',
    lifetime_amount  DECIMAL(18,2)   COMMENT '累计净收入',
    lifetime_orders  BIGINT          COMMENT '累计订单数',
    study_minutes    DOUBLE          COMMENT '累计学习分钟',
    active_days      INT             COMMENT '累计活跃天数',
    last_pay_time    STRING          COMMENT '最近支付时间',
    last_study_time  STRING          COMMENT '最近学习时间',
    balance_points   BIGINT          COMMENT '积分余额',
    student_status   STRING          COMMENT 'ACTIVE/SILENT/LOST',
    first_seen_dt    STRING          COMMENT '首次出现日期',
    update_dt        STRING          COMMENT '最近更新日期'
)
USING iceberg
PARTITIONED BY (bucket(16, student_id))
COMMENT '学生画像主表'
TBLPROPERTIES ('format-version' = '2', 'write.merge.mode' = 'merge-on-read');

CREATE TABLE IF NOT EXISTS dws.dws_student_label_df (
    student_id    BIGINT  COMMENT '学生ID',
    labels        ARRAY<STRUCT<code: STRING, name: STRING, weight: DOUBLE>> COMMENT '标签',
    label_codes   ARRAY<STRING> COMMENT '标签编码',
    total_weight  DOUBLE  COMMENT '标签权重和',
    has_risk      BOOLEAN COMMENT '是否含风险标签',
    dt            STRING  COMMENT '业务日期 yyyyMMdd'
)
USING parquet
PARTITIONED BY (dt)
COMMENT '学生标签-每日全量';

CREATE TABLE IF NOT EXISTS dws.dws_lesson_quality_1d (
    lesson_id      BIGINT COMMENT '课次ID',
    course_id      BIGINT COMMENT '课程ID',
    teacher_id     BIGINT COMMENT '老师ID',
    student_cnt    BIGINT COMMENT '上课学生数',
    attend_rate    DOUBLE COMMENT '有效出勤率',
    correct_rate   DOUBLE COMMENT '作业正确率',
    avg_used_sec   DOUBLE COMMENT '单题平均用时',
    quality_score  DOUBLE COMMENT '质量分 0~100',
    quality_level  STRING COMMENT 'A/B/C/D',
    dt             STRING COMMENT '业务日期 yyyyMMdd'
)
USING parquet
PARTITIONED BY (dt)
COMMENT '课次质量日汇总';

CREATE TABLE IF NOT EXISTS dws.dws_course_weekday_1w (
    course_id    BIGINT COMMENT '课程ID',
    course_name  STRING COMMENT '课程名称',
    mon_minutes  DOUBLE COMMENT '周一学习分钟',
    tue_minutes  DOUBLE COMMENT '周二学习分钟',
    wed_minutes  DOUBLE COMMENT '周三学习分钟',
    thu_minutes  DOUBLE COMMENT '周四学习分钟',
    fri_minutes  DOUBLE COMMENT '周五学习分钟',
    sat_minutes  DOUBLE COMMENT '周六学习分钟',
    sun_minutes  DOUBLE COMMENT '周日学习分钟',
    week_key     STRING COMMENT '周一日期 yyyyMMdd'
)
USING parquet
PARTITIONED BY (week_key)
COMMENT '课程学习时长-周×星期';

-- Delta 表：正确率与月份由生成列维护，写入时不填
CREATE TABLE IF NOT EXISTS dws.dws_knowledge_mastery_1d (
    student_id       BIGINT  NOT NULL COMMENT '学生ID',
    knowledge_point  STRING  NOT NULL COMMENT '知识点',
    answer_cnt       BIGINT  COMMENT '作答次数',
    correct_cnt      BIGINT  COMMENT '答对次数',
    stat_date        DATE    COMMENT '统计日期',
    mastery_rate     DOUBLE  GENERATED ALWAYS AS (CAST(correct_cnt AS DOUBLE) / CAST(answer_cnt AS DOUBLE)) COMMENT '掌握度',
    stat_month       STRING  GENERATED ALWAYS AS (date_format(stat_date, 'yyyy-MM')) COMMENT '统计月份'
)
USING delta
PARTITIONED BY (stat_month)
COMMENT '知识点掌握度日汇总';
