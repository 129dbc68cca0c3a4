//! The engines of the bench that are Rust programs: ours and zen-engine.
//!
//! `tests/bench/rules/bench.mjs` starts this program with the folder of the tables and writes one
//! request a line; each is answered by one line of JSON:
//!
//! - `open SIZE` reads the table and writes `policy.bin` for the wasm module.
//! - `answers ENGINE SIZE FILE` decides every case of a file.
//! - `time ENGINE SIZE TRACE MILLISECONDS` decides the cases over and over and says how many
//!   nanoseconds a decision took.

mod ours;
mod zen;

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::{BufRead, stdin};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ours::Ours;
use rules::Scratch;
use zen::Zen;

/// A table, ready in both engines, and the cases to time.
struct Table {
    ours: Ours,
    zen: Zen,
    cases: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("no folder")?);
    let mut tables: HashMap<String, Table> = HashMap::new();
    for line in stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split(' ').collect();
        let answer = match words[..] {
            ["open", size] => {
                let table = open(&folder.join(size))?;
                let took = format!("{{\"milliseconds\":{}}}", table.ours.milliseconds);
                tables.insert(size.to_owned(), table);
                took
            }
            ["answers", engine, size, file] => {
                let table = tables.get_mut(size).ok_or("not open")?;
                let cases = cases(&folder.join(size).join(file))?;
                let answers: Vec<Option<String>> = match engine {
                    "ours" => cases.iter().map(|case| table.ours.outcome(case)).collect(),
                    _ => cases.iter().map(|case| table.zen.outcome(case)).collect(),
                };
                serde_json::to_string(&answers)?
            }
            ["time", engine, size, trace, milliseconds] => {
                let Table { ours, zen, cases } = tables.get_mut(size).ok_or("not open")?;
                let (trace, limit) = (trace == "true", milliseconds.parse()?);
                let limit = Duration::from_millis(limit);
                let nanoseconds = match engine {
                    "ours" => time(cases, limit, |case| ours.decide(case, trace)),
                    "typed" => {
                        let mut scratch = Scratch::default();
                        let facts = ours.typed(cases);
                        time(&facts, limit, |facts| ours.evaluate(facts, &mut scratch))
                    }
                    _ => time(cases, limit, |case| zen.decide(case, trace)),
                };
                nanoseconds.to_string()
            }
            _ => return Err("what?".into()),
        };
        println!("{answer}");
    }
    Ok(())
}

fn open(folder: &Path) -> Result<Table, Box<dyn Error>> {
    Ok(Table {
        ours: Ours::open(folder)?,
        zen: Zen::open(folder)?,
        cases: cases(&folder.join("complete.json"))?,
    })
}

/// Cases are a list of texts, each the JSON of one case.
fn cases(file: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    Ok(serde_json::from_str(&fs::read_to_string(file)?)?)
}

/// Nanoseconds a decision.
fn time<T, R>(cases: &[T], limit: Duration, mut decide: impl FnMut(&T) -> R) -> f64 {
    let started = Instant::now();
    let mut count = 0;
    loop {
        for case in cases {
            black_box(decide(case));
            count += 1;
            // The clock is cheap beside a decision that is slow enough to need it.
            if count % 64 == 0 && started.elapsed() > limit {
                return started.elapsed().as_nanos() as f64 / f64::from(count);
            }
        }
        if started.elapsed() > limit {
            return started.elapsed().as_nanos() as f64 / f64::from(count);
        }
    }
}
