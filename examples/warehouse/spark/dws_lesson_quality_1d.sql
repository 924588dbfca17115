-- 任务名：dws_lesson_quality_1d
-- 负责人：数仓-教学组
-- 调度：Airflow DAG edu_quality，每日 04:00；{{ ds }} 为逻辑日期 yyyy-MM-dd
-- 说明：课次质量分 = 出勤 50% + 正确率 30% + 用时 20%。
--       质量分、等级用同一层 SELECT 里的横向别名推出来

WITH params AS (
    SELECT date_format(DATE '{{ ds }}', 'yyyyMMdd') AS bizdate
),
attend AS (
    SELECT
        a.lesson_id,
        a.course_id,
        a.teacher_id,
        count(DISTINCT a.student_id)        AS student_cnt,
        avg(a.is_attended)                  AS attend_rate
    FROM dwd.dwd_edu_attendance_di a
    WHERE a.dt = (SELECT bizdate FROM params)
    GROUP BY ALL
),
answer AS (
    SELECT
        lesson_id,
        avg(if(is_correct, 1.0D, 0.0D))     AS correct_rate,
        avg(used_seconds)                   AS avg_used_sec
    FROM dwd.dwd_homework_answer_di
    WHERE dt = (SELECT bizdate FROM params)
      AND question_id IS NOT NULL
    GROUP BY lesson_id
)
INSERT OVERWRITE TABLE dws.dws_lesson_quality_1d PARTITION (dt = '{{ ds_nodash }}')
SELECT /*+ BROADCAST(b) */
    a.lesson_id,
    a.course_id,
    a.teacher_id,
    a.student_cnt,
    round(a.attend_rate, 4)                                  AS attend_rate,
    round(b.correct_rate, 4)                                 AS correct_rate,
    b.avg_used_sec                                           AS avg_used_sec,
    round(
        a.attend_rate * 50
        + coalesce(b.correct_rate, 0) * 30
        + greatest(0, 1 - coalesce(b.avg_used_sec, 600) / 600) * 20,
        1
    )                                                        AS quality_score,
    CASE
        WHEN quality_score >= 85 THEN 'A'
        WHEN quality_score >= 70 THEN 'B'
        WHEN quality_score >= 55 THEN 'C'
        ELSE 'D'
    END                                                      AS quality_level
FROM attend a
LEFT JOIN answer b
       ON a.lesson_id = b.lesson_id;
