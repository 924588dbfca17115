"""Shared by the tests of the Python package. They run against the package on PYTHONPATH or installed."""

import pathlib

import pytest

import headwater

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture
def warehouse():
    return ROOT / "examples" / "warehouse"


@pytest.fixture
def orders():
    return """
    WITH paid AS (
      SELECT student_id, course_id, price * seats AS amount
      FROM   dwd.orders WHERE status = 'paid' AND dt = '${bizdate}'
    )
    INSERT OVERWRITE TABLE dws.course_sales PARTITION (dt = '${bizdate}')
    SELECT c.course_name, SUM(p.amount) AS revenue, COUNT(DISTINCT p.student_id) AS 学员数
    FROM   paid p LEFT JOIN dim.course c ON p.course_id = c.course_id
    GROUP  BY c.course_name
    """


@pytest.fixture(autouse=True)
def names_for_doctests(doctest_namespace, tmp_path):
    doctest_namespace["headwater"] = headwater
    doctest_namespace["folder"] = tmp_path / "catalog"
    for name in ("lineage", "lineage_many", "parse", "Schema", "SqlError", "dialect_of", "dialects", "features"):
        doctest_namespace[name] = getattr(headwater, name)
