"""Events of the warehouse against OpenLineage's own definitions: the classes that its Python client generates from the
published schemas, and those schemas themselves, fetched from the addresses that the events name."""

import datetime
import enum
import functools
import json
import os
import subprocess
import types
import typing
import urllib.parse
import urllib.request

import pytest

from conftest import ROOT

attr = pytest.importorskip("attr")
base = pytest.importorskip("openlineage.client.generated.base")
from openlineage.client.generated.column_lineage_dataset import ColumnLineageDatasetFacet  # noqa: E402
from openlineage.client.generated.schema_dataset import SchemaDatasetFacet  # noqa: E402
from openlineage.client.generated.sql_job import SQLJobFacet  # noqa: E402

FACETS = {"sql": SQLJobFacet, "schema": SchemaDatasetFacet, "columnLineage": ColumnLineageDatasetFacet}

# What the warehouse does not have: paths, names in quotes, columns of one name, no columns at all, a merge, types.
SCRIPT = """
INSERT OVERWRITE DIRECTORY 's3://bucket/out/dt=1' SELECT a.id, b.id, count(*) n FROM ods.a JOIN ods.b ON a.k = b.k GROUP BY 1, 2;
INSERT OVERWRITE LOCAL DIRECTORY '/tmp/订单' SELECT 1 AS one;
CREATE TABLE dw.`a b` (id BIGINT COMMENT 'the "key"', tags ARRAY<STRING>);
INSERT INTO dw.`a b` SELECT sha2(id, 256), array(x, y) FROM ods.c WHERE z > (SELECT max(z) FROM ods.d);
MERGE INTO dw.t USING ods.s ON t.id = s.id WHEN MATCHED THEN UPDATE SET t.v = s.v WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, s.v);
ALTER TABLE dw.t RENAME TO dw.t2;
DROP TABLE dw.t2;
"""


@pytest.fixture(scope="module")
def events(tmp_path_factory):
    script = tmp_path_factory.mktemp("openlineage") / "more.sql"
    script.write_text(SCRIPT, encoding="utf-8")
    warehouse = ROOT / "examples" / "warehouse"
    run = subprocess.run(
        [os.environ["HEADWATER_PROGRAM"], "lineage", "--format", "openlineage", "--namespace", "hive://prod:9083",
         "--schema", warehouse / "ddl", warehouse, script],
        capture_output=True, check=True, encoding="utf-8",
    )
    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(found) > 50
    return found


class Mismatch(Exception):
    pass


@functools.cache
def hints(cls):
    return typing.get_type_hints(cls)


def match(value, wanted, place):
    """Raises Mismatch unless a JSON value has exactly the shape of a generated class."""
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (typing.Union, types.UnionType):
        # An optional field that is there must not be null: the schemas have no null.
        (wanted,) = [argument for argument in arguments if argument is not type(None)]
        return match(value, wanted, place)
    if attr.has(wanted):
        return match_object(value, wanted, place)
    if not isinstance(value, origin or wanted) or (wanted is int and isinstance(value, bool)):
        raise Mismatch(f"{place}: {value!r} is no {wanted}")
    if isinstance(wanted, type) and issubclass(wanted, enum.Enum):
        wanted(value)
    if origin is list:
        for index, item in enumerate(value):
            match(item, arguments[0], f"{place}[{index}]")
    if origin is dict:
        for key, item in value.items():
            match(item, FACETS[key] if place.endswith(".facets") else arguments[1], f"{place}.{key}")


def match_object(value, cls, place):
    if not isinstance(value, dict):
        raise Mismatch(f"{place}: {value!r} is no object")
    fields = {field.name: field for field in attr.fields(cls)}
    if unknown := value.keys() - fields.keys():
        raise Mismatch(f"{place}: unknown {sorted(unknown)}")
    # The client fills these in; the schemas require them.
    given = {"producer", "schemaURL", "_producer", "_schemaURL"}
    required = {name for name, field in fields.items() if name in given or field.default is attr.NOTHING}
    if missing := required - value.keys():
        raise Mismatch(f"{place}: without {sorted(missing)}")
    for name, item in value.items():
        match(item, hints(cls)[name], f"{place}.{name}")
    for name in ("schemaURL", "_schemaURL"):
        if name in value and value[name] != cls._get_schema():
            raise Mismatch(f"{place}: {value[name]} is not {cls._get_schema()}")
    for name in ("producer", "_producer"):
        if name in value and not urllib.parse.urlparse(value[name]).scheme:
            raise Mismatch(f"{place}: {value[name]} is no URI")


def test_events_have_the_shape_of_the_client_classes(events):
    for event in events:
        match(event, base.JobEvent, "event")
        datetime.datetime.fromisoformat(event["eventTime"].replace("Z", "+00:00"))


def test_each_facet_is_there(events):
    outputs = [output for event in events for output in event["outputs"]]
    assert all(event["job"]["facets"]["sql"]["query"] for event in events)
    assert any("schema" in dataset.get("facets", {}) for event in events for dataset in event["inputs"])
    assert any("schema" in output.get("facets", {}) for output in outputs)
    lineages = [output["facets"]["columnLineage"] for output in outputs if "columnLineage" in output.get("facets", {})]
    # Influences of the whole dataset are told once, not as sources of each column.
    subtypes = {
        transformation["subtype"]
        for lineage in lineages
        for field in lineage.get("dataset", [])
        for transformation in field["transformations"]
    }
    assert {"JOIN", "FILTER", "GROUP_BY"} <= subtypes
    assert any(lineage["fields"] for lineage in lineages)


@pytest.mark.parametrize(
    "damage",
    [
        lambda event: event["job"].pop("name"),
        lambda event: event.update(run={}),
        lambda event: event.update(schemaURL="https://openlineage.io/spec/1-0-0/OpenLineage.json#/$defs/JobEvent"),
        lambda event: event["job"]["facets"]["sql"].pop("_producer"),
        lambda event: event["job"]["facets"]["sql"].update(query=None),
        lambda event: event["outputs"][0].update(name=7),
        lambda event: event["outputs"][0]["facets"]["columnLineage"].pop("fields"),
        lambda event: event["outputs"][0]["facets"]["columnLineage"].update(dataset=[{"namespace": "a", "name": "b"}]),
    ],
)
def test_what_is_wrong_is_seen(events, damage):
    event = next(event for event in events if "columnLineage" in event["outputs"][0].get("facets", {}))
    event = json.loads(json.dumps(event))
    match(event, base.JobEvent, "event")
    damage(event)
    with pytest.raises(Mismatch):
        match(event, base.JobEvent, "event")


def test_events_are_valid_against_the_published_schemas(events):
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")

    @functools.cache
    def fetched(uri):
        try:
            with urllib.request.urlopen(uri, timeout=10) as answer:
                return json.load(answer)
        except (OSError, ValueError) as error:
            pytest.skip(f"{uri}: {error}")

    registry = referencing.Registry(retrieve=lambda uri: referencing.Resource.from_contents(fetched(uri)))

    def validate(value, url):
        fetched(url.partition("#")[0])
        jsonschema.Draft202012Validator({"$ref": url}, registry=registry).validate(value)

    for event in events:
        validate(event, event["schemaURL"])
        for holder in [event["job"], *event["inputs"], *event["outputs"]]:
            for facet in holder.get("facets", {}).values():
                validate(facet, facet["_schemaURL"])
