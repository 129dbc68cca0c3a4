//! From the tables in force to diagrams.
//!
//! A verdict is a tuple, so it is known if every part of it is, and a fact can change it if it can
//! change some part. Hence each part gets a diagram of its own, which is far smaller than one of
//! the whole tuple: the output of a table, or, for a table that collects, how often each value
//! occurs. Each rule gets one as well, of its condition.

use crate::cell::Cell;
use crate::component::{Link, LinkRow, Workshop};
use crate::diagram::{Diagram, Edge, Variable};
use crate::distinct::distinct;

/// The terminal of a rule's diagram that says its condition is false.
pub(crate) const FAILS: u32 = 0;
/// The terminal of a rule's diagram that says its condition is true.
pub(crate) const APPLIES: u32 = 1;

/// A table as the compiler sees it.
pub(crate) struct Plan<'a> {
    /// Whether every rule that applies counts instead of the first.
    pub(crate) collects: bool,
    /// The index of an earlier plan and the output of it that makes this table relevant.
    pub(crate) when: Option<(usize, u32)>,
    /// The rules in the order of precedence.
    pub(crate) rules: Vec<PlanRule<'a>>,
}

/// A rule of a [`Plan`].
pub(crate) struct PlanRule<'a> {
    /// The output, an index into the table's values.
    pub(crate) output: u32,
    /// The rows; each has its cells by index of variable.
    pub(crate) rows: Vec<Vec<(usize, &'a Cell)>>,
}

/// What a goal's tables compile to.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    pub(crate) diagram: Diagram,
    /// The parts of the result, table by table.
    pub(crate) parts: Vec<Part>,
    /// For each plan the diagrams of its rules' conditions, which end in [`FAILS`] or [`APPLIES`].
    pub(crate) conditions: Vec<Vec<Edge>>,
}

/// A part of the result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    /// The index of the plan.
    pub(crate) plan: usize,
    /// For a plan that collects, the output that is counted.
    pub(crate) counted: Option<u32>,
    /// Its terminals are zero for no output and else one more than the output; for a plan that
    /// collects, zero if it is not relevant and else one more than the count.
    pub(crate) root: Edge,
}

/// Compiles plans over variables given in the order to ask. `None` if that takes too much memory.
pub(crate) fn compile(plans: &[Plan<'_>], variables: Vec<Variable>) -> Option<Compiled> {
    let mut workshop = Workshop::new(&variables);
    let mut parts = Vec::with_capacity(plans.len());
    let mut conditions = Vec::with_capacity(plans.len());
    for (index, plan) in plans.iter().enumerate() {
        if plan.collects {
            let mut outputs = distinct(plan.rules.iter().map(|rule| rule.output));
            // A list that is always empty still has to be told from no list.
            if outputs.is_empty() {
                outputs.push(0);
            }
            for output in outputs {
                let code = |found| (found == output).then_some(1);
                let root = workshop.build(&links(plans, plan, link(plan, true, code)))?;
                parts.push(Part {
                    plan: index,
                    counted: Some(output),
                    root,
                });
            }
        } else {
            let target = link(plan, false, |output| Some(output + 1));
            let root = workshop.build(&links(plans, plan, target))?;
            parts.push(Part {
                plan: index,
                counted: None,
                root,
            });
        }
        let mut roots = Vec::with_capacity(plan.rules.len());
        for rule in &plan.rules {
            let rows = rule.rows.iter().map(|cells| LinkRow {
                rule: 0,
                code: APPLIES,
                cells,
            });
            let condition = Link {
                counts: false,
                rows: rows.collect(),
            };
            roots.push(workshop.build(&[condition])?);
        }
        conditions.push(roots);
    }
    let nodes = workshop.finish();
    Some(Compiled {
        diagram: Diagram { variables, nodes },
        parts,
        conditions,
    })
}

/// The rows of a plan whose output has a code.
fn link<'a>(plan: &'a Plan<'_>, counts: bool, code: impl Fn(u32) -> Option<u32>) -> Link<'a> {
    let mut rows = Vec::new();
    for (index, rule) in (0..).zip(&plan.rules) {
        if let Some(code) = code(rule.output) {
            rows.extend(rule.rows.iter().map(|cells| LinkRow {
                rule: index,
                code,
                cells,
            }));
        }
    }
    Link { counts, rows }
}

/// A link and those on which its relevance depends, in turn.
fn links<'a>(plans: &'a [Plan<'_>], plan: &Plan<'_>, target: Link<'a>) -> Vec<Link<'a>> {
    let mut links = vec![target];
    let mut when = plan.when;
    while let Some((index, wanted)) = when {
        let Some(other) = plans.get(index) else {
            break;
        };
        // Of the other table only matters whether it gives the output that is wanted.
        let collects = other.collects;
        links.push(link(other, false, |output| match output == wanted {
            true => Some(Link::WANTED),
            false if collects => None,
            false => Some(Link::UNWANTED),
        }));
        when = other.when;
    }
    links
}
