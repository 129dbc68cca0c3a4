//! Reduced ordered decision diagrams over facts with several classes each.
//!
//! A node asks for the class of one variable and has a child for each class; a terminal is a
//! result. Variables are asked in the same order on every path, equal nodes are one node, and no
//! node has only equal children. Hence a path never contradicts itself: every terminal that the
//! known facts leave reachable is the result of some completion of the others, and a variable
//! occurs in a diagram only if some two completions that differ in it alone differ in result.

use crate::fact::{FactId, Facts};
use crate::interner::{Interner, Sequences};
use crate::partition::Partition;

/// A node or a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edge(u32);

const TERMINAL: u32 = 1 << 31;
/// Stands for the class of a variable whose fact is not known.
const UNKNOWN: u32 = u32::MAX;

impl Edge {
    pub(crate) fn node(number: u32) -> Self {
        Self(number)
    }

    pub(crate) fn terminal(number: u32) -> Self {
        Self(number | TERMINAL)
    }

    pub(crate) fn from_word(word: u32) -> Self {
        Self(word)
    }

    pub(crate) fn word(self) -> u32 {
        self.0
    }

    pub(crate) fn as_terminal(self) -> Option<u32> {
        (self.0 & TERMINAL != 0).then_some(self.0 & !TERMINAL)
    }
}

/// A fact that nodes ask for.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) fact: FactId,
    pub(crate) partition: Partition,
}

/// Several diagrams that share their nodes. Children have lower numbers than their parents.
#[derive(Clone, Debug)]
pub(crate) struct Diagram {
    pub(crate) variables: Vec<Variable>,
    /// Each node as the index of its variable followed by its children.
    pub(crate) nodes: Sequences,
}

/// What is known, as the class of each variable.
#[derive(Default)]
pub(crate) struct Classes(Vec<u32>);

impl Classes {
    /// The class of a variable, if it is known.
    pub(crate) fn get(&self, variable: usize) -> Option<usize> {
        let class = self.0.get(variable).copied().unwrap_or(UNKNOWN);
        (class != UNKNOWN).then_some(class as usize)
    }

    /// The classes of the first variables.
    #[cfg(test)]
    pub(crate) fn of(known: &[Option<u32>]) -> Self {
        let classes = known.iter().map(|class| class.unwrap_or(UNKNOWN));
        Self(classes.collect())
    }
}

/// Which nodes a walk has seen; kept between walks to spare allocations.
#[derive(Default)]
pub(crate) struct Walk {
    stack: Vec<u32>,
    seen: Vec<u32>,
}

impl Diagram {
    /// Into how many classes a variable is divided.
    pub(crate) fn classes_of(&self, variable: usize) -> usize {
        let variable = self.variables.get(variable);
        variable.map_or(0, |it| it.partition.samples().len())
    }

    pub(crate) fn classes(&self, facts: &Facts) -> Classes {
        let mut classes = Classes::default();
        self.classify(facts, &mut classes);
        classes
    }

    /// Replaces what is known.
    pub(crate) fn classify(&self, facts: &Facts, classes: &mut Classes) {
        let class = |variable: &Variable| {
            let known = facts.known(variable.fact)?;
            variable.partition.class(known).map(u32::from)
        };
        let variables = self.variables.iter();
        let Classes(classes) = classes;
        classes.clear();
        classes.extend(variables.map(|variable| class(variable).unwrap_or(UNKNOWN)));
    }

    /// Visits the terminals that completions of what is known reach, until `visit` says to stop.
    /// A terminal may be visited several times.
    pub(crate) fn reach(
        &self,
        root: Edge,
        classes: &Classes,
        walk: &mut Walk,
        mut visit: impl FnMut(u32) -> bool,
    ) {
        let mut word = root.0;
        walk.stack.clear();
        walk.seen.clear();
        loop {
            if let Some(terminal) = Edge(word).as_terminal() {
                if !visit(terminal) {
                    return;
                }
            } else {
                match self.step(word, classes) {
                    Step::One(child) => {
                        word = child;
                        continue;
                    }
                    // Only branching can make a walk long, so only branching is remembered.
                    Step::All(children) => {
                        if walk.mark(word) {
                            walk.stack.extend_from_slice(children);
                        }
                    }
                }
            }
            match walk.stack.pop() {
                Some(next) => word = next,
                None => return,
            }
        }
    }

    /// Marks the variables that can still change the result.
    pub(crate) fn support(&self, root: Edge, classes: &Classes, asked: &mut [bool]) {
        let Edge(root) = root;
        if root & TERMINAL != 0 {
            return;
        }
        // From the root down: which nodes remain.
        let mut remains = vec![false; root as usize + 1];
        let mut count = 0;
        if let Some(mark) = remains.last_mut() {
            *mark = true;
        }
        for node in (0..=root).rev() {
            if remains.get(node as usize) != Some(&true) {
                continue;
            }
            count += 1;
            let children = match self.step(node, classes) {
                Step::One(child) => &[child][..],
                Step::All(children) => children,
            };
            for child in children {
                // A terminal's number lies beyond the end.
                if let Some(mark) = remains.get_mut(*child as usize) {
                    *mark = true;
                }
            }
        }
        // From the leaves up: the same nodes with the known variables gone, reduced again.
        let mut reduced = Interner::with_capacity(count);
        let mut image = vec![0; root as usize + 1];
        let mut key = Vec::new();
        for node in 0..=root {
            if remains.get(node as usize) != Some(&true) {
                continue;
            }
            let translate = |child: u32| {
                if child & TERMINAL != 0 {
                    child
                } else {
                    image.get(child as usize).copied().unwrap_or(0)
                }
            };
            let translated = match self.step(node, classes) {
                Step::One(child) => translate(child),
                Step::All(children) => {
                    key.clear();
                    key.push(self.variable(node));
                    key.extend(children.iter().map(|child| translate(*child)));
                    match key.get(1..) {
                        Some([first, rest @ ..]) if rest.iter().all(|child| child == first) => {
                            *first
                        }
                        _ => reduced.intern(&key).0,
                    }
                }
            };
            if let Some(slot) = image.get_mut(node as usize) {
                *slot = translated;
            }
        }
        // From the new root down: the variables of the nodes that are left.
        let mut left = vec![false; reduced.len()];
        if let Some(mark) = image.last().and_then(|root| left.get_mut(*root as usize)) {
            *mark = true;
        }
        for node in (0..reduced.len()).rev() {
            if left.get(node) != Some(&true) {
                continue;
            }
            if let [variable, children @ ..] = reduced.get(node as u32) {
                if let Some(mark) = asked.get_mut(*variable as usize) {
                    *mark = true;
                }
                for child in children {
                    if let Some(mark) = left.get_mut(*child as usize) {
                        *mark = true;
                    }
                }
            }
        }
    }

    fn variable(&self, node: u32) -> u32 {
        self.nodes.get(node).first().copied().unwrap_or(0)
    }

    fn step(&self, node: u32, classes: &Classes) -> Step<'_> {
        let (variable, children) = match self.nodes.get(node) {
            [variable, children @ ..] => (*variable, children),
            [] => (0, &[][..]),
        };
        let class = classes.0.get(variable as usize).copied().unwrap_or(UNKNOWN);
        match children.get(class as usize) {
            Some(child) => Step::One(*child),
            None => Step::All(children),
        }
    }
}

enum Step<'d> {
    /// The variable is known: the child of its class.
    One(u32),
    /// It is not: all children.
    All(&'d [u32]),
}

impl Walk {
    /// Notes a node; says whether it is new.
    fn mark(&mut self, node: u32) -> bool {
        let (word, bit) = ((node / 32) as usize, 1 << (node % 32));
        if self.seen.len() <= word {
            self.seen.resize(word + 1, 0);
        }
        match self.seen.get_mut(word) {
            Some(seen) if *seen & bit == 0 => {
                *seen |= bit;
                true
            }
            _ => false,
        }
    }
}
