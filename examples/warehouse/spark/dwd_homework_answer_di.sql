-- 任务名：dwd_homework_answer_di
-- 负责人：数仓-教学组
-- 调度：每日 02:10（Spark 3.5）
-- 说明：作业逐题作答明细。answers 是 JSON 数组，from_json 按固定 schema 解析后展开；
--       解析失败或空数组的作业用 explode_outer 留一行，便于监控漏传

SET spark.sql.sources.partitionOverwriteMode = dynamic;

WITH latest AS (
    SELECT
        homework_id,
        lesson_id,
        student_id,
        answers,
        dt,
        row_number() OVER (
            PARTITION BY homework_id
            ORDER BY coalesce(review_time, submit_time) DESC
        ) AS rn
    FROM ods.ods_edu_homework_di
    WHERE dt = '${bizdate}'
      AND status IN (1, 2)
),
parsed AS (
    SELECT
        homework_id,
        lesson_id,
        student_id,
        dt,
        from_json(
            answers,
            'ARRAY<STRUCT<no: INT, qid: BIGINT, ans: STRING, ok: BOOLEAN, cost: INT, kp: ARRAY<STRING>>>'
        ) AS answer_arr
    FROM latest
    WHERE rn = 1
),
exploded AS (
    SELECT
        homework_id,
        lesson_id,
        student_id,
        dt,
        explode_outer(answer_arr) AS item
    FROM parsed
)
INSERT OVERWRITE TABLE dwd.dwd_homework_answer_di PARTITION (dt)
SELECT
    homework_id,
    lesson_id,
    student_id,
    item.no                                  AS question_no,
    item.qid                                 AS question_id,
    trim(item.ans)                           AS answer,
    coalesce(item.ok, false)                 AS is_correct,
    least(item.cost, 1800)                   AS used_seconds,     -- 挂机封顶 30 分钟
    array_distinct(filter(item.kp, k -> k IS NOT NULL AND k <> '')) AS knowledge_points,
    dt
FROM exploded;
