-- 任务名：dwd_edu_attendance_di
-- 负责人：数仓-教学组
-- 调度：每日 02:00，依赖 dim_course_lesson、dim_student_zip
-- 说明：出勤只扫一遍，同时写出勤明细（dt 静态 + city_id 动态分区）和异常出勤两张表
-- dialect: hive

SET hive.exec.dynamic.partition = true;
SET hive.exec.dynamic.partition.mode = nonstrict;
SET hive.exec.max.dynamic.partitions = 2000;
SET late_minutes = 5;
SET attend_ratio = 0.6;

FROM (
    SELECT
        a.id                                              AS attend_id,
        a.lesson_id,
        l.class_id,
        l.course_id,
        l.teacher_id,
        a.student_id,
        a.device_type,
        from_unixtime(a.join_ts, 'yyyy-MM-dd HH:mm:ss')   AS join_time,
        from_unixtime(a.leave_ts, 'yyyy-MM-dd HH:mm:ss')  AS leave_time,
        round(a.live_seconds / 60, 1)                     AS live_minutes,
        round(a.replay_seconds / 60, 1)                   AS replay_minutes,
        l.plan_minutes,
        -- 迟到：晚于计划开始 N 分钟进入
        if(a.join_ts > unix_timestamp(l.plan_start_time) + ${hiveconf:late_minutes} * 60, 1, 0)  AS is_late,
        -- 早退：早于计划结束 10 分钟离开
        if(a.leave_ts < unix_timestamp(l.plan_end_time) - 600, 1, 0)                            AS is_early_leave,
        if(a.live_seconds >= l.plan_minutes * 60 * ${hiveconf:attend_ratio}, 1, 0)               AS is_attended,
        nvl(s.city_id, -1)                                AS city_id
    FROM (
        SELECT
            id, lesson_id, student_id, device_type, join_ts, leave_ts, live_seconds, replay_seconds,
            row_number() OVER (PARTITION BY lesson_id, student_id ORDER BY live_seconds DESC, id) AS rn
        FROM ods.ods_edu_attendance_di
        WHERE dt = '${bizdate}'
    ) a
    JOIN dim.dim_lesson_df l
      ON a.lesson_id = l.lesson_id
     AND l.dt = '${bizdate}'
    LEFT JOIN dim.dim_student_zip s
           ON a.student_id = s.student_id
          AND s.end_date = '99991231'
    WHERE a.rn = 1
) t
INSERT OVERWRITE TABLE dwd.dwd_edu_attendance_di PARTITION (dt = '${bizdate}', city_id)
SELECT
    t.attend_id,
    t.lesson_id,
    t.class_id,
    t.course_id,
    t.teacher_id,
    t.student_id,
    t.device_type,
    t.join_time,
    t.leave_time,
    t.live_minutes,
    t.replay_minutes,
    cast(t.is_late AS TINYINT),
    cast(t.is_attended AS TINYINT),
    t.city_id
INSERT OVERWRITE TABLE dwd.dwd_edu_attendance_abnormal_di PARTITION (dt = '${bizdate}')
SELECT
    t.attend_id,
    t.lesson_id,
    t.student_id,
    t.teacher_id,
    CASE
        WHEN t.is_attended = 0    THEN 'SHORT'
        WHEN t.is_early_leave = 1 THEN 'EARLY_LEAVE'
        ELSE 'LATE'
    END,
    t.live_minutes,
    t.plan_minutes,
    t.join_time
WHERE t.is_late = 1
   OR t.is_early_leave = 1
   OR t.is_attended = 0;
