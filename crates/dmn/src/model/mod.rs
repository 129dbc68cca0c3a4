//! The parts of DMN that decide: inputs, item definitions, decisions and what they require.

mod graph;
mod item;
mod read;
mod table;

pub(crate) use item::{ItemDefinition, Kind, resolve};
pub(crate) use table::{Aggregation, DecisionTable, Hit};

use crate::error::{DmnErrors, Problem, located};
use crate::xml::{Element, Written};

/// A DMN model, read and checked.
#[derive(Clone, Debug)]
pub struct Definitions {
    pub(crate) file: String,
    pub(crate) text: String,
    /// The name of the model.
    pub(crate) name: String,
    pub(crate) items: Vec<ItemDefinition>,
    pub(crate) inputs: Vec<InputData>,
    /// The decisions; each after those it requires.
    pub(crate) decisions: Vec<Decision>,
    pub(crate) extensions: Option<Element>,
    notes: Vec<(usize, Problem)>,
}

/// An `inputData`.
#[derive(Clone, Debug)]
pub(crate) struct InputData {
    pub(crate) at: usize,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) type_ref: Option<String>,
    pub(crate) extensions: Option<Element>,
}

/// A `decision`.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub(crate) at: usize,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) type_ref: Option<String>,
    /// What it requires.
    pub(crate) requires: Vec<Required>,
    pub(crate) logic: Logic,
    pub(crate) extensions: Option<Element>,
}

/// A requirement of a decision, as an index into [`Definitions::inputs`] or
/// [`Definitions::decisions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Required {
    Input(usize),
    Decision(usize),
}

/// How a decision is made.
#[derive(Clone, Debug)]
pub(crate) enum Logic {
    Table(Box<DecisionTable>),
    Literal(Written),
    /// Something that is not evaluated, and where it stands.
    Unsupported(usize, Problem),
}

impl Definitions {
    /// Reads a model. The name of the file is for messages only.
    ///
    /// Parts that do not decide, such as drawings, are passed over; parts that do and are not
    /// supported become [`Self::notes`], and evaluating or importing what needs them is refused.
    ///
    /// # Errors
    /// What is no XML within the limits of [`MAX_BYTES`](crate::MAX_BYTES) and
    /// [`MAX_DEPTH`](crate::MAX_DEPTH), names that lead nowhere, circles, and tables whose rows do
    /// not fit their columns.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, DmnErrors> {
        read::definitions(file, bytes)
    }

    /// The name of the model.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names of the decisions; each after those it requires.
    pub fn decisions(&self) -> impl Iterator<Item = &str> {
        self.decisions.iter().map(|decision| decision.name.as_str())
    }

    /// What stands in the model and is not read, each with its place.
    pub fn notes(&self) -> Vec<String> {
        let notes = self.notes.iter();
        notes
            .map(|(at, problem)| self.located(*at, problem.clone()).to_string())
            .collect()
    }

    pub(crate) fn located(&self, at: usize, problem: Problem) -> crate::DmnError {
        located(&self.file, &self.text, at, problem)
    }

    /// The name of what a decision requires.
    pub(crate) fn required_name(&self, required: Required) -> &str {
        match required {
            Required::Input(index) => self.inputs.get(index).map_or("", |input| &input.name),
            Required::Decision(index) => self
                .decisions
                .get(index)
                .map_or("", |decision| &decision.name),
        }
    }
}
