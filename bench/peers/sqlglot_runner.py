"""sqlglot: parse, tables, columns. Speaks the protocol in README.md."""

import importlib.metadata
import logging
import re

import sqlglot
from sqlglot import exp, tokenizer_core
from sqlglot.dialects.dialect import Dialect
from sqlglot.lineage import lineage
from sqlglot.optimizer import build_scope
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import MappingSchema

from protocol import Unsupported, serve, with_database

logging.getLogger("sqlglot").setLevel(logging.CRITICAL)

NO_DATABASE = "_headwater_no_database"  # stands for "no database" where tables with and without one are mixed
UNNAMED = re.compile(r"_col_(\d+)$")


def all_at_once():
    """Whether this release answers all columns of a query in one call (column=None), sharing the work between them."""
    try:
        return isinstance(lineage(None, "SELECT a AS b FROM t", {"t": {"a": "string"}}), dict)
    except Exception:  # earlier releases raise one thing or another for None
        return False


ALL_AT_ONCE = all_at_once()


def version():
    text = importlib.metadata.version("sqlglot")
    compiled = not getattr(tokenizer_core, "__file__", "x.py").endswith(".py")
    if compiled:
        return f"{text}+c"
    return f"{text} (pure Python)"


def table_name(table, database):
    name = ".".join(part.name for part in table.parts if part.name != NO_DATABASE).lower()
    return with_database(name, database)


def parsed(dialect, sql):
    """The one tree of the statement; a statement kept as opaque text does not count as parsed."""
    trees = [tree for tree in dialect.parse(sql) if tree is not None]
    if len(trees) != 1:
        raise Unsupported(f"{len(trees)} statements")
    return trees[0]


def refuse_opaque(tree):
    if isinstance(tree, exp.Command):
        raise Unsupported("kept as opaque text (Command), not parsed")
    return tree


def parse_operation(header):
    dialect = Dialect.get_or_raise(header["dialect"])

    def statement_of(statement):
        sql = statement["sql"]
        return lambda: parsed(dialect, sql), lambda tree: refuse_opaque(tree) and None

    return statement_of


def tables_operation(header):
    dialect = Dialect.get_or_raise(header["dialect"])

    def call(sql):
        tree = parsed(dialect, sql)
        ctes = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
        tables = [t for t in tree.find_all(exp.Table) if t.args.get("db") or t.name.lower() not in ctes]
        return tree, tables

    def statement_of(statement):
        sql, database = statement["sql"], statement.get("database")

        def result(value):
            refuse_opaque(value[0])
            return sorted({table_name(table, database) for table in value[1] if table.name})

        return lambda: call(sql), result

    return statement_of


def target_names(tree, names, schema):
    """The names of the written columns: those the statement lists, else those of the table, else those of the query."""
    if isinstance(tree, exp.Insert):
        target = tree.this
        if isinstance(target, exp.Schema):
            return [column.name for column in target.expressions]
        partition = tree.args.get("partition")
        fixed = {eq.this.name.lower() for eq in partition.find_all(exp.EQ)} if partition else set()
        columns = [c for c in schema.get(target.sql(comments=False).replace("`", "").lower(), []) if c not in fixed]
        if len(columns) == len(names):
            return columns
    elif isinstance(tree, exp.Create) and isinstance(tree.this, exp.Schema):
        columns = [column.name for column in tree.this.expressions]
        if len(columns) == len(names):
            return columns
    return names


def columns_operation(header):
    dialect = Dialect.get_or_raise(header["dialect"])
    tables = header["schema"]
    mixed = any("." in name for name in tables)
    nested = {}
    for name, columns in tables.items():
        typed = {column: "string" for column in columns}
        if not mixed:
            nested[name] = typed
        else:
            db, _, table = name.rpartition(".")
            nested.setdefault(db or NO_DATABASE, {})[table] = typed
    schema = MappingSchema(nested, dialect=dialect)

    def call(sql, database):
        tree = parsed(dialect, sql)
        query = tree.expression if isinstance(tree, (exp.Insert, exp.Create)) else tree
        if isinstance(query, exp.Subquery):
            query = query.unnest()
        if not isinstance(query, exp.Query):
            return tree, None, {}
        ctes = tree.args.get("with_") or tree.args.get("with")
        if query is not tree and ctes:
            query.set("with_" if "with_" in query.arg_types else "with", ctes.pop())
        options = {"db": database or NO_DATABASE} if mixed else {}
        if ALL_AT_ONCE:
            nodes = lineage(None, query, schema, dialect=dialect, trim_selects=False, copy=False, **options)
            return tree, list(nodes), nodes
        query = qualify(
            query, dialect=dialect, schema=schema, validate_qualify_columns=False, identify=False, **options
        )
        scope = build_scope(query)
        names = [select.alias_or_name for select in query.selects]
        nodes = {
            name: lineage(name, query, schema, dialect=dialect, scope=scope, trim_selects=False, copy=False)
            for name in names
        }
        return tree, names, nodes

    def sources(node, database):
        for leaf in node.walk():
            if not leaf.downstream and isinstance(leaf.source, exp.Table) and "." in leaf.name:
                yield f"{table_name(leaf.source, database)}.{leaf.name.rpartition('.')[2].strip('`').lower()}"

    def statement_of(statement):
        sql, database = statement["sql"], statement.get("database")

        def result(value):
            tree, names, nodes = value
            refuse_opaque(tree)
            if names is None:
                if isinstance(tree, (exp.Merge, exp.Update)) or tree.find(exp.Query):
                    raise Unsupported(f"no lineage for {tree.key}")
                return []
            targets = target_names(tree, names, tables)
            if len(targets) != len(names):
                targets = names
            pairs = set()
            for name, target in zip(names, targets):
                target = UNNAMED.sub(r"_c\1", target.lower())
                pairs.update(f"{target}<-{source}" for source in sources(nodes[name], database))
            return sorted(pairs)

        return lambda: call(sql, database), result

    return statement_of


def prepare(header):
    return {"parse": parse_operation, "tables": tables_operation, "columns": columns_operation}[header["operation"]](
        header
    )


serve(version(), prepare)
