-- 任务名：ads_metric_long_1d
-- 负责人：数仓-公共层组
-- 调度：每日 05:30
-- 说明：把几张宽汇总表转成指标长表，给异常检测用。
--       渠道漏斗列多，用 UNPIVOT；老师、课程只有两三列，用 stack；线索阶段本来就是长的

INSERT OVERWRITE TABLE ads.ads_metric_long_1d PARTITION (dt = '${bizdate}')
SELECT
    'channel'                      AS biz_domain,
    channel_code                   AS biz_key,
    metric_name,
    metric_value
FROM (
    SELECT
        channel_code,
        cast(lead_cnt AS DOUBLE)           AS lead_cnt,
        cast(called_lead_cnt AS DOUBLE)    AS called_lead_cnt,
        cast(connected_lead_cnt AS DOUBLE) AS connected_lead_cnt,
        cast(order_lead_cnt AS DOUBLE)     AS order_lead_cnt,
        cast(pay_amount AS DOUBLE)         AS pay_amount
    FROM dws.dws_crm_channel_funnel_1d
    WHERE dt = '${bizdate}'
)
UNPIVOT (
    metric_value FOR metric_name IN (
        lead_cnt, called_lead_cnt, connected_lead_cnt, order_lead_cnt, pay_amount
    )
)

UNION ALL

SELECT
    'teacher'                      AS biz_domain,
    cast(t.teacher_id AS STRING)   AS biz_key,
    m.metric_name,
    m.metric_value
FROM dws.dws_edu_teacher_1d t
LATERAL VIEW stack(3,
    'lesson_cnt',  cast(t.lesson_cnt AS DOUBLE),
    'attend_rate', t.attend_rate,
    'avg_score',   t.avg_score
) m AS metric_name, metric_value
WHERE t.dt = '${bizdate}'
  AND m.metric_value IS NOT NULL

UNION ALL

-- 课程粒度：只取"课程 × 学科"这一层，城市为合计
SELECT
    'course'                       AS biz_domain,
    cast(c.course_id AS STRING)    AS biz_key,
    m.metric_name,
    m.metric_value
FROM dws.dws_trade_course_city_1d c
LATERAL VIEW stack(2,
    'student_cnt', cast(c.student_cnt AS DOUBLE),
    'net_amount',  cast(c.pay_amount - c.refund_amount AS DOUBLE)
) m AS metric_name, metric_value
WHERE c.dt = '${bizdate}'
  AND c.course_id <> -1
  AND c.city_id = -1

UNION ALL

SELECT
    'lead'                                    AS biz_domain,
    j.channel_code                            AS biz_key,
    concat('stage_', lower(j.journey_stage))  AS metric_name,
    cast(count(*) AS DOUBLE)                  AS metric_value
FROM dwd.dwd_lead_journey_di j
WHERE j.dt = '${bizdate}'
GROUP BY j.channel_code, j.journey_stage;
