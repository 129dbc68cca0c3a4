//! The engine agrees with the definition on random policies.

use std::collections::HashMap;

use proptest::prelude::*;
use rules::{
    Decision, FactId, Facts, Number, Output, Policy, PolicyFile, Prepared, Truth, Value, Verdict,
};

use crate::fixture::day;
use crate::oracle::{
    CHOSEN, Case, Cell, Fact, Given, Hit, Kind, Model, NUMBERS, Outputs, Sample, Table, Test,
    VALUES, model,
};

/// A model as the texts of its files.
fn files(model: &Model) -> Vec<(String, String)> {
    let mut declarations = format!(
        "[[source]]\nid = \"s\"\ntitle = \"s\"\n\n[[switch]]\nname = \"w\"\noptions = [\"o0\", \"o1\"]\nchosen = \"o{CHOSEN}\"\nnote = \"w\"\n"
    );
    for (index, fact) in model.facts.iter().enumerate() {
        let kind = match fact.kind {
            Kind::Bool => "\"boolean\"".to_owned(),
            Kind::Text(count) => {
                let values: Vec<String> = (0..count).map(|n| format!("t{n}")).collect();
                format!("\"text\"\nvalues = {values:?}")
            }
            Kind::Whole(max) => format!("\"whole\"\nmin = 0\nmax = {max}"),
            Kind::Integer => "\"whole\"".to_owned(),
            Kind::Number => "\"number\"\nmin = 0\nmax = 1.0".to_owned(),
        };
        declarations += &format!(
            "[[fact]]\nname = \"f{index}\"\ntype = {kind}\noptional = {}\nasks = \"answer\"\n",
            fact.optional
        );
    }
    let mut files = vec![("facts.toml".to_owned(), declarations)];
    for (index, table) in model.tables.iter().enumerate() {
        files.push((
            format!("{index}.toml"),
            table_file(index, table, &model.tables),
        ));
    }
    files
}

/// How a table writes its values.
fn written(hit: Hit, index: usize) -> String {
    match hit.reckons() {
        true => number(NUMBERS[index]).to_string(),
        false => format!("v{index}"),
    }
}

fn table_file(index: usize, table: &Table, tables: &[Table]) -> String {
    let hit = match table.hit {
        Hit::Unique => "unique",
        Hit::Any => "any",
        Hit::First => "first",
        Hit::Priority => "priority",
        Hit::OutputOrder => "output order",
        Hit::RuleOrder => "rule order",
        Hit::Collect => "collect",
        Hit::Sum => "collect sum",
        Hit::Min => "collect min",
        Hit::Max => "collect max",
        Hit::Count => "collect count",
    };
    let values: Vec<String> = (0..VALUES).map(|n| written(table.hit, n)).collect();
    let mut text = format!(
        "[table]\nname = \"t{index}\"\ngoal = \"goal\"\nhit = {hit:?}\noutput = \"o{index}\"\nvalues = {values:?}\n"
    );
    if let Some((other, value)) = table.when {
        let value = written(tables[other].hit, value);
        text += &format!("when_output = {{ o{other} = {value:?} }}\n");
    }
    for (number, rule) in table.rules.iter().enumerate() {
        text += &format!(
            "[[rule]]\nid = \"r{number}\"\nthen = {:?}\nsource = \"s\"\nconfidence = \"low\"\nmessage = \"m\"\n",
            written(table.hit, rule.then)
        );
        for (key, bound) in [("from", rule.days.0), ("until", rule.days.1)] {
            if let Some(bound) = bound {
                text += &format!("{key} = 2026-01-{bound:02}\n");
            }
        }
        if let Some(option) = rule.option {
            text += &format!("switch = \"w:o{option}\"\n");
        }
        for row in &rule.rows {
            text += "[[rule.when]]\n";
            for (fact, cell) in row.cells.iter().enumerate() {
                if let Some(cell) = cell {
                    text += &format!("f{fact} = '{}'\n", feel(cell, 't'));
                }
            }
            for (table, cell) in &row.outputs {
                text += &format!("o{table} = '{}'\n", feel(cell, 'v'));
            }
        }
    }
    text
}

/// A cell, with the letter by which texts begin.
fn feel(cell: &Cell, text: char) -> String {
    let tests: Vec<String> = cell
        .tests
        .iter()
        .map(|test| match test {
            Test::Is(Sample::Null) => "null".to_owned(),
            Test::Is(Sample::Bool(value)) => value.to_string(),
            Test::Is(Sample::Text(index)) => format!("\"{text}{index}\""),
            Test::Is(Sample::Quarters(n)) => number(*n).to_string(),
            Test::Range(None, Some((n, true))) => format!("<= {}", number(*n)),
            Test::Range(None, Some((n, false))) => format!("< {}", number(*n)),
            Test::Range(Some((n, true)), None) => format!(">={}", number(*n)),
            Test::Range(Some((n, false)), None) => format!("> {}", number(*n)),
            Test::Range(Some((low, from)), Some((high, to))) => format!(
                "{}{} .. {}{}",
                if *from { '[' } else { '(' },
                number(*low),
                number(*high),
                if *to { ']' } else { '[' },
            ),
            Test::Range(None, None) => unreachable!("no such test is written"),
        })
        .collect();
    let tests = tests.join(",");
    if cell.negated {
        format!("not({tests})")
    } else {
        tests
    }
}

fn number(quarters: i64) -> Number {
    Number::from_millionths(quarters * 250_000)
}

fn parse(files: &[(String, String)]) -> Option<Policy> {
    let files: Vec<PolicyFile<'_>> = files
        .iter()
        .map(|(name, text)| PolicyFile { name, text })
        .collect();
    Policy::parse(&files).ok()
}

/// What is known of a case: some of its values.
type Partial = Vec<Option<Sample>>;

/// A policy of a model, prepared, and everything the model says.
struct Trial {
    model: Model,
    policy: Policy,
    cases: Vec<(Case, Outputs)>,
}

impl Trial {
    /// `None` if two rules of a unique table overlap, which the parser must then have refused.
    fn new(model: Model) -> Option<Self> {
        let overlaps = model.overlaps();
        let policy = parse(&files(&model));
        assert_eq!(policy.is_none(), overlaps, "{:#?}", files(&model));
        let cases = model.cases().into_iter();
        let cases = |model: &Model| {
            cases
                .map(|case| (case.clone(), model.outputs(&case)))
                .collect()
        };
        policy.map(|policy| Self {
            cases: cases(&model),
            model,
            policy,
        })
    }

    fn decision(&self) -> Decision<'_> {
        self.policy.in_force("goal", day("2026-01-15")).unwrap()
    }

    fn facts(&self, partial: &Partial) -> Facts {
        let mut facts = Facts::new();
        for (index, value) in partial.iter().enumerate() {
            let Some(value) = value else { continue };
            let text;
            let value = match value {
                Sample::Null => Value::Null,
                Sample::Bool(value) => Value::Bool(*value),
                Sample::Text(index) => {
                    text = format!("t{index}");
                    Value::Text(&text)
                }
                Sample::Quarters(n) => Value::Number(number(*n)),
            };
            facts
                .set(&self.policy, &format!("f{index}"), value)
                .unwrap();
        }
        facts
    }

    fn completions<'a>(
        &'a self,
        partial: &'a Partial,
    ) -> impl Iterator<Item = &'a (Case, Outputs)> {
        self.cases.iter().filter(move |(case, _)| {
            let mut values = case.iter().zip(partial);
            values.all(|(value, known)| known.is_none_or(|known| known == *value))
        })
    }

    /// The facts not known for which two completions differ in them alone and in their outputs.
    fn missing(&self, partial: &Partial) -> Vec<FactId> {
        let ids = self.policy.fact_ids().enumerate();
        ids.filter(|(index, _)| {
            partial[*index].is_none() && {
                // Completions that differ in this fact alone share the rest of their values.
                let mut groups: HashMap<Case, &Outputs> = HashMap::new();
                self.completions(partial).any(|(case, outputs)| {
                    let mut rest = case.clone();
                    rest.remove(*index);
                    groups.entry(rest).or_insert(outputs) != &outputs
                })
            }
        })
        .map(|(_, fact)| fact)
        .collect()
    }

    /// Outputs in the engine's form.
    fn named(&self, outputs: &Outputs) -> Vec<(String, Output)> {
        let mut named = Vec::new();
        for (index, (table, output)) in self.model.tables.iter().zip(outputs).enumerate() {
            let value = |index: &usize| written(table.hit, *index);
            let output = match output {
                None => continue,
                Some(Given::One(given)) => Output::One(value(given)),
                Some(Given::List(given)) => Output::List(given.iter().map(value).collect()),
                Some(Given::Quarters(quarters)) => Output::Number(number(*quarters)),
            };
            named.push((format!("o{index}"), output));
        }
        named
    }

    fn truth(&self, table: usize, rule: usize, partial: &Partial) -> Truth {
        let rule = &self.model.tables[table].rules[rule];
        let applies: Vec<bool> = self
            .completions(partial)
            .map(|(case, outputs)| rule.applies(case, outputs))
            .collect();
        match (applies.contains(&true), applies.contains(&false)) {
            (true, false) => Truth::True,
            (true, true) => Truth::Unknown,
            (false, _) => Truth::False,
        }
    }
}

/// A model and what is known in some case of it, which [`partial`] makes fit.
fn trial() -> impl Strategy<Value = (Model, Vec<Option<prop::sample::Index>>)> {
    let known = prop::option::weighted(0.4, any::<prop::sample::Index>());
    (model(), prop::collection::vec(known, 4))
}

fn partial(facts: &[Fact], known: &[Option<prop::sample::Index>]) -> Partial {
    let facts = facts.iter().zip(known);
    facts
        .map(|(fact, index)| index.map(|index| *index.get(&fact.samples())))
        .collect()
}

fn contains(verdict: &Verdict, fact: usize) -> bool {
    verdict
        .missing
        .iter()
        .any(|missing| missing.index() == fact)
}

proptest! {
    #[test]
    fn a_verdict_is_known_exactly_if_all_completions_agree(
        model in model(),
        answers in prop::collection::vec(any::<prop::sample::Index>(), 4),
    ) {
        let Some(trial) = Trial::new(model) else { return Ok(()) };
        let decision = trial.decision();
        // Of one case every part that may be known.
        for known in 0..1_usize << trial.model.facts.len() {
            let known = |(index, answer): (usize, &prop::sample::Index)| (known >> index & 1 == 1).then_some(*answer);
            let known: Vec<_> = answers.iter().enumerate().map(known).collect();
            let partial = partial(&trial.model.facts, &known);
            let verdict = decision.evaluate(&trial.facts(&partial));
            let mut completions = trial.completions(&partial).map(|(_, outputs)| outputs);
            let first = completions.next().unwrap();
            let expected = completions.all(|outputs| outputs == first).then(|| trial.named(first));
            prop_assert_eq!(verdict.outputs, expected);
            prop_assert_eq!(verdict.missing, trial.missing(&partial));
        }
    }

    #[test]
    fn a_rule_stands_as_its_completions_say((model, known) in trial()) {
        let Some(trial) = Trial::new(model) else { return Ok(()) };
        let partial = partial(&trial.model.facts, &known);
        let standing = trial.decision().standing(&trial.facts(&partial));
        let mut expected = Vec::new();
        for (table, entry) in trial.model.tables.iter().enumerate() {
            let rules = entry.rules.iter().enumerate();
            let mut rules: Vec<_> = rules.filter(|(_, rule)| rule.is_in_force()).collect();
            match entry.hit {
                Hit::Priority => rules.sort_by_key(|(_, rule)| rule.then),
                Hit::Min => rules.sort_by_key(|(_, rule)| NUMBERS[rule.then]),
                Hit::Max => rules.sort_by_key(|(_, rule)| -NUMBERS[rule.then]),
                _ => {}
            }
            for (rule, _) in rules {
                expected.push((format!("t{table}"), format!("r{rule}"), trial.truth(table, rule, &partial)));
            }
        }
        let standing: Vec<_> = standing
            .iter()
            .map(|standing| {
                let version = trial.policy.rule_version(standing.rule).unwrap();
                (version.table.to_owned(), version.id.to_owned(), standing.truth)
            })
            .collect();
        prop_assert_eq!(standing, expected);
    }

    #[test]
    fn a_known_output_names_rules_that_give_it((model, known) in trial()) {
        let Some(trial) = Trial::new(model) else { return Ok(()) };
        let partial = partial(&trial.model.facts, &known);
        let decision = trial.decision();
        let facts = trial.facts(&partial);
        let verdict = decision.evaluate(&facts);
        let standing = decision.standing(&facts);
        for because in &verdict.because {
            let found = standing.iter().find(|standing| standing.rule == because.rule).unwrap();
            let expected = if because.certain { Truth::True } else { Truth::Unknown };
            prop_assert_eq!(found.truth, expected);
        }
        for (name, output) in verdict.outputs.iter().flatten() {
            let given: Vec<&str> = verdict
                .because
                .iter()
                .filter_map(|because| trial.policy.rule_version(because.rule))
                .filter(|version| version.table.replace('t', "o") == *name)
                .map(|version| version.output)
                .collect();
            match output {
                Output::One(value) => prop_assert_eq!(given.first(), Some(&value.as_str())),
                Output::List(values) => {
                    prop_assert!(values.iter().all(|value| given.contains(&value.as_str())));
                    prop_assert!(given.iter().all(|value| values.contains(&(*value).to_owned())));
                }
                Output::Number(number) => {
                    let table: usize = name.trim_start_matches('o').parse().unwrap();
                    match trial.model.tables[table].hit {
                        Hit::Count => {}
                        Hit::Sum => prop_assert!(!given.is_empty()),
                        _ => prop_assert_eq!(given[0], number.to_string()),
                    }
                }
            }
        }
    }

    #[test]
    fn an_answer_to_what_is_not_missing_changes_nothing(
        (model, known) in trial(),
        answers in prop::collection::vec(any::<prop::sample::Index>(), 4),
    ) {
        let Some(trial) = Trial::new(model) else { return Ok(()) };
        let partial = partial(&trial.model.facts, &known);
        let decision = trial.decision();
        let before = decision.evaluate(&trial.facts(&partial));
        for (index, fact) in trial.model.facts.iter().enumerate() {
            if partial[index].is_some() || contains(&before, index) {
                continue;
            }
            let mut more = partial.clone();
            more[index] = Some(*answers[index].get(&fact.samples()));
            let after = decision.evaluate(&trial.facts(&more));
            prop_assert_eq!(&after.outputs, &before.outputs);
            prop_assert_eq!(&after.missing, &before.missing);
        }
    }

    #[test]
    fn knowledge_only_adds(
        (model, known) in trial(),
        answers in prop::collection::vec(any::<prop::sample::Index>(), 4),
    ) {
        let Some(trial) = Trial::new(model) else { return Ok(()) };
        let mut partial = partial(&trial.model.facts, &known);
        let decision = trial.decision();
        let mut before = decision.evaluate(&trial.facts(&partial));
        for (index, fact) in trial.model.facts.iter().enumerate() {
            partial[index].get_or_insert(*answers[index].get(&fact.samples()));
            let after = decision.evaluate(&trial.facts(&partial));
            if before.is_known() {
                prop_assert_eq!(&after.outputs, &before.outputs);
            }
            prop_assert!(after.missing.iter().all(|fact| before.missing.contains(fact)));
            prop_assert!(!contains(&after, index));
            before = after;
        }
        prop_assert!(before.is_known());
    }

    #[test]
    fn a_prepared_policy_decides_alike((model, known) in trial()) {
        let Some(trial) = Trial::new(model) else { return Ok(()) };
        let bytes = trial.policy.prepare(&["goal"]).unwrap();
        let prepared = Prepared::decode(&bytes).unwrap();
        let ready = prepared.in_force("goal", day("2026-01-15")).unwrap();
        let compiled = trial.decision();
        let facts = trial.facts(&partial(&trial.model.facts, &known));
        prop_assert_eq!(ready.facts(), compiled.facts());
        prop_assert_eq!(ready.evaluate(&facts), compiled.evaluate(&facts));
        prop_assert_eq!(ready.standing(&facts), compiled.standing(&facts));
    }

    #[test]
    fn a_policy_survives_its_bytes_and_the_order_of_its_files((model, known) in trial()) {
        let Some(trial) = Trial::new(model) else { return Ok(()) };
        let decoded = Policy::decode(&trial.policy.encode()).unwrap();
        prop_assert_eq!(&decoded, &trial.policy);
        let mut files = files(&trial.model);
        files.reverse();
        let reordered = parse(&files);
        prop_assert_eq!(reordered.as_ref(), Some(&trial.policy));
        let facts = trial.facts(&partial(&trial.model.facts, &known));
        let decision = decoded.in_force("goal", day("2026-01-15")).unwrap();
        prop_assert_eq!(decision.evaluate(&facts), trial.decision().evaluate(&facts));
    }
}
