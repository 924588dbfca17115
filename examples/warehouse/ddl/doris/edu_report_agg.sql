-- Doris 报表库：聚合模型
-- 负责人：数仓-报表组

CREATE DATABASE IF NOT EXISTS edu_report;

-- 交易城市日报：金额求和，学生用 bitmap 精确去重，设备用 hll 近似去重
CREATE TABLE IF NOT EXISTS edu_report.ads_trade_city_daily (
    stat_date     DATE           NOT NULL COMMENT "统计日期",
    city_id       INT            NOT NULL COMMENT "城市ID",
    subject_code  VARCHAR(16)    NOT NULL COMMENT "学科编码",
    region_name   VARCHAR(32)    REPLACE_IF_NOT_NULL NULL COMMENT "大区",
    order_cnt     BIGINT         SUM DEFAULT "0" COMMENT "订单明细数",
    pay_amount    DECIMAL(18, 2) SUM DEFAULT "0" COMMENT "支付金额",
    max_amount    DECIMAL(18, 2) MAX DEFAULT "0" COMMENT "最大单笔",
    student_bm    BITMAP         BITMAP_UNION COMMENT "支付学生",
    order_hll     HLL            HLL_UNION COMMENT "订单近似去重"
)
AGGREGATE KEY(stat_date, city_id, subject_code)
COMMENT "交易城市日报"
PARTITION BY RANGE(stat_date) (
    PARTITION p202404 VALUES [("2024-04-01"), ("2024-05-01")),
    PARTITION p202405 VALUES [("2024-05-01"), ("2024-06-01")),
    PARTITION p202406 VALUES [("2024-06-01"), ("2024-07-01"))
)
DISTRIBUTED BY HASH(city_id) BUCKETS 8
PROPERTIES (
    "replication_num" = "3",
    "dynamic_partition.enable" = "true",
    "dynamic_partition.time_unit" = "MONTH",
    "dynamic_partition.start" = "-24",
    "dynamic_partition.end" = "1",
    "dynamic_partition.prefix" = "p",
    "dynamic_partition.buckets" = "8"
);

-- 课程热度小时表
CREATE TABLE IF NOT EXISTS edu_report.rt_course_heat_hour (
    stat_hour   DATETIME    NOT NULL COMMENT "小时",
    page_type   VARCHAR(32) NOT NULL COMMENT "页面类型",
    pv          BIGINT      SUM DEFAULT "0" COMMENT "浏览量",
    stay_ms     BIGINT      SUM DEFAULT "0" COMMENT "停留毫秒",
    visitor_bm  BITMAP      BITMAP_UNION COMMENT "登录访客"
)
AGGREGATE KEY(stat_hour, page_type)
COMMENT "课程热度小时表"
DISTRIBUTED BY HASH(page_type) BUCKETS 4
PROPERTIES ("replication_num" = "3");
