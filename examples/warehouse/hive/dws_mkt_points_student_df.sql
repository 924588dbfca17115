-- 任务名：dws_mkt_points_student_df
-- 负责人：数仓-增长组
-- 调度：每日 02:30，依赖 dwd_mkt_points_di、昨天的自己（自依赖）
-- 说明：积分余额全量 = 昨天余额 + 当天流水；同时出当天逐笔余额轨迹，客服对账用

-- 1. 余额
INSERT OVERWRITE TABLE dws.dws_mkt_points_student_df PARTITION (dt = '${bizdate}')
SELECT
    b.student_id,
    b.total_gain - b.total_used                       AS balance_points,
    b.total_gain,
    b.total_used,
    b.last_change_time,
    CASE
        WHEN b.total_gain >= 20000 THEN '钻石'
        WHEN b.total_gain >= 8000  THEN '黄金'
        WHEN b.total_gain >= 2000  THEN '白银'
        ELSE '青铜'
    END                                               AS points_level
FROM (
    SELECT
        coalesce(y.student_id, d.student_id)          AS student_id,
        nvl(y.total_gain, 0) + nvl(d.gain, 0)         AS total_gain,
        nvl(y.total_used, 0) + nvl(d.used, 0)         AS total_used,
        coalesce(d.change_time, y.last_change_time)   AS last_change_time
    FROM (
        SELECT student_id, total_gain, total_used, last_change_time
        FROM dws.dws_mkt_points_student_df
        WHERE dt = '$[yyyyMMdd-2]'
    ) y
    FULL OUTER JOIN (
        SELECT
            student_id,
            sum(if(direction = 'IN', points, 0))      AS gain,
            sum(if(direction = 'OUT', points, 0))     AS used,
            max(create_time)                          AS change_time
        FROM dwd.dwd_mkt_points_di
        WHERE dt = '${bizdate}'
        GROUP BY student_id
    ) d
      ON y.student_id = d.student_id
) b;

-- 2. 逐笔轨迹：昨日余额 + 当天累计
INSERT OVERWRITE TABLE dws.dws_mkt_points_trace_1d PARTITION (dt = '${bizdate}')
SELECT
    f.student_id,
    f.flow_id,
    cast(row_number() OVER (PARTITION BY f.student_id ORDER BY f.create_time, f.flow_id) AS INT) AS seq_no,
    f.signed_points                                    AS change_points,
    nvl(y.balance_points, 0) + sum(f.signed_points) OVER (
        PARTITION BY f.student_id
        ORDER BY f.create_time, f.flow_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )                                                  AS running_points
FROM (
    SELECT
        flow_id,
        student_id,
        create_time,
        if(direction = 'IN', points, -points)          AS signed_points
    FROM dwd.dwd_mkt_points_di
    WHERE dt = '${bizdate}'
) f
LEFT JOIN dws.dws_mkt_points_student_df y
       ON f.student_id = y.student_id
      AND y.dt = '$[yyyyMMdd-2]';
