//! sqlparser-rs: parse. Speaks the protocol in ../README.md.

#[path = "../../protocol.rs"]
mod protocol;

use protocol::{run, serve, Header, Peer};
use serde_json::Value;
use sqlparser::ast::Statement;
use sqlparser::dialect::{Dialect, HiveDialect, MySqlDialect, SparkSqlDialect};
use sqlparser::parser::Parser;

struct SqlParser(Box<dyn Dialect>);

impl SqlParser {
    fn new(header: Header) -> Result<Self, String> {
        if header.operation != "parse" {
            return Err("Unsupported: sqlparser-rs offers no lineage".into());
        }
        Ok(Self(match header.dialect.as_str() {
            "hive" => Box::new(HiveDialect {}),
            "spark" => Box::new(SparkSqlDialect {}),
            "doris" => Box::new(MySqlDialect {}), // the nearest one: it has none of Doris
            other => return Err(format!("unknown dialect {other}")),
        }))
    }
}

impl Peer for SqlParser {
    type Output = Vec<Statement>;
    type Input = ();

    fn prepare(&mut self, _: &Value) {}

    fn call(&self, sql: &str, _: &()) -> Result<Vec<Statement>, String> {
        Parser::parse_sql(self.0.as_ref(), sql).map_err(|e| e.to_string())
    }

    fn result(&self, output: &Vec<Statement>, _: &Value) -> Result<Value, String> {
        match output.len() {
            1 => Ok(Value::Null),
            n => Err(format!("{n} statements")),
        }
    }
}

fn main() {
    run(|| serve(env!("PEER_VERSION"), SqlParser::new));
}
