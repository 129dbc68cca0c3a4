//! How the analysis of policies grows: `cargo run --release -p rules --example growth [DIR]`.
//!
//! With a folder it also analyses the policy there. Two families of tables stand for what people
//! write. In `bands` every row is one band of a number and one value of each of two other inputs,
//! as tariffs are. In `mixed` every row tests three inputs that have nothing to do with each other,
//! which is the hardest: its diagrams grow with the number of combinations, until the analysis
//! says that it is not finished.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that prints a table"
)]

use std::time::Instant;

use rules::analysis::{Lacking, Layout, Report, STEPS, check};
use rules::{Policy, PolicyFile};

fn main() {
    if let Some(folder) = std::env::args().nth(1) {
        let mut texts = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                texts.push((
                    path.to_string_lossy().into_owned(),
                    std::fs::read_to_string(&path).unwrap(),
                ));
            }
        }
        let files: Vec<PolicyFile<'_>> = texts
            .iter()
            .map(|(name, text)| PolicyFile { name, text })
            .collect();
        let policy = Policy::parse(&files).unwrap();
        row(
            "policy",
            policy.rules().count(),
            policy.facts().len(),
            &policy,
        );
    }
    for (family, write) in [
        ("bands", bands as fn(usize, usize) -> String),
        ("mixed", mixed),
    ] {
        for inputs in [5, 10, 20] {
            for rows in [10, 100, 1000] {
                let text = facts(inputs) + &write(inputs, rows);
                let file = PolicyFile {
                    name: "growth.toml",
                    text: &text,
                };
                row(family, rows, inputs, &Policy::parse(&[file]).unwrap());
            }
        }
    }
}

/// Prints the best of five analyses, or of one that takes long.
fn row(family: &str, rows: usize, inputs: usize, policy: &Policy) {
    let mut best = f64::MAX;
    let mut last: Option<Report> = None;
    for _ in 0..5 {
        let start = Instant::now();
        last = Some(check(
            policy,
            &Layout::default(),
            &|_| Lacking::default(),
            STEPS,
        ));
        best = best.min(start.elapsed().as_secs_f64() * 1000.0);
        if best > 500.0 {
            break;
        }
    }
    let report = last.unwrap();
    println!(
        "{family:7} {rows:5} rows {inputs:3} inputs {best:10.2} ms {:9} steps {:8} nodes {:5} findings  {}",
        report.steps,
        report.nodes,
        report.findings.len(),
        match (report.finished, report.steps > STEPS) {
            (true, _) => "finished",
            (false, true) => "not finished: too many steps",
            (false, false) => "not finished: too complex to be evaluated",
        },
    );
}

/// One number and texts of four values.
fn facts(inputs: usize) -> String {
    let mut text = "[[source]]\nid = \"s\"\ntitle = \"s\"\n\
        [[fact]]\nname = \"f0\"\ntype = \"whole\"\nmin = 0\nmax = 100000\nasks = \"answer\"\n"
        .to_owned();
    for input in 1..inputs {
        text += &format!(
            "[[fact]]\nname = \"f{input}\"\ntype = \"text\"\nvalues = [\"a\", \"b\", \"c\", \"d\"]\nasks = \"answer\"\n"
        );
    }
    text
}

fn table(rows: &[(usize, Vec<(usize, String)>)]) -> String {
    let mut text = "[table]\nname = \"t\"\ngoal = \"g\"\nhit = \"priority\"\noutput = \"o\"\n\
        values = [\"v0\", \"v1\", \"v2\", \"v3\", \"v4\"]\n"
        .to_owned();
    for (index, (then, cells)) in rows.iter().enumerate() {
        text += &format!(
            "[[rule]]\nid = \"r{index}\"\nthen = \"v{then}\"\nsource = \"s\"\nconfidence = \"low\"\nmessage = \"m\"\n[[rule.when]]\n"
        );
        for (fact, cell) in cells {
            text += &format!("f{fact} = '{cell}'\n");
        }
    }
    text
}

/// Numbers that only look random, the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }

    fn text(&mut self) -> String {
        format!("\"{}\"", ["a", "b", "c", "d"][self.below(4)])
    }
}

fn bands(inputs: usize, rows: usize) -> String {
    let mut draw = Draw(7);
    let rows: Vec<_> = (0..rows)
        .map(|row| {
            let mut cells = vec![(0, format!("[{}..{})", row * 10, row * 10 + 10))];
            let first = 1 + draw.below(inputs - 1);
            cells.push((first, draw.text()));
            let second = 1 + draw.below(inputs - 1);
            if second != first {
                cells.push((second, draw.text()));
            }
            (draw.below(5), cells)
        })
        .collect();
    table(&rows)
}

fn mixed(inputs: usize, rows: usize) -> String {
    let mut draw = Draw(11);
    let rows: Vec<_> = (0..rows)
        .map(|_| {
            let mut cells: Vec<(usize, String)> = Vec::new();
            while cells.len() < 3 {
                let fact = draw.below(inputs);
                if cells.iter().all(|(known, _)| *known != fact) {
                    let cell = match fact {
                        0 => format!("< {}", 1 + draw.below(1000)),
                        _ => draw.text(),
                    };
                    cells.push((fact, cell));
                }
            }
            (draw.below(5), cells)
        })
        .collect();
    table(&rows)
}
