//! Operations on diagrams that evaluating does not need: restricting, joining, asking what is left.

use crate::diagram::{Diagram, Edge};
use crate::interner::{Interner, Sequences};

/// Diagrams made from others. Nodes are as in [`Diagram`]: the index of a variable followed by the
/// children, all nodes different, none with equal children only, children before their parents.
pub(crate) struct Nodes {
    stored: Interner,
    most: usize,
}

/// How two diagrams with the terminals 0 and 1 are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    /// 1 where both are.
    All,
    /// 1 where any is.
    Any,
}

impl Nodes {
    /// No diagrams yet; refuses to grow beyond so many nodes.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            stored: Interner::with_capacity(64),
            most,
        }
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.stored.len()
    }

    /// The variable and the children of a node.
    pub(crate) fn node(&self, edge: Edge) -> Option<(usize, &[u32])> {
        if edge.as_terminal().is_some() {
            return None;
        }
        let (variable, children) = self.stored.get(edge.word()).split_first()?;
        Some((*variable as usize, children))
    }

    /// A node, or its only child. `None` beyond the size allowed.
    pub(crate) fn make(&mut self, variable: usize, children: &[Edge]) -> Option<Edge> {
        if let [first, rest @ ..] = children
            && rest.iter().all(|child| child == first)
        {
            return Some(*first);
        }
        let mut key = Vec::with_capacity(children.len() + 1);
        key.push(variable as u32);
        key.extend(children.iter().map(|child| child.word()));
        let (number, new) = self.stored.intern(&key);
        (!new || self.stored.len() <= self.most).then(|| Edge::node(number))
    }

    /// The diagram that asks for one variable and ends in a terminal for each class.
    pub(crate) fn choose(&mut self, variable: usize, terminals: &[u32]) -> Option<Edge> {
        let children = terminals.iter().map(|terminal| Edge::terminal(*terminal));
        self.make(variable, &children.collect::<Vec<Edge>>())
    }

    /// Rebuilds a diagram of another store from the leaves up: `leaf` maps the terminals, `inner`
    /// makes of a variable and the images of its children the image of a node.
    pub(crate) fn import(
        &mut self,
        diagram: &Diagram,
        root: Edge,
        leaf: impl Fn(u32) -> u32,
        mut inner: impl FnMut(&mut Self, usize, &[Edge]) -> Option<Edge>,
    ) -> Option<Edge> {
        if let Some(terminal) = root.as_terminal() {
            return Some(Edge::terminal(leaf(terminal)));
        }
        let needed = reached(&diagram.nodes, root.word());
        let mut images = vec![Edge::terminal(0); needed.len()];
        let mut children = Vec::new();
        for (node, _) in (0..).zip(&needed).filter(|(_, needed)| **needed) {
            let Some((variable, words)) = diagram.nodes.get(node).split_first() else {
                continue;
            };
            children.clear();
            for word in words {
                let edge = Edge::from_word(*word);
                children.push(match edge.as_terminal() {
                    Some(terminal) => Edge::terminal(leaf(terminal)),
                    None => *images.get(*word as usize)?,
                });
            }
            let image = inner(self, *variable as usize, &children)?;
            *images.get_mut(node as usize)? = image;
        }
        images.last().copied()
    }

    /// The diagram with one variable known.
    pub(crate) fn restrict(&mut self, root: Edge, variable: usize, class: usize) -> Option<Edge> {
        if root.as_terminal().is_some() {
            return Some(root);
        }
        let needed = reached(self.stored.sequences(), root.word());
        let mut images = vec![Edge::terminal(0); needed.len()];
        let mut children = Vec::new();
        for (node, _) in (0..).zip(&needed).filter(|(_, needed)| **needed) {
            let Some((asked, words)) = self.stored.get(node).split_first() else {
                continue;
            };
            let asked = *asked as usize;
            children.clear();
            for word in words {
                let edge = Edge::from_word(*word);
                children.push(match edge.as_terminal() {
                    Some(_) => edge,
                    None => *images.get(*word as usize)?,
                });
            }
            let image = match asked == variable {
                true => *children.get(class)?,
                false => self.make(asked, &children)?,
            };
            *images.get_mut(node as usize)? = image;
        }
        images.last().copied()
    }

    /// Marks the variables that occur; in a reduced diagram each of them matters.
    pub(crate) fn support(&self, root: Edge, asked: &mut [bool]) {
        if root.as_terminal().is_some() {
            return;
        }
        let needed = reached(self.stored.sequences(), root.word());
        for (node, _) in (0..).zip(&needed).filter(|(_, needed)| **needed) {
            let variable = self.stored.get(node).first().copied().unwrap_or(0);
            if let Some(mark) = asked.get_mut(variable as usize) {
                *mark = true;
            }
        }
    }

    /// All of several diagrams with the terminals 0 and 1, or any of them.
    pub(crate) fn join(&mut self, join: Join, diagrams: &[Edge]) -> Option<Edge> {
        let (neutral, absorbing) = match join {
            Join::All => (Edge::terminal(1), Edge::terminal(0)),
            Join::Any => (Edge::terminal(0), Edge::terminal(1)),
        };
        let mut joining = Joining {
            neutral,
            absorbing,
            pairs: Interner::with_capacity(64),
            results: Vec::new(),
        };
        let mut joined = neutral;
        for diagram in diagrams {
            joined = joining.pair(self, joined, *diagram)?;
        }
        Some(joined)
    }
}

/// One joining of diagrams with its intermediate results.
struct Joining {
    neutral: Edge,
    absorbing: Edge,
    pairs: Interner,
    results: Vec<Edge>,
}

impl Joining {
    fn pair(&mut self, nodes: &mut Nodes, one: Edge, other: Edge) -> Option<Edge> {
        if one == other || other == self.neutral || one == self.absorbing {
            return Some(one);
        }
        if one == self.neutral || other == self.absorbing {
            return Some(other);
        }
        let (low, high) = (one.word().min(other.word()), one.word().max(other.word()));
        let known = self.pairs.len();
        let (number, new) = self.pairs.intern(&[low, high]);
        if !new {
            return self.results.get(number as usize).copied();
        }
        if known > nodes.most {
            return None;
        }
        // Whoever joins a pair never meets it again below, so no unfinished result is read.
        self.results.push(Edge::terminal(0));
        let (one_variable, one_children) = nodes.node(one)?;
        let (other_variable, other_children) = nodes.node(other)?;
        let variable = one_variable.min(other_variable);
        let children = one_children.len().max(other_children.len());
        let count = match one_variable.cmp(&other_variable) {
            std::cmp::Ordering::Less => one_children.len(),
            std::cmp::Ordering::Equal => children,
            std::cmp::Ordering::Greater => other_children.len(),
        };
        let child = |edge: Edge, asked: usize, words: &[u32], index: usize| match asked == variable
        {
            true => words.get(index).map(|word| Edge::from_word(*word)),
            false => Some(edge),
        };
        let mut pairs = Vec::with_capacity(count);
        for index in 0..count {
            pairs.push((
                child(one, one_variable, one_children, index)?,
                child(other, other_variable, other_children, index)?,
            ));
        }
        let mut joined = Vec::with_capacity(count);
        for (one, other) in pairs {
            joined.push(self.pair(nodes, one, other)?);
        }
        let edge = nodes.make(variable, &joined)?;
        *self.results.get_mut(number as usize)? = edge;
        Some(edge)
    }
}

/// Which of the nodes up to a root can be reached from it.
fn reached(nodes: &Sequences, root: u32) -> Vec<bool> {
    let mut reached = vec![false; root as usize + 1];
    if let Some(mark) = reached.last_mut() {
        *mark = true;
    }
    for node in (0..=root).rev() {
        if reached.get(node as usize) != Some(&true) {
            continue;
        }
        for child in nodes.get(node).iter().skip(1) {
            // A terminal's number lies beyond the end.
            if let Some(mark) = reached.get_mut(*child as usize) {
                *mark = true;
            }
        }
    }
    reached
}
