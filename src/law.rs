//! What the law makes of the answers so far. Everything here is derived: from the draft, from who
//! is signed in, and from today's date.

use std::{cell::RefCell, rc::Rc};

use chrono::NaiveDate;
use registration::{
    Answers, Audience, Because, Capacity, InForce, KnownApplicant, KnownDwelling, KnownSubject,
    Law, LegalNumber, Outcome, Ownership, Relation, Verdict, facts,
};
use rules::{Confidence, Facts, Prepared, RuleVersion, Truth};
use wire::{Person, VerdictBody};

use crate::{
    draft::{Draft, use_draft},
    platform::clock::use_clock,
    prelude::*,
    session::use_session,
};

/// Whole years at which a person comes of age (Civil Code, article 17).
const MAJORITY: u8 = 18;

/// How a rule stands, as the reader is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleStanding {
    /// It applies and nothing is in the way.
    Passed,
    /// It applies and stops the application.
    Blocks,
    /// It may still apply; a missing answer decides.
    Open,
    /// It could have stopped the application, and does not.
    Cleared,
}

/// A rule, with what a reader may want to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLine {
    /// Public id, such as `R5`.
    pub rule: String,
    /// How it stands.
    pub standing: RuleStanding,
    /// Key of its words in `locales/*/rules.toml`.
    pub message: &'static str,
    /// Key of the act's name in the same file.
    pub source: &'static str,
    /// Place in the act, as cited; empty where the act as a whole is meant.
    pub article: &'static str,
    /// First day in force.
    pub from: Option<NaiveDate>,
    /// How sure the source is.
    pub confidence: Confidence,
    /// Numbers of the law that its words mention, by placeholder.
    pub numbers: Vec<(&'static str, String)>,
}

/// The verdict on the answers so far, with a line for each rule worth telling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The rules: those that stop it, those that carry it, those still open, those passed by.
    pub lines: Vec<RuleLine>,
    /// Whether somebody is signed in, so that registers have answered what they can.
    pub signed_in: bool,
}

impl Judgement {
    /// Whether it is certain that it does not pass online.
    pub fn is_stopped(&self) -> bool {
        !matches!(self.verdict.outcome, Outcome::Online | Outcome::Unknown)
    }

    /// Whether a fact could still change the verdict.
    pub fn is_missing(&self, fact: &str) -> bool {
        self.verdict.missing.iter().any(|missing| missing == fact)
    }

    /// The lines with a standing.
    pub fn with_standing(&self, standing: RuleStanding) -> impl Iterator<Item = &RuleLine> {
        self.lines
            .iter()
            .filter(move |line| line.standing == standing)
    }
}

/// The law of this page with the judgement on the draft; a context.
#[derive(Clone, Copy)]
pub struct Judge(Memo<Judgement>);

impl Judge {
    /// To be called once, under the contexts of draft, session and clock.
    pub fn start() -> Self {
        let (draft, session, clock) = (use_draft(), use_session(), use_clock());
        Self(Memo::new(move || {
            let today = clock.today();
            draft.with(|draft| {
                session
                    .with(|person| judge(draft, Some(person), today))
                    .unwrap_or_else(|| judge(draft, None, today))
            })
        }))
    }

    /// The judgement; what reads it follows it.
    pub fn get(self) -> Judgement {
        self.0.get()
    }

    /// Reads the judgement; what reads it follows it.
    pub fn with<T>(self, read: impl FnOnce(&Judgement) -> T) -> T {
        self.0.with(read)
    }

    /// The judgement at this moment.
    pub fn now(self) -> Judgement {
        self.0.get_untracked()
    }
}

/// The judge's context. To be called while a component is made.
pub fn use_judge() -> Judge {
    expect_context::<Judge>()
}

/// The judgement on a draft on a day.
pub fn judge(draft: &Draft, person: Option<&Person>, today: NaiveDate) -> Judgement {
    let signed_in = person.is_some();
    let nothing = Judgement {
        verdict: Verdict {
            outcome: Outcome::Unknown,
            consent: None,
            because: vec![],
            missing: vec![],
        },
        lines: vec![],
        signed_in,
    };
    let Some(law) = in_force(today) else {
        return nothing;
    };
    let facts = facts_of(draft, person, &law);
    let mut lines = lines(&law, &facts);
    // What the server decided on grounds the reader may not know in detail stands above ours.
    if let Some(decided) = draft
        .check()
        .and_then(|checked| checked.decided.as_ref())
        .filter(|_| signed_in)
    {
        let verdict = verdict_of(decided);
        for line in &mut lines {
            if verdict
                .because
                .iter()
                .any(|because| because.message == line.message)
            {
                line.standing = RuleStanding::Blocks;
            }
        }
        return Judgement {
            verdict,
            lines: sorted(lines),
            signed_in,
        };
    }
    match law.verdict(&facts) {
        Ok(verdict) => Judgement {
            verdict,
            lines: sorted(lines),
            signed_in,
        },
        Err(_) => nothing,
    }
}

/// Minutes that owners have to answer on a day (R9).
pub fn consent_minutes(today: NaiveDate) -> Option<u32> {
    embedded()?.consent_minutes(today).ok()
}

/// A rule as it was in force on a day, with the numbers that its words mention.
pub fn cited(rule: &str, standing: RuleStanding, on: NaiveDate) -> Option<RuleLine> {
    with_numbers(line(&in_force(on)?.rule(rule)?, standing), on)
}

/// What the law lets somebody know besides the verdict.
pub fn notice(audience: Audience, on: NaiveDate) -> Option<RuleLine> {
    let rule = embedded()?.notice(audience, on)?;
    with_numbers(line(&rule, RuleStanding::Open), on)
}

fn with_numbers(mut line: RuleLine, on: NaiveDate) -> Option<RuleLine> {
    for (name, number) in embedded()?.numbers(&line.rule, on)? {
        let text = match number {
            LegalNumber::Count(count) => count.to_string(),
            LegalNumber::Tenge(amount) => words::format::tenge(amount),
        };
        line.numbers.push((name, text));
    }
    Some(line)
}

/// The version of a rule that a verdict of a day named with these words.
pub fn worded(rule: &str, message: &str, on: NaiveDate) -> Option<RuleLine> {
    let version = embedded()?.outline().rule(rule).find(|version| {
        version.message == message
            && version.from.is_none_or(|from| from <= on)
            && version.until.is_none_or(|until| on <= until)
    })?;
    Some(line(&version, RuleStanding::Passed))
}

/// A verdict that came from the server.
pub fn verdict_of(body: &VerdictBody) -> Verdict {
    Verdict {
        outcome: body.outcome,
        consent: body.consent,
        because: body
            .because
            .iter()
            .map(|because| Because {
                rule: because.rule.clone(),
                message: because.message.clone(),
                certain: because.certain,
            })
            .collect(),
        missing: body.missing.clone(),
    }
}

fn facts_of(draft: &Draft, person: Option<&Person>, law: &LawToday) -> Facts {
    let Some(person) = person else {
        let (subject, applicant, dwelling) = (
            KnownSubject::default(),
            KnownApplicant::default(),
            KnownDwelling::default(),
        );
        let answers = declared(&draft.answers);
        return facts(law.outline(), &answers, &subject, &applicant, &dwelling);
    };
    let subject = draft
        .answers
        .subject
        .and_then(|choice| {
            person
                .subjects
                .iter()
                .find(|subject| subject.choice == choice)
        })
        .map(|subject| subject.known.clone())
        .unwrap_or_default();
    let answers = registered(&draft.answers);
    facts(
        law.outline(),
        &answers,
        &subject,
        &person.applicant,
        &draft.dwelling(),
    )
}

/// The answers of somebody who is not signed in, with what follows from them: who registers in a
/// dwelling of which they are the only owner has said all about its owners.
fn declared(answers: &Answers) -> Answers {
    let mut all = answers.clone();
    let subject = &all.declared_subject;
    if all.ownership == Some(Ownership::Sole) && subject.relation == Some(Relation::Myself) {
        all.declared_dwelling.owner_minor = subject.age.map(|age| age < MAJORITY);
        all.declared_dwelling.owner_limited =
            subject.capacity.map(|capacity| capacity != Capacity::Full);
    }
    all
}

/// The answers of somebody for whom registers speak: of what was declared before, only what no
/// register knows counts.
pub fn registered(answers: &Answers) -> Answers {
    let mut kept = answers.clone();
    kept.declared_subject = registration::DeclaredSubject {
        has_eds: answers.declared_subject.has_eds,
        ..Default::default()
    };
    kept.declared_dwelling = registration::DeclaredDwelling {
        tenure: answers.declared_dwelling.tenure,
        institution_applies: answers.declared_dwelling.institution_applies,
        ..Default::default()
    };
    kept
}

fn lines(law: &LawToday, facts: &Facts) -> Vec<RuleLine> {
    let mut lines: Vec<RuleLine> = Vec::new();
    for found in law.decision().standing(facts) {
        let Some(rule) = law.outline().rule_version(found.rule) else {
            continue;
        };
        let Some(standing) = standing(&rule, found.truth) else {
            continue;
        };
        // Parts of one rule are told apart by their words only.
        if !lines
            .iter()
            .any(|line| line.message == rule.message && line.standing == standing)
        {
            lines.push(line(&rule, standing));
        }
    }
    lines
}

fn standing(rule: &RuleVersion<'_>, truth: Truth) -> Option<RuleStanding> {
    let carries = rule.table == "consent" || rule.output == "online";
    match (truth, carries) {
        (Truth::True, true) => Some(RuleStanding::Passed),
        (Truth::True, false) => Some(RuleStanding::Blocks),
        (Truth::Unknown, _) => Some(RuleStanding::Open),
        (Truth::False, false) => Some(RuleStanding::Cleared),
        (Truth::False, true) => None,
    }
}

fn line(rule: &RuleVersion<'static>, standing: RuleStanding) -> RuleLine {
    RuleLine {
        rule: rule.id.to_owned(),
        standing,
        message: rule.message,
        source: &rule.source.title,
        article: if rule.article == "—" {
            ""
        } else {
            rule.article
        },
        from: rule.from,
        confidence: rule.confidence,
        numbers: Vec::new(),
    }
}

/// The lines by standing, else as they were. They are few, and the standard sorts weigh kilobytes.
fn sorted(lines: Vec<RuleLine>) -> Vec<RuleLine> {
    let rank = |line: &RuleLine| match line.standing {
        RuleStanding::Blocks => 0,
        RuleStanding::Passed => 1,
        RuleStanding::Open => 2,
        RuleStanding::Cleared => 3,
    };
    let mut sorted: Vec<RuleLine> = Vec::with_capacity(lines.len());
    for line in lines {
        let before = |other: &RuleLine| rank(other) <= rank(&line);
        let place = sorted.iter().take_while(|other| before(other)).count();
        sorted.insert(place, line);
    }
    sorted
}

thread_local! {
    static LAW: Option<&'static PageLaw> =
        PageLaw::prepared().ok().map(|law| &*Box::leak(Box::new(law)));
    static IN_FORCE: RefCell<Option<Rc<LawToday>>> = const { RefCell::new(None) };
}

/// The law with its decisions made ready: the page does not compile tables.
type PageLaw = Law<Prepared<'static>>;
/// As it stands on a day.
type LawToday = InForce<'static, Prepared<'static>>;

/// The law is read once and kept as long as the page.
fn embedded() -> Option<&'static PageLaw> {
    LAW.with(|law| *law)
}

/// The law on a day; read once a day, because each keystroke asks it.
fn in_force(today: NaiveDate) -> Option<Rc<LawToday>> {
    IN_FORCE.with_borrow_mut(|kept| {
        if let Some(law) = kept.as_ref().filter(|law| law.on() == today) {
            return Some(Rc::clone(law));
        }
        let law = Rc::new(embedded()?.in_force(today).ok()?);
        *kept = Some(Rc::clone(&law));
        Some(law)
    })
}
