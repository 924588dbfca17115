-- Spark 侧应用表
-- 负责人：数仓-用户组

CREATE TABLE IF NOT EXISTS ads.ads_student_renewal_score_df (
    student_id    BIGINT        COMMENT '学生ID',
    grade_code    STRING        COMMENT '年级',
    city_id       INT           COMMENT '城市',
    attend_score  DOUBLE        COMMENT '出勤分',
    study_score   DOUBLE        COMMENT '学习分',
    pay_score     DOUBLE        COMMENT '付费分',
    total_score   DOUBLE        COMMENT '续报总分',
    score_level   STRING        COMMENT '高/中/低',
    reason_list   ARRAY<STRING> COMMENT '扣分原因',
    dt            STRING        COMMENT '业务日期 yyyyMMdd'
)
USING parquet
PARTITIONED BY (dt)
COMMENT '续报意愿分-每日全量';

CREATE TABLE IF NOT EXISTS ads.ads_teacher_kpi_1m (
    teacher_id    BIGINT COMMENT '老师ID',
    teacher_name  STRING COMMENT '老师姓名',
    subject_name  STRING COMMENT '学科名称',
    lesson_cnt    BIGINT COMMENT '授课课次数',
    attend_rate   DOUBLE COMMENT '月均出勤率',
    avg_quality   DOUBLE COMMENT '月均质量分',
    refund_cnt    BIGINT COMMENT '关联退款单数',
    kpi_score     DOUBLE COMMENT 'KPI 得分',
    kpi_rank      INT    COMMENT '学科内排名',
    month_key     STRING COMMENT '月份 yyyyMM'
)
USING parquet
PARTITIONED BY (month_key)
COMMENT '老师月度 KPI';

CREATE TABLE IF NOT EXISTS ads.ads_metric_long_1d (
    biz_domain    STRING COMMENT '业务域',
    biz_key       STRING COMMENT '对象主键',
    metric_name   STRING COMMENT '指标名',
    metric_value  DOUBLE COMMENT '指标值',
    dt            STRING COMMENT '业务日期 yyyyMMdd'
)
USING parquet
PARTITIONED BY (dt)
COMMENT '指标长表，供异常检测';

-- check_id 为自增列（Spark 4.0 + Delta 3.3 起支持 IDENTITY 语法）
CREATE TABLE IF NOT EXISTS ads.ads_data_check_log (
    check_id     BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 1 INCREMENT BY 1) COMMENT '检查流水号',
    table_name   STRING    COMMENT '被检查的表',
    rule_name    STRING    COMMENT '规则',
    check_value  DOUBLE    COMMENT '检查值',
    is_passed    BOOLEAN   COMMENT '是否通过',
    check_time   TIMESTAMP COMMENT '检查时间'
)
USING delta
COMMENT '数据质量检查日志';
