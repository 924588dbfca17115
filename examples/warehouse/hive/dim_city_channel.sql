-- 任务名：dim_city_channel
-- 负责人：数仓-公共层组
-- 调度：每日 01:00，依赖 ods_add_partition
-- 说明：城市维表每日覆盖；渠道维表为手工维护的码表，随代码发布

USE dim;

INSERT OVERWRITE TABLE dim_city
SELECT
    city_id,
    trim(city_name)                               AS city_name,
    regexp_replace(province_name, '(省|市)$', '')  AS province_name,
    nvl(region_name, '未知大区')                   AS region_name,
    CASE
        WHEN city_level IN ('一线', '新一线', '二线') THEN city_level
        ELSE '其他'
    END                                           AS city_level,
    from_unixtime(unix_timestamp())               AS etl_time
FROM ods.ods_pub_city_df
WHERE dt = '${bizdate}';

-- 渠道码表：新增渠道在这里加一行
TRUNCATE TABLE dim_channel;

INSERT INTO TABLE dim_channel VALUES
    ('feed_a',   '信息流-短视频',   '信息流',   1, 10),
    ('feed_b',   '信息流-搜索',     '信息流',   1, 11),
    ('feed_c',   '信息流-社区',     '信息流',   1, 12),
    ('ref_user', '老带新-家长',     '转介绍',   0, 20),
    ('ref_teac', '老带新-老师',     '转介绍',   0, 21),
    ('nat_app',  '应用商店自然量',  '自然流量', 0, 30),
    ('nat_site', '官网',            '自然流量', 0, 31),
    ('off_shop', '线下体验点',      '线下',     1, 40),
    ('unknown',  '未知渠道',        '其他',     0, 99);
