-- 任务名：ads_teacher_kpi_1m
-- 负责人：数仓-教学组
-- 调度：每月 1 日 06:00，跑上个月，参数 ${month} = yyyyMM
-- 说明：老师月度 KPI。退款归到课程在当月的主讲老师；写入用 BY NAME，列顺序不敏感

CREATE OR REPLACE TEMPORARY VIEW v_teacher_course AS
SELECT DISTINCT teacher_id, course_id
FROM dwd.dwd_edu_attendance_di
WHERE substr(dt, 1, 6) = '${month}';

ALTER TABLE ads.ads_teacher_kpi_1m DROP IF EXISTS PARTITION (month_key = '${month}');

WITH daily AS (
    SELECT
        teacher_id,
        sum(lesson_cnt)                                  AS lesson_cnt,
        sum(attend_rate * lesson_cnt) / sum(lesson_cnt)  AS attend_rate
    FROM dws.dws_edu_teacher_1d
    WHERE dt LIKE concat('${month}', '%')
    GROUP BY teacher_id
),
quality AS (
    SELECT teacher_id, avg(quality_score) AS avg_quality
    FROM dws.dws_lesson_quality_1d
    WHERE dt LIKE concat('${month}', '%')
    GROUP BY teacher_id
),
refund AS (
    SELECT v.teacher_id, count(DISTINCT r.refund_id) AS refund_cnt
    FROM dwd.dwd_trade_refund_di r
    JOIN v_teacher_course v
      ON r.course_id = v.course_id
    WHERE r.dt LIKE concat('${month}', '%')
      AND r.reason_type = '教学质量'
    GROUP BY v.teacher_id
),
kpi AS (
    SELECT /*+ BROADCAST(t) */
        t.teacher_id,
        t.teacher_name,
        t.subject_name,
        d.lesson_cnt,
        d.attend_rate,
        q.avg_quality,
        coalesce(f.refund_cnt, 0) AS refund_cnt,
        round(d.attend_rate * 40 + coalesce(q.avg_quality, 60) * 0.6 - coalesce(f.refund_cnt, 0) * 2, 2) AS kpi_score
    FROM daily d
    JOIN dim.dim_teacher_df t
      ON d.teacher_id = t.teacher_id
     AND t.dt = (SELECT max(dt) FROM dim.dim_teacher_df WHERE dt LIKE concat('${month}', '%'))
    LEFT JOIN quality q ON d.teacher_id = q.teacher_id
    LEFT JOIN refund  f ON d.teacher_id = f.teacher_id
)
INSERT INTO ads.ads_teacher_kpi_1m BY NAME
SELECT
    '${month}' AS month_key,
    k.teacher_id,
    k.teacher_name,
    k.subject_name,
    k.kpi_score,
    dense_rank() OVER (PARTITION BY k.subject_name ORDER BY k.kpi_score DESC) AS kpi_rank,
    k.lesson_cnt,
    k.attend_rate,
    k.avg_quality,
    k.refund_cnt
FROM kpi k
WHERE k.lesson_cnt >= 4;
