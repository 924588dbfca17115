"""Where the columns of a report come from."""

import headwater

DDL = """
CREATE TABLE dwd.orders (id BIGINT, student_id BIGINT, course_id BIGINT, price DECIMAL(10,2), seats INT);
CREATE TABLE dim.course (course_id BIGINT, course_name STRING, teacher STRING);
"""

SQL = """
CREATE TABLE tmp.paid AS SELECT o.*, price * seats AS amount FROM dwd.orders o;

INSERT INTO dws.course_sales
SELECT c.course_name, SUM(p.amount) AS revenue, COUNT(DISTINCT p.student_id) AS students
FROM tmp.paid p LEFT JOIN dim.course c ON p.course_id = c.course_id
GROUP BY c.course_name;
"""

schema = headwater.Schema(DDL, dialect="hive")
script = headwater.lineage(SQL, dialect="hive", schema=schema)
for statement in script:
    print(statement)
    for column in statement.columns:
        for source in column.sources:
            print(f"  {column.target} <- {source.name} ({source.subtype.lower()})")

tables = script.edges("table")
print([f"{edge.source} -> {edge.target}" for edge in tables])
