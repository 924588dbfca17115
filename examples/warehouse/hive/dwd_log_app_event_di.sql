-- 任务名：dwd_log_app_event_di
-- 负责人：数仓-公共层组
-- 调度：每日 01:00，依赖 ods_add_partition
-- 说明：埋点日志解析。公共字段用 get_json_object，页面类型由路径正则判定，
--       IP 省份用 UDF；按 dt、hh 动态分区写入，重复上报按 event_id 去重

ADD JAR hdfs:///libs/udf/classroom-udf-1.4.2.jar;
CREATE TEMPORARY FUNCTION ip_province AS 'com.lanternclass.udf.IpProvinceUDF';

SET hive.exec.dynamic.partition = true;
SET hive.exec.dynamic.partition.mode = nonstrict;
SET mapreduce.map.memory.mb = 4096;

INSERT OVERWRITE TABLE dwd.dwd_log_app_event_di PARTITION (dt, hh)
SELECT
    e.event_id,
    e.event_name,
    cast(nullif(e.uid, '0') AS BIGINT)                      AS student_id,
    e.device_id,
    lower(e.os_name)                                        AS os_name,
    regexp_extract(e.app_version, '^([0-9]+\\.[0-9]+)', 1)  AS app_version,
    e.page_path,
    CASE
        WHEN e.page_path LIKE '/course/%'   THEN 'course'
        WHEN e.page_path LIKE '/live/%'     THEN 'live'
        WHEN e.page_path LIKE '/homework/%' THEN 'homework'
        WHEN e.page_path LIKE '/pay/%'      THEN 'pay'
        ELSE 'other'
    END                                                     AS page_type,
    cast(e.duration_ms AS BIGINT)                           AS duration_ms,
    ip_province(e.client_ip)                                AS province,
    from_unixtime(cast(e.ts_ms / 1000 AS BIGINT), 'yyyy-MM-dd HH:mm:ss') AS event_time,
    -- props 里只有一层 kv，去掉括号和引号后转 map
    str_to_map(regexp_replace(e.props_json, '[{}"]', ''), ',', ':') AS props,
    e.dt,
    e.hh
FROM (
    SELECT
        get_json_object(log_line, '$.event_id')            AS event_id,
        get_json_object(log_line, '$.event')               AS event_name,
        get_json_object(log_line, '$.uid')                 AS uid,
        get_json_object(log_line, '$.device.id')           AS device_id,
        get_json_object(log_line, '$.device.os')           AS os_name,
        get_json_object(log_line, '$.app_ver')             AS app_version,
        get_json_object(log_line, '$.page')                AS page_path,
        get_json_object(log_line, '$.stay_ms')             AS duration_ms,
        get_json_object(log_line, '$.ip')                  AS client_ip,
        cast(get_json_object(log_line, '$.ts') AS BIGINT)  AS ts_ms,
        get_json_object(log_line, '$.props')               AS props_json,
        dt,
        hh,
        row_number() OVER (
            PARTITION BY get_json_object(log_line, '$.event_id')
            ORDER BY get_json_object(log_line, '$.ts')
        )                                                  AS rn
    FROM ods.ods_log_app_event_di
    WHERE dt = '$[yyyyMMdd-1]'
      AND log_line LIKE '{%'
) e
WHERE e.rn = 1
  AND e.event_id IS NOT NULL
DISTRIBUTE BY hh;
