//! Policies from TOML files.

mod cell;
mod declarations;
mod error;
mod order;
mod overlap;
mod reader;
mod rules;
mod tables;

use toml::de::DeTable;

pub use error::{PolicyError, PolicyErrors, Problem};
pub use reader::PolicyFile;

use crate::policy::Policy;
use reader::{Place, Report, Section};
use rules::Declared;

impl Policy {
    /// Reads a policy from files, in whatever order they are given.
    ///
    /// A file holds any of `[[fact]]`, `[[source]]`, `[[switch]]` and `[[parameter]]`, and at most
    /// one `[table]` with its `[[rule]]`s. The crate's documentation shows each of them. Facts
    /// keep the order in which they are declared, by file name and then by line.
    ///
    /// Fails with everything that is wrong: what is no TOML, unknown or missing keys and names,
    /// cells that do not fit their fact, dates out of order, rules of unique tables that can
    /// apply together, versions that repeat each other.
    pub fn parse(files: &[PolicyFile<'_>]) -> Result<Self, PolicyErrors> {
        let mut files = files.to_vec();
        files.sort_by_key(|file| file.name);
        let mut report = Report::default();
        let mut documents = Vec::with_capacity(files.len());
        for file in &files {
            match DeTable::parse(file.text) {
                Ok(document) => documents.push((*file, document.into_inner())),
                Err(error) => {
                    let offset = error.span().map_or(0, |span| span.start);
                    let problem = Problem::Toml(error.message().to_owned());
                    report.add(
                        Place {
                            file: *file,
                            offset,
                        },
                        problem,
                    );
                }
            }
        }
        let sections: Vec<Section<'_>> = documents
            .iter()
            .map(|(file, document)| Section::new(*file, document, 0))
            .collect();
        let policy = read(&sections, &mut report);
        if report.0.is_empty() {
            return Ok(policy);
        }
        let PolicyErrors(mut errors) = PolicyErrors(report.0);
        errors.sort_by(|one, other| {
            let key = |error: &PolicyError| (error.file.clone(), error.line, error.column);
            key(one).cmp(&key(other))
        });
        Err(PolicyErrors(errors))
    }
}

fn read(files: &[Section<'_>], report: &mut Report) -> Policy {
    for file in files {
        let keys = ["fact", "source", "switch", "parameter", "table", "rule"];
        file.only(&keys, report);
    }
    let facts = declarations::all(files, "fact", declarations::fact, report);
    let sources = declarations::all(files, "source", declarations::source, report);
    let switches = declarations::all(files, "switch", declarations::switch, report);
    let declared = Declared {
        facts: &facts,
        sources: &sources,
        switches: &switches,
    };
    let parameters = rules::parameters(files, declared, report);
    overlap::check_parameters(&parameters, report);
    let tables = tables::tables(files, declared, report);
    let mut policy = Policy {
        version: String::new(),
        facts,
        sources,
        switches,
        parameters: parameters
            .into_iter()
            .map(|(parameter, _)| parameter)
            .collect(),
        tables,
    };
    policy.stamp();
    policy
}
