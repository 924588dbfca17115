-- 汇总层 DWS 与应用层 ADS（Hive 侧）
-- 负责人：数仓-公共层组

CREATE DATABASE IF NOT EXISTS dws COMMENT '汇总层';
CREATE DATABASE IF NOT EXISTS ads COMMENT '应用层';
CREATE DATABASE IF NOT EXISTS tmp COMMENT '临时库，表保留 7 天';

CREATE TABLE IF NOT EXISTS dws.dws_trade_student_1d (
    student_id      BIGINT         COMMENT '学生ID',
    city_id         INT            COMMENT '城市ID',
    grade_code      STRING         COMMENT '年级',
    order_cnt       BIGINT         COMMENT '支付订单数',
    course_cnt      BIGINT         COMMENT '购买课程数',
    pay_amount      DECIMAL(16,2)  COMMENT '支付金额',
    refund_cnt      BIGINT         COMMENT '退款单数',
    refund_amount   DECIMAL(16,2)  COMMENT '退款金额',
    net_amount      DECIMAL(16,2)  COMMENT '净收入',
    course_ids      ARRAY<BIGINT>  COMMENT '购买课程列表',
    first_pay_time  STRING         COMMENT '当日首次支付',
    last_pay_time   STRING         COMMENT '当日最后支付'
)
COMMENT '学生交易日汇总'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;

CREATE TABLE IF NOT EXISTS dws.dws_trade_course_city_1d (
    course_id       BIGINT        COMMENT '课程ID，-1 表示全部',
    subject_code    STRING        COMMENT '学科，ALL 表示全部',
    city_id         INT           COMMENT '城市，-1 表示全部',
    grouping_level  BIGINT        COMMENT 'GROUPING__ID',
    student_cnt     BIGINT        COMMENT '支付学生数',
    order_cnt       BIGINT        COMMENT '支付订单数',
    pay_amount      DECIMAL(16,2) COMMENT '支付金额',
    refund_amount   DECIMAL(16,2) COMMENT '退款金额'
)
COMMENT '课程×城市交易日汇总（多粒度）'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;

CREATE TABLE IF NOT EXISTS dws.dws_edu_student_study_1d (
    student_id       BIGINT COMMENT '学生ID',
    city_id          INT    COMMENT '城市ID',
    lesson_cnt       BIGINT COMMENT '有记录的课次数',
    attend_cnt       BIGINT COMMENT '有效出勤课次数',
    late_cnt         BIGINT COMMENT '迟到次数',
    live_minutes     DOUBLE COMMENT '直播分钟',
    replay_minutes   DOUBLE COMMENT '回放分钟',
    homework_cnt     BIGINT COMMENT '作业提交数',
    avg_score        DOUBLE COMMENT '作业平均分',
    points_gain      BIGINT COMMENT '获得积分',
    last_study_time  STRING COMMENT '最后学习时间'
)
COMMENT '学生学习日汇总'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;

CREATE TABLE IF NOT EXISTS dws.dws_crm_channel_funnel_1d (
    channel_code        STRING        COMMENT '渠道编码',
    channel_name        STRING        COMMENT '渠道名称',
    channel_group       STRING        COMMENT '渠道大类',
    lead_cnt            BIGINT        COMMENT '线索数',
    called_lead_cnt     BIGINT        COMMENT '已外呼线索数',
    connected_lead_cnt  BIGINT        COMMENT '已接通线索数',
    order_lead_cnt      BIGINT        COMMENT '成单线索数',
    pay_amount          DECIMAL(16,2) COMMENT '成单金额',
    talk_minutes        DOUBLE        COMMENT '通话分钟'
)
COMMENT '渠道线索漏斗日汇总'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;

CREATE TABLE IF NOT EXISTS dws.dws_mkt_points_student_df (
    student_id        BIGINT COMMENT '学生ID',
    balance_points    BIGINT COMMENT '积分余额',
    total_gain        BIGINT COMMENT '累计获得',
    total_used        BIGINT COMMENT '累计消耗',
    last_change_time  STRING COMMENT '最近变动时间',
    points_level      STRING COMMENT '积分等级'
)
COMMENT '学生积分余额-每日全量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;

CREATE TABLE IF NOT EXISTS dws.dws_mkt_points_trace_1d (
    student_id      BIGINT COMMENT '学生ID',
    flow_id         BIGINT COMMENT '流水ID',
    seq_no          INT    COMMENT '当日第几笔',
    change_points   INT    COMMENT '变动积分（带符号）',
    running_points  BIGINT COMMENT '变动后余额'
)
COMMENT '积分逐笔余额轨迹'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;

CREATE TABLE IF NOT EXISTS dws.dws_edu_teacher_1d (
    teacher_id        BIGINT COMMENT '老师ID',
    teacher_name      STRING COMMENT '老师姓名',
    subject_code      STRING COMMENT '学科编码',
    city_id           INT    COMMENT '城市ID',
    lesson_cnt        BIGINT COMMENT '授课课次数',
    student_cnt       BIGINT COMMENT '授课学生数',
    attend_rate       DOUBLE COMMENT '有效出勤率',
    avg_score         DOUBLE COMMENT '作业平均分',
    attend_rank       INT    COMMENT '学科内出勤率排名',
    subject_avg_rate  DOUBLE COMMENT '学科平均出勤率',
    prev_attend_rate  DOUBLE COMMENT '学科内前一名的出勤率'
)
COMMENT '老师授课日汇总'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;

CREATE TABLE IF NOT EXISTS ads.ads_trade_overview_1d (
    region_name    STRING        COMMENT '大区，全部=合计',
    channel_group  STRING        COMMENT '渠道大类，全部=合计',
    student_cnt    BIGINT        COMMENT '支付学生数',
    order_cnt      BIGINT        COMMENT '支付订单数',
    pay_amount     DECIMAL(16,2) COMMENT '支付金额',
    arpu           DECIMAL(16,2) COMMENT '客单价'
)
COMMENT '交易日报总览'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;
