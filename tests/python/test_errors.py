"""Bad input: the documented exception, never a crash."""

import pickle

import pytest

import headwater


def test_a_bad_statement_is_raised_with_its_place_and_the_others():
    with pytest.raises(headwater.SqlError) as caught:
        headwater.lineage("INSERT INTO a SELECT x FROM b;\nSELECT a b c FROM t;\nINSERT INTO d SELECT y FROM e", source="jobs/a.sql")
    error = caught.value
    assert (error.code, error.line, error.column) == ("syntax", 2, 12)
    assert error.hint == "is a comma missing before 'c'?"
    assert "jobs/a.sql:2:12" in str(error) and "SELECT a b c" in str(error)
    assert [statement.kind for statement in error.lineage] == ["INSERT", "INVALID", "INSERT"]
    assert len(error.diagnostics) == 1
    assert isinstance(error, (headwater.HeadwaterError, ValueError))
    again = pickle.loads(pickle.dumps(error))
    assert (again.line, str(again), again.lineage) == (error.line, str(error), error.lineage)


def test_collect_raises_nothing():
    script = headwater.lineage("SELECT a b c FROM t; SELECT 1", on_error="collect")
    assert not script.ok and [s.ok for s in script] == [False, True]
    assert script.errors[0].code == "syntax" and script.diagnostics[0] == script[0].diagnostics[0]
    with pytest.raises(headwater.SqlError):
        script.raise_for_errors()
    assert "found 'c'" in script._repr_html_().replace("&#x27;", "'")


def test_many_errors_make_a_short_message():
    with pytest.raises(headwater.SqlError) as caught:
        headwater.lineage("SELECT a b c FROM t;" * 500)
    assert len(caught.value.diagnostics) == 500 and len(str(caught.value)) < 500


@pytest.mark.parametrize("call", [headwater.lineage, headwater.parse])
class TestArguments:
    @pytest.mark.parametrize("sql", [None, 1, ["SELECT 1"], object()])
    def test_wrong_types(self, call, sql):
        with pytest.raises(TypeError, match="sql"):
            call(sql)

    def test_dialects(self, call):
        with pytest.raises(headwater.UnknownDialectError, match="hive, spark, doris"):
            call("SELECT 1", "oracle")
        with pytest.raises(TypeError, match="dialect"):
            call("SELECT 1", 5)
        assert call("SELECT 1", "HIVE")

    def test_dialect_versions(self, call):
        sql = "SELECT id FROM t QUALIFY row_number() OVER (ORDER BY id) = 1"
        assert call(sql, "hive", dialect_version="4.0.1")
        with pytest.raises(headwater.SqlError, match="QUALIFY needs hive 4.0"):
            call(sql, "hive", dialect_version="3.1")
        for wrong in ("new", "2.3"):
            with pytest.raises(headwater.HeadwaterError, match="version"):
                call(sql, "hive", dialect_version=wrong)
        with pytest.raises(TypeError, match="dialect_version"):
            call(sql, "hive", dialect_version=3)

    def test_surrogates(self, call):
        with pytest.raises(headwater.EncodingError) as caught:
            call("SELECT 1;\nSELECT '\udcff'")
        assert (caught.value.code, caught.value.line, caught.value.column) == ("encoding", 2, 9)

    def test_variables(self, call):
        for wrong in ({"a": 1}, {1: "a"}):
            with pytest.raises(TypeError, match="variables"):
                call("SELECT 1", variables=wrong)
        with pytest.raises(headwater.EncodingError):
            call("SELECT 1", variables={"a": "\ud800"})

    def test_on_error(self, call):
        with pytest.raises(headwater.HeadwaterError, match="on_error"):
            call("SELECT 1", on_error="ignore")

    def test_limits(self, call):
        with pytest.raises(headwater.SqlError) as caught:
            call("SELECT " + "(" * 500 + "1" + ")" * 500)
        assert caught.value.code == "limit"
        with pytest.raises(headwater.SqlError) as caught:
            call("SELECT 1, 2, 3, 4, 5", limits=headwater.Limits(statement_tokens=5))
        assert caught.value.code == "limit"

    def test_odd_text(self, call):
        assert len(call("")) == 0
        assert len(call("-- nothing\n;;")) == 0
        for odd in (b"SELECT '\xff\xfe'", "SELECT '\x00'", "\x00", "SELECT 'open", "/* open", "\ufeffSELECT 1"):
            try:
                call(odd)
            except headwater.SqlError as error:
                assert error.line == 1


def test_default_db_must_be_a_str():
    with pytest.raises(TypeError, match="default_db"):
        headwater.lineage("SELECT 1", default_db=5)


def test_a_statement_larger_than_the_limit():
    """Above statement_bytes (256 MiB) the statement is refused without being read to its end."""
    sql = "SELECT 1;SELECT " + ("'" + "a" * (1 << 20) + "', ") * 257 + "1"
    with pytest.raises(headwater.SqlError) as caught:
        headwater.lineage(sql)
    assert caught.value.code == "limit"
    assert caught.value.lineage[0].ok


def test_warnings_and_notes_are_no_errors():
    script = headwater.lineage("SELECT * FROM nobody.knows")
    assert script.ok and script.diagnostics and not script.errors
    assert script[0].columns[0].sources[0].certainty == "UNRESOLVED"
