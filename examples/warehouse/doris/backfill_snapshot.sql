-- 任务名：backfill_snapshot
-- 负责人：数仓-报表组
-- 调度：手工，画像口径修正后按天回填，一天跑一次
-- 说明：按分区名覆盖学生快照的某一天，其余分区不动。
--       当天的积分余额、续报意愿重新取，其余列沿用旧快照；
--       执行前先把旧分区另存一份

CREATE TABLE IF NOT EXISTS edu_report.ads_student_snapshot_bak LIKE edu_report.ads_student_snapshot;

TRUNCATE TABLE edu_report.ads_student_snapshot_bak;

INSERT INTO edu_report.ads_student_snapshot_bak
SELECT *
FROM edu_report.ads_student_snapshot
WHERE stat_date = STR_TO_DATE("${bizdate}", "%Y%m%d");

INSERT OVERWRITE TABLE edu_report.ads_student_snapshot PARTITION(p${bizdate})
SELECT
    b.student_id,
    b.stat_date,
    b.grade_code,
    b.city_id,
    b.lifetime_amount,
    COALESCE(p.balance_points, b.balance_points)   AS balance_points,
    b.student_status,
    COALESCE(r.score_level, b.score_level)         AS score_level,
    b.label_str
FROM edu_report.ads_student_snapshot_bak b
LEFT JOIN hive_catalog.dws.dws_mkt_points_student_df p
       ON b.student_id = p.student_id
      AND p.dt = "${bizdate}"
LEFT JOIN hive_catalog.ads.ads_student_renewal_score_df r
       ON b.student_id = r.student_id
      AND r.dt = "${bizdate}";
