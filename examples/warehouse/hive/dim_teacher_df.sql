-- 任务名：dim_teacher_df
-- 负责人：数仓-公共层组
-- 调度：每日 01:10，依赖 dim_city_channel
-- 说明：老师维度。学科名称用 str_to_map 码表翻译；证书数组去空后拼接

INSERT OVERWRITE TABLE dim.dim_teacher_df PARTITION (dt = '${bizdate}')
SELECT /*+ MAPJOIN(c) */
    t.teacher_id,
    t.teacher_name,
    t.subject_code,
    nvl(str_to_map('MATH:数学,CHN:语文,ENG:英语,PHY:物理,CODE:编程', ',', ':')[t.subject_code], '其他') AS subject_name,
    t.teacher_level,
    t.hire_date,
    cast(floor(months_between(
        to_date(from_unixtime(unix_timestamp('${bizdate}', 'yyyyMMdd'))),
        t.hire_date) / 12) AS INT)      AS work_years,
    t.city_id,
    nvl(c.city_name, '未知')             AS city_name,
    nvl(k.cert_cnt, 0)                  AS cert_cnt,
    k.cert_str,
    cast(CASE WHEN t.status = 1 THEN 1 ELSE 0 END AS TINYINT) AS is_active
FROM ods.ods_edu_teacher_df t
LEFT JOIN dim.dim_city c
       ON t.city_id = c.city_id
LEFT JOIN (
    SELECT
        s.teacher_id,
        cast(count(DISTINCT v.cert) AS INT)        AS cert_cnt,
        concat_ws(',', sort_array(collect_set(v.cert))) AS cert_str
    FROM ods.ods_edu_teacher_df s
    LATERAL VIEW explode(s.cert_list) v AS cert
    WHERE s.dt = '${bizdate}'
      AND v.cert <> ''
    GROUP BY s.teacher_id
) k
       ON t.teacher_id = k.teacher_id
WHERE t.dt = '${bizdate}';
