-- 任务名：dws_course_weekday_1w
-- 负责人：数仓-教学组
-- 调度：每周一 05:00，跑上一周
-- 说明：课程 × 星期的学习时长，一周一行，用 PIVOT 转列；动态分区覆盖，只动这一周

SET spark.sql.sources.partitionOverwriteMode = dynamic;

INSERT OVERWRITE TABLE dws.dws_course_weekday_1w
SELECT
    course_id,
    course_name,
    coalesce(mon, 0) AS mon_minutes,
    coalesce(tue, 0) AS tue_minutes,
    coalesce(wed, 0) AS wed_minutes,
    coalesce(thu, 0) AS thu_minutes,
    coalesce(fri, 0) AS fri_minutes,
    coalesce(sat, 0) AS sat_minutes,
    coalesce(sun, 0) AS sun_minutes,
    week_key
FROM (
    SELECT
        a.course_id,
        c.course_name,
        d.week_key,
        d.weekday_no,
        a.live_minutes + a.replay_minutes AS study_minutes
    FROM dwd.dwd_edu_attendance_di a
    JOIN dim.dim_date d
      ON a.dt = d.date_key
    JOIN dim.dim_course_df c
      ON a.course_id = c.course_id
     AND c.dt = '${bizdate}'
    WHERE d.week_key = date_format(date_trunc('WEEK', to_date('${bizdate}', 'yyyyMMdd')), 'yyyyMMdd')
)
PIVOT (
    sum(study_minutes)
    FOR weekday_no IN (
        1 AS mon, 2 AS tue, 3 AS wed, 4 AS thu, 5 AS fri, 6 AS sat, 7 AS sun
    )
);
