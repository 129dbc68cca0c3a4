//! One plain value for a class of a fact.

use crate::fact::{FactDeclaration, FactType, Known};
use crate::number::{Number, UNIT};
use crate::partition::Partition;
use crate::region::step;

/// A run of numbers, in millionths.
struct Run {
    /// The first number; none if the fact has no least value and this is the first run.
    first: Option<i64>,
    /// The last number; none if the fact has no greatest value and this is the last run.
    last: Option<i64>,
}

/// A value of the class that people find plain: a whole number beside a boundary rather than a
/// limit of the domain or of the machine.
pub(crate) fn plain(declaration: &FactDeclaration, partition: &Partition, class: u16) -> Known {
    let runs = runs(declaration, partition);
    let own = runs.iter().zip(partition.classes());
    let own = own.filter(|(_, of)| **of == class).map(|(run, _)| run);
    let min = bounds(declaration).0;
    match own.max_by_key(|run| run.first.is_some() && run.first != min) {
        Some(run) => Known::Number(Number::from_millionths(beside(run, min))),
        None => {
            let sample = partition.samples().get(usize::from(class)).copied();
            sample.unwrap_or(Known::Null)
        }
    }
}

/// The number of a run that stands beside its boundary: the first one, or the last one if the run
/// begins where the domain does.
fn beside(run: &Run, min: Option<i64>) -> i64 {
    let below = |number: i64| number.div_euclid(UNIT).checked_mul(UNIT);
    let above = |number: i64| match below(number) {
        Some(whole) if whole == number => Some(number),
        whole => whole.and_then(|whole| whole.checked_add(UNIT)),
    };
    let is_inside = |number: &i64| {
        run.first.is_none_or(|first| first <= *number)
            && run.last.is_none_or(|last| *number <= last)
    };
    match (run.first, run.last) {
        (Some(first), None) => above(first).filter(is_inside).unwrap_or(first),
        (Some(first), Some(_)) if run.first != min => {
            above(first).filter(is_inside).unwrap_or(first)
        }
        (_, Some(last)) => below(last).filter(is_inside).unwrap_or(last),
        (None, None) => 0,
    }
}

fn bounds(declaration: &FactDeclaration) -> (Option<i64>, Option<i64>) {
    match declaration.kind {
        FactType::Whole { min, max } | FactType::Number { min, max } => {
            (min.map(Number::millionths), max.map(Number::millionths))
        }
        _ => (None, None),
    }
}

fn runs(declaration: &FactDeclaration, partition: &Partition) -> Vec<Run> {
    let starts = partition.starts();
    let (min, max) = bounds(declaration);
    let step = step(declaration);
    let last = |index: usize| match starts.get(index + 1) {
        Some(next) => Some(next - step),
        None => max.map(|max| max.div_euclid(step) * step),
    };
    let runs = starts.iter().enumerate();
    runs.map(|(index, start)| Run {
        first: (index > 0 || min.is_some()).then_some(*start),
        last: last(index),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Asks;
    use crate::parse::parse_cell;

    fn fact(kind: FactType, optional: bool) -> FactDeclaration {
        FactDeclaration {
            name: "f".to_owned(),
            kind,
            optional,
            asks: Asks::Answer,
            change: None,
            weights: Vec::new(),
            after: None,
        }
    }

    /// The cell printed for what a cell admits, and the plain value.
    fn check(declaration: &FactDeclaration, text: &str, printed: &str, value: Known) {
        let read = parse_cell(text, declaration).unwrap();
        let partition = Partition::of(declaration, &[&read]);
        let holds = |class: &u16| read.holds(partition.samples()[usize::from(*class)]);
        let classes: Vec<u16> = (0..partition.samples().len() as u16)
            .filter(holds)
            .collect();
        let cell = partition.cell(declaration, |class| classes.contains(&class));
        assert_eq!(cell.feel(declaration).to_string(), printed, "{text}");
        assert_eq!(plain(declaration, &partition, classes[0]), value, "{text}");
    }

    #[test]
    fn classes_are_printed_as_the_shortest_cell() {
        let number = |whole: i32| Known::Number(Number::from(whole));
        let (min, max) = (Some(Number::from(0)), Some(Number::from(120)));
        let age = fact(FactType::Whole { min, max }, false);
        check(&age, "< 14", "<= 13", number(13));
        check(&age, "[14..16)", "[14..15]", number(14));
        check(&age, "> 17", ">= 18", number(18));
        check(&age, "3, 5", "3, 5", number(5));
        check(&age, "3, 4", "[3..4]", number(4));
        let months = fact(
            FactType::Whole {
                min: None,
                max: None,
            },
            false,
        );
        check(&months, "< 1, > 12", "<= 0, >= 13", number(13));
        check(&months, "< -3", "<= -4", number(-4));
        check(&months, "< 7", "<= 6", number(6));
        let area = fact(FactType::Number { min, max: None }, true);
        check(&area, "< 15", "< 15", number(14));
        check(&area, "> 15, null", "> 15, null", number(16));
        check(&area, "(1.5..2.25]", "(1.5..2.25]", number(2));
        check(&area, "<= 2", "<= 2", number(2));
        check(&area, ">= 0", "not(null)", number(0));
        let values = ["a", "b", "c"].map(str::to_owned).to_vec();
        let text = fact(FactType::Text { values }, false);
        check(&text, r#"not("b")"#, r#"not("b")"#, Known::Text(0));
        check(&text, r#""b""#, r#""b""#, Known::Text(1));
        check(
            &fact(FactType::Boolean, false),
            "true",
            "true",
            Known::Bool(true),
        );
    }
}
