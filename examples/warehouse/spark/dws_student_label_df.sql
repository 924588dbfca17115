-- 任务名：dws_student_label_df
-- 负责人：数仓-用户组
-- 调度：每日 04:30，依赖 dws_student_profile_merge、dwd_trade_refund_di
-- 说明：学生标签。每条规则产生一个结构体，不命中的为 NULL，最后用 filter 去掉；
--       权重和用 aggregate，风险标签用 exists

CACHE TABLE c_recent_refund AS
SELECT student_id, count(*) AS refund_cnt, max(reason_type) AS any_reason
FROM dwd.dwd_trade_refund_di
WHERE dt >= date_format(date_sub(to_date('${bizdate}', 'yyyyMMdd'), 29), 'yyyyMMdd')
GROUP BY ALL;

WITH rule_hit AS (
    SELECT
        p.student_id,
        array(
            CASE WHEN p.lifetime_amount >= 10000
                 THEN named_struct('code', 'HIGH_VALUE', 'name', '高价值', 'weight', 1.0D) END,
            CASE WHEN p.active_days >= 60
                 THEN named_struct('code', 'LOYAL', 'name', '忠实学员', 'weight', 0.8D) END,
            CASE WHEN p.balance_points >= 5000
                 THEN named_struct('code', 'POINT_RICH', 'name', '积分大户', 'weight', 0.3D) END,
            CASE WHEN p.student_status = 'SILENT'
                 THEN named_struct('code', 'RISK_SILENT', 'name', '沉默风险', 'weight', -0.6D) END,
            CASE WHEN r.refund_cnt >= 1
                 THEN named_struct('code', 'RISK_REFUND', 'name', concat('退费风险-', r.any_reason), 'weight', -0.9D) END
        ) AS raw_labels
    FROM dws.dws_student_profile p
    LEFT JOIN c_recent_refund r
           ON p.student_id = r.student_id
    WHERE p.student_status <> 'LOST'
),
cleaned AS (
    SELECT
        student_id,
        filter(raw_labels, x -> x IS NOT NULL) AS labels
    FROM rule_hit
)
INSERT OVERWRITE TABLE dws.dws_student_label_df PARTITION (dt = '${bizdate}')
SELECT
    student_id,
    labels,
    transform(labels, x -> x.code)                                        AS label_codes,
    round(aggregate(labels, 0.0D, (acc, x) -> acc + x.weight), 2)         AS total_weight,
    exists(labels, x -> x.code LIKE 'RISK%')                              AS has_risk
FROM cleaned
WHERE size(labels) > 0;

UNCACHE TABLE c_recent_refund;
