//! The engine and the interpreter are two ways to one answer.

use super::{Making, Program, decide_by_engine};
use crate::feel::Value;
use crate::model::Definitions;

/// Compares the two over a grid of values for the inputs `Age` and `Guest`.
fn check(name: &str, text: &str) {
    let model = Definitions::parse(name, text.as_bytes()).unwrap();
    let program = Program::new(&model);
    let ages = ["-1", "10", "13", "14", "16", "17.5", "18", "60", "65", "66"];
    let ages = ages.map(|age| Value::Number(age.parse().unwrap()));
    let guests = [Value::Bool(true), Value::Bool(false), Value::Null];
    for making in &program.decisions {
        let Making::Table(table) = making else {
            panic!("{name}")
        };
        for age in ages.iter().chain([&Value::Null]) {
            for guest in &guests {
                let values = [
                    ("Age".to_owned(), age.clone()),
                    ("Guest".to_owned(), guest.clone()),
                ];
                let by_engine = decide_by_engine(table, &values);
                let interpreted = table.decide(&values);
                let by_engine = by_engine.unwrap_or_else(|unfit| panic!("{name}: {unfit:?}"));
                assert_eq!(Ok(by_engine), interpreted, "{name} {age} {guest}");
            }
        }
    }
}

#[test]
fn the_engine_decides_as_the_interpreter() {
    macro_rules! check {
        ($($name:literal),*) => {$(
            check($name, include_str!(concat!("../../tests/models/", $name, ".dmn")));
        )*};
    }
    check!(
        "unique",
        "any",
        "first",
        "priority",
        "output_order",
        "rule_order",
        "collect",
        "collect_sum",
        "collect_min",
        "collect_max",
        "collect_count",
        "two_outputs"
    );
}
