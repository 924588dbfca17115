-- 任务名：dwd_trade_order_item_di
-- 负责人：数仓-交易组
-- 调度：每日 01:40，依赖 dim_student_zip
-- 说明：支付成功的订单明细。订单表一天内可能多次变更，按 update_time 取最新一条；
--       投放参数从下单链接里解析；城市取学生拉链表当前有效行
-- 变更：2024-03 增加 utm_medium；2024-04 增加 is_first_item

USE dwd;

SET hive.exec.dynamic.partition.mode = nonstrict;
SET hive.map.aggr = true;

WITH latest_order AS (
    SELECT
        o.*,
        row_number() OVER (PARTITION BY o.order_id ORDER BY o.update_time DESC) AS rn
    FROM ods.ods_trade_order_di o
    WHERE o.dt = '${bizdate}'
),
paid_order AS (
    SELECT
        order_id,
        order_no,
        student_id,
        nvl(channel_code, 'unknown')            AS channel_code,
        sales_id,
        str_to_map(ext_params, '&', '=')        AS param_map,
        create_time,
        pay_time
    FROM latest_order
    WHERE rn = 1
      AND order_status = 20
      AND substr(regexp_replace(pay_time, '-', ''), 1, 8) = '${bizdate}'
),
item AS (
    SELECT
        item_id,
        order_id,
        course_id,
        class_id,
        item_price,
        nvl(item_discount, 0) AS item_discount,
        quantity,
        dt                    AS item_dt,
        row_number() OVER (PARTITION BY item_id ORDER BY dt DESC) AS rn
    FROM ods.ods_trade_order_item_di
    WHERE dt BETWEEN '$[yyyyMMdd-8]' AND '${bizdate}'   -- 下单 7 天内可支付
)
INSERT OVERWRITE TABLE dwd_trade_order_item_di PARTITION (dt = '${bizdate}')
SELECT
    i.item_id,
    p.order_id,
    p.order_no,
    p.student_id,
    i.course_id,
    i.class_id,
    nvl(s.city_id, -1)                          AS city_id,
    p.channel_code,
    p.param_map['utm_source']                   AS utm_source,
    p.param_map['utm_medium']                   AS utm_medium,
    p.sales_id,
    i.quantity,
    cast(i.item_price * i.quantity AS DECIMAL(14,2))                   AS item_amount,
    cast(i.item_discount AS DECIMAL(12,2))                             AS discount_amount,
    cast(i.item_price * i.quantity - i.item_discount AS DECIMAL(14,2)) AS pay_amount,
    cast(if(row_number() OVER (PARTITION BY p.student_id ORDER BY p.pay_time, i.item_id) = 1, 1, 0) AS TINYINT) AS is_first_item,
    p.create_time,
    p.pay_time,
    from_unixtime(unix_timestamp())             AS etl_time
FROM paid_order p
JOIN item i
  ON p.order_id = i.order_id
 AND i.rn = 1
LEFT JOIN dim.dim_student_zip s
       ON p.student_id = s.student_id
      AND s.end_date = '99991231';
