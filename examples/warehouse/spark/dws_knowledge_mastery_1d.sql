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

-- 薄弱知识点：近 30 天作答不少于 5 次、掌握度最低的 3 个，给学习报告和题目推荐用
CREATE OR REPLACE VIEW dws.v_student_weak_point
COMMENT '学生薄弱知识点 TOP3'
AS
SELECT
    student_id,
    knowledge_point,
    answer_cnt,
    mastery_rate,
    weak_rank
FROM (
    SELECT
        m.student_id,
        m.knowledge_point,
        sum(m.answer_cnt)                          AS answer_cnt,
        sum(m.correct_cnt) / sum(m.answer_cnt)     AS mastery_rate,
        row_number() OVER (
            PARTITION BY m.student_id
            ORDER BY sum(m.correct_cnt) / sum(m.answer_cnt), sum(m.answer_cnt) DESC
        )                                          AS weak_rank
    FROM dws.dws_knowledge_mastery_1d m
    WHERE m.stat_date > date_sub(current_date(), 30)
    GROUP BY m.student_id, m.knowledge_point
    HAVING sum(m.answer_cnt) >= 5
)
WHERE weak_rank <= 3;
