//! Classes of a fact's domain, put together again as a cell.

use crate::cell::{Cell, Endpoint, Range, Test};
use crate::fact::{FactDeclaration, FactType, Known};
use crate::number::{Number, UNIT};
use crate::partition::Partition;

impl Partition {
    /// The shortest cell that holds for exactly the values of the classes wanted.
    pub(crate) fn cell(&self, fact: &FactDeclaration, wanted: impl Fn(u16) -> bool) -> Cell {
        let mut classes = self.classes().iter().map(|class| wanted(*class));
        if classes.clone().all(|wanted| wanted) {
            return Cell::Any;
        }
        let values = self.classes().len().saturating_sub(1);
        if self.optional && values > 0 && classes.clone().take(values).all(|wanted| wanted) {
            return Cell::Tests {
                tests: vec![Test::Null],
                negated: true,
            };
        }
        let mut tests = Vec::new();
        let mut others = Vec::new();
        match &fact.kind {
            FactType::Boolean => {
                for value in [false, true] {
                    if classes.next() == Some(true) {
                        tests.push(Test::Bool(value));
                    }
                }
            }
            FactType::Text { values } => {
                for (index, _) in (0..).zip(values) {
                    let part = match classes.next() {
                        Some(true) => &mut tests,
                        _ => &mut others,
                    };
                    part.push(Test::Text(index));
                }
            }
            FactType::Whole { .. } | FactType::Number { .. } => {
                let runs: Vec<bool> = classes.by_ref().take(self.starts().len()).collect();
                self.ranges(&runs, step(fact), &mut tests);
            }
        }
        let null = self.optional && classes.next() == Some(true);
        // Only of texts are the others listed in full.
        let is_shorter = !others.is_empty() && others.len() < tests.len();
        if is_shorter && null == self.optional {
            return Cell::Tests {
                tests: others,
                negated: true,
            };
        }
        if null {
            tests.push(Test::Null);
        }
        let negated = false;
        Cell::Tests { tests, negated }
    }

    /// The longest intervals of the runs wanted.
    fn ranges(&self, wanted: &[bool], step: i64, tests: &mut Vec<Test>) {
        let mut run = 0;
        while run < wanted.len() {
            let first = run;
            while wanted.get(run) == Some(&true) {
                run += 1;
            }
            if run > first {
                let low = match first {
                    0 => None,
                    _ => self.starts().get(first).map(|start| lower(*start, step)),
                };
                let high = self.starts().get(run).map(|start| upper(*start, step));
                tests.push(Test::Range(Range { low, high }));
            }
            run += 1;
        }
    }

    /// The value of the classes wanted that is nearest to one: of numbers by distance, else the
    /// first that is declared. `None` if no class is wanted.
    pub(crate) fn nearest(
        &self,
        fact: &FactDeclaration,
        to: Option<Known>,
        wanted: impl Fn(u16) -> bool,
    ) -> Option<Known> {
        let step = step(fact);
        let mut best: Option<(u64, Known)> = None;
        for (atom, class) in self.classes().iter().enumerate() {
            if !wanted(*class) {
                continue;
            }
            let (distance, value) = match self.starts().get(atom) {
                Some(start) => {
                    let end = self.starts().get(atom + 1);
                    let least = *start;
                    let most = end.map_or_else(|| greatest(fact, step), |end| end - step);
                    let origin = match to {
                        Some(Known::Number(number)) => number.millionths(),
                        // Where the domain has no first number, the smallest in size.
                        _ if atom == 0 => most.min(0).max(least),
                        _ => least,
                    };
                    let value = origin.clamp(least, most.max(least));
                    let known = Known::Number(Number::from_millionths(value));
                    (value.abs_diff(origin), known)
                }
                None => (u64::MAX, self.atom(fact, atom)?),
            };
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, value));
            }
        }
        best.map(|(_, value)| value)
    }

    fn atom(&self, fact: &FactDeclaration, atom: usize) -> Option<Known> {
        if self.optional && atom + 1 == self.classes().len() {
            return Some(Known::Null);
        }
        match &fact.kind {
            FactType::Boolean => Some(Known::Bool(atom == 1)),
            FactType::Text { .. } => u16::try_from(atom).ok().map(Known::Text),
            _ => None,
        }
    }
}

/// The distance between neighbours among the numbers of a domain, in millionths.
pub(crate) fn step(fact: &FactDeclaration) -> i64 {
    match fact.kind {
        FactType::Whole { .. } => UNIT,
        _ => 1,
    }
}

/// The greatest number of a domain, in millionths.
pub(crate) fn greatest(fact: &FactDeclaration, step: i64) -> i64 {
    match &fact.kind {
        FactType::Whole { max, .. } | FactType::Number { max, .. } => {
            max.map_or(i64::MAX / step * step, Number::millionths)
        }
        _ => i64::MAX,
    }
}

fn closed(number: Number) -> Endpoint {
    let closed = true;
    Endpoint { number, closed }
}

/// The lower end of an interval whose first number is given: with whole numbers that number, else
/// it or the one just before, whichever is shorter to write.
fn lower(first: i64, step: i64) -> Endpoint {
    shorter(first, first.checked_sub(1).filter(|_| step == 1))
}

/// The upper end of an interval, given the first number beyond it.
fn upper(beyond: i64, step: i64) -> Endpoint {
    match beyond.checked_sub(step) {
        Some(last) => shorter(last, Some(beyond).filter(|_| step == 1)),
        None => Endpoint {
            number: Number::from_millionths(beyond),
            closed: false,
        },
    }
}

/// A number that belongs to an interval, or its neighbour that does not.
fn shorter(inside: i64, outside: Option<i64>) -> Endpoint {
    let zeros = |number: i64| {
        let mut zeros = 0;
        let mut rest = number;
        while rest != 0 && rest % 10 == 0 && zeros < 6 {
            rest /= 10;
            zeros += 1;
        }
        if number == 0 { 6 } else { zeros }
    };
    match outside {
        Some(outside) if zeros(outside) > zeros(inside) => Endpoint {
            number: Number::from_millionths(outside),
            closed: false,
        },
        _ => closed(Number::from_millionths(inside)),
    }
}
