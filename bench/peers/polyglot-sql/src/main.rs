//! polyglot-sql (the Rust crate): parse, tables, columns. Speaks the protocol in ../README.md.
//!
//! Columns by `openlineage_column_lineage`, the one public call that answers all columns of a statement with the work
//! shared between them; `lineage_at_with_schema` would qualify the whole statement again for each column.

#[path = "../../protocol.rs"]
mod protocol;

use polyglot_sql::openlineage::{
    openlineage_column_lineage, OpenLineageColumnLineageResult, OpenLineageDatasetId, OpenLineageOptions,
};
use polyglot_sql::traversal::{get_all_tables, ExpressionWalk};
use polyglot_sql::validation::{SchemaColumn, SchemaTable, ValidationSchema};
use polyglot_sql::{parse_one, DialectType, Expression};
use protocol::{run, serve, Header, Peer};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

struct Polyglot {
    dialect: DialectType,
    operation: String,
    tables: Vec<(String, Vec<String>)>,
    options: HashMap<String, Rc<OpenLineageOptions>>,
}

enum Output {
    Tree(Expression),
    Tables(Vec<Expression>, HashSet<String>),
    Columns(OpenLineageColumnLineageResult),
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
        let mut tables = Vec::new();
        for (name, columns) in header.schema.as_object().into_iter().flatten() {
            let columns = columns.as_array().into_iter().flatten();
            tables.push((name.clone(), columns.filter_map(|c| c.as_str().map(String::from)).collect()));
        }
        Ok(Self { dialect, operation: header.operation, tables, options: HashMap::new() })
    }

    fn options(&self, database: &str) -> OpenLineageOptions {
        let tables = self.tables.iter().map(|(full, columns)| {
            let (schema, name) = match full.rsplit_once('.') {
                Some((schema, name)) if schema != database => (Some(schema.to_string()), name),
                Some((_, name)) => (None, name),
                None => (None, full.as_str()),
            };
            SchemaTable {
                name: name.to_string(),
                schema,
                columns: columns
                    .iter()
                    .map(|column| SchemaColumn {
                        name: column.clone(),
                        data_type: "string".into(),
                        nullable: None,
                        primary_key: false,
                        unique: false,
                        references: None,
                    })
                    .collect(),
                aliases: Vec::new(),
                primary_key: Vec::new(),
                unique_keys: Vec::new(),
                foreign_keys: Vec::new(),
            }
        });
        OpenLineageOptions {
            dialect: self.dialect,
            producer: "https://example.org/headwater-bench".into(),
            dataset_namespace: Some("n".into()),
            output_dataset: Some(OpenLineageDatasetId::new("n", "headwater_output")),
            schema: Some(ValidationSchema { tables: tables.collect(), strict: None }),
            ..Default::default()
        }
    }
}

impl Peer for Polyglot {
    type Output = Output;
    type Input = Rc<OpenLineageOptions>;

    fn prepare(&mut self, statement: &Value) -> Self::Input {
        let database = statement["database"].as_str().unwrap_or("").to_string();
        if !self.options.contains_key(&database) {
            let options = Rc::new(self.options(&database));
            self.options.insert(database.clone(), options);
        }
        self.options[&database].clone()
    }

    fn call(&self, sql: &str, options: &Self::Input) -> Result<Output, String> {
        if self.operation == "columns" {
            return openlineage_column_lineage(sql, options).map(Output::Columns).map_err(|e| e.to_string());
        }
        let tree = parse_one(sql, self.dialect).map_err(|e| e.to_string())?;
        if self.operation == "parse" {
            return Ok(Output::Tree(tree));
        }
        let mut ctes = HashSet::new();
        for node in tree.dfs() {
            if let Expression::Cte(cte) = node {
                ctes.insert(cte.alias.name.to_lowercase());
            }
        }
        Ok(Output::Tables(get_all_tables(&tree), ctes))
    }

    fn result(&self, output: &Output, statement: &Value) -> Result<Value, String> {
        let database = statement["database"].as_str().unwrap_or("");
        let mut answer = BTreeSet::new();
        match output {
            Output::Tree(Expression::Command(_)) | Output::Tree(Expression::Raw(_)) => {
                return Err("kept as opaque text, not parsed".into());
            }
            Output::Tree(_) => return Ok(Value::Null),
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
            Output::Columns(columns) => {
                for (target, field) in &columns.facet.fields {
                    let target = target.to_lowercase();
                    let target = match target.strip_prefix('_') {
                        Some(number) if number.parse::<u32>().is_ok() => format!("_c{number}"),
                        _ => target,
                    };
                    for source in &field.input_fields {
                        let table = with_database(&source.name, database);
                        answer.insert(format!("{target}<-{table}.{}", source.field.to_lowercase()));
                    }
                }
            }
        }
        Ok(answer.into_iter().collect::<Vec<_>>().into())
    }
}

fn main() {
    run(|| serve(env!("PEER_VERSION"), Polyglot::new));
}
