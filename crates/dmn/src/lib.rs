//! DMN 1.5 XML: models in, policies out, and the other way round.
//!
//! [`Definitions::parse`] reads a model under limits and says what is wrong with it by line and
//! column. [`import()`] makes a [`rules::Policy`] and its files of it, [`export()`] writes a policy as
//! DMN, with what DMN has no word for in extension elements, so that a round trip loses nothing.
//! [`Suite`] runs the tests of the DMN technology compatibility kit: tables by the engine `rules`
//! wherever they fit it, the rest by an interpreter of FEEL.
//!
//! ```
//! use dmn::{Definitions, Version, export, import};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//!
//! let xml = r##"
//! <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="fees" namespace="fees">
//!   <inputData id="age" name="Age"><variable name="Age" typeRef="number"/></inputData>
//!   <decision id="fee" name="Fee">
//!     <informationRequirement><requiredInput href="#age"/></informationRequirement>
//!     <decisionTable hitPolicy="UNIQUE">
//!       <input><inputExpression><text>Age</text></inputExpression></input>
//!       <output/>
//!       <rule>
//!         <inputEntry><text>&lt; 14</text></inputEntry>
//!         <outputEntry><text>"none"</text></outputEntry>
//!       </rule>
//!     </decisionTable>
//!   </decision>
//! </definitions>"##;
//! let imported = import(&Definitions::parse("fees.dmn", xml.as_bytes())?)?;
//! assert!(imported.files["Fee.toml"].contains(r#""Age" = "< 14""#));
//!
//! let written = export(&imported.policy, None, Version::default())?;
//! let again = import(&Definitions::parse("again.dmn", written.as_bytes())?)?;
//! assert_eq!(again.policy, imported.policy);
//!
//! let wrong = Definitions::parse("fees.dmn", xml.replace("#age", "#agee").as_bytes());
//! let said = wrong.err().map(|errors| errors.to_string()).unwrap_or_default();
//! assert!(said.contains(r##"fees.dmn:5:29: unknown input data "#agee", did you mean "#age"?"##));
//! # Ok(())
//! # }
//! ```
//!
//! # What is absent
//!
//! No clock, no randomness, no input or output, and nothing of the domain that the tables are
//! about. No input makes this crate panic, and none makes it work long: files, depths, expressions
//! and the values they make have limits.

#![forbid(unsafe_code)]

mod decide;
mod draft;
mod error;
mod export;
mod feel;
mod import;
mod model;
mod tck;
mod xml;

pub use error::{DmnError, DmnErrors, Problem};
pub use export::{ExportError, Version, export};
pub use import::{ImportError, Imported, import};
pub use model::Definitions;
pub use tck::{CaseResult, Outcome, Suite};
pub use xml::{MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, TIRKEU};
