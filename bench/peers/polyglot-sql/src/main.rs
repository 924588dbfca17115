//! polyglot-sql (the Rust crate): parse, tables, columns. Speaks the protocol in ../README.md.
//!
//! Columns the way its own lineage goes about it, with the work that all columns share done once: parse, qualify tables
//! and columns with the schema, then `lineage_at` for each output column. (`lineage_at_with_schema` would qualify the
//! statement again for every column; `openlineage_column_lineage`, its one call for all, is slower and leaves out
//! unnamed columns.)

#[path = "../../protocol.rs"]
mod protocol;

use polyglot_sql::expressions::{Identifier, With};
use polyglot_sql::lineage::{lineage_at, output_columns, LineageNode, OutputColumn};
use polyglot_sql::optimizer::qualify_columns::{qualify_columns, QualifyColumnsOptions};
use polyglot_sql::scope::SourceKind;
use polyglot_sql::traversal::{get_all_tables, ExpressionWalk};
use polyglot_sql::{
    parse_one, qualify_tables, DataType, DialectType, Expression, MappingSchema, QualifyTablesOptions, Schema,
};
use protocol::{run, serve, Header, Peer};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

struct Polyglot {
    dialect: DialectType,
    operation: String,
    tables: HashMap<String, Vec<String>>,
    schemas: HashMap<String, Rc<MappingSchema>>,
}

enum Output {
    Tree(Expression),
    Tables(Vec<Expression>, HashSet<String>),
    Columns(Vec<String>, Vec<(String, LineageNode)>),
    NoQuery(Expression),
}

fn with_database(name: &str, database: &str) -> String {
    let name = name.replace('`', "").to_lowercase();
    if database.is_empty() || name.contains('.') {
        name
    } else {
        format!("{database}.{name}")
    }
}

impl Polyglot {
    fn new(header: Header) -> Result<Self, String> {
        let dialect = match header.dialect.as_str() {
            "hive" => DialectType::Hive,
            "spark" => DialectType::Spark,
            "doris" => DialectType::Doris,
            other => return Err(format!("unknown dialect {other}")),
        };
        let mut tables = HashMap::new();
        for (name, columns) in header.schema.as_object().into_iter().flatten() {
            let columns = columns.as_array().into_iter().flatten();
            tables.insert(
                name.clone(),
                columns.filter_map(|c| c.as_str().map(String::from)).collect(),
            );
        }
        Ok(Self {
            dialect,
            operation: header.operation,
            tables,
            schemas: HashMap::new(),
        })
    }

    fn schema(&self, database: &str) -> MappingSchema {
        let mut schema = MappingSchema::with_dialect(self.dialect);
        for (full, columns) in &self.tables {
            let name = match full.rsplit_once('.') {
                Some((of, name)) if of == database => name,
                _ => full.as_str(),
            };
            let columns: Vec<_> = columns.iter().map(|c| (c.clone(), DataType::Text)).collect();
            let _ = schema.add_table(name, &columns, Some(self.dialect));
        }
        schema
    }

    /// The names of the written columns that the statement or the written table gives, none when neither does.
    fn targets(&self, tree: &Expression, outputs: usize, database: &str) -> Vec<String> {
        let names = |list: &[Identifier]| list.iter().map(|i| i.name.to_lowercase()).collect::<Vec<_>>();
        let targets = match tree {
            Expression::Insert(insert) if !insert.columns.is_empty() => names(&insert.columns),
            Expression::Insert(insert) => {
                let table = match &insert.table.schema {
                    Some(schema) => format!("{}.{}", schema.name, insert.table.name.name).to_lowercase(),
                    None => with_database(&insert.table.name.name, database),
                };
                let fixed: HashSet<_> = insert
                    .partition
                    .iter()
                    .filter(|p| p.1.is_some())
                    .map(|p| p.0.name.to_lowercase())
                    .collect();
                let columns = self.tables.get(&table).into_iter().flatten();
                columns.filter(|column| !fixed.contains(*column)).cloned().collect()
            }
            Expression::CreateTable(create) => create.columns.iter().map(|c| c.name.name.to_lowercase()).collect(),
            Expression::CreateView(create) => create.columns.iter().map(|c| c.name.name.to_lowercase()).collect(),
            _ => Vec::new(),
        };
        if targets.len() == outputs {
            targets
        } else {
            Vec::new()
        }
    }

    fn columns(&self, tree: Expression, schema: &MappingSchema, database: &str) -> Result<Output, String> {
        let query = match &tree {
            Expression::Insert(insert) => insert.query.clone().map(|q| attach(q, insert.with.clone())),
            Expression::CreateTable(create) => create.as_select.clone().map(|q| attach(q, create.with_cte.clone())),
            Expression::CreateView(create) => Some(create.query.clone()),
            Expression::Select(_) | Expression::Union(_) | Expression::Intersect(_) | Expression::Except(_) => {
                Some(tree.clone())
            }
            Expression::Subquery(_) | Expression::Paren(_) => Some(tree.clone()),
            _ => None,
        };
        let Some(query) = query else {
            return Ok(Output::NoQuery(tree));
        };
        let dialect = Some(self.dialect);
        let options = QualifyTablesOptions::new()
            .with_alias_unaliased_tables(false)
            .with_alias_unaliased_subqueries(true)
            .with_normalize_set_operation_subqueries(false)
            .with_dialect(self.dialect);
        let query = qualify_tables(query, &options);
        let options = QualifyColumnsOptions::new()
            .with_allow_partial(true)
            .with_dialect(self.dialect);
        let query = qualify_columns(query, schema, &options).map_err(|e| e.to_string())?;
        let output = output_columns(&query, dialect).map_err(|e| e.to_string())?;
        let mut columns = Vec::new();
        for (index, column) in output.columns.into_iter().enumerate() {
            let (name, ordinal) = match column {
                OutputColumn::Named { name, ordinal } => (name, ordinal),
                OutputColumn::Unnamed { ordinal } => (format!("_c{index}"), ordinal),
                OutputColumn::Wildcard { .. } => return Err("a wildcard stays unresolved".into()),
            };
            let node = lineage_at(ordinal.unwrap_or(index), &query, dialect, false).map_err(|e| e.to_string())?;
            columns.push((name, node));
        }
        Ok(Output::Columns(self.targets(&tree, columns.len(), database), columns))
    }
}

fn attach(mut query: Expression, with: Option<With>) -> Expression {
    let Some(with) = with else { return query };
    match &mut query {
        Expression::Select(select) if select.with.is_none() => select.with = Some(with),
        Expression::Union(union) if union.with.is_none() => union.with = Some(with),
        Expression::Intersect(intersect) if intersect.with.is_none() => intersect.with = Some(with),
        Expression::Except(except) if except.with.is_none() => except.with = Some(with),
        _ => {}
    }
    query
}

fn ctes_of(node: &Expression) -> Option<&With> {
    match node {
        Expression::Select(select) => select.with.as_ref(),
        Expression::Union(union) => union.with.as_ref(),
        Expression::Intersect(intersect) => intersect.with.as_ref(),
        Expression::Except(except) => except.with.as_ref(),
        Expression::Insert(insert) => insert.with.as_ref(),
        Expression::CreateTable(create) => create.with_cte.as_ref(),
        _ => None,
    }
}

fn sources(target: &str, node: &LineageNode, database: &str, answer: &mut BTreeSet<String>) {
    for child in &node.downstream {
        sources(target, child, database, answer);
    }
    if let (true, Expression::Column(column), Expression::Table(table)) = (
        node.downstream.is_empty() && node.source_kind != SourceKind::Virtual,
        &node.expression,
        &node.source,
    ) {
        let name = match &table.schema {
            Some(schema) => format!("{}.{}", schema.name, table.name.name).to_lowercase(),
            None => with_database(&table.name.name, database),
        };
        answer.insert(format!("{target}<-{name}.{}", column.name.name.to_lowercase()));
    }
}

impl Peer for Polyglot {
    type Output = Output;
    type Input = (Rc<MappingSchema>, String);

    fn prepare(&mut self, statement: &Value) -> Self::Input {
        let database = statement["database"].as_str().unwrap_or("").to_string();
        if !self.schemas.contains_key(&database) {
            let schema = Rc::new(self.schema(&database));
            self.schemas.insert(database.clone(), schema);
        }
        (self.schemas[&database].clone(), database)
    }

    fn call(&self, sql: &str, (schema, database): &Self::Input) -> Result<Output, String> {
        let tree = parse_one(sql, self.dialect).map_err(|e| e.to_string())?;
        match self.operation.as_str() {
            "parse" => return Ok(Output::Tree(tree)),
            "columns" => return self.columns(tree, schema, database),
            _ => {}
        }
        let mut ctes = HashSet::new();
        for node in tree.dfs() {
            if let Some(with) = ctes_of(node) {
                ctes.extend(with.ctes.iter().map(|cte| cte.alias.name.to_lowercase()));
            }
        }
        Ok(Output::Tables(get_all_tables(&tree), ctes))
    }

    fn result(&self, output: &Output, statement: &Value) -> Result<Value, String> {
        let database = statement["database"].as_str().unwrap_or("");
        let mut answer = BTreeSet::new();
        match output {
            Output::Tree(Expression::Command(_) | Expression::Raw(_))
            | Output::NoQuery(Expression::Command(_) | Expression::Raw(_)) => {
                return Err("kept as opaque text, not parsed".into());
            }
            Output::Tree(_) => return Ok(Value::Null),
            Output::NoQuery(tree) => {
                if tree.contains(|node| matches!(node, Expression::Select(_)))
                    || matches!(tree, Expression::Merge(_) | Expression::Update(_))
                {
                    return Err("no lineage for this kind of statement".into());
                }
            }
            Output::Tables(tables, ctes) => {
                for table in tables {
                    let Expression::Table(table) = table else { continue };
                    let name = table.name.name.to_lowercase();
                    match &table.schema {
                        Some(schema) => answer.insert(format!("{}.{name}", schema.name.to_lowercase())),
                        None if ctes.contains(&name) => continue,
                        None => answer.insert(with_database(&name, database)),
                    };
                }
            }
            Output::Columns(targets, columns) => {
                for (index, (name, node)) in columns.iter().enumerate() {
                    let name = targets.get(index).unwrap_or(name).to_lowercase();
                    let name = match name.strip_prefix("_col_") {
                        Some(number) if number.parse::<u32>().is_ok() => format!("_c{number}"),
                        _ => name,
                    };
                    sources(&name, node, database, &mut answer);
                }
            }
        }
        Ok(answer.into_iter().collect::<Vec<_>>().into())
    }
}

fn main() {
    run(|| serve(env!("PEER_VERSION"), Polyglot::new));
}
