-- 任务名：rt_course_heat_hour
-- 负责人：数仓-报表组
-- 调度：每小时第 5 分钟，参数 ${hour_start} = yyyy-MM-dd HH:00:00
-- 说明：课程热度小时表。聚合模型，同一小时重复导入会翻倍，所以 LABEL 带小时

INSERT INTO edu_report.rt_course_heat_hour
WITH LABEL course_heat_${hour_key}
SELECT
    DATE_TRUNC(event_time, "hour")                          AS stat_hour,
    IFNULL(page_type, "other")                              AS page_type,
    COUNT(*)                                                AS pv,
    SUM(IFNULL(duration_ms, 0))                             AS stay_ms,
    BITMAP_UNION(TO_BITMAP(student_id))                     AS visitor_bm
FROM edu_report.rt_app_event
WHERE event_time >= "${hour_start}"
  AND event_time <  HOURS_ADD("${hour_start}", 1)
  AND event_name = "page_view"
GROUP BY DATE_TRUNC(event_time, "hour"), IFNULL(page_type, "other");

-- 看板：最近 24 小时，按页面类型的访客排名
DROP VIEW IF EXISTS edu_report.v_heat_24h;

CREATE VIEW edu_report.v_heat_24h AS
SELECT
    h.page_type,
    h.pv,
    h.uv,
    h.avg_stay_sec,
    RANK() OVER (ORDER BY h.uv DESC) AS uv_rank
FROM (
    SELECT
        page_type,
        SUM(pv)                              AS pv,
        BITMAP_UNION_COUNT(visitor_bm)       AS uv,
        ROUND(SUM(stay_ms) / SUM(pv) / 1000, 1) AS avg_stay_sec
    FROM edu_report.rt_course_heat_hour
    WHERE stat_hour >= DATE_SUB(NOW(), INTERVAL 24 HOUR)
    GROUP BY page_type
) h;
