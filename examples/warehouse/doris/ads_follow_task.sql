-- 任务名：ads_follow_task
-- 负责人：数仓-报表组
-- 调度：每日 06:40，依赖 ads_student_snapshot、dws_trade_student_1d（Hive）
-- 说明：客服跟进任务。新任务从快照生成；已成交的关单；流失学生的任务删除

-- 1. 新任务：续报意愿低、且还没有未完成任务的学生
INSERT INTO edu_report.ads_follow_task
    (task_id, student_id, task_type, priority, amount, task_status, update_time)
SELECT
    s.student_id                                    AS task_id,
    s.student_id,
    IF(s.label_str LIKE "%RISK_REFUND%", "REFUND", IF(s.student_status = "SILENT", "RECALL", "RENEW")) AS task_type,
    CASE
        WHEN s.lifetime_amount >= 10000 THEN 1
        WHEN s.lifetime_amount >= 3000  THEN 2
        ELSE 3
    END                                             AS priority,
    s.lifetime_amount                               AS amount,
    "TODO"                                          AS task_status,
    NOW()                                           AS update_time
FROM edu_report.ads_student_snapshot s
WHERE s.stat_date = STR_TO_DATE("${bizdate}", "%Y%m%d")
  AND s.score_level = "低"
  AND NOT EXISTS (
      SELECT 1
      FROM edu_report.ads_follow_task f
      WHERE f.student_id = s.student_id
        AND f.task_status IN ("TODO", "DOING")
  );

-- 2. 当天已付款的学生，任务关单并记金额
UPDATE edu_report.ads_follow_task f
SET
    f.task_status = "DONE",
    f.amount      = t.pay_amount,
    f.update_time = NOW()
FROM hive_catalog.dws.dws_trade_student_1d t
WHERE f.student_id = t.student_id
  AND t.dt = "${bizdate}"
  AND t.pay_amount > 0
  AND f.task_status != "DONE";

-- 3. 快照里已经没有的学生（注销、流失）不再跟进
DELETE FROM edu_report.ads_follow_task f
USING iceberg_catalog.dws.dws_student_profile p
WHERE f.student_id = p.student_id
  AND p.student_status = "LOST"
  AND f.task_status = "TODO";
