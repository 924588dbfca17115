"""headwater.airflow: DAG files read by Airflow itself."""

import pytest

import headwater

pytestmark = pytest.mark.connectors

DAG = """
import datetime
from airflow import DAG
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator

with DAG("sales", start_date=datetime.datetime(2024, 1, 1), schedule="0 3 * * *", default_args={"owner": "dw"}) as dag:
    load = SQLExecuteQueryOperator(
        task_id="load", conn_id="hive_prod", sql="INSERT INTO ods.a SELECT x FROM src.b WHERE dt = '{{ ds }}'")
    both = SQLExecuteQueryOperator(
        task_id="both", conn_id="doris_prod", sql=["INSERT INTO ads.a SELECT x FROM ods.a", "scripts/top.sql"])
    load >> both
"""


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setenv("AIRFLOW_HOME", str(tmp_path_factory.mktemp("airflow")))
    patch.setenv("AIRFLOW__CORE__LOAD_EXAMPLES", "False")
    pytest.importorskip("airflow", reason="airflow is not there: pip install headwater[airflow]")
    pytest.importorskip("airflow.providers.common.sql", reason="Airflow's SQL operators are not there")
    yield
    patch.undo()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "top.sql").write_text("INSERT INTO ads.top SELECT x FROM ads.a")
    (tmp_path / "sales.py").write_text(DAG)
    return tmp_path


def test_tasks_with_their_sql(folder):
    both, load = headwater.airflow.tasks(str(folder))
    assert (load.dag_id, load.task_id, load.operator) == ("sales", "load", "SQLExecuteQueryOperator")
    assert (load.dialect, load.owner, load.schedule, load.upstream) == ("hive", "dw", "0 3 * * *", ())
    assert (both.dialect, both.upstream, len(both.sql)) == ("doris", ("load",), 2)
    tables = [edge for script in headwater.lineage_many(both.sql, both.dialect) for edge in script.edges("table")]
    assert [(edge.source, edge.target) for edge in tables] == [("ods.a", "ads.a"), ("ads.a", "ads.top")]
    assert headwater.lineage(load.sql[0], load.dialect)[0].influences[0].name == "src.b.dt"


def test_a_dag_that_cannot_be_imported(folder):
    (folder / "broken.py").write_text("from airflow import DAG\nimport nothing_of_that_name\n")
    with pytest.raises(headwater.HeadwaterError, match="nothing_of_that_name"):
        headwater.airflow.tasks(str(folder))
    assert len(list(headwater.airflow.tasks(str(folder), on_error="skip"))) == 2


def test_no_folder(tmp_path):
    with pytest.raises(FileNotFoundError):
        headwater.airflow.tasks(str(tmp_path / "nothing"))
