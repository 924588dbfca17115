"""Headwater's own Python package: parse, tables, columns. Speaks the protocol in README.md.

What is timed is what a user waits for: the call and the making of the Python objects that answer the question.
"""

import headwater
from protocol import Unsupported, serve


def prepare(header):
    dialect, operation = header["dialect"], header["operation"]
    schema = headwater.Schema({name: list(columns) for name, columns in header["schema"].items()})

    def call_lineage(statement):
        return headwater.lineage(
            statement["sql"], dialect, schema=schema, default_db=statement.get("database") or "", on_error="collect"
        )

    def checked(script):
        if not len(script) or not script.ok:
            raise Unsupported("a statement did not parse")
        return script

    def tables(statement):
        def call():
            script = call_lineage(statement)
            return script, [(s.inputs, s.outputs) for s in script]

        def result(value):
            checked(value[0])
            return sorted({d.name.lower() for inputs, outputs in value[1] for d in (*inputs, *outputs)})

        return call, result

    def columns(statement):
        def call():
            script = call_lineage(statement)
            return script, [s.columns for s in script]

        def result(value):
            checked(value[0])
            return sorted(
                {
                    f"{column.name}<-{source.dataset}.{source.column}".lower()
                    for found in value[1]
                    for column in found
                    for source in column.sources
                    if source.type == "DIRECT" and source.column
                }
            )

        return call, result

    def parse(statement):
        def result(statements):
            if not statements or any(not s.ok or s.kind == "OtherStatement" for s in statements):
                raise Unsupported("a statement did not parse")

        return lambda: headwater.parse(statement["sql"], dialect, on_error="collect"), result

    return {"parse": parse, "tables": tables, "columns": columns}[operation]


serve(headwater.__version__, prepare)
