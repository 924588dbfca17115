-- 任务名：dim_student_zip
-- 负责人：数仓-公共层组
-- 调度：每日 01:10，依赖 ods_edu_student_df 同步完成
-- 说明：学生拉链表，读自己写自己。
--       1) 对当天全量快照算指纹；
--       2) 当前有效且指纹变了（或已删除）的行关链到昨天；
--       3) 新增、变化的行开新链，end_date = 99991231
-- 重跑：先把 start_date >= bizdate 的行去掉、把 end_date = 昨天 的行还原，可重复执行
-- dialect: hive

ADD JAR hdfs:///libs/udf/classroom-udf-1.4.2.jar;
CREATE TEMPORARY FUNCTION mask_mobile AS 'com.lanternclass.udf.MaskMobileUDF';

SET hive.exec.parallel = true;
SET hive.auto.convert.join = false;

DROP TABLE IF EXISTS tmp.tmp_student_snapshot_${bizdate};

CREATE TABLE tmp.tmp_student_snapshot_${bizdate}
STORED AS ORC
AS
SELECT
    student_id,
    student_name,
    mask_mobile(mobile)                                  AS mobile_mask,
    gender,
    grade_code,
    nvl(city_id, -1)                                     AS city_id,
    nvl(register_channel, 'unknown')                     AS register_channel,
    regexp_replace(substr(register_time, 1, 10), '-', '') AS register_date,
    md5(concat_ws('|',
        nvl(student_name, ''),
        nvl(mobile, ''),
        nvl(grade_code, ''),
        cast(nvl(city_id, -1) AS STRING)))               AS row_md5
FROM ods.ods_edu_student_df
WHERE dt = '${bizdate}'
  AND is_deleted = 0;

WITH history AS (
    -- 还原到昨天跑完时的样子
    SELECT
        student_id, student_name, mobile_mask, gender, grade_code, city_id,
        register_channel, register_date, row_md5, start_date,
        CASE WHEN end_date >= '$[yyyyMMdd-2]' THEN '99991231' ELSE end_date END AS end_date
    FROM dim.dim_student_zip
    WHERE start_date < '${bizdate}'
)
INSERT OVERWRITE TABLE dim.dim_student_zip
SELECT
    z.student_id,
    z.student_name,
    z.mobile_mask,
    z.gender,
    z.grade_code,
    z.city_id,
    z.register_channel,
    z.register_date,
    z.row_md5,
    z.start_date,
    z.end_date
FROM (
    -- 历史链：有效行指纹变化或已删除则关链
    SELECT
        h.student_id,
        h.student_name,
        h.mobile_mask,
        h.gender,
        h.grade_code,
        h.city_id,
        h.register_channel,
        h.register_date,
        h.row_md5,
        h.start_date,
        CASE
            WHEN h.end_date = '99991231' AND (n.student_id IS NULL OR n.row_md5 <> h.row_md5)
                THEN '$[yyyyMMdd-2]'
            ELSE h.end_date
        END AS end_date
    FROM history h
    LEFT JOIN tmp.tmp_student_snapshot_${bizdate} n
           ON h.student_id = n.student_id

    UNION ALL

    -- 新链：新学生，或者当前有效行的指纹不同
    SELECT
        n.student_id,
        n.student_name,
        n.mobile_mask,
        n.gender,
        n.grade_code,
        n.city_id,
        n.register_channel,
        n.register_date,
        n.row_md5,
        '${bizdate}' AS start_date,
        '99991231'   AS end_date
    FROM tmp.tmp_student_snapshot_${bizdate} n
    LEFT JOIN (
        SELECT student_id, row_md5
        FROM history
        WHERE end_date = '99991231'
    ) cur
      ON n.student_id = cur.student_id
    WHERE cur.student_id IS NULL
       OR cur.row_md5 <> n.row_md5
) z;

DROP TABLE IF EXISTS tmp.tmp_student_snapshot_${bizdate};
