-- 任务名：ads_trade_overview_1d
-- 负责人：数仓-交易组
-- 调度：每日 04:00
-- 说明：交易日报总览，大区 × 渠道大类，带小计和合计（WITH CUBE）
-- 注意：维度先补齐空值，再 CUBE，避免和汇总行混在一起

INSERT OVERWRITE TABLE ads.ads_trade_overview_1d PARTITION (dt = '${bizdate}')
SELECT
    nvl(x.region_name, '全部')                                  AS region_name,
    nvl(x.channel_group, '全部')                                AS channel_group,
    x.student_cnt,
    x.order_cnt,
    x.pay_amount,
    cast(x.pay_amount / x.student_cnt AS DECIMAL(16,2))         AS arpu
FROM (
    SELECT
        w.region_name,
        w.channel_group,
        count(DISTINCT w.student_id)                            AS student_cnt,
        count(DISTINCT w.order_id)                              AS order_cnt,
        cast(sum(w.pay_amount) AS DECIMAL(16,2))                AS pay_amount
    FROM (
        SELECT /*+ MAPJOIN(c, ch) */
            o.student_id,
            o.order_id,
            o.pay_amount,
            nvl(c.region_name, '未知大区')    AS region_name,
            nvl(ch.channel_group, '其他')     AS channel_group
        FROM dwd.dwd_trade_order_item_di o
        LEFT JOIN dim.dim_city c     ON o.city_id = c.city_id
        LEFT JOIN dim.dim_channel ch ON o.channel_code = ch.channel_code
        WHERE o.dt = '${bizdate}'
    ) w
    GROUP BY w.region_name, w.channel_group
    WITH CUBE
) x;
