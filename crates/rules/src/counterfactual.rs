//! What would have to be different for a wanted outcome.

use crate::cell::Cell;
use crate::decision::Decision;
use crate::diagram::Edge;
use crate::error::RulesError;
use crate::fact::{FactDeclaration, FactId, Facts, Known};
use crate::nodes::{Join, Nodes};
use crate::value::Value;
use crate::wanted::Wanted;

/// Beyond so many nodes the answer is refused rather than filling the memory.
const NODES: usize = 1 << 20;
/// The effort of what no change leads to.
const NEVER: u32 = u32::MAX;

/// Changes that together lead to a wanted outcome, with the least effort there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterfactual<'p> {
    /// The efforts of the changes, added up.
    pub effort: u32,
    /// The changes, in the order to ask; none if nothing has to change.
    pub changes: Vec<Change<'p>>,
    /// Empty if the changes lead to the outcome whatever the facts still missing are. Otherwise
    /// nothing that can be changed does that; these changes lead to it for some values of the
    /// facts still missing, and here are those on which it depends.
    pub open: Vec<FactId>,
}

/// A fact that gets another value, or one at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'p> {
    /// The fact.
    pub fact: FactId,
    /// Every value that will do.
    pub to: Cell,
    /// One of them: of numbers the nearest to the present one, else the first declared.
    pub nearest: Value<'p>,
}

impl<'p> Decision<'p> {
    /// The changes of facts that lead to a wanted value of an output with the least effort: all
    /// sets of changes of that effort, but at most so many.
    ///
    /// A fact may be changed if it declares an effort, whether it is known or still missing.
    /// Everything else that is known stays. The answer is exact: it comes from the cheapest paths
    /// of the diagram in which the missing facts are "for all", and, if none leads there, of the
    /// one in which they are "for some". Empty if no change leads to the value at all.
    ///
    /// Fails with [`RulesError::UnknownOutput`], [`RulesError::UnknownValue`], or with
    /// [`RulesError::TooComplex`] for tables whose facts interlock beyond reason.
    pub fn counterfactuals(
        &self,
        facts: &Facts,
        output: &str,
        value: &str,
        most: usize,
    ) -> Result<Vec<Counterfactual<'p>>, RulesError> {
        let (table, value) = self.named(output, value)?;
        let Some(wanted) = self.wanted(table, value) else {
            return Ok(Vec::new());
        };
        let search = Search {
            decision: self,
            facts,
            variables: self.choices(facts),
        };
        let too_complex = || RulesError::TooComplex {
            goal: self.goal().to_owned(),
        };
        for join in [Join::All, Join::Any] {
            let found = search
                .cheapest(&wanted, join, most)
                .ok_or_else(too_complex)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    fn choices(&self, facts: &Facts) -> Vec<Choice<'p>> {
        let variables = self.compiled.diagram.variables.iter();
        let choices = variables.filter_map(|variable| {
            let declaration = self.policy.facts.get(variable.fact.index())?;
            let known = facts.known(variable.fact);
            Some(Choice {
                declaration,
                known,
                class: known
                    .and_then(|known| variable.partition.class(known))
                    .map(usize::from),
                effort: declaration.change.map(|effort| u32::from(effort.get())),
            })
        });
        choices.collect()
    }

    fn goal(&self) -> &'p str {
        let table = self.tables.first();
        table.map_or("", |table| &table.table.goal)
    }
}

/// What is possible with one variable.
struct Choice<'p> {
    declaration: &'p FactDeclaration,
    known: Option<Known>,
    /// The class of the value, if it is known.
    class: Option<usize>,
    /// The effort of a change, if one is possible.
    effort: Option<u32>,
}

impl Choice<'_> {
    /// Which of a node's children stands for no change. Of a missing fact that can be changed, the
    /// node has one more child than classes for it.
    fn unchanged(&self, children: usize) -> usize {
        self.class.unwrap_or(children.saturating_sub(1))
    }
}

struct Search<'d, 'p> {
    decision: &'d Decision<'p>,
    facts: &'d Facts,
    variables: Vec<Choice<'p>>,
}

/// Changes on the way to an answer: variables and the classes that will do.
type Path = Vec<(usize, Vec<usize>)>;

impl<'p> Search<'_, 'p> {
    /// `None` if this takes too much memory.
    fn cheapest(
        &self,
        wanted: &Wanted,
        join: Join,
        most: usize,
    ) -> Option<Vec<Counterfactual<'p>>> {
        let mut nodes = Nodes::new(NODES);
        let root = self.choosable(&mut nodes, wanted, join)?;
        let efforts = self.efforts(&nodes, root);
        let effort = effort_of(&efforts, root);
        if effort == NEVER {
            return Some(Vec::new());
        }
        let paths = self.paths(&nodes, root, &efforts, most).into_iter();
        let counterfactuals = paths.map(|path| {
            let changes = self.changes(&path);
            Counterfactual {
                effort,
                open: match join {
                    Join::All => Vec::new(),
                    Join::Any => self.open(wanted, &changes),
                },
                changes,
            }
        });
        Some(counterfactuals.collect())
    }

    /// The diagram of the changes after which the outcome is the wanted one for all values of what
    /// stays missing, or for some.
    fn choosable(&self, nodes: &mut Nodes, wanted: &Wanted, join: Join) -> Option<Edge> {
        let leaf = |terminal| u32::from(wanted.holds(terminal));
        let diagram = &self.decision.compiled.diagram;
        nodes.import(diagram, wanted.root, leaf, |nodes, variable, children| {
            let choice = self.variables.get(variable)?;
            match (choice.class, choice.effort) {
                (Some(class), None) => children.get(class).copied(),
                (Some(_), Some(_)) => nodes.make(variable, children),
                (None, None) => nodes.join(join, children),
                (None, Some(_)) => {
                    let mut children = children.to_vec();
                    let unchanged = nodes.join(join, &children)?;
                    children.push(unchanged);
                    nodes.make(variable, &children)
                }
            }
        })
    }

    /// For each node up to the root the least effort that leads from it to the outcome.
    fn efforts(&self, nodes: &Nodes, root: Edge) -> Vec<u32> {
        let mut efforts: Vec<u32> = Vec::new();
        if root.as_terminal().is_some() {
            return efforts;
        }
        for node in 0..=root.word() {
            let least = nodes.node(Edge::node(node)).map(|(variable, children)| {
                let ways = (0..).zip(children).map(|(index, child)| {
                    let rest = effort_of(&efforts, Edge::from_word(*child));
                    rest.saturating_add(self.effort(variable, children.len(), index))
                });
                ways.min().unwrap_or(NEVER)
            });
            efforts.push(least.unwrap_or(NEVER));
        }
        efforts
    }

    /// The effort of taking a child of a node.
    fn effort(&self, variable: usize, children: usize, index: usize) -> u32 {
        match self.variables.get(variable) {
            Some(choice) if index == choice.unchanged(children) => 0,
            Some(choice) => choice.effort.unwrap_or(NEVER),
            None => NEVER,
        }
    }

    /// The cheapest paths, at most so many. Classes that lead to one node are one way.
    fn paths(&self, nodes: &Nodes, root: Edge, efforts: &[u32], most: usize) -> Vec<Path> {
        let mut paths = Vec::new();
        let mut open: Vec<(Edge, Path)> = vec![(root, Path::new())];
        while let Some((edge, path)) = open.pop() {
            if paths.len() >= most {
                break;
            }
            let Some((variable, children)) = nodes.node(edge) else {
                paths.push(path);
                continue;
            };
            let effort = effort_of(efforts, edge);
            let mut ways: Vec<(u32, Path)> = Vec::new();
            for (index, child) in children.iter().enumerate() {
                let step = self.effort(variable, children.len(), index);
                let rest = effort_of(efforts, Edge::from_word(*child));
                if rest.saturating_add(step) != effort {
                    continue;
                }
                if step == 0 {
                    ways.push((*child, path.clone()));
                    continue;
                }
                let same = ways.iter_mut().find(|(to, way)| {
                    to == child && way.last().is_some_and(|(changed, _)| *changed == variable)
                });
                match same.and_then(|(_, way)| way.last_mut()) {
                    Some((_, classes)) => classes.push(index),
                    None => {
                        let mut longer = path.clone();
                        longer.push((variable, vec![index]));
                        ways.push((*child, longer));
                    }
                }
            }
            let ways = ways.into_iter().rev();
            open.extend(ways.map(|(child, path)| (Edge::from_word(child), path)));
        }
        paths
    }

    fn changes(&self, path: &Path) -> Vec<Change<'p>> {
        let changes = path.iter().filter_map(|(index, classes)| {
            let variable = self.decision.compiled.diagram.variables.get(*index)?;
            let choice = self.variables.get(*index)?;
            let wanted = |class: u16| classes.contains(&usize::from(class));
            let partition = &variable.partition;
            let nearest = partition.nearest(choice.declaration, choice.known, wanted)?;
            Some(Change {
                fact: variable.fact,
                to: partition.cell(choice.declaration, wanted),
                nearest: choice.declaration.value(nearest)?,
            })
        });
        changes.collect()
    }

    /// The missing facts on which the outcome depends once changes are made.
    fn open(&self, wanted: &Wanted, changes: &[Change<'_>]) -> Vec<FactId> {
        let mut facts = self.facts.clone();
        for change in changes {
            // The value comes from the fact's own domain.
            let _set = facts.set_fact(self.decision.policy, change.fact, change.nearest);
        }
        let diagram = &self.decision.compiled.diagram;
        let mut nodes = Nodes::new(NODES);
        let leaf = |terminal| u32::from(wanted.holds(terminal));
        let left = nodes.import(diagram, wanted.root, leaf, |nodes, variable, children| {
            let found = diagram.variables.get(variable)?;
            let class = facts.known(found.fact);
            match class.and_then(|known| found.partition.class(known)) {
                Some(class) => children.get(usize::from(class)).copied(),
                None => nodes.make(variable, children),
            }
        });
        let mut asked = vec![false; diagram.variables.len()];
        if let Some(left) = left {
            nodes.support(left, &mut asked);
        }
        let asked = diagram.variables.iter().zip(asked);
        let asked = asked.filter(|(_, asked)| *asked);
        asked.map(|(variable, _)| variable.fact).collect()
    }
}

fn effort_of(efforts: &[u32], edge: Edge) -> u32 {
    match edge.as_terminal() {
        Some(0) => NEVER,
        Some(_) => 0,
        None => efforts.get(edge.word() as usize).copied().unwrap_or(NEVER),
    }
}
