-- 任务名：dws_knowledge_mastery_1d
-- 负责人：数仓-教学组
-- 调度：每日 04:10，依赖 dwd_homework_answer_di
-- 说明：知识点掌握度。先删当天再写（Delta）；mastery_rate、stat_month 是生成列，不写

DELETE FROM dws.dws_knowledge_mastery_1d
WHERE stat_date = to_date('${bizdate}', 'yyyyMMdd');

INSERT INTO dws.dws_knowledge_mastery_1d (student_id, knowledge_point, answer_cnt, correct_cnt, stat_date)
SELECT
    a.student_id,
    kp.knowledge_point,
    count(*)                              AS answer_cnt,
    count_if(a.is_correct)                AS correct_cnt,
    to_date('${bizdate}', 'yyyyMMdd')     AS stat_date
FROM dwd.dwd_homework_answer_di a
LATERAL VIEW explode(a.knowledge_points) kp AS knowledge_point
WHERE a.dt = '${bizdate}'
GROUP BY a.student_id, kp.knowledge_point;
