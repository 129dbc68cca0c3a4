//! An explanation for people, in lines of text.

use chrono::NaiveDate;
use registration::{ConsentNeeded, InForce, LawError, Outcome, Verdict};
use rules::{
    Cell, FactDeclaration, FactType, Facts, RuleTrace, RuleVersion, Subject, Test, Truth, Value,
};
use words::{
    Lang, fill,
    format::date,
    page,
    server::{self, Word},
};

/// What is explained, and in which language.
pub(super) struct Explained<'a> {
    law: &'a InForce<'a>,
    facts: &'a Facts,
    lang: Lang,
    text: String,
}

impl<'a> Explained<'a> {
    pub(super) fn new(law: &'a InForce<'a>, facts: &'a Facts, lang: Lang) -> Self {
        Self {
            law,
            facts,
            lang,
            text: String::new(),
        }
    }

    /// The verdict, the next question, every rule with its rows and cells, the dates, and what
    /// stands between the facts and a wanted outcome.
    pub(super) fn text(mut self, wanted: Option<Outcome>) -> Result<String, LawError> {
        self.verdict()?;
        self.questions()?;
        self.tables();
        self.dates()?;
        if let Some(wanted) = wanted {
            self.why_not(wanted)?;
        }
        Ok(self.text)
    }

    fn verdict(&mut self) -> Result<(), LawError> {
        let verdict = self.law.verdict(self.facts)?;
        let on = date(self.lang, self.law.on());
        let version = self.law.policy().version();
        let on = fill(
            self.word(Word::ExplainOn),
            &[("date", &on), ("policy", version)],
        );
        self.line(0, &on);
        let headline = self.headline(&verdict);
        self.line(0, &format!("{headline} ({})", verdict.outcome.symbol()));
        if !verdict.because.is_empty() {
            self.heading(Word::ExplainBecause);
        }
        for because in &verdict.because {
            let title = self.title(&because.message);
            let perhaps = match because.certain {
                true => String::new(),
                false => format!(" ({})", self.word(Word::ExplainPerhaps)),
            };
            self.line(1, &format!("{}: {title}{perhaps}", because.rule));
            if let Some(version) = self.law.version(because) {
                let cited = self.cited(&version);
                self.line(2, &cited);
            }
        }
        Ok(())
    }

    fn headline(&self, verdict: &Verdict) -> &'static str {
        let word = match (verdict.outcome, verdict.consent) {
            (_, Some(ConsentNeeded::None)) => page::Word::VerdictOnline,
            (_, Some(ConsentNeeded::CoOwners)) => page::Word::VerdictCoOwners,
            (_, Some(ConsentNeeded::AllOwners)) => page::Word::VerdictAllOwners,
            (Outcome::Unknown, None) if verdict.missing.is_empty() => {
                return self.word(Word::ExplainNoRules);
            }
            (outcome, None) => return self.outcome(outcome),
        };
        page::text(self.lang, word)
    }

    /// An outcome in words, whoever must agree.
    fn outcome(&self, outcome: Outcome) -> &'static str {
        let word = match outcome {
            Outcome::Online => return self.word(Word::ExplainOnline),
            Outcome::Refused => page::Word::VerdictRefused,
            Outcome::VisitPsc => page::Word::VerdictVisitPsc,
            Outcome::OtherService => page::Word::VerdictOtherService,
            Outcome::NotSeparate => page::Word::VerdictNotSeparate,
            Outcome::CannotSign => page::Word::VerdictCannotSign,
            Outcome::Resume => page::Word::VerdictResume,
            Outcome::Unknown => page::Word::VerdictUnknown,
        };
        page::text(self.lang, word)
    }

    fn questions(&mut self) -> Result<(), LawError> {
        let verdict = self.law.verdict(self.facts)?;
        let Some(next) = self.law.next_question(self.facts) else {
            return Ok(());
        };
        self.heading(Word::ExplainMissing);
        for fact in &verdict.missing {
            let fact = self.fact(fact);
            self.line(1, &fact);
        }
        let fact = self.fact(&next.fact);
        let next = match next.expected {
            Some(expected) => fill(
                self.word(Word::ExplainNextExpected),
                &[("fact", &fact), ("n", &format!("{expected:.1}"))],
            ),
            None => fill(self.word(Word::ExplainNext), &[("fact", &fact)]),
        };
        self.line(0, "");
        self.line(0, &next);
        Ok(())
    }

    fn tables(&mut self) {
        self.heading(Word::ExplainTables);
        let (law, facts) = (self.law, self.facts);
        let explanation = law.explain(facts);
        for table in explanation.tables() {
            let relevance = match table.relevance() {
                Truth::True => String::new(),
                Truth::False => format!(" ({})", self.word(Word::ExplainIrrelevant)),
                Truth::Unknown => format!(" ({})", self.word(Word::ExplainPerhapsRelevant)),
            };
            self.line(1, &format!("{}{relevance}", table.table().name));
            for rule in table.rules() {
                self.rule(&rule);
            }
        }
    }

    /// A rule with its rows; a row is marked only beside others.
    fn rule(&mut self, rule: &RuleTrace<'_>) {
        let Some(version) = rule.version() else {
            return;
        };
        let title = self.title(version.message);
        let status = match rule.in_force() {
            rules::InForce::Yes => None,
            rules::InForce::From(from) => Some(self.dated(Word::ExplainFrom, from)),
            rules::InForce::Until(until) => Some(self.dated(Word::ExplainUntil, until)),
            rules::InForce::NotChosen { switch, option } => {
                let words = self.word(Word::ExplainNotChosen);
                Some(format!("{words}: {switch}:{option}"))
            }
        };
        // A rule out of force neither holds nor fails.
        let (truth, status) = match status {
            Some(status) => ("·", format!(" [{status}]")),
            None => (mark(rule.truth()), String::new()),
        };
        let output = version.output;
        self.line(
            2,
            &format!("{truth} {} {output}{status}: {title}", version.id),
        );
        let cited = self.cited(&version);
        self.line(4, &cited);
        let alone = rule.rows().count() == 1;
        for row in rule.rows() {
            let mut cells: Vec<String> = Vec::new();
            for cell in row.cells() {
                let name = &cell.declaration().name;
                let fact = match cell.subject() {
                    Subject::Fact(_) => self.fact(name),
                    // What a table above gives.
                    Subject::Output(_) => format!("↑ {name}"),
                };
                let test = self.cell(cell.declaration(), cell.cell());
                let value = match cell.value() {
                    Some(value) => self.value(cell.declaration(), value),
                    None => self.word(Word::ExplainUnknown).to_owned(),
                };
                cells.push(format!("{} {fact}: {test} ({value})", mark(cell.truth())));
            }
            match (alone, cells.as_slice()) {
                (_, []) => self.line(3, mark(row.truth())),
                (true, _) => cells.iter().for_each(|cell| self.line(4, cell)),
                (false, _) => {
                    for (index, cell) in cells.iter().enumerate() {
                        let row = match index {
                            0 => mark(row.truth()),
                            _ => " ",
                        };
                        self.line(3, &format!("{row} │ {cell}"));
                    }
                }
            }
        }
    }

    fn dates(&mut self) -> Result<(), LawError> {
        self.heading(Word::ExplainDates);
        for period in self.law.timeline(self.facts)? {
            let when = match (period.from, period.until) {
                (None, None) => self.word(Word::ExplainAlways).to_owned(),
                (Some(from), None) => self.dated(Word::ExplainFrom, from),
                (None, Some(until)) => self.dated(Word::ExplainUntil, until),
                (Some(from), Some(until)) => {
                    format!("{} – {}", date(self.lang, from), date(self.lang, until))
                }
            };
            let rules: Vec<&str> = period
                .verdict
                .because
                .iter()
                .map(|it| it.rule.as_str())
                .collect();
            let rules = match rules.is_empty() {
                true => String::new(),
                false => format!(" ({})", rules.join(", ")),
            };
            let headline = self.headline(&period.verdict);
            self.line(1, &format!("{when}: {headline}{rules}"));
        }
        Ok(())
    }

    fn why_not(&mut self, wanted: Outcome) -> Result<(), LawError> {
        let (law, facts) = (self.law, self.facts);
        let headline = self.outcome(wanted);
        let asked = fill(self.word(Word::ExplainWhyNot), &[("outcome", headline)]);
        self.line(0, "");
        self.line(0, &asked);
        let explanation = law.explain(facts);
        if let Some(why_not) = InForce::why_not(&explanation, wanted) {
            self.line(1, self.word(Word::ExplainGiving));
            for rule in why_not.giving() {
                self.rule(&rule);
            }
            let outranking = why_not.outranking();
            if !outranking.is_empty() {
                self.line(1, self.word(Word::ExplainOutranking));
            }
            for rule in outranking {
                self.rule(&rule);
            }
        }
        self.line(1, self.word(Word::ExplainWays));
        let ways = law.changes(facts, wanted)?;
        if ways.is_empty() {
            self.line(2, self.word(Word::ExplainNone));
        }
        let declared = law.policy().facts();
        let name = |fact: &rules::FactId| declared.get(fact.index()).map(|fact| fact.name.as_str());
        for way in ways {
            let changes = way.changes.iter().filter_map(|change| {
                let declaration = declared.get(change.fact.index())?;
                let fact = self.fact(&declaration.name);
                let to = self.cell(declaration, &change.to);
                let nearest = self.value(declaration, change.nearest);
                let present = match facts.get(law.policy(), change.fact) {
                    Some(value) => self.value(declaration, value),
                    None => "?".to_owned(),
                };
                Some(match to == nearest {
                    true => format!("{fact}: {present} → {to}"),
                    false => format!("{fact}: {present} → {nearest} ({to})"),
                })
            });
            let mut line = changes.collect::<Vec<_>>().join("; ");
            if line.is_empty() {
                self.word(Word::ExplainAlready).clone_into(&mut line);
            }
            if !way.open.is_empty() {
                let open: Vec<String> = way
                    .open
                    .iter()
                    .filter_map(name)
                    .map(|fact| self.fact(fact))
                    .collect();
                let depends = self.word(Word::ExplainDepends);
                line = [
                    line,
                    "; ".to_owned(),
                    fill(depends, &[("facts", &open.join(", "))]),
                ]
                .concat();
            }
            self.line(2, &format!("• {line}"));
        }
        Ok(())
    }

    fn word(&self, word: Word) -> &'static str {
        server::text(self.lang, word)
    }

    fn rule_word(&self, key: &str) -> &'static str {
        words::rules::by_key(self.lang, key).unwrap_or_default()
    }

    fn title(&self, message: &str) -> &'static str {
        self.rule_word(&format!("{message}.title"))
    }

    /// The act and the place in it; `—` says that the source has none.
    fn cited(&self, version: &RuleVersion<'_>) -> String {
        let act = self.rule_word(&version.source.title);
        if matches!(version.article, "" | "—") {
            return act.to_owned();
        }
        let place = self.rule_word("article.cited");
        let place = fill(place, &[("article", version.article)]);
        format!("{act}, {place}")
    }

    fn dated(&self, word: Word, day: NaiveDate) -> String {
        fill(self.word(word), &[("date", &date(self.lang, day))])
    }

    /// A fact in words, or its name where there are none.
    fn fact(&self, name: &str) -> String {
        let words = self.rule_word(&format!("fact.{}", key(name)));
        if words.is_empty() { name } else { words }.to_owned()
    }

    /// A value in words.
    fn value(&self, fact: &FactDeclaration, value: Value<'_>) -> String {
        let key = match value {
            Value::Bool(value) => format!("value.{value}"),
            Value::Text(text) => format!("value.{}_{}", key(&fact.name), key(text)),
            Value::Number(number) => return number.to_string(),
            Value::Null => return value.to_string(),
        };
        match (self.rule_word(&key), value) {
            ("", Value::Text(text)) => text.to_owned(),
            ("", value) => value.to_string(),
            (words, _) => words.to_owned(),
        }
    }

    /// A cell in words: the values of texts and booleans, of numbers as they are written.
    fn cell(&self, fact: &FactDeclaration, cell: &Cell) -> String {
        let Cell::Tests { tests, negated } = cell else {
            return "-".to_owned();
        };
        let words = tests.iter().map(|test| match (test, &fact.kind) {
            (Test::Bool(value), _) => Some(self.value(fact, Value::Bool(*value))),
            (Test::Text(index), FactType::Text { values }) => {
                let text = values.get(usize::from(*index))?;
                Some(self.value(fact, Value::Text(text)))
            }
            _ => None,
        });
        match words.collect::<Option<Vec<_>>>() {
            Some(words) if *negated => format!("≠ {}", words.join(", ")),
            Some(words) => words.join(", "),
            None => cell.feel(fact).to_string(),
        }
    }

    fn heading(&mut self, word: Word) {
        self.line(0, "");
        self.line(0, self.word(word));
    }

    fn line(&mut self, indent: usize, text: &str) {
        for _ in 0..indent {
            self.text.push_str("  ");
        }
        self.text.push_str(text);
        self.text.push('\n');
    }
}

/// A public name as a key of words.
fn key(name: &str) -> String {
    name.replace('.', "_")
}

fn mark(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "✓",
        Truth::False => "✗",
        Truth::Unknown => "?",
    }
}
