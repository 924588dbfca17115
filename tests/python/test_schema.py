"""What may be given as a schema."""

import pathlib
import pickle
import threading

import pytest

import headwater
from headwater import Schema

SQL = "SELECT * FROM ods.a"


def names(schema, **options):
    return [column.name for column in headwater.lineage(SQL, schema=schema, **options)[0].columns]


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE ods.a (x INT, y STRING)",
        {"ods.a": ["x", "y"]},
        {"ods.a": {"x": "int", "y": "string"}},
        {"ods.a": [("x", "int"), ("y",)]},
        {"ods.a": [headwater.SchemaColumn("x"), headwater.SchemaColumn("y", partition=True)]},
        {"ods": {"a": {"x": "int", "y": "string"}, "b": ["z"]}},
        lambda name: {"x": "int", "y": "string"} if name == "ods.a" else None,
        Schema({"ods.a": ["x", "y"]}),
    ],
    ids=["ddl", "lists", "dict", "tuples", "records", "nested", "callable", "schema"],
)
def test_all_forms_are_one(schema):
    assert names(schema) == ["x", "y"]


def test_paths(tmp_path):
    folder = tmp_path / "ddl" / "hive"
    folder.mkdir(parents=True)
    (folder / "a.sql").write_text("CREATE TABLE ods.a (x INT) PARTITIONED BY (dt STRING) STORED AS ORC")
    (tmp_path / "ddl" / "b.json").write_text('{"ods.a": ["j"]}')
    assert names(tmp_path / "ddl") == ["x", "dt"]
    assert names(str(folder / "a.sql")) == ["x", "dt"]
    assert names(tmp_path / "ddl" / "b.json") == ["j"]
    with pytest.raises(FileNotFoundError):
        names(tmp_path / "nothing.sql")
    with pytest.raises(FileNotFoundError):
        names("nothing.sql")


def test_a_path_without_permission(tmp_path):
    import os

    path = tmp_path / "a.sql"
    path.write_text("CREATE TABLE a (x INT)")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("runs as root, who may read everything")
    with pytest.raises(PermissionError):
        names(path)


def test_the_warehouse(warehouse):
    schema = Schema(warehouse / "ddl")
    assert len(schema) > 20
    assert repr(schema) == f"Schema({len(schema)} tables)"


def test_errors_have_their_place(tmp_path):
    with pytest.raises(headwater.SchemaError) as caught:
        Schema("CREATE TABLE a (x INT);\nCREATE TABLE b (x INT,,)")
    assert (caught.value.code, caught.value.line) == ("schema", 2)
    path = tmp_path / "a.sql"
    path.write_text("CREATE TABLE\n;;; b (")
    with pytest.raises(headwater.SchemaError, match="a.sql"):
        Schema(path)
    path.write_bytes(b"CREATE TABLE \xff (a INT)")
    with pytest.raises(headwater.SchemaError, match="UTF-8"):
        Schema(path)
    for wrong in ({"a": "x"}, {1: ["x"]}, {"a": [1]}, {"a": 5}, {"a": headwater.Table(["x"], "CUBE")}):
        with pytest.raises(headwater.SchemaError):
            Schema(wrong)
    with pytest.raises(TypeError):
        Schema(5)


def test_views_can_be_looked_through():
    schema = Schema({"ods.a": ["x"], "dw.v": headwater.Table(["x"], "VIEW", "SELECT x FROM ods.a")})
    script = headwater.lineage("SELECT x FROM dw.v", schema=schema, expand_views=True)
    assert script[0].columns[0].sources[0].name == "ods.a.x"
    plain = headwater.lineage("SELECT x FROM dw.v", schema=schema)
    assert plain[0].inputs[0].kind == "VIEW" and plain[0].columns[0].sources[0].name == "dw.v.x"


def test_a_callable_is_asked_once_for_each_name():
    asked = []

    def lookup(name):
        asked.append(name)
        return ["x"] if name == "dw.a" else None

    schema = Schema(lookup)
    for _ in range(3):
        headwater.lineage("SELECT * FROM A JOIN dw.b ON a.x = b.x", "hive", schema=schema, default_db="dw")
    assert sorted(asked) == ["dw.a", "dw.b"]


def test_what_a_callable_raises_is_raised():
    def lookup(name):
        raise LookupError(f"no metastore for {name}")

    with pytest.raises(LookupError, match="ods.a"):
        names(lookup)
    with pytest.raises(headwater.SchemaError):
        names(lambda name: "x, y")


def test_a_callable_in_many_threads():
    asked = []
    lock = threading.Lock()

    def lookup(name):
        with lock:
            asked.append(name)
        return ["x"]

    scripts = [f"SELECT * FROM dw.t{i % 50}" for i in range(1000)]
    found = list(headwater.lineage_many(scripts, schema=lookup, jobs=8))
    assert all(script[0].columns[0].sources[0].name == f"dw.t{i % 50}.x" for i, script in enumerate(found))
    assert len(set(asked)) == 50


def test_it_pickles_with_what_it_was_made_from():
    schema = Schema("CREATE TABLE ods.a (x INT)", "hive")
    schema.add({"ods.b": ["y"]})
    again = pickle.loads(pickle.dumps(schema))
    assert len(again) == 2 and names(again) == ["x"]
    other = Schema()
    other.add(again)
    assert len(other) == 2
    with pytest.raises(TypeError):
        other.add(Schema(lambda name: None))


def test_dialect_of_a_file():
    assert headwater.dialect_of("a/b.doris.sql", "") == "doris"
    assert headwater.dialect_of("a/b.sql", "-- dialect: Doris\nSELECT 1") == "doris"
    assert headwater.dialect_of(str(pathlib.Path("/jobs/doris/x.hql")), "") == "hive"
    assert headwater.dialect_of("/b.sql", "", "hive") == "hive"
