"""headwater.doris against a MariaDB server, which speaks the same protocol and has the columns of information_schema
that are read. Started by the test on a socket of its own.
"""

import shutil
import subprocess
import time

import pytest

import headwater

pymysql = pytest.importorskip("pymysql", reason="pymysql is not there: pip install headwater[doris]")
pytestmark = pytest.mark.connectors


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    daemon = shutil.which("mariadbd") or shutil.which("mysqld") or shutil.which("mariadbd", path="/usr/sbin:/usr/local/sbin")
    install = shutil.which("mariadb-install-db") or shutil.which("mysql_install_db")
    if not daemon or not install:
        pytest.skip("no MariaDB server here (Debian: mariadb-server-core, mariadb-client-core)")
    folder = tmp_path_factory.mktemp("mariadb")
    own = ["--no-defaults", f"--datadir={folder}/data", "--user=root"]
    subprocess.run([install, *own, "--auth-root-authentication-method=normal"], check=True, capture_output=True)
    socket = f"{folder}/s.sock"
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(
            [daemon, *own, f"--socket={socket}", "--skip-networking", f"--pid-file={folder}/pid"], stdout=log, stderr=log
        )
    try:
        for _ in range(300):
            try:
                connection = pymysql.connect(unix_socket=socket, user="root", charset="utf8mb4")
                break
            except pymysql.MySQLError:
                assert process.poll() is None, (folder / "log").read_text()
                time.sleep(0.2)
        else:
            pytest.fail("MariaDB does not answer")
        with connection, connection.cursor() as cursor:
            for statement in (
                "CREATE DATABASE dwd CHARACTER SET utf8mb4",
                "CREATE TABLE dwd.orders (id BIGINT, amount DECIMAL(10,2) COMMENT '金额', dt DATE)",
                "CREATE TABLE dwd.Users (id BIGINT, name VARCHAR(20))",
                "CREATE VIEW dwd.paid AS SELECT id, amount FROM dwd.orders",
                "CREATE DATABASE other",
                "CREATE TABLE other.t (x INT)",
            ):
                cursor.execute(statement)
        yield {"unix_socket": socket}
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_tables_on_demand(server):
    schema = headwater.doris.schema(**server)
    script = headwater.lineage("INSERT INTO dws.s SELECT * FROM dwd.orders", "doris", schema=schema)
    assert [column.sources[0].name for column in script[0].columns] == ["dwd.orders.id", "dwd.orders.amount", "dwd.orders.dt"]
    unknown = headwater.lineage("SELECT * FROM dwd.nothing", "doris", schema=schema)
    assert unknown[0].columns[0].sources[0].certainty == "UNRESOLVED"


def test_whole_databases(server):
    schema = headwater.doris.schema(databases=["dwd"], **server)
    assert len(schema) == 3 and not schema.has_lookup
    view = headwater.lineage("SELECT * FROM dwd.paid", "doris", schema=schema)
    assert view[0].inputs[0].kind == "VIEW" and len(view[0].columns) == 2
    event = headwater.lineage("INSERT INTO a SELECT * FROM dwd.Users", "doris").to_openlineage(schema=schema)[0]
    assert event["inputs"][0]["facets"]["schema"]["fields"][1]["type"] == "varchar(20)"


def test_many_threads_share_a_connection(server):
    schema = headwater.doris.schema(**server)
    scripts = [f"SELECT * FROM dwd.{name}" for name in ("orders", "Users", "paid", "nothing")] * 50
    found = list(headwater.lineage_many(scripts, "doris", schema=schema, jobs=4))
    assert [len(script[0].columns) for script in found[:4]] == [3, 2, 2, 1] and all(script.ok for script in found)


def test_no_server(tmp_path):
    with pytest.raises(headwater.HeadwaterError) as caught:
        headwater.doris.schema(unix_socket=str(tmp_path / "nothing"))
    assert caught.value.code == "doris"
