-- 任务名：dws_edu_student_study_1d
-- 负责人：数仓-教学组
-- 调度：每日 03:20，依赖 dwd_edu_attendance_di、dwd_edu_homework_di、dwd_mkt_points_di
-- 说明：学生学习日汇总。出勤、作业、积分各自落一张临时表，最后以学生全集为主表拼宽

-- 会话级临时表，会话结束自动消失
DROP TABLE IF EXISTS tmp_study_attend;
CREATE TEMPORARY TABLE tmp_study_attend AS
SELECT
    student_id,
    max(city_id)                 AS city_id,
    count(DISTINCT lesson_id)    AS lesson_cnt,
    sum(is_attended)             AS attend_cnt,
    sum(is_late)                 AS late_cnt,
    sum(live_minutes)            AS live_minutes,
    sum(replay_minutes)          AS replay_minutes,
    max(leave_time)              AS last_time
FROM dwd.dwd_edu_attendance_di
WHERE dt = '${bizdate}'
GROUP BY student_id;

DROP TABLE IF EXISTS tmp_study_homework;
CREATE TEMPORARY TABLE tmp_study_homework AS
SELECT
    h.student_id,
    count(1)                     AS homework_cnt,
    avg(h.total_score)           AS avg_score,
    max(h.submit_time)           AS last_time
FROM (
    -- 逐题明细先收回到一份作业一行
    SELECT homework_id, student_id, max(total_score) AS total_score, max(submit_time) AS submit_time
    FROM dwd.dwd_edu_homework_di
    WHERE dt = '${bizdate}'
    GROUP BY homework_id, student_id
) h
GROUP BY h.student_id;

-- 积分表还要给别的任务排查用，留在 tmp 库
DROP TABLE IF EXISTS tmp.tmp_study_points_${bizdate};
CREATE TABLE tmp.tmp_study_points_${bizdate} AS
SELECT student_id, sum(points) AS points_gain
FROM dwd.dwd_mkt_points_di
WHERE dt = '${bizdate}'
  AND direction = 'IN'
GROUP BY student_id;

INSERT OVERWRITE TABLE dws.dws_edu_student_study_1d PARTITION (dt = '${bizdate}')
SELECT
    k.student_id,
    coalesce(a.city_id, s.city_id, -1)       AS city_id,
    nvl(a.lesson_cnt, 0)                     AS lesson_cnt,
    nvl(a.attend_cnt, 0)                     AS attend_cnt,
    nvl(a.late_cnt, 0)                       AS late_cnt,
    nvl(a.live_minutes, 0.0)                 AS live_minutes,
    nvl(a.replay_minutes, 0.0)               AS replay_minutes,
    nvl(h.homework_cnt, 0)                   AS homework_cnt,
    cast(h.avg_score AS DOUBLE)              AS avg_score,
    nvl(p.points_gain, 0)                    AS points_gain,
    CASE
        WHEN h.last_time IS NULL THEN a.last_time
        WHEN a.last_time IS NULL THEN h.last_time
        ELSE greatest(a.last_time, h.last_time)
    END                                      AS last_study_time
FROM (
    SELECT student_id FROM tmp_study_attend
    UNION
    SELECT student_id FROM tmp_study_homework
    UNION
    SELECT student_id FROM tmp.tmp_study_points_${bizdate}
) k
LEFT JOIN tmp_study_attend   a ON k.student_id = a.student_id
LEFT JOIN tmp_study_homework h ON k.student_id = h.student_id
LEFT JOIN tmp.tmp_study_points_${bizdate} p ON k.student_id = p.student_id
LEFT JOIN dim.dim_student_zip s
       ON k.student_id = s.student_id
      AND s.end_date = '99991231';
