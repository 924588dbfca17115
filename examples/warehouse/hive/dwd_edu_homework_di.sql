-- 任务名：dwd_edu_homework_di
-- 负责人：数仓-教学组
-- 调度：每日 02:10，依赖 dim_course_lesson
-- 说明：作业逐题得分。question_scores 形如 "5,3,,4"，按位置展开，题号 = 位置 + 1；
--       没有逐题得分的作业（只给总分）用 OUTER 保留一行

INSERT OVERWRITE TABLE dwd.dwd_edu_homework_di PARTITION (dt = '${bizdate}')
SELECT
    h.homework_id,
    h.lesson_id,
    l.course_id,
    h.student_id,
    h.teacher_id,
    cast(q.pos + 1 AS INT)                               AS question_no,
    cast(nvl(nullif(q.score_str, ''), '0') AS DECIMAL(5,2)) AS question_score,
    h.total_score,
    h.submit_time,
    h.review_time,
    CASE
        WHEN h.status = 2
        THEN round((unix_timestamp(h.review_time) - unix_timestamp(h.submit_time)) / 3600, 2)
    END                                                  AS review_hours
FROM (
    SELECT
        homework_id, lesson_id, student_id, teacher_id, question_scores,
        total_score, submit_time, review_time, status,
        row_number() OVER (PARTITION BY homework_id ORDER BY nvl(review_time, submit_time) DESC) AS rn
    FROM ods.ods_edu_homework_di
    WHERE dt = '${bizdate}'
      AND status IN (1, 2)
) h
LEFT JOIN dim.dim_lesson_df l
       ON h.lesson_id = l.lesson_id
      AND l.dt = '${bizdate}'
LATERAL VIEW OUTER posexplode(split(h.question_scores, ',')) q AS pos, score_str
WHERE h.rn = 1;
