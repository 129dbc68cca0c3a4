//! The expressions of a model, read.

use super::table::FeelTable;
use crate::error::Problem;
use crate::feel::{Expression, Names, expression};
use crate::model::{Decision, Definitions, Logic};

/// How each decision of a model is made, in the model's order.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) decisions: Vec<Making>,
}

/// How a decision is made.
#[derive(Clone, Debug)]
pub(crate) enum Making {
    Literal(Expression),
    Table(FeelTable),
    /// It cannot be made, for this reason at this place.
    Refused(usize, Problem),
}

impl Program {
    pub(crate) fn new(definitions: &Definitions) -> Self {
        let components = components(definitions);
        let decisions = definitions.decisions.iter();
        Self {
            decisions: decisions
                .map(|decision| making(definitions, decision, &components))
                .collect(),
        }
    }
}

/// The names that may follow a point: components of types and outputs of tables.
fn components(definitions: &Definitions) -> Vec<String> {
    let mut names = Vec::new();
    for item in &definitions.items {
        item.component_names(&mut names);
    }
    for decision in &definitions.decisions {
        if let Logic::Table(table) = &decision.logic {
            names.extend(
                table
                    .outputs
                    .iter()
                    .filter_map(|output| output.name.clone()),
            );
        }
    }
    names.sort();
    names.dedup();
    names
}

fn making(definitions: &Definitions, decision: &Decision, components: &[String]) -> Making {
    let required = decision.requires.iter();
    let names = Names {
        scope: required
            .map(|required| definitions.required_name(*required).to_owned())
            .collect(),
        components: components.to_vec(),
    };
    let made = match &decision.logic {
        Logic::Literal(written) => expression(&written.text, &names)
            .map(Making::Literal)
            .map_err(|(at, problem)| (written.at(at), problem)),
        Logic::Table(table) => FeelTable::read(table, &names).map(Making::Table),
        Logic::Unsupported(at, problem) => Err((*at, problem.clone())),
    };
    made.unwrap_or_else(|(at, problem)| Making::Refused(at, problem))
}
