// The runner's side of the protocol in README.md, for runners written in Rust.

use serde_json::{json, Value};
use std::io::{BufRead, Write};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::time::Instant;

#[allow(dead_code)] // a peer without lineage has no use for the schema
pub struct Header {
    pub dialect: String,
    pub operation: String,
    pub schema: Value,
}

/// What a peer does: `call` is timed, `result` (which makes the answer of what `call` returned) is not.
pub trait Peer {
    type Output;
    type Input;
    fn prepare(&mut self, statement: &Value) -> Self::Input;
    fn call(&self, sql: &str, input: &Self::Input) -> Result<Self::Output, String>;
    fn result(&self, output: &Self::Output, statement: &Value) -> Result<Value, String>;
}

fn measure<P: Peer>(
    peer: &mut P,
    statement: &Value,
    rounds: u64,
    warmup: u64,
    limit: u128,
    first: &mut Option<u128>,
) -> Result<(u128, u128, Value), String> {
    let sql = statement["sql"].as_str().unwrap_or("");
    let input = peer.prepare(statement);
    let mut samples: Vec<u128> = Vec::new();
    let mut spent = 0;
    let mut last = None;
    for turn in 0..warmup + rounds {
        last = None; // the former answer is released outside the timing
        let _ = &last;
        let start = Instant::now();
        let output = peer.call(sql, &input);
        let taken = start.elapsed().as_nanos();
        first.get_or_insert(taken);
        last = Some(output?);
        spent += taken;
        if turn >= warmup || spent > limit {
            samples.push(taken);
        }
        if spent > limit {
            break;
        }
    }
    let result = peer.result(last.as_ref().ok_or("no round was run")?, statement)?;
    samples.sort_unstable();
    Ok((samples[0], samples[samples.len() / 2], result))
}

fn one_line(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(300)
        .collect()
}

pub fn serve<P: Peer>(version: &str, new: impl FnOnce(Header) -> Result<P, String>) -> Result<(), String> {
    let mut lines = std::io::stdin().lock().lines();
    let mut out = std::io::stdout().lock();
    let mut next = || -> Option<Result<Value, String>> {
        let line = lines.next()?;
        Some(
            line.map_err(|e| e.to_string())
                .and_then(|l| serde_json::from_str(&l).map_err(|e| e.to_string())),
        )
    };
    let header = next().ok_or("no header")??;
    let rounds = header["rounds"].as_u64().unwrap_or(5).max(1);
    let warmup = header["warmup"].as_u64().unwrap_or(1);
    let limit = (header["statement_budget"].as_f64().unwrap_or(10.0) * 1e9) as u128;
    let mut peer = new(Header {
        dialect: header["dialect"].as_str().unwrap_or("").to_string(),
        operation: header["operation"].as_str().unwrap_or("").to_string(),
        schema: header["schema"].clone(),
    })?;
    std::panic::set_hook(Box::new(|_| {}));
    let mut first = None;
    while let Some(statement) = next() {
        let statement = statement?;
        let answer = catch_unwind(AssertUnwindSafe(|| {
            measure(&mut peer, &statement, rounds, warmup, limit, &mut first)
        }))
        .unwrap_or_else(|_| Err("panicked".to_string()));
        let line = match answer {
            Ok((best, median, result)) => json!({"id": statement["id"], "ok": true, "error": null,
                "best_ns": best as u64, "median_ns": median as u64, "result": result}),
            Err(error) => json!({"id": statement["id"], "ok": false, "error": one_line(&error),
                "best_ns": 0, "median_ns": 0, "result": null}),
        };
        writeln!(out, "{line}")
            .and_then(|_| out.flush())
            .map_err(|e| e.to_string())?;
    }
    writeln!(
        out,
        "{}",
        json!({"version": version, "first_ns": first.map(|n| n as u64)})
    )
    .map_err(|e| e.to_string())
}

/// Runs `body` on a stack large enough for deeply nested statements.
pub fn run(body: impl FnOnce() -> Result<(), String> + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(body);
    let outcome = thread
        .map_err(|e| e.to_string())
        .and_then(|t| t.join().unwrap_or(Err("panicked".into())));
    if let Err(error) = outcome {
        eprintln!("{}", one_line(&error));
        std::process::exit(1);
    }
}
