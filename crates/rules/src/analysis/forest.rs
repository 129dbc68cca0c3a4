//! Decision diagrams that can be combined: sets of cases and functions of cases.
//!
//! A case is a class for each variable. A set is a diagram that ends in [`OUT`] or [`IN`]; a
//! function may end in any terminal. Diagrams are reduced and ordered, so equal functions are the
//! same [`Edge`] and comparing them costs nothing.

use std::collections::HashMap;

use crate::diagram::{Diagram, Edge};
use crate::interner::Interner;
use crate::nodes::Nodes;

/// The terminal of cases outside a set.
pub(crate) const OUT: u32 = 0;
/// The terminal of cases in a set.
pub(crate) const IN: u32 = 1;

/// The empty set.
pub(crate) fn none() -> Edge {
    Edge::terminal(OUT)
}

/// The set of all cases.
pub(crate) fn all() -> Edge {
    Edge::terminal(IN)
}

/// A combination took more steps than are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooManySteps;

type Built = Result<Edge, TooManySteps>;

/// Some variables and the class of each.
pub(crate) type Path = Vec<(usize, u16)>;

/// Some variables and several classes of each: all the cases that have one of them.
pub(crate) type Region = Vec<(usize, Vec<u16>)>;

/// Diagrams over the same variables, and what has been worked out about them.
pub(crate) struct Forest {
    /// How many classes each variable has.
    sizes: Vec<u16>,
    nodes: Nodes,
    /// Each combination as its kind and its arguments.
    asked: Interner,
    answers: Vec<u32>,
    /// Kinds of combination given out.
    kinds: u32,
    steps: usize,
    limit: usize,
}

/// A step makes a node; the diagrams that are copied have more of them.
const NODES_PER_STEP: usize = 4;
/// The kind of combination that chooses between two functions.
const CHOICE: u32 = 0;

impl Forest {
    /// No diagrams yet. A combination fails once all of them together have taken `limit` steps.
    pub(crate) fn new(sizes: Vec<u16>, limit: usize) -> Self {
        Self {
            sizes,
            nodes: Nodes::new(limit.saturating_mul(NODES_PER_STEP)),
            asked: Interner::with_capacity(1 << 10),
            answers: Vec::new(),
            kinds: CHOICE,
            steps: 0,
            limit,
        }
    }

    /// How many steps combinations have taken.
    pub(crate) fn steps(&self) -> usize {
        self.steps
    }

    /// How many nodes all diagrams have.
    pub(crate) fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// How many classes a variable has.
    pub(crate) fn size(&self, variable: usize) -> u16 {
        self.sizes.get(variable).copied().unwrap_or(0)
    }

    /// The cases whose class of the variable is one that `holds`.
    pub(crate) fn literal(&mut self, variable: usize, holds: impl Fn(u16) -> bool) -> Built {
        let children = (0..self.size(variable)).map(|class| match holds(class) {
            true => all(),
            false => none(),
        });
        let children: Vec<Edge> = children.collect();
        self.node(variable, &children)
    }

    fn node(&mut self, variable: usize, children: &[Edge]) -> Built {
        self.nodes.make(variable, children).ok_or(TooManySteps)
    }

    /// Copies a diagram over the same variables.
    pub(crate) fn import(&mut self, diagram: &Diagram, root: Edge) -> Built {
        let copied = self.nodes.import(diagram, root, |leaf| leaf, Nodes::make);
        copied.ok_or(TooManySteps)
    }

    /// Where the set holds `then`, elsewhere `other`.
    pub(crate) fn choice(&mut self, set: Edge, then: Edge, other: Edge) -> Built {
        match set.as_terminal() {
            Some(OUT) => return Ok(other),
            Some(_) => return Ok(then),
            None if then == other => return Ok(then),
            None if then == all() && other == none() => return Ok(set),
            None => {}
        }
        let key = [CHOICE, set.word(), then.word(), other.word()];
        self.combine(&key, |forest, class, variable| {
            let set = forest.cofactor_at_top(set, variable, class);
            let then = forest.cofactor_at_top(then, variable, class);
            let other = forest.cofactor_at_top(other, variable, class);
            forest.choice(set, then, other)
        })
    }

    /// The cases in both sets.
    pub(crate) fn and(&mut self, one: Edge, other: Edge) -> Built {
        self.choice(one, other, none())
    }

    /// The cases in either set.
    pub(crate) fn or(&mut self, one: Edge, other: Edge) -> Built {
        self.choice(one, all(), other)
    }

    /// The cases of a set that are not in the other.
    pub(crate) fn minus(&mut self, set: Edge, other: Edge) -> Built {
        self.choice(other, none(), set)
    }

    /// The function of what two functions give.
    pub(crate) fn pair(
        &mut self,
        one: Edge,
        other: Edge,
        give: &mut dyn FnMut(u32, u32) -> u32,
    ) -> Built {
        self.kinds += 1;
        self.pair_as(self.kinds, one, other, give)
    }

    fn pair_as(
        &mut self,
        kind: u32,
        one: Edge,
        other: Edge,
        give: &mut dyn FnMut(u32, u32) -> u32,
    ) -> Built {
        if let (Some(one), Some(other)) = (one.as_terminal(), other.as_terminal()) {
            return Ok(Edge::terminal(give(one, other)));
        }
        self.combine(
            &[kind, one.word(), other.word()],
            |forest, class, variable| {
                let one = forest.cofactor_at_top(one, variable, class);
                let other = forest.cofactor_at_top(other, variable, class);
                forest.pair_as(kind, one, other, give)
            },
        )
    }

    /// The function of what a function gives.
    pub(crate) fn map(&mut self, one: Edge, give: &mut dyn FnMut(u32) -> u32) -> Built {
        self.pair(one, none(), &mut |terminal, _| give(terminal))
    }

    /// The cases where a function gives a terminal that is wanted.
    pub(crate) fn set(&mut self, one: Edge, wanted: impl Fn(u32) -> bool) -> Built {
        self.map(one, &mut |terminal| u32::from(wanted(terminal)))
    }

    /// The cases where two functions differ.
    pub(crate) fn difference(&mut self, one: Edge, other: Edge) -> Built {
        if one == other {
            return Ok(none());
        }
        self.pair(one, other, &mut |one, other| u32::from(one != other))
    }

    /// The function once a variable has a class; it does not depend on the variable any more.
    pub(crate) fn cofactor(&mut self, one: Edge, variable: usize, class: u16) -> Built {
        self.kinds += 1;
        self.cofactor_as(self.kinds, one, variable as u32, class)
    }

    fn cofactor_as(&mut self, kind: u32, one: Edge, wanted: u32, class: u16) -> Built {
        match self.variable(one) {
            None => Ok(one),
            Some(top) if top > wanted => Ok(one),
            Some(top) if top == wanted => Ok(self.cofactor_at_top(one, wanted, class)),
            Some(_) => self.combine(&[kind, one.word()], |forest, top_class, top| {
                let child = forest.cofactor_at_top(one, top, top_class);
                forest.cofactor_as(kind, child, wanted, class)
            }),
        }
    }

    /// Builds the node of the first variable among the arguments, once for each key.
    fn combine(
        &mut self,
        key: &[u32],
        mut child: impl FnMut(&mut Self, u16, u32) -> Built,
    ) -> Built {
        // A combination that was broken off has no answer, so after one nothing more is answered.
        if self.steps > self.limit {
            return Err(TooManySteps);
        }
        let (number, new) = self.asked.intern(key);
        if !new && let Some(answer) = self.answers.get(number as usize) {
            return Ok(Edge::from_word(*answer));
        }
        self.steps += 1;
        if self.steps > self.limit {
            return Err(TooManySteps);
        }
        if new {
            self.answers.push(OUT);
        }
        let arguments = key.iter().skip(1);
        let tops = arguments.filter_map(|word| self.variable(Edge::from_word(*word)));
        let top = tops.min().unwrap_or(0);
        let mut children = Vec::with_capacity(usize::from(self.size(top as usize)));
        for class in 0..self.size(top as usize) {
            children.push(child(self, class, top)?);
        }
        let edge = self.node(top as usize, &children)?;
        if let Some(answer) = self.answers.get_mut(number as usize) {
            *answer = edge.word();
        }
        Ok(edge)
    }

    fn variable(&self, edge: Edge) -> Option<u32> {
        let (variable, _) = self.nodes.node(edge)?;
        Some(variable as u32)
    }

    /// The child for a class if the node asks for the variable, else the node itself.
    fn cofactor_at_top(&self, edge: Edge, variable: u32, class: u16) -> Edge {
        match self.nodes.node(edge) {
            Some((top, children)) if top == variable as usize => {
                let child = children.get(usize::from(class)).copied();
                child.map_or(edge, Edge::from_word)
            }
            _ => edge,
        }
    }

    /// What a function gives for a case; variables beyond the end of the case have class 0.
    pub(crate) fn at(&self, mut edge: Edge, case: &[u16]) -> u32 {
        loop {
            if let Some(terminal) = edge.as_terminal() {
                return terminal;
            }
            let variable = self.variable(edge).unwrap_or(0);
            let class = case.get(variable as usize).copied().unwrap_or(0);
            let next = self.cofactor_at_top(edge, variable, class);
            if next == edge {
                return OUT;
            }
            edge = next;
        }
    }

    /// Of the cases in a set one that differs from `usual` in as few variables as can be: those
    /// variables that put it into the set. `None` for the empty set.
    pub(crate) fn nearest(&self, set: Edge, usual: &[u16]) -> Option<Path> {
        let mut found = HashMap::new();
        self.distance(set, usual, &mut found)?;
        let mut path = Vec::new();
        let mut edge = set;
        while let Some(Some((_, class))) = found.get(&edge.word()) {
            let variable = self.variable(edge)?;
            path.push((variable as usize, *class));
            edge = self.cofactor_at_top(edge, variable, *class);
        }
        Some(path)
    }

    /// The least number of variables that must differ, and the class to take at each node.
    fn distance(
        &self,
        edge: Edge,
        usual: &[u16],
        found: &mut HashMap<u32, Option<(u32, u16)>>,
    ) -> Option<u32> {
        if let Some(terminal) = edge.as_terminal() {
            return (terminal != OUT).then_some(0);
        }
        if let Some(known) = found.get(&edge.word()) {
            return known.map(|(distance, _)| distance);
        }
        let variable = self.variable(edge)?;
        let preferred = usual.get(variable as usize).copied().unwrap_or(0);
        let mut best: Option<(u32, u16)> = None;
        let others = (0..self.size(variable as usize)).filter(|class| *class != preferred);
        for class in std::iter::once(preferred).chain(others) {
            let child = self.cofactor_at_top(edge, variable, class);
            let Some(rest) = self.distance(child, usual, found) else {
                continue;
            };
            let distance = rest + u32::from(class != preferred);
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, class));
            }
        }
        found.insert(edge.word(), best);
        best.map(|(distance, _)| distance)
    }

    /// A set as regions no two of which share a case, at most `limit` of them, and whether that
    /// is all.
    pub(crate) fn regions(&self, set: Edge, limit: usize) -> (Vec<Region>, bool) {
        let mut regions = Vec::new();
        let complete = self.collect(set, &mut Vec::new(), &mut regions, limit);
        (regions, complete)
    }

    fn collect(
        &self,
        edge: Edge,
        above: &mut Region,
        regions: &mut Vec<Region>,
        limit: usize,
    ) -> bool {
        match edge.as_terminal() {
            Some(OUT) => return true,
            Some(_) if regions.len() >= limit => return false,
            Some(_) => {
                regions.push(above.clone());
                return true;
            }
            None => {}
        }
        let variable = self.variable(edge).unwrap_or(0);
        let mut branches: Vec<(Edge, Vec<u16>)> = Vec::new();
        for class in 0..self.size(variable as usize) {
            let child = self.cofactor_at_top(edge, variable, class);
            match branches.iter_mut().find(|(known, _)| *known == child) {
                Some((_, classes)) => classes.push(class),
                None => branches.push((child, vec![class])),
            }
        }
        for (child, classes) in branches {
            above.push((variable as usize, classes));
            let complete = self.collect(child, above, regions, limit);
            above.pop();
            if !complete {
                return false;
            }
        }
        true
    }

    /// The different terminals of a function, in order.
    pub(crate) fn terminals(&self, root: Edge) -> Vec<u32> {
        let mut seen: Vec<bool> = Vec::new();
        let mut found = Vec::new();
        let mut stack = vec![root];
        while let Some(edge) = stack.pop() {
            let Some((_, children)) = self.nodes.node(edge) else {
                found.extend(edge.as_terminal());
                continue;
            };
            let number = edge.word() as usize;
            if seen.len() <= number {
                seen.resize(number + 1, false);
            }
            if let Some(seen) = seen.get_mut(number)
                && !std::mem::replace(seen, true)
            {
                stack.extend(children.iter().map(|child| Edge::from_word(*child)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_case_differs_in_as_few_variables_as_can_be() {
        let mut forest = Forest::new(vec![2, 3, 2], 1000);
        let is = |forest: &mut Forest, variable, class| {
            forest.literal(variable, |found| found == class).unwrap()
        };
        // (0 and 1 and 2 differ) or 1 has its last class.
        let (first, second) = (is(&mut forest, 0, 1), is(&mut forest, 1, 1));
        let (third, last) = (is(&mut forest, 2, 1), is(&mut forest, 1, 2));
        let both = forest.and(first, second).unwrap();
        let far = forest.and(both, third).unwrap();
        let set = forest.or(far, last).unwrap();
        let found = |usual: &[u16]| {
            let path = forest.nearest(set, usual).unwrap();
            let mut case = usual.to_vec();
            path.iter()
                .for_each(|(variable, class)| case[*variable] = *class);
            assert_eq!(forest.at(set, &case), IN);
            case
        };
        assert_eq!(found(&[0, 0, 0]), [0, 2, 0]);
        assert_eq!(found(&[1, 1, 0]), [1, 1, 1]);
        assert_eq!(found(&[1, 1, 1]), [1, 1, 1]);
        assert_eq!(found(&[1, 0, 1]), [1, 1, 1]);
        assert_eq!(forest.nearest(none(), &[0, 0, 0]), None);
        // To stay with what is usual at first would cost more later.
        let costly = forest.and(second, third).unwrap();
        let set = forest.choice(first, all(), costly).unwrap();
        assert_eq!(forest.nearest(set, &[0, 0, 0]), Some(vec![(0, 1)]));
    }

    #[test]
    fn regions_do_not_overlap_and_are_cut_off_honestly() {
        let mut forest = Forest::new(vec![2, 3], 1000);
        let one = forest.literal(0, |class| class == 0).unwrap();
        let other = forest.literal(1, |class| class == 2).unwrap();
        let set = forest.or(one, other).unwrap();
        let regions = vec![vec![(0, vec![0])], vec![(0, vec![1]), (1, vec![2])]];
        assert_eq!(forest.regions(set, 9), (regions.clone(), true));
        assert_eq!(forest.regions(set, 1), (regions[..1].to_vec(), false));
    }

    #[test]
    fn after_too_many_steps_nothing_is_answered() {
        let mut forest = Forest::new(vec![2; 4], 3);
        let literals: Vec<Edge> = (0..4)
            .map(|v| forest.literal(v, |class| class == 1).unwrap())
            .collect();
        let mut set = all();
        let mut results = Vec::new();
        for literal in literals.iter().cycle().take(12) {
            let exclusive = forest.difference(set, *literal);
            results.push(exclusive.is_ok());
            set = exclusive.unwrap_or(set);
        }
        assert!(results[0] && results.is_sorted_by(|one, other| one >= other));
        assert!(!results[11]);
    }
}
