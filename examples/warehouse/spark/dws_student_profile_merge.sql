-- 任务名：dws_student_profile_merge
-- 负责人：数仓-用户组
-- 调度：每日 04:00，依赖 dws_trade_student_1d、dws_edu_student_study_1d、dws_mkt_points_student_df
-- 说明：学生画像主表增量合并（Iceberg MERGE）。
--       重跑保护：update_dt 已经等于当天的行不再累加
--       合并后 30 天没有学习的置为沉默，90 天没有学习的置为流失

CREATE OR REPLACE TEMPORARY VIEW v_profile_delta AS
SELECT
    s.student_id,
    s.grade_code,
    s.city_id,
    coalesce(t.net_amount, 0)                                   AS net_amount,
    coalesce(t.order_cnt, 0)                                    AS order_cnt,
    coalesce(y.live_minutes, 0) + coalesce(y.replay_minutes, 0) AS study_minutes,
    if(y.student_id IS NULL, 0, 1)                              AS is_active,
    t.last_pay_time,
    y.last_study_time,
    coalesce(p.balance_points, 0)                               AS balance_points
FROM dim.dim_student_zip s
LEFT JOIN dws.dws_trade_student_1d t
       ON s.student_id = t.student_id
      AND t.dt = '${bizdate}'
LEFT JOIN dws.dws_edu_student_study_1d y
       ON s.student_id = y.student_id
      AND y.dt = '${bizdate}'
LEFT JOIN dws.dws_mkt_points_student_df p
       ON s.student_id = p.student_id
      AND p.dt = '${bizdate}'
WHERE '${bizdate}' BETWEEN s.start_date AND s.end_date;

MERGE INTO dws.dws_student_profile AS tgt
USING v_profile_delta AS src
   ON tgt.student_id = src.student_id
WHEN MATCHED AND tgt.update_dt < '${bizdate}' AND src.is_active = 0 AND src.order_cnt = 0 AND src.net_amount = 0 THEN
    -- 当天没有任何行为：只刷新属性和积分余额
    UPDATE SET
        tgt.grade_code     = src.grade_code,
        tgt.city_id        = src.city_id,
        tgt.balance_points = src.balance_points,
        tgt.update_dt      = '${bizdate}'
WHEN MATCHED AND tgt.update_dt < '${bizdate}' THEN
    UPDATE SET
        tgt.grade_code      = src.grade_code,
        tgt.city_id         = src.city_id,
        tgt.lifetime_amount = tgt.lifetime_amount + src.net_amount,
        tgt.lifetime_orders = tgt.lifetime_orders + src.order_cnt,
        tgt.study_minutes   = tgt.study_minutes + src.study_minutes,
        tgt.active_days     = tgt.active_days + src.is_active,
        tgt.last_pay_time   = coalesce(src.last_pay_time, tgt.last_pay_time),
        tgt.last_study_time = coalesce(src.last_study_time, tgt.last_study_time),
        tgt.balance_points  = src.balance_points,
        tgt.student_status  = CASE WHEN src.is_active = 1 THEN 'ACTIVE' ELSE tgt.student_status END,
        tgt.update_dt       = '${bizdate}'
WHEN NOT MATCHED THEN
    INSERT (
        student_id, grade_code, city_id, lifetime_amount, lifetime_orders, study_minutes,
        active_days, last_pay_time, last_study_time, balance_points, student_status,
        first_seen_dt, update_dt
    )
    VALUES (
        src.student_id, src.grade_code, src.city_id, src.net_amount, src.order_cnt, src.study_minutes,
        src.is_active, src.last_pay_time, src.last_study_time, src.balance_points, 'ACTIVE',
        '${bizdate}', '${bizdate}'
    )
WHEN NOT MATCHED BY SOURCE AND tgt.student_status <> 'LOST' THEN
    -- 学生已注销，拉链里没有有效行
    UPDATE SET
        tgt.student_status = 'LOST',
        tgt.update_dt      = '${bizdate}';

UPDATE dws.dws_student_profile
SET student_status = CASE
        WHEN datediff(to_date('${bizdate}', 'yyyyMMdd'), to_date(last_study_time)) > 90 THEN 'LOST'
        ELSE 'SILENT'
    END
WHERE student_status <> 'LOST'
  AND datediff(to_date('${bizdate}', 'yyyyMMdd'), to_date(last_study_time)) > 30;
