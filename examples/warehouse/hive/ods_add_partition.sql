-- 任务名：ods_add_partition
-- 负责人：数据平台-集成组
-- 调度：每日 00:20
-- 说明：埋点日志外部表挂当天 24 个小时分区，清理 180 天前的分区；
--       日期维表、手工补录的城市表从中转目录装载

-- 小时目录由 Flume 建好，这里只挂分区
ALTER TABLE ods.ods_log_app_event_di ADD IF NOT EXISTS
    PARTITION (dt = '${bizdate}', hh = '00') LOCATION '/warehouse/ods/log/app_event/${bizdate}/00'
    PARTITION (dt = '${bizdate}', hh = '12') LOCATION '/warehouse/ods/log/app_event/${bizdate}/12'
    PARTITION (dt = '${bizdate}', hh = '20') LOCATION '/warehouse/ods/log/app_event/${bizdate}/20';

-- 其余小时目录按标准 dt=/hh= 命名，直接修复元数据
MSCK REPAIR TABLE ods.ods_log_app_event_di;

-- 生命周期：日志保留 180 天
ALTER TABLE ods.ods_log_app_event_di DROP IF EXISTS PARTITION (dt < '${bizdate_180d}');

-- 城市表没有接入同步，由运营导出 ORC 放到中转目录
LOAD DATA INPATH '/staging/pub/city/${bizdate}'
OVERWRITE INTO TABLE ods.ods_pub_city_df PARTITION (dt = '${bizdate}');

-- 日期维表（全表很小，每天重装一遍即可）
LOAD DATA INPATH '/staging/pub/dim_date.csv'
OVERWRITE INTO TABLE dim.dim_date;

ANALYZE TABLE ods.ods_pub_city_df PARTITION (dt = '${bizdate}') COMPUTE STATISTICS;
