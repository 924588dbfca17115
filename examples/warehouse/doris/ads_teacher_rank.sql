-- 任务名：ads_teacher_rank
-- 负责人：数仓-报表组
-- 调度：每月 1 日 07:00，依赖 ads_teacher_kpi_1m（Spark），参数 ${month}、${prev_month} = yyyyMM
-- 说明：老师月度榜单。先 CTAS 出新表，检查后和线上表原子互换，榜单页面不会看到空表

DROP TABLE IF EXISTS edu_report.ads_teacher_rank_new;

CREATE TABLE edu_report.ads_teacher_rank_new
COMMENT "老师月度榜单（待切换）"
DISTRIBUTED BY HASH(teacher_id) BUCKETS 2
PROPERTIES ("replication_num" = "3")
AS
SELECT
    CAST(k.month_key AS VARCHAR(6))           AS month_key,
    k.teacher_id,
    CAST(k.teacher_name AS VARCHAR(64))       AS teacher_name,
    CAST(k.subject_name AS VARCHAR(32))       AS subject_name,
    k.kpi_score,
    k.kpi_rank,
    CAST(h.kpi_rank - k.kpi_rank AS INT)      AS rank_change
FROM hive_catalog.ads.ads_teacher_kpi_1m k
LEFT JOIN hive_catalog.ads.ads_teacher_kpi_1m h
       ON k.teacher_id = h.teacher_id
      AND h.month_key = "${prev_month}"
WHERE k.month_key = "${month}";

-- 保留历史月份
INSERT INTO edu_report.ads_teacher_rank_new
SELECT
    month_key,
    teacher_id,
    teacher_name,
    subject_name,
    kpi_score,
    kpi_rank,
    rank_change
FROM edu_report.ads_teacher_rank
WHERE month_key < "${month}";

ALTER TABLE edu_report.ads_teacher_rank
REPLACE WITH TABLE ads_teacher_rank_new
PROPERTIES ("swap" = "true");

-- 换下来的旧表留着清空，下个月重建
TRUNCATE TABLE edu_report.ads_teacher_rank_new;
