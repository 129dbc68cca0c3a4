//! Where diagrams are built so that they share nodes.

use crate::component::{Component, Link};
use crate::diagram::{Edge, Variable};
use crate::fact::Known;
use crate::interner::{Interner, Sequences};

/// Beyond so many steps a goal is refused rather than filling the memory.
const STEPS: usize = 1 << 20;
/// What has to be remembered of a step in words for it to count as one more.
const LONG: usize = 64;

/// Builds diagrams that share nodes.
pub(crate) struct Workshop<'v> {
    variables: &'v [Variable],
    nodes: Interner,
    steps: usize,
}

/// The output of an earlier table, which rows may test as if it were a fact.
#[derive(Clone)]
pub(crate) struct Feed<'a> {
    /// The diagram of the output.
    pub(crate) root: Edge,
    /// For each terminal of it the class of the output.
    pub(crate) classes: Vec<usize>,
    /// One value of each class.
    pub(crate) samples: &'a [Known],
}

impl<'v> Workshop<'v> {
    pub(crate) fn new(variables: &'v [Variable]) -> Self {
        Self {
            variables,
            nodes: Interner::with_capacity(128),
            steps: 0,
        }
    }

    /// The nodes of all diagrams.
    pub(crate) fn finish(self) -> Sequences {
        self.nodes.finish()
    }

    /// The diagram of a link, whose rows count their cells' variables from the first feed on:
    /// feeds first, then the facts. `result` gives the terminal for what is decided once nothing
    /// is open. `None` if this takes too much memory.
    pub(crate) fn build(
        &mut self,
        link: &Link<'_>,
        feeds: &[Feed<'_>],
        result: &mut dyn FnMut(&[u32]) -> u32,
    ) -> Option<Edge> {
        Component::new(self, link, feeds, result)?.build()
    }

    /// One value of each class of a fact.
    pub(crate) fn samples(&self, variable: usize) -> &'v [Known] {
        let variable = self.variables.get(variable);
        variable.map_or(&[][..], |variable| variable.partition.samples())
    }

    /// Notes one more step of which so many words are remembered; `None` if there have been too
    /// many.
    pub(crate) fn step(&mut self, words: usize) -> Option<()> {
        self.steps += 1 + words / LONG;
        (self.steps <= STEPS).then_some(())
    }

    /// The node that asks for a variable and goes on to the children, of which there is at least
    /// one, or what they all are.
    pub(crate) fn node(&mut self, variable_and_children: &[u32]) -> Edge {
        match variable_and_children {
            [_, first, rest @ ..] if rest.iter().all(|child| child == first) => {
                Edge::from_word(*first)
            }
            node => Edge::node(self.nodes.intern(node).0),
        }
    }

    /// The diagram that goes on, where another one ends, to the child of the terminal's class.
    pub(crate) fn select(
        &mut self,
        from: Edge,
        classes: &[usize],
        children: &[u32],
    ) -> Option<Edge> {
        let mut selection = Selection {
            workshop: self,
            classes,
            seen: Interner::with_capacity(8),
            edges: Vec::new(),
        };
        let mut words = vec![from.word()];
        words.extend_from_slice(children);
        selection.select(words)
    }

    /// The variable that an edge asks for first; beyond all variables for a terminal.
    fn variable(&self, edge: Edge) -> u32 {
        match edge.as_terminal() {
            Some(_) => u32::MAX,
            None => self
                .nodes
                .get(edge.word())
                .first()
                .copied()
                .unwrap_or(u32::MAX),
        }
    }

    /// Where an edge leads once a variable that nothing before it asks for has a class.
    fn follow(&self, word: u32, variable: u32, class: usize) -> u32 {
        if Edge::from_word(word).as_terminal().is_some() {
            return word;
        }
        match self.nodes.get(word) {
            [asked, children @ ..] if *asked == variable => {
                children.get(class).copied().unwrap_or(word)
            }
            _ => word,
        }
    }
}

struct Selection<'w, 'v, 's> {
    workshop: &'w mut Workshop<'v>,
    classes: &'s [usize],
    /// The edges looked at together: the one that selects and then its children.
    seen: Interner,
    edges: Vec<Edge>,
}

impl Selection<'_, '_, '_> {
    fn select(&mut self, words: Vec<u32>) -> Option<Edge> {
        let [from, children @ ..] = words.as_slice() else {
            return None;
        };
        if let Some(terminal) = Edge::from_word(*from).as_terminal() {
            let class = self.classes.get(terminal as usize)?;
            return children.get(*class).copied().map(Edge::from_word);
        }
        if let [first, rest @ ..] = children
            && rest.iter().all(|child| child == first)
        {
            return Some(Edge::from_word(*first));
        }
        let (number, new) = self.seen.intern(&words);
        if !new {
            return self.edges.get(number as usize).copied();
        }
        self.workshop.step(words.len())?;
        self.edges.push(Edge::terminal(0));
        let asked = words
            .iter()
            .map(|word| self.workshop.variable(Edge::from_word(*word)));
        let variable = asked.min()?;
        let mut node = vec![variable];
        for class in 0..self.workshop.samples(variable as usize).len() {
            let next = words.iter();
            let next = next.map(|word| self.workshop.follow(*word, variable, class));
            let next = next.collect();
            node.push(self.select(next)?.word());
        }
        let edge = self.workshop.node(&node);
        *self.edges.get_mut(number as usize)? = edge;
        Some(edge)
    }
}
