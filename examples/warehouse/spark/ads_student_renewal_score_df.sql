-- 任务名：ads_student_renewal_score_df
-- 负责人：数仓-用户组
-- 调度：每日 05:00，依赖 dws_student_label_df、dws_edu_student_study_1d
-- 说明：续报意愿分。年级权重写在 VALUES 里，教研组定期调整；
--       已经续报（30 天内买过正价课）的学生不打分

WITH grade_weight (grade_code, attend_w, study_w, pay_w) AS (
    VALUES
        ('G1', 0.5, 0.3, 0.2),
        ('G2', 0.5, 0.3, 0.2),
        ('G3', 0.4, 0.4, 0.2),
        ('G4', 0.4, 0.4, 0.2),
        ('G5', 0.3, 0.5, 0.2),
        ('G6', 0.3, 0.5, 0.2)
),
study_30d AS (
    SELECT
        student_id,
        sum(lesson_cnt)                        AS lesson_cnt,
        sum(attend_cnt)                        AS attend_cnt,
        sum(live_minutes + replay_minutes)     AS minutes,
        avg(avg_score)                         AS avg_score
    FROM dws.dws_edu_student_study_1d
    WHERE dt > date_format(date_sub(to_date('${bizdate}', 'yyyyMMdd'), 30), 'yyyyMMdd')
      AND dt <= '${bizdate}'
    GROUP BY student_id
),
renewed AS (
    SELECT DISTINCT o.student_id
    FROM dwd.dwd_trade_order_item_di o
    WHERE o.dt > date_format(date_sub(to_date('${bizdate}', 'yyyyMMdd'), 30), 'yyyyMMdd')
      AND EXISTS (
          SELECT 1
          FROM dim.dim_course_df c
          WHERE c.dt = '${bizdate}'
            AND c.course_id = o.course_id
            AND c.course_type = 2
      )
),
scored AS (
    SELECT
        p.student_id,
        p.grade_code,
        p.city_id,
        100 * coalesce(s.attend_cnt / nullif(s.lesson_cnt, 0), 0)          AS attend_score,
        least(100, coalesce(s.avg_score, 60))                              AS study_score,
        -- 付费分：和全体均值比，封顶 100
        least(100, 50 * p.lifetime_amount / (
            SELECT avg(lifetime_amount) FROM dws.dws_student_profile WHERE lifetime_amount > 0
        ))                                                                 AS pay_score,
        coalesce(w.attend_w, 0.4)                                          AS attend_w,
        coalesce(w.study_w, 0.4)                                           AS study_w,
        coalesce(w.pay_w, 0.2)                                             AS pay_w,
        coalesce(l.has_risk, false)                                        AS has_risk,
        coalesce(s.minutes, 0)                                             AS minutes
    FROM dws.dws_student_profile p
    LEFT ANTI JOIN renewed r
      ON p.student_id = r.student_id
    LEFT JOIN study_30d s
      ON p.student_id = s.student_id
    LEFT JOIN dws.dws_student_label_df l
      ON p.student_id = l.student_id
     AND l.dt = '${bizdate}'
    LEFT JOIN grade_weight w
      ON p.grade_code = w.grade_code
    WHERE p.student_status IN ('ACTIVE', 'SILENT')
)
INSERT OVERWRITE TABLE ads.ads_student_renewal_score_df PARTITION (dt = '${bizdate}')
SELECT
    student_id,
    grade_code,
    city_id,
    cast(round(attend_score, 1) AS DOUBLE)                                 AS attend_score,
    cast(round(study_score, 1) AS DOUBLE)                                  AS study_score,
    cast(round(pay_score, 1) AS DOUBLE)                                    AS pay_score,
    cast(round(
        attend_score * attend_w + study_score * study_w + pay_score * pay_w - if(has_risk, 15, 0),
        1
    ) AS DOUBLE)                                                           AS renewal_score,
    CASE
        WHEN renewal_score >= 75 THEN '高'
        WHEN renewal_score >= 50 THEN '中'
        ELSE '低'
    END                                                                    AS score_level,
    array_compact(array(
        if(attend_score < 60, '出勤不足', NULL),
        if(minutes < 120,     '学习时长不足', NULL),
        if(has_risk,          '命中风险标签', NULL)
    ))                                                                     AS reason_list
FROM scored;
