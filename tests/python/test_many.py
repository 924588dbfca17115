"""headwater.lineage_many: order, all cores, one bad script among many."""

import itertools

import pytest

import headwater


def test_order_is_kept_and_equals_one_by_one():
    texts = [f"INSERT INTO t{i} SELECT " + " + ".join(f"c{j}" for j in range(i % 97 + 1)) + f" AS x FROM s{i}" for i in range(2000)]
    for jobs in (1, 4):
        found = list(headwater.lineage_many(texts, "hive", jobs=jobs))
        assert [script[0].outputs[0].name for script in found] == [f"t{i}" for i in range(2000)]
        assert found[1234] == headwater.lineage(texts[1234], "hive")


def test_it_is_lazy():
    endless = (f"SELECT a{i} FROM t" for i in itertools.count())
    found = list(itertools.islice(headwater.lineage_many(endless, jobs=2), 3000))
    assert [script[0].columns[0].name for script in found[-2:]] == ["a2998", "a2999"]


def test_one_bad_script_does_not_lose_the_others():
    def lookup(name):
        if name == "dw.broken":
            raise RuntimeError("the metastore is down")
        return ["a"]

    scripts = ["SELECT * FROM dw.t", "SELECT FROM FROM", "SELECT '\ud800'", "SELECT * FROM dw.broken", {"sql": "SELECT * FROM dw.u"}]
    found = list(headwater.lineage_many(scripts, schema=lookup))
    assert [script.ok for script in found] == [True, False, False, False, True]
    assert [script.errors[0].code for script in found if not script.ok] == ["syntax", "encoding", "schema"]
    assert found[2].errors[0].span[2:] == (1, 9)
    assert "metastore is down" in found[3].errors[0].message
    assert found[4][0].columns[0].sources[0].name == "dw.u.a"


def test_raise_comes_in_its_place():
    iterator = headwater.lineage_many(["SELECT 1", "SELECT a b c FROM t", "SELECT 2"], on_error="raise")
    assert next(iterator).ok
    with pytest.raises(headwater.SqlError) as caught:
        next(iterator)
    assert (caught.value.line, caught.value.column) == (1, 12)


def test_each_script_may_have_its_own_options():
    scripts = [
        {"sql": "SELECT ${c} FROM t", "variables": {"c": "x"}, "source": "one.sql"},
        {"sql": "SELECT ${c} FROM t", "variables": {"c": "y"}, "default_db": "dw", "dialect": "hive"},
    ]
    one, two = headwater.lineage_many(scripts)
    assert one.edges()[0].file == "one.sql"
    assert one[0].columns[0].sources[0].name == "t.x"
    assert two[0].columns[0].sources[0].name == "dw.t.y" and two.dialect == "hive"


def test_what_the_iterable_raises_comes_after_the_scripts_before_it():
    def scripts():
        yield "SELECT 1"
        yield "SELECT 2"
        raise OSError("the disk is gone")

    iterator = headwater.lineage_many(scripts())
    assert next(iterator).ok and next(iterator).ok
    with pytest.raises(OSError, match="disk"):
        next(iterator)


def test_wrong_arguments():
    assert list(headwater.lineage_many([])) == []
    with pytest.raises(headwater.UnknownDialectError):
        headwater.lineage_many([], "oracle")
    with pytest.raises(headwater.HeadwaterError, match="jobs"):
        headwater.lineage_many([], jobs=0)
    with pytest.raises(TypeError, match="sql"):
        list(headwater.lineage_many([1]))
    with pytest.raises(TypeError, match="sql"):
        list(headwater.lineage_many([{"text": "SELECT 1"}]))


def test_an_iterator_that_is_dropped_ends_its_threads():
    import threading

    iterator = headwater.lineage_many(f"SELECT {i}" for i in itertools.count())
    next(iterator)
    iterator.close()
    assert threading.active_count() == 1
