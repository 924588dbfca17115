"""headwater.parse: syntax trees."""

import pytest

import headwater


def test_trees_can_be_walked():
    statements = headwater.parse("USE dw;\nINSERT INTO t SELECT a.x + 1, f(y) FROM a JOIN b ON a.k = b.k", "hive")
    assert [statement.kind for statement in statements] == ["UseStatement", "InsertStatement"]
    insert = statements[1]
    assert insert.span.line == 2 and insert.sql.startswith("INSERT") and insert.ok
    assert [node["path"] for node in insert.tree.find_all("ColumnExpr")] == ["a.x", "y", "a.k", "b.k"]
    relation = next(insert.tree.find_all("TableRelation"))
    assert (relation["name"], relation.line) == ("a", 2)
    assert relation.get("alias") is None and "alias" not in relation
    assert insert.tree.to_dict()["kind"] == "InsertStatement"
    assert str(insert).startswith("InsertStatement 2:1\n")
    with pytest.raises(KeyError):
        relation["nothing"]


def test_a_bad_statement():
    with pytest.raises(headwater.SqlError) as caught:
        headwater.parse("SELECT 1; SELECT a b c FROM t")
    assert (caught.value.line, caught.value.column) == (1, 22)
    good, bad = headwater.parse("SELECT 1; SELECT a b c FROM t", on_error="collect")
    assert good.ok and not bad.ok and bad.tree is None and bad.kind == "INVALID"
    assert bad.diagnostics[0].code == "syntax"


def test_one_at_a_time():
    iterator = headwater.iter_parse("SELECT 1;" * 100_000)
    assert next(iterator).kind == "QueryStatement"
    assert sum(1 for _ in iterator) == 99_999


def test_a_deep_tree_does_not_recurse():
    tree = headwater.parse("SELECT " + " + ".join(["a"] * 20_000) + " FROM t", on_error="collect")[0].tree
    assert sum(1 for _ in tree.find_all("ColumnExpr")) == 20_000


def test_features_and_dialects():
    assert headwater.dialects() == ("hive", "spark", "doris")
    assert all({"name", "description", "hive", "spark", "doris", "since"} == set(row) for row in headwater.features())
    qualify = next(row for row in headwater.features() if row["name"] == "QUALIFY")
    assert qualify["hive"] and qualify["since"]["hive"] == "4.0"
