-- 任务名：data_check
-- 负责人：数据平台-质量组
-- 调度：每日 06:30，所有 DWS 完成后
-- 说明：核心表的行数、空值、口径检查，结果写检查日志；check_id 自增不写

INSERT INTO ads.ads_data_check_log (table_name, rule_name, check_value, is_passed, check_time)
SELECT
    c.table_name,
    c.rule_name,
    c.check_value,
    c.check_value BETWEEN r.min_value AND r.max_value AS is_passed,
    current_timestamp()                               AS check_time
FROM (
    SELECT 'dws.dws_trade_student_1d' AS table_name, 'row_cnt' AS rule_name, cast(count(*) AS DOUBLE) AS check_value
    FROM dws.dws_trade_student_1d
    WHERE dt = '${bizdate}'

    UNION ALL

    SELECT 'dws.dws_trade_student_1d', 'null_city_rate', avg(if(city_id = -1, 1.0D, 0.0D))
    FROM dws.dws_trade_student_1d
    WHERE dt = '${bizdate}'

    UNION ALL

    -- 学生汇总与明细的支付金额应一致
    SELECT
        'dws.dws_trade_student_1d',
        'pay_amount_diff',
        cast(
            (SELECT coalesce(sum(pay_amount), 0) FROM dws.dws_trade_student_1d WHERE dt = '${bizdate}')
          - (SELECT coalesce(sum(pay_amount), 0) FROM dwd.dwd_trade_order_item_di WHERE dt = '${bizdate}')
        AS DOUBLE)

    UNION ALL

    SELECT 'dws.dws_lesson_quality_1d', 'bad_lesson_rate', avg(if(quality_level = 'D', 1.0D, 0.0D))
    FROM dws.dws_lesson_quality_1d
    WHERE dt = '${bizdate}'
) c
JOIN VALUES
    ('row_cnt',         100.0D,  1.0E8D),
    ('null_city_rate',    0.0D,    0.05D),
    ('pay_amount_diff',  -0.01D,   0.01D),
    ('bad_lesson_rate',   0.0D,    0.20D)
    AS r (rule_name, min_value, max_value)
  ON c.rule_name = r.rule_name;
