-- 任务名：export_feature_parquet
-- 负责人：算法平台组
-- 调度：每日 06:00，依赖 ads_student_renewal_score_df、dws_student_label_df
-- 说明：续报模型训练特征，导出成 parquet 目录；标签展开成一人一标签一行的副本也导出

INSERT OVERWRITE DIRECTORY '/export/feature/renewal/${bizdate}'
USING parquet
OPTIONS ('compression' = 'zstd')
SELECT
    r.student_id,
    r.attend_score,
    r.study_score,
    r.pay_score,
    coalesce(l.total_weight, 0)                  AS label_weight,
    coalesce(array_contains(l.label_codes, 'LOYAL'), false) AS is_loyal,
    j.pay_amount                                 AS today_pay,
    j.recent_course_cnt
FROM ads.ads_student_renewal_score_df r
LEFT JOIN dws.dws_student_label_df l
       ON r.student_id = l.student_id
      AND l.dt = '${bizdate}'
LEFT JOIN (
    SELECT
        student_id,
        sum(pay_amount)                          AS pay_amount,
        size(array_distinct(flatten(collect_list(course_ids)))) AS recent_course_cnt
    FROM dws.dws_trade_student_1d
    WHERE dt BETWEEN date_format(add_months(to_date('${bizdate}', 'yyyyMMdd'), -1), 'yyyyMMdd') AND '${bizdate}'
    GROUP BY student_id
) j
       ON r.student_id = j.student_id
WHERE r.dt = '${bizdate}';

INSERT OVERWRITE DIRECTORY '/export/feature/label_flat/${bizdate}'
USING parquet
SELECT student_id, inline(labels)
FROM dws.dws_student_label_df
WHERE dt = '${bizdate}';
