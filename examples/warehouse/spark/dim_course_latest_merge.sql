-- 任务名：dim_course_latest_merge
-- 负责人：数仓-公共层组
-- 调度：每日 02:00（Spark 4.0，用到 SELECT * EXCEPT），依赖 dim_course_lesson
-- 说明：课程最新快照同步。源视图包含目标表的全部同名列，所以可以用 UPDATE SET * / INSERT *；
--       体验课不进线上服务，已存在的要删掉

CREATE OR REPLACE TEMPORARY VIEW v_course_today AS
SELECT
    * EXCEPT (
        course_type_name, avg_lesson_price, grade_list, tag_list,
        attr_map, open_class_cnt, dt
    ),
    dt AS version_dt
FROM dim.dim_course_df
WHERE dt = '${bizdate}';

MERGE INTO dim.dim_course_latest t
USING v_course_today s
   ON t.course_id = s.course_id
WHEN MATCHED AND s.course_type = 1 THEN DELETE
WHEN MATCHED AND (
        NOT (t.list_price <=> s.list_price)
     OR NOT (t.is_on_sale <=> s.is_on_sale)
     OR NOT (t.course_name <=> s.course_name)
     OR NOT (t.lesson_cnt <=> s.lesson_cnt)
) THEN UPDATE SET *
WHEN NOT MATCHED AND s.course_type <> 1 THEN INSERT *;
