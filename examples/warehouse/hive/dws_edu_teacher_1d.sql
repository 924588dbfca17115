-- 任务名：dws_edu_teacher_1d
-- 负责人：数仓-教学组
-- 调度：每日 03:30，依赖 dwd_edu_attendance_di、dwd_edu_homework_di、dim_teacher_df
-- 说明：老师授课日汇总，学科内排名和均值共用一个窗口定义

WITH attend AS (
    SELECT
        teacher_id,
        count(DISTINCT lesson_id)              AS lesson_cnt,
        count(DISTINCT student_id)             AS student_cnt,
        sum(is_attended) / count(1)            AS attend_rate
    FROM dwd.dwd_edu_attendance_di
    WHERE dt = '${bizdate}'
    GROUP BY teacher_id
),
score AS (
    SELECT
        l.teacher_id,
        avg(h.total_score)                     AS avg_score
    FROM dwd.dwd_edu_homework_di h
    JOIN dim.dim_lesson_df l
      ON h.lesson_id = l.lesson_id
     AND l.dt = '${bizdate}'
    WHERE h.dt = '${bizdate}'
      AND h.question_no = 1                    -- 一份作业只算一次
    GROUP BY l.teacher_id
)
INSERT OVERWRITE TABLE dws.dws_edu_teacher_1d PARTITION (dt = '${bizdate}')
SELECT
    t.teacher_id,
    t.teacher_name,
    t.subject_code,
    t.city_id,
    a.lesson_cnt,
    a.student_cnt,
    round(a.attend_rate, 4)                            AS attend_rate,
    cast(s.avg_score AS DOUBLE)                        AS avg_score,
    cast(rank() OVER w AS INT)                         AS attend_rank,
    round(avg(a.attend_rate) OVER (PARTITION BY t.subject_code), 4) AS subject_avg_rate,
    lag(round(a.attend_rate, 4), 1) OVER w             AS prev_attend_rate
FROM dim.dim_teacher_df t
JOIN attend a
  ON t.teacher_id = a.teacher_id
LEFT JOIN score s
       ON t.teacher_id = s.teacher_id
WHERE t.dt = '${bizdate}'
  AND t.is_active = 1
WINDOW w AS (PARTITION BY t.subject_code ORDER BY a.attend_rate DESC);
