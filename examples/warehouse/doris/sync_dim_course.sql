-- 任务名：sync_dim_course
-- 负责人：数仓-报表组
-- 调度：每日 02:30，依赖 dim_course_lesson（Hive）
-- 说明：课程维度从 Hive Catalog 拉到 Doris，整表覆盖；
--       另建两个视图给 BI 拖拽用

INSERT OVERWRITE TABLE edu_report.dim_course
SELECT
    course_id,
    course_name,
    subject_code,
    subject_name,
    list_price,
    is_on_sale
FROM hive_catalog.dim.dim_course_df
WHERE dt = "${bizdate}";

DROP VIEW IF EXISTS edu_report.v_course_on_sale;

CREATE VIEW edu_report.v_course_on_sale
COMMENT "在售课程"
AS
SELECT
    course_id,
    course_name,
    subject_name,
    list_price,
    CASE
        WHEN list_price < 100  THEN "体验"
        WHEN list_price < 2000 THEN "常规"
        ELSE "高端"
    END AS price_band
FROM edu_report.dim_course
WHERE is_on_sale = 1;

DROP VIEW IF EXISTS edu_report.v_subject_stat;

CREATE VIEW edu_report.v_subject_stat (subject_name COMMENT "学科", course_cnt COMMENT "在售课程数", avg_price COMMENT "均价", course_names COMMENT "课程名单")
COMMENT "学科在售概况"
AS
SELECT
    subject_name,
    COUNT(*),
    ROUND(AVG(list_price), 2),
    GROUP_CONCAT(DISTINCT course_name, " / " ORDER BY course_name)
FROM edu_report.v_course_on_sale
GROUP BY subject_name;
