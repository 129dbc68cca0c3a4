use std::collections::BTreeMap;

use chrono::NaiveDate;
use registration::{ConsentNeeded, InForce, LawError, Outcome};
use rules::{
    CellTrace, Explanation, Facts, RowTrace, RuleTrace, Subject, TableTrace, Truth, Value,
};
use serde::{Deserialize, Serialize};

use crate::verdict::{Texts, VerdictBody, act, title, verdict_body};

/// Asks for the verdict on facts taken apart. Names and values are the public vocabulary.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExplanationRequest {
    /// On which date; today where it is left out.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// What is known; anything may be left out, and null is the same as left out.
    #[serde(default)]
    pub facts: BTreeMap<String, serde_json::Value>,
    /// An outcome, to tell why it does not follow and what would lead to it.
    #[serde(default)]
    pub why_not: Option<Outcome>,
}

/// A verdict taken apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplanationBody {
    /// The date.
    pub on: NaiveDate,
    /// The version of the policy.
    pub policy: String,
    /// The verdict.
    pub verdict: VerdictBody,
    /// The fact to ask next; absent once the verdict is known.
    pub next: Option<NextBody>,
    /// Every table of the verdict; a table that depends on another one comes after it.
    pub tables: Vec<TableBody>,
    /// The verdicts on all dates.
    pub timeline: Vec<PeriodBody>,
    /// What stands between the facts and the outcome asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_not: Option<WhyNotBody>,
}

/// The fact to ask next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NextBody {
    /// Its name.
    pub fact: String,
    /// How many questions are to be expected, this one counted; absent while too much is missing
    /// to know it.
    pub expected: Option<f64>,
}

/// The truth of a table's relevance, a rule, a row or a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TruthBody {
    /// True whatever is still missing.
    True,
    /// False whatever is still missing.
    False,
    /// What is missing decides.
    Unknown,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableBody {
    /// Its name.
    pub table: String,
    /// The output that it gives.
    pub output: String,
    /// Whether it is asked at all: it may depend on the output of another one.
    pub relevant: TruthBody,
    /// The values that it may still give: one if it is certain, none if it gives nothing.
    pub possible: Vec<String>,
    /// Its rules: those in force in the order of precedence, then all others.
    pub rules: Vec<RuleBody>,
}

/// Whether a rule is in force on the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusBody {
    /// It is.
    InForce,
    /// Its first day is later.
    NotYet,
    /// Its last day was earlier.
    NoLonger,
    /// Another reading of contradictory sources is chosen.
    NotChosen,
}

/// A version of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleBody {
    /// Its public id.
    pub rule: String,
    /// Names the words of this version.
    pub message: String,
    /// The value that it gives.
    pub then: String,
    /// Whether its condition holds; of a rule not in force, whether it would.
    pub truth: TruthBody,
    /// Whether it is in force.
    pub status: StatusBody,
    /// The switch and the option of it that must be chosen, such as `astana_area:2026-08`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch: Option<String>,
    /// The act, as it is called in Russian, the language of the sources.
    pub act: String,
    /// Article, paragraph or page of the act.
    pub article: String,
    /// First day in force.
    pub from: Option<NaiveDate>,
    /// Last day in force.
    pub until: Option<NaiveDate>,
    /// `high`, `medium` or `low`: how sure the source is.
    pub confidence: String,
    /// What it means, in each language.
    pub text: Texts,
    /// Its rows; the rule applies if any of them does.
    pub rows: Vec<RowBody>,
}

/// A row: it applies if every cell holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowBody {
    /// Whether it applies.
    pub truth: TruthBody,
    /// Its cells.
    pub cells: Vec<CellBody>,
}

/// A cell: a test of one fact, or of what an earlier table gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellBody {
    /// The name of the fact; absent if it tests an output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// The name of the output; absent if it tests a fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// The test, as a FEEL unary test.
    pub cell: String,
    /// The value of the fact or the output, as a FEEL literal; absent if it is not known.
    pub value: Option<String>,
    /// Whether the test holds.
    pub truth: TruthBody,
}

/// Days in a row with the same verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodBody {
    /// The first day; absent if the period has no beginning.
    pub from: Option<NaiveDate>,
    /// The last day; absent if it has no end.
    pub until: Option<NaiveDate>,
    /// The outcome on each of the days.
    pub outcome: Outcome,
    /// Who must agree; only when online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentNeeded>,
    /// The messages of the rules that decide.
    pub because: Vec<String>,
    /// What is missing.
    pub missing: Vec<String>,
}

/// What stands between the facts and an outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyNotBody {
    /// The outcome.
    pub outcome: Outcome,
    /// Whether it is the outcome after all.
    pub truth: TruthBody,
    /// The rules that give it; cells that are not true stand in the way.
    pub giving: Vec<RuleBody>,
    /// Rules that give another outcome, apply or may apply, and come before.
    pub outranking: Vec<RuleBody>,
    /// The changes of least effort that lead to it; none if nothing leads there that a person can
    /// change.
    pub ways: Vec<WayBody>,
}

/// Changes that together lead to an outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayBody {
    /// How hard it is, as the policy declares.
    pub effort: u32,
    /// The changes; none if nothing has to change.
    pub changes: Vec<ChangeBody>,
    /// Facts still missing on which the outcome then depends; none if it is certain.
    pub depends_on: Vec<String>,
}

/// A fact with another value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeBody {
    /// The name of the fact.
    pub fact: String,
    /// The present value, as a FEEL literal; absent if it is not known.
    pub from: Option<String>,
    /// Every value that will do, as a FEEL unary test.
    pub to: String,
    /// One of them, as a FEEL literal: of numbers the nearest to the present one.
    pub nearest: String,
}

impl From<Truth> for TruthBody {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::True => Self::True,
            Truth::False => Self::False,
            Truth::Unknown => Self::Unknown,
        }
    }
}

impl From<rules::InForce<'_>> for StatusBody {
    fn from(in_force: rules::InForce<'_>) -> Self {
        match in_force {
            rules::InForce::Yes => Self::InForce,
            rules::InForce::From(_) => Self::NotYet,
            rules::InForce::Until(_) => Self::NoLonger,
            rules::InForce::NotChosen { .. } => Self::NotChosen,
        }
    }
}

/// The verdict on facts with everything that led to it, and what stands between them and a wanted
/// outcome.
///
/// # Errors
/// [`LawError`] where the policy cannot be applied, or never gives the wanted outcome.
pub fn explanation_body(
    law: &InForce<'_>,
    facts: &Facts,
    wanted: Option<Outcome>,
) -> Result<ExplanationBody, LawError> {
    let explanation = law.explain(facts);
    let why_not = match wanted {
        Some(wanted) => why_not(law, facts, &explanation, wanted)?,
        None => None,
    };
    let periods = law.timeline(facts)?.into_iter();
    Ok(ExplanationBody {
        on: law.on(),
        policy: law.policy().version().to_owned(),
        verdict: verdict_body(law, &law.verdict(facts)?),
        next: law.next_question(facts).map(|next| NextBody {
            fact: next.fact,
            expected: next.expected,
        }),
        tables: explanation.tables().map(table).collect(),
        timeline: periods
            .map(|period| PeriodBody {
                from: period.from,
                until: period.until,
                outcome: period.verdict.outcome,
                consent: period.verdict.consent,
                because: period
                    .verdict
                    .because
                    .into_iter()
                    .map(|because| because.message)
                    .collect(),
                missing: period.verdict.missing,
            })
            .collect(),
        why_not,
    })
}

fn table(trace: TableTrace<'_>) -> TableBody {
    let table = trace.table();
    let values = trace.possible().into_iter().map(|(value, _)| match value {
        Value::Text(text) => text.to_owned(),
        value => value.to_string(),
    });
    TableBody {
        table: table.name.clone(),
        output: table.output.clone(),
        relevant: trace.relevance().into(),
        possible: values.collect(),
        rules: trace.rules().filter_map(rule).collect(),
    }
}

fn rule(trace: RuleTrace<'_>) -> Option<RuleBody> {
    let version = trace.version()?;
    Some(RuleBody {
        rule: version.id.to_owned(),
        message: version.message.to_owned(),
        then: version.output.to_owned(),
        truth: trace.truth().into(),
        status: trace.in_force().into(),
        switch: version
            .switch
            .map(|(switch, option)| format!("{switch}:{option}")),
        act: act(&version).to_owned(),
        article: version.article.to_owned(),
        from: version.from,
        until: version.until,
        confidence: version.confidence.as_str().to_owned(),
        text: title(version.message),
        rows: trace.rows().map(row).collect(),
    })
}

fn row(trace: RowTrace<'_>) -> RowBody {
    RowBody {
        truth: trace.truth().into(),
        cells: trace.cells().map(cell).collect(),
    }
}

fn cell(trace: CellTrace<'_>) -> CellBody {
    let name = Some(trace.declaration().name.clone());
    let (fact, output) = match trace.subject() {
        Subject::Fact(_) => (name, None),
        Subject::Output(_) => (None, name),
    };
    CellBody {
        fact,
        output,
        cell: trace.feel().to_string(),
        value: trace.value().map(|value: Value<'_>| value.to_string()),
        truth: trace.truth().into(),
    }
}

fn why_not(
    law: &InForce<'_>,
    facts: &Facts,
    explanation: &Explanation<'_>,
    wanted: Outcome,
) -> Result<Option<WhyNotBody>, LawError> {
    let declared = law.policy().facts();
    let ways = law.changes(facts, wanted)?;
    let Some(trace) = InForce::why_not(explanation, wanted) else {
        return Ok(None);
    };
    let ways = ways.into_iter().map(|way| WayBody {
        effort: way.effort,
        changes: way
            .changes
            .iter()
            .filter_map(|change| {
                let fact = declared.get(change.fact.index())?;
                Some(ChangeBody {
                    fact: fact.name.clone(),
                    from: facts
                        .get(law.policy(), change.fact)
                        .map(|value| value.to_string()),
                    to: change.to.feel(fact).to_string(),
                    nearest: change.nearest.to_string(),
                })
            })
            .collect(),
        depends_on: way
            .open
            .iter()
            .filter_map(|fact| Some(declared.get(fact.index())?.name.clone()))
            .collect(),
    });
    Ok(Some(WhyNotBody {
        outcome: wanted,
        truth: trace.truth().into(),
        giving: trace.giving().filter_map(rule).collect(),
        outranking: trace.outranking().into_iter().filter_map(rule).collect(),
        ways: ways.collect(),
    }))
}
