-- 营销积分、App 埋点日志、公共城市表
-- 负责人：数据平台-集成组

CREATE TABLE IF NOT EXISTS ods.ods_mkt_points_di (
    flow_id      BIGINT COMMENT '流水ID',
    student_id   BIGINT COMMENT '学生ID',
    biz_type     STRING COMMENT 'SIGN/HOMEWORK/LESSON/EXCHANGE/EXPIRE',
    points       INT    COMMENT '变动积分，收入为正支出为负',
    biz_id       STRING COMMENT '业务单号',
    create_time  STRING COMMENT '发生时间'
)
COMMENT '积分流水-每日增量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC
TBLPROPERTIES ('orc.compress' = 'SNAPPY');

-- 埋点日志由 Flume 直接落 HDFS，一行一个 JSON，外部表，删表不删数据
CREATE EXTERNAL TABLE IF NOT EXISTS ods.ods_log_app_event_di (
    log_line  STRING COMMENT '原始日志，JSON'
)
COMMENT 'App 埋点日志-小时分区'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd', hh STRING COMMENT '小时 00~23')
ROW FORMAT DELIMITED FIELDS TERMINATED BY '\001' LINES TERMINATED BY '\n'
STORED AS TEXTFILE
LOCATION '/warehouse/ods/log/app_event'
TBLPROPERTIES ('source' = 'flume.app_event');

CREATE TABLE IF NOT EXISTS ods.ods_pub_city_df (
    city_id        INT    COMMENT '城市ID',
    city_name      STRING COMMENT '城市名称',
    province_name  STRING COMMENT '省份',
    region_name    STRING COMMENT '大区',
    city_level     STRING COMMENT '城市等级：一线/新一线/二线/其他'
)
COMMENT '城市表-每日全量'
PARTITIONED BY (dt STRING COMMENT '业务日期 yyyyMMdd')
STORED AS ORC;
