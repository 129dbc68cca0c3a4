//! Dated decision tables over typed facts, evaluated exactly while facts are missing.
//!
//! A [`Policy`] holds decision tables in the manner of DMN: every rule is a row or several, every
//! cell a FEEL unary test on one fact, every table has a hit policy. Rules carry what they rest on
//! and the days on which they are in force. [`Policy::in_force`] prepares the tables of one goal
//! for one day; the resulting [`Decision`] is evaluated under [`Facts`], of which any may be
//! missing.
//!
//! # What is missing
//!
//! A [`Verdict`] is given only if no completion of the missing facts could change it. Otherwise it
//! names exactly the facts that still can: for each of them there are two completions that differ
//! in it alone and in their verdict. This is stronger than three-valued logic row by row, which
//! takes `< 14` or `>= 14` for unknown as long as the age is. It is exact because the tables are
//! compiled into reduced ordered decision diagrams; evaluating follows what is known and looks at
//! what is left.
//!
//! # Files
//!
//! With the feature `parse` a policy is read from TOML by `Policy::parse`; programs embed the
//! bytes of [`Policy::encode`] instead and need no parser. A program that is to be small embeds
//! those of [`Policy::prepare`]: decisions of some goals, made ready for any day, without the
//! conditions they were made from. [`Prepared`] reads them and needs no compiler either.
//!
//! ```
//! use rules::{Facts, Policy, PolicyFile};
//!
//! let facts = r#"
//! [[fact]]                        # facts are declared in the order to ask
//! name = "age"
//! type = "whole"                  # text, boolean, whole or number
//! min = 0                         # bounds may be left out; a text has values = ["…", "…"]
//! max = 120
//! asks = "answer"                 # answer: the person says it; register: a register knows it
//! ## optional = true               # if it may be known to have no value, null
//! ## change = 2                    # how hard it is for a person to change; left out: nobody can
//! ## weights = { "< 18" = 1, ">= 18" = 9 }  # how often values are expected, for the next question
//! ## after = "service"             # a fact declared before, without which it is not asked
//!
//! [[fact]]
//! name = "filed_by"
//! type = "text"
//! values = ["self", "parent"]
//! asks = "answer"
//!
//! [[source]]
//! id = "order"
//! title = "source.order"          # a message key
//! date = 2025-11-14               # date and url may be left out
//!
//! [[switch]]                      # a choice between readings of contradictory sources
//! name = "children"
//! options = ["14", "16"]
//! chosen = "14"
//! note = "switch.children"        # a message key
//!
//! [[parameter]]                   # a dated number
//! name = "consent.minutes"
//! value = 60
//! rule = "R9"
//! source = "order"
//! confidence = "medium"
//! message = "R9"
//! "#;
//! let outcome = r#"
//! [table]
//! name = "outcome"
//! goal = "verdict"                # tables of one goal are evaluated together
//! hit = "priority"                # see below
//! output = "outcome"
//! values = ["refused", "online"]  # every output; by priority the highest first
//! silent = ["online"]             # named as a reason only if it is the verdict
//! ## when_output = { other = "x" } # if only relevant when another output has a value
//!
//! [[rule]]
//! id = "R1"
//! then = "refused"
//! from = 2025-11-24               # first and last day in force; either may be left out
//! source = "order"
//! article = "6"                   # may be left out
//! confidence = "high"             # high, medium or low
//! message = "R1"                  # a message key
//! switch = "children:14"          # if the rule is for one option only
//!   [[rule.when]]                 # the rule applies if any of its rows does
//!   "age" = "< 14"                # -  3  < 14  >= 5  [14..16)  "a", "b"  not("a")  true  null
//!   [[rule.when]]
//!   "age" = "[14..16)"
//!   "filed_by" = 'not("parent")'
//!
//! [[rule]]
//! id = "R2"
//! then = "online"
//! source = "order"
//! confidence = "low"
//! message = "R2"
//!   [[rule.when]]
//! "#;
//! let files = [
//!     PolicyFile { name: "facts.toml", text: facts },
//!     PolicyFile { name: "outcome.toml", text: outcome },
//! ];
//! let policy = Policy::parse(&files)?;
//! let policy = Policy::decode(&policy.encode())?;
//!
//! let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 31).ok_or("no such day")?;
//! let decision = policy.in_force("verdict", day)?;
//!
//! let mut known = Facts::new();
//! known.set(&policy, "age", 15)?;
//! let verdict = decision.evaluate(&known);
//! assert!(!verdict.is_known());
//! assert_eq!(verdict.missing, policy.fact("filed_by").as_slice());
//!
//! known.set(&policy, "filed_by", "parent")?;
//! assert_eq!(decision.evaluate(&known).output("outcome"), Some("online"));
//!
//! // Under 14 nobody needs to know who files.
//! let mut known = Facts::new();
//! known.set(&policy, "age", 13)?;
//! let verdict = decision.evaluate(&known);
//! assert_eq!(verdict.output("outcome"), Some("refused"));
//! let reasons = verdict.because.iter().filter_map(|because| policy.rule_version(because.rule));
//! assert_eq!(reasons.map(|rule| rule.id).collect::<Vec<_>>(), ["R1"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Hit policies
//!
//! All of DMN 1.5, in words of the file; [`HitPolicy`] says what each means. `unique`, `any`,
//! `first` and `priority` give one of the table's values, `output order`, `rule order` and
//! `collect` a list of them, `collect sum`, `collect min`, `collect max` and `collect count` a
//! number. Where numbers are reckoned with, the outputs are numbers: `then = 2.5`, and `values`
//! may be left out. No rule that applies is no output, an empty list, or a count of zero.
//!
//! # Tables that feed tables
//!
//! A cell may stand on the output of another table of the same goal as if it were a fact, by the
//! output's name, unless a fact has that name or the output is a list. Its domain are the values
//! of the other table, or numbers; it is `null` where the other table gives nothing. What is
//! missing stays exact through any chain of tables. Rules of a `unique` or `any` table are held
//! against each other as if the other table could give anything.
//!
//! ```
//! # use rules::{Facts, Policy, PolicyFile};
//! # let facts = r#"
//! # [[fact]]
//! # name = "age"
//! # type = "whole"
//! # asks = "answer"
//! # [[fact]]
//! # name = "student"
//! # type = "boolean"
//! # asks = "answer"
//! # [[source]]
//! # id = "order"
//! # title = "source.order"
//! # "#;
//! let points = r#"
//! [table]
//! name = "points"
//! goal = "fare"
//! hit = "collect sum"
//! output = "points"
//!
//! [[rule]]
//! id = "P1"
//! then = 2
//! source = "order"
//! confidence = "high"
//! message = "P1"
//!   [[rule.when]]
//!   "age" = "< 18"
//!
//! [[rule]]
//! id = "P2"
//! then = 1.5
//! source = "order"
//! confidence = "high"
//! message = "P2"
//!   [[rule.when]]
//!   "student" = "true"
//! "#;
//! let fare = r#"
//! [table]
//! name = "fare"
//! goal = "fare"
//! hit = "unique"
//! output = "fare"
//! values = ["free", "full"]
//!
//! [[rule]]
//! id = "F1"
//! then = "free"
//! source = "order"
//! confidence = "high"
//! message = "F1"
//!   [[rule.when]]
//!   "points" = ">= 3"
//!
//! [[rule]]
//! id = "F2"
//! then = "full"
//! source = "order"
//! confidence = "high"
//! message = "F2"
//!   [[rule.when]]
//!   "points" = "< 3, null"
//! "#;
//! # let files = [
//! #     PolicyFile { name: "facts.toml", text: facts },
//! #     PolicyFile { name: "fare.toml", text: fare },
//! #     PolicyFile { name: "points.toml", text: points },
//! # ];
//! # let policy = Policy::parse(&files)?;
//! # let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 31).ok_or("no such day")?;
//! # let decision = policy.in_force("fare", day)?;
//! let mut known = Facts::new();
//! known.set(&policy, "student", true)?;
//! known.set(&policy, "age", 15)?;
//! let verdict = decision.evaluate(&known);
//! assert_eq!(verdict.number("points").map(|points| points.to_string()), Some("3.5".to_owned()));
//! assert_eq!(verdict.output("fare"), Some("free"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Why, why not, what next
//!
//! [`Decision::explain`] takes a verdict apart: every table, rule, row and cell is true, false or
//! unknown, and [`Explanation::why_not`] shows what stands between the facts and another outcome.
//! It costs next to nothing until somebody looks. [`Decision::counterfactuals`] finds the changes
//! of least effort that lead to an outcome, [`Decision::next_question`] the fact to ask so that few
//! questions are to be expected, and [`Policy::timeline`] the dates on which the answer changes.
//! All of them follow the decision diagrams, so they are as exact as the verdict.
//!
//! ```
//! # use rules::{Facts, Policy, PolicyFile, Truth};
//! # let facts = r#"
//! # [[fact]]
//! # name = "months"
//! # type = "whole"
//! # asks = "answer"
//! # change = 1
//! # [[fact]]
//! # name = "has_phone"
//! # type = "boolean"
//! # asks = "register"
//! # change = 3
//! # weights = { true = 9, false = 1 }
//! # [[source]]
//! # id = "order"
//! # title = "source.order"
//! # "#;
//! # let header = r#"
//! # [table]
//! # name = "outcome"
//! # goal = "verdict"
//! # hit = "first"
//! # output = "outcome"
//! # values = ["refused", "online"]
//! # "#;
//! # let rule = |id: &str, then: &str, from: &str, cells: &str| {
//! #     format!("[[rule]]\nid = \"{id}\"\nthen = \"{then}\"\nfrom = {from}\nsource = \"order\"\n\
//! #         confidence = \"high\"\nmessage = \"{id}\"\n[[rule.when]]\n{cells}\n")
//! # };
//! # let outcome = [
//! #     header.to_owned(),
//! #     rule("R1", "refused", "2026-01-01", "months = '> 12'"),
//! #     rule("R2", "refused", "2026-07-01", "has_phone = 'false'"),
//! #     rule("R3", "online", "2026-01-01", ""),
//! # ].concat();
//! # let files = [
//! #     PolicyFile { name: "facts.toml", text: facts },
//! #     PolicyFile { name: "outcome.toml", text: &outcome },
//! # ];
//! # let policy = Policy::parse(&files)?;
//! # let day = chrono::NaiveDate::from_ymd_opt(2026, 8, 1).ok_or("no such day")?;
//! let decision = policy.in_force("verdict", day)?;
//! let mut known = Facts::new();
//! known.set(&policy, "months", 13)?;
//!
//! let explanation = decision.explain(&known);
//! let why_not = explanation.why_not("outcome", "online").ok_or("no such outcome")?;
//! let first = why_not.outranking().into_iter().next().ok_or("nothing comes first")?;
//! let row = first.rows().next().ok_or("a rule has rows")?;
//! let cell = row.cells().next().ok_or("this row has a cell")?;
//! assert_eq!((cell.feel().to_string().as_str(), cell.truth()), ("> 12", Truth::True));
//!
//! // Twelve months are the nearest that will do; whether there is a phone is not known, and it can
//! // be arranged.
//! let ways = decision.counterfactuals(&known, "outcome", "online", 10)?;
//! assert_eq!((ways.len(), ways[0].effort), (1, 4));
//! let month = &ways[0].changes[0];
//! let declaration = &policy.facts()[month.fact.index()];
//! assert_eq!(month.to.feel(declaration).to_string(), "<= 12");
//! assert_eq!(month.nearest, 12.into());
//!
//! // The term decides already; without it the term is what most likely decides.
//! assert_eq!(decision.next_question(&known), None);
//! let next = decision.next_question(&Facts::new()).ok_or("something is missing")?;
//! assert_eq!(Some(next.fact), policy.fact("months"));
//! assert_eq!(next.expected, Some(1.5));
//!
//! // The answer changes when the rule begins that refuses such a term.
//! assert_eq!(policy.timeline("verdict", &known)?.len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Whole policies
//!
//! [`analysis`] finds what is wrong or superfluous in a policy, on all days; [`diff`](mod@diff)
//! says exactly which cases change between two; [`coverage`] tells how far cases test the rules and
//! makes cases that test all of them.
//!
//! # What is absent
//!
//! No clock, no randomness, no input or output, and nothing of the domain that the tables are
//! about. No input makes this crate panic.

#![forbid(unsafe_code)]

pub mod analysis;
mod candidates;
mod cell;
mod chosen;
mod codec;
mod compile;
mod component;
mod counterfactual;
pub mod coverage;
mod day;
mod decision;
mod diagram;
pub mod diff;
mod distinct;
mod error;
mod explain;
mod fact;
mod feel;
mod finding;
mod interner;
mod lookup;
mod nearest;
mod nodes;
mod number;
mod outline;
mod partition;
mod policy;
mod prepared;
mod question;
mod region;
mod table;
mod timeline;
mod value;
mod verdict;
mod wanted;
mod weights;
mod workshop;

#[cfg(feature = "parse")]
mod parse;

pub use cell::{Cell, Endpoint, Range, Test};
pub use counterfactual::{Change, Counterfactual};
pub use decision::Decision;
pub use error::{RulesError, suggestion};
pub use explain::{
    CellTrace, Explanation, InForce, RowTrace, RuleTrace, Subject, TableTrace, WhyNot,
};
pub use fact::{Asks, FactDeclaration, FactId, FactType, Facts, Weight};
pub use feel::FeelCell;
pub use finding::{Finding, Given, Scratch, Values};
pub use lookup::Lookup;
pub use nearest::nearest;
pub use number::Number;
pub use outline::Outline;
#[cfg(feature = "parse")]
pub use parse::{MAX_BYTES, PolicyError, PolicyErrors, PolicyFile, Problem};
pub use policy::{ParameterVersion, Policy, RuleRef, RuleVersion, Source, Switch};
pub use prepared::{Decides, Prepared};
pub use question::Question;
pub use table::{Basis, Confidence, HitPolicy, Row, Rule, SwitchOption, Table, WhenOutput};
pub use timeline::Period;
pub use value::Value;
pub use verdict::{Because, Output, RuleStanding, Truth, Verdict};
