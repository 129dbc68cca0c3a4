//! The requirements of decisions, in an order in which they can be made.

use super::{Definitions, Required};
use crate::error::{Problem, Report};

/// Puts each decision after those it requires, and otherwise leaves them as they stand in the
/// file; reports a circle.
pub(super) fn order(definitions: &mut Definitions, report: &mut Report<'_>) {
    let requires: Vec<Vec<usize>> = definitions
        .decisions
        .iter()
        .map(|decision| {
            let required = decision.requires.iter();
            let decisions = required.filter_map(|required| match required {
                Required::Decision(index) => Some(*index),
                Required::Input(_) => None,
            });
            decisions.collect()
        })
        .collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); requires.len()];
    let mut open: Vec<usize> = requires.iter().map(Vec::len).collect();
    for (index, required) in requires.iter().enumerate() {
        for needed in required {
            if let Some(list) = needed_by.get_mut(*needed) {
                list.push(index);
            }
        }
    }
    let ready = open.iter().enumerate().filter(|(_, open)| **open == 0);
    let mut ready: std::collections::BTreeSet<usize> = ready.map(|(index, _)| index).collect();
    let mut order = Vec::with_capacity(requires.len());
    while let Some(index) = ready.pop_first() {
        order.push(index);
        for next in needed_by.get(index).into_iter().flatten() {
            if let Some(left) = open.get_mut(*next) {
                *left -= 1;
                if *left == 0 {
                    ready.insert(*next);
                }
            }
        }
    }
    if order.len() < requires.len() {
        let name = |index: usize| definitions.decisions.get(index).map(|it| it.name.as_str());
        let circle = circle(&requires, &open);
        let names: Vec<&str> = circle.iter().filter_map(|index| name(*index)).collect();
        let first = circle
            .first()
            .and_then(|first| definitions.decisions.get(*first));
        let at = first.map_or(0, |decision| decision.at);
        report.add(at, Problem::Cycle(names.join(" \u{2192} ")));
        return;
    }
    let mut places = vec![0; order.len()];
    for (place, index) in order.iter().enumerate() {
        if let Some(slot) = places.get_mut(*index) {
            *slot = place;
        }
    }
    for decision in &mut definitions.decisions {
        for required in &mut decision.requires {
            if let Required::Decision(index) = required {
                *index = places.get(*index).copied().unwrap_or(0);
            }
        }
    }
    let mut placed: Vec<_> = definitions.decisions.drain(..).zip(places).collect();
    placed.sort_by_key(|(_, place)| *place);
    definitions.decisions = placed.into_iter().map(|(decision, _)| decision).collect();
}

/// One circle among the decisions that could not be put in order, its first one repeated.
fn circle(requires: &[Vec<usize>], open: &[usize]) -> Vec<usize> {
    let is_stuck = |index: &usize| open.get(*index).is_some_and(|left| *left > 0);
    let mut path: Vec<usize> = Vec::new();
    let mut seen = vec![false; requires.len()];
    let mut next = (0..requires.len()).find(is_stuck);
    while let Some(index) = next {
        path.push(index);
        match seen.get_mut(index) {
            Some(mark @ false) => *mark = true,
            _ => break,
        }
        let mut required = requires.get(index).into_iter().flatten();
        next = required.find(|index| is_stuck(index)).copied();
    }
    let start = path
        .last()
        .and_then(|last| path.iter().position(|index| index == last));
    path.split_off(start.unwrap_or(0))
}
