-- 任务名：export_class_report
-- 负责人：数仓-报表组
-- 调度：每日 05:00，依赖 dws_edu_student_study_1d
-- 说明：班主任日报，导出为 csv 目录给邮件系统；表头用中文别名

SET hive.exec.compress.output = false;

INSERT OVERWRITE DIRECTORY '/export/report/class_daily/${bizdate}'
ROW FORMAT DELIMITED FIELDS TERMINATED BY ','
STORED AS TEXTFILE
SELECT
    r.`班级`,
    r.`课次`,
    r.`上课人数`,
    r.`有效出勤`,
    concat(round(r.`有效出勤` / r.`上课人数` * 100, 1), '%') AS `出勤率`,
    r.`迟到人数`,
    r.`平均直播分钟`,
    r.`异常学生`
FROM (
    SELECT
        l.class_name                             AS `班级`,
        concat('第', l.lesson_no, '讲 ', l.lesson_title) AS `课次`,
        count(DISTINCT a.student_id)             AS `上课人数`,
        sum(a.is_attended)                       AS `有效出勤`,
        sum(a.is_late)                           AS `迟到人数`,
        round(avg(a.live_minutes), 1)            AS `平均直播分钟`,
        concat_ws('/', collect_set(s.student_name)) AS `异常学生`
    FROM dwd.dwd_edu_attendance_di a
    JOIN dim.dim_lesson_df l
      ON a.lesson_id = l.lesson_id
     AND l.dt = '${bizdate}'
    LEFT JOIN dwd.dwd_edu_attendance_abnormal_di b
           ON a.attend_id = b.attend_id
          AND b.dt = '${bizdate}'
    LEFT JOIN dim.dim_student_zip s
           ON b.student_id = s.student_id
          AND s.end_date = '99991231'
    WHERE a.dt = '${bizdate}'
    GROUP BY l.class_name, l.lesson_no, l.lesson_title
) r
DISTRIBUTE BY `班级`
SORT BY `班级`, `课次`;
