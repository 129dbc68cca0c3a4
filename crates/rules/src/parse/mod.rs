//! Policies from TOML files.

mod asking;
mod cases;
mod cell;
mod declarations;
mod error;
mod layout;
mod order;
mod overlap;
mod reader;
mod rules;
mod tables;

use toml::de::DeTable;

#[cfg(test)]
pub(crate) use cell::parse as parse_cell;
pub use error::{PolicyError, PolicyErrors, Problem};
pub use reader::PolicyFile;

/// How many bytes of all policy files together are read: two hundred times this project's policy.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

use crate::policy::Policy;
use reader::{Lined, Place, Report, Section};
use rules::Declared;

impl Policy {
    /// Reads a policy from files, in whatever order they are given.
    ///
    /// A file holds any of `[[fact]]`, `[[source]]`, `[[switch]]` and `[[parameter]]`, and at most
    /// one `[table]` with its `[[rule]]`s. The crate's documentation shows each of them. Facts
    /// keep the order in which they are declared, by file name and then by line.
    ///
    /// Fails with everything that is wrong: files of more than [`MAX_BYTES`] together, what is no TOML, unknown or missing keys and names,
    /// cells that do not fit their fact, dates out of order, rules of unique tables that can
    /// apply together, versions that repeat each other.
    pub fn parse(files: &[PolicyFile<'_>]) -> Result<Self, PolicyErrors> {
        check_length(files)?;
        let mut report = Report::default();
        let mut files = files.to_vec();
        files.sort_by_key(|file| file.name);
        let files: Vec<Lined<'_>> = files.into_iter().map(Lined::new).collect();
        let mut documents = Vec::with_capacity(files.len());
        for file in &files {
            match DeTable::parse(file.text) {
                Ok(document) => documents.push((file, document.into_inner())),
                Err(error) => {
                    let offset = error.span().map_or(0, |span| span.start);
                    let problem = Problem::Toml(error.message().to_owned());
                    report.add(Place { file, offset }, problem);
                }
            }
        }
        let mut sections: Vec<Section<'_>> = documents
            .iter()
            .map(|(file, document)| Section::new(file, document, 0))
            .collect();
        check_keys(&sections, &mut report);
        if documents.len() < files.len() {
            // What is declared in a file that is no TOML would seem to be declared nowhere.
            sections.clear();
        }
        let policy = read(&sections, &mut report);
        report.finish(policy)
    }
}

/// Refuses files that are too long together, at the longest of them.
fn check_length(files: &[PolicyFile<'_>]) -> Result<(), PolicyErrors> {
    let bytes = files.iter().map(|file| file.text.len()).sum();
    let mut report = Report::default();
    let longest = files.iter().max_by_key(|file| file.text.len());
    if let (true, Some(PolicyFile { name, .. })) = (bytes > MAX_BYTES, longest) {
        let file = &Lined::new(PolicyFile { name, text: "" });
        report.add(Place { file, offset: 0 }, Problem::TooLarge { bytes });
    }
    report.finish(())
}

fn check_keys(files: &[Section<'_>], report: &mut Report) {
    for file in files {
        let keys = [
            "fact",
            "source",
            "switch",
            "parameter",
            "table",
            "rule",
            "allow",
        ];
        file.only(&keys, report);
    }
}

fn read(files: &[Section<'_>], report: &mut Report) -> Policy {
    let facts = declarations::all(files, "fact", declarations::fact, report);
    let sources = declarations::all(
        files,
        "source",
        |section, _, report| declarations::source(section, report),
        report,
    );
    let switches = declarations::all(
        files,
        "switch",
        |section, _, report| declarations::switch(section, report),
        report,
    );
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
