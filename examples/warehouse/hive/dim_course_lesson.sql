-- 任务名：dim_course_lesson
-- 负责人：数仓-公共层组
-- 调度：每日 01:20，依赖 ods 课程、班级、课次同步完成
-- 说明：课程维度、课次维度两张表

-- 1. 课程维度
WITH tag_clean AS (
    -- 标签拆开、去空格、去重，再收回数组；没有标签的课程靠 OUTER 留住
    SELECT
        c.course_id,
        collect_set(nullif(trim(tg.tag), '')) AS tag_list
    FROM ods.ods_edu_course_df c
    LATERAL VIEW OUTER explode(split(c.tags, ',')) tg AS tag
    WHERE c.dt = '${bizdate}'
    GROUP BY c.course_id
),
open_class AS (
    SELECT course_id, count(1) AS open_class_cnt
    FROM ods.ods_edu_class_df
    WHERE dt = '${bizdate}'
      AND status = 1
    GROUP BY course_id
)
INSERT OVERWRITE TABLE dim.dim_course_df PARTITION (dt = '${bizdate}')
SELECT
    c.course_id,
    c.course_name,
    c.subject_code,
    CASE c.subject_code
        WHEN 'MATH' THEN '数学'
        WHEN 'CHN'  THEN '语文'
        WHEN 'ENG'  THEN '英语'
        WHEN 'PHY'  THEN '物理'
        WHEN 'CODE' THEN '编程'
        ELSE '其他'
    END                                          AS subject_name,
    c.course_type,
    CASE c.course_type
        WHEN 1 THEN '体验课'
        WHEN 2 THEN '正价课'
        WHEN 3 THEN '专题课'
    END                                          AS course_type_name,
    c.list_price,
    c.lesson_cnt,
    cast(c.list_price / if(c.lesson_cnt > 0, c.lesson_cnt, 1) AS DECIMAL(12,2)) AS avg_lesson_price,
    split(c.grade_codes, ',')                    AS grade_list,
    t.tag_list,
    str_to_map(c.attr_str, ';', ':')             AS attr_map,
    nvl(o.open_class_cnt, 0)                     AS open_class_cnt,
    c.course_status                              AS is_on_sale
FROM ods.ods_edu_course_df c
LEFT JOIN tag_clean  t ON c.course_id = t.course_id
LEFT JOIN open_class o ON c.course_id = o.course_id
WHERE c.dt = '${bizdate}';

-- 2. 课次维度（取消的课次不要）
INSERT OVERWRITE TABLE dim.dim_lesson_df PARTITION (dt = '${bizdate}')
SELECT
    l.lesson_id,
    l.lesson_no,
    l.title                                      AS lesson_title,
    l.class_id,
    cl.class_name,
    l.course_id,
    co.course_name,
    co.subject_code,
    l.teacher_id,
    l.plan_start_time,
    l.plan_end_time,
    cast((unix_timestamp(l.plan_end_time) - unix_timestamp(l.plan_start_time)) / 60 AS INT) AS plan_minutes,
    from_unixtime(unix_timestamp(l.plan_start_time), 'yyyyMMdd') AS lesson_date
FROM ods.ods_edu_lesson_df l
LEFT JOIN ods.ods_edu_class_df cl
       ON l.class_id = cl.class_id
      AND cl.dt = '${bizdate}'
LEFT JOIN ods.ods_edu_course_df co
       ON l.course_id = co.course_id
      AND co.dt = '${bizdate}'
WHERE l.dt = '${bizdate}'
  AND l.lesson_status <> 2;
