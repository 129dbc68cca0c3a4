//! Decisions as tables.

use super::columns::{OutputTarget, Target, Targets, days, extension, one_text, output_cell};
use super::{MODEL, grounds, text};
use crate::decide::{FeelTable, Making, Program, cell, constant, exact};
use crate::draft::{Draft, DraftRule, DraftTable, Grounds};
use crate::error::{Problem, Report};
use crate::feel::{UnaryTests, Value};
use crate::model::{Aggregation, Decision, DecisionTable, Definitions, Hit, Logic, Required};

/// What is left to do with the tables.
#[derive(Default)]
pub(super) struct Made {
    /// Rules for what no other rule takes, by the index of their table.
    pub(super) defaults: Vec<(usize, DraftRule)>,
}

/// Makes tables of the decisions, each after those it requires.
pub(super) fn tables(
    definitions: &Definitions,
    program: &Program,
    draft: &mut Draft,
    targets: &mut Targets,
    report: &mut Report<'_>,
) -> Made {
    let mut made = Made::default();
    let goals = goals(definitions);
    let decisions = definitions.decisions.iter().zip(&program.decisions);
    for ((decision, making), goal) in decisions.zip(goals) {
        if let Some(element) = extension(&decision.extensions, "switch") {
            let name = element.attribute("name").unwrap_or_default().to_owned();
            targets.add(decision.name.clone(), Target::Switch(name));
            continue;
        }
        let refused = |reason: String| Problem::NotATable {
            decision: decision.name.clone(),
            reason,
        };
        match (making, &decision.logic) {
            (Making::Table(table), Logic::Table(written)) => {
                let mut maker = Maker {
                    decision,
                    table,
                    written,
                    goal: &goal,
                    draft,
                    targets,
                };
                if let Err((at, reason)) = maker.make(&mut made, report) {
                    report.add(at, refused(reason));
                }
            }
            (Making::Refused(at, problem), _) => report.add(*at, problem.clone()),
            _ => {
                let reason = "a literal expression has no rules".to_owned();
                report.add(decision.at, refused(reason));
            }
        }
    }
    made
}

/// For each decision the name of the last decision that it has to do with, however far: tables
/// that feed each other are asked together.
fn goals(definitions: &Definitions) -> Vec<String> {
    let mut group: Vec<usize> = (0..definitions.decisions.len()).collect();
    for (index, decision) in definitions.decisions.iter().enumerate() {
        for required in &decision.requires {
            if let Required::Decision(required) = required
                && let (Some(one), Some(other)) =
                    (group.get(index).copied(), group.get(*required).copied())
                && one != other
            {
                let (one, other) = (one.max(other), one.min(other));
                for entry in group.iter_mut().filter(|entry| **entry == other) {
                    *entry = one;
                }
            }
        }
    }
    let name = |index: &usize| definitions.decisions.get(*index).map(|it| it.name.clone());
    group
        .iter()
        .map(|index| name(index).unwrap_or_default())
        .collect()
}

type Misfit = (usize, String);

struct Maker<'m> {
    decision: &'m Decision,
    table: &'m FeelTable,
    written: &'m DecisionTable,
    goal: &'m str,
    draft: &'m mut Draft,
    targets: &'m mut Targets,
}

/// A row with what stands beside its cells.
#[derive(Default)]
struct Row {
    cells: Vec<(String, String)>,
    grounds: Grounds,
    /// What the output of each column that makes the table relevant has to be.
    when: Vec<Option<(String, String)>>,
}

impl Maker<'_> {
    fn make(&mut self, made: &mut Made, report: &mut Report<'_>) -> Result<(), Misfit> {
        let named = self.table.outputs.len() > 1;
        let gives_one = matches!(self.table.hit, Hit::Unique | Hit::Any | Hit::First);
        // Where one row gives all outputs, each output is a table with the same rows.
        let parts: Vec<Option<usize>> = match named && gives_one {
            true => (0..self.table.outputs.len()).map(Some).collect(),
            false => vec![None],
        };
        let rows = self.rows()?;
        for part in parts {
            let index = self.draft.tables.len();
            let (mut table, outputs) = self.header(part, report)?;
            table.rules = self.rules(&rows, part, report)?;
            table.when = match rows.is_empty() {
                true => self.when_without_rows(),
                false => when(&rows).map_err(|reason| (self.decision.at, reason))?,
            };
            for rule in &table.rules {
                if !table.values.contains(&rule.then) {
                    table.values.push(rule.then.clone());
                }
            }
            if let Some(rule) = self.default(part, &table)? {
                if !table.values.contains(&rule.then) {
                    table.values.push(rule.then.clone());
                }
                made.defaults.push((index, rule));
            }
            self.target(part, index, &table, outputs);
            self.draft.tables.push(table);
        }
        Ok(())
    }

    /// The condition under which a table without rows is relevant.
    fn when_without_rows(&self) -> Option<(String, String)> {
        let columns = self.table.inputs.iter().zip(&self.written.inputs);
        let mut conditions = columns.filter_map(|(input, clause)| {
            let value = extension(&clause.extensions, "when")?.attribute("value")?;
            match self.targets.find(input) {
                Ok(Target::Output(output)) => Some((output.name.clone(), value.to_owned())),
                _ => None,
            }
        });
        conditions.next()
    }

    /// The table without its rules, and its outputs with their texts.
    fn header(
        &self,
        part: Option<usize>,
        report: &mut Report<'_>,
    ) -> Result<(DraftTable, Vec<(Value, String)>), Misfit> {
        let own = extension(&self.decision.extensions, "table");
        let of = |name| match own {
            Some(element) => element.attribute(name).map(str::to_owned),
            None => None,
        };
        let mut name = of("name").unwrap_or_else(|| self.decision.name.clone());
        let mut output = of("output").unwrap_or_else(|| self.decision.name.clone());
        if let Some(part) = part {
            let column = self.table.outputs.get(part).and_then(|it| it.name.clone());
            let column = column.unwrap_or_else(|| (part + 1).to_string());
            name = format!("{name}.{column}");
            output = format!("{output}.{column}");
        }
        let mut outputs: Vec<(Value, String)> = Vec::new();
        let mut add = |hit: &[Value]| -> Result<(), Misfit> {
            let then = self
                .then(hit)
                .map_err(|reason| (self.decision.at, reason))?;
            if !outputs.iter().any(|(_, known)| *known == then) {
                outputs.push((self.table.shape(hit.to_vec()), then));
            }
            Ok(())
        };
        let single = match (part, self.table.outputs.as_slice()) {
            (Some(part), outputs) => outputs.get(part),
            (None, [only]) => Some(only),
            (None, _) => None,
        };
        for value in single.iter().flat_map(|output| &output.values) {
            add(std::slice::from_ref(value))?;
        }
        let mut hits = Vec::new();
        for (rule, written) in self.table.rules.iter().zip(&self.written.rules) {
            let all = rule.outputs.iter().map(constant);
            let Some(all) = all.collect::<Option<Vec<Value>>>() else {
                return Err((written.at, "an output is reckoned".to_owned()));
            };
            hits.push(match part {
                Some(part) => all.get(part).cloned().into_iter().collect(),
                None => all,
            });
        }
        if self.table.hit.ranks() && single.is_none() {
            hits.sort_by_key(|hit| self.table.rank(hit));
        }
        for hit in &hits {
            add(hit)?;
        }
        let silent = own.into_iter().flat_map(|element| element.all("silent"));
        let table = DraftTable {
            goal: own.map_or_else(|| self.goal.to_owned(), |own| text(own, "goal", report)),
            hit: self.hit(of("hit").as_deref()),
            values: outputs.iter().map(|(_, text)| text.clone()).collect(),
            silent: silent.map(|value| value.text.text.clone()).collect(),
            when: None,
            rules: Vec::new(),
            name,
            output,
        };
        Ok((table, outputs))
    }

    /// The hit policy. Rows of one rule may apply together, so that a unique table of a policy may
    /// be one of ANY here; whoever changes that in another tool is taken at their word.
    fn hit(&self, own: Option<&str>) -> String {
        match (self.table.hit, own) {
            (Hit::Any, Some("unique")) => "unique".to_owned(),
            (hit, _) => hit.words().to_owned(),
        }
    }

    /// The text of an output in the policy; in words, why there is none.
    fn then(&self, hit: &[Value]) -> Result<String, String> {
        match hit {
            [Value::Number(number)] => exact(*number)
                .map(|number| number.to_string())
                .map_err(|unfit| unfit.0),
            _ if self.table.hit.reckons() => {
                Err("an output to be reckoned with is no number".to_owned())
            }
            [Value::Text(text)] => Ok(text.clone()),
            [Value::Null] => Err("an output is null".to_owned()),
            hit => {
                let texts: Vec<String> = hit.iter().map(Value::to_string).collect();
                Ok(texts.join(", "))
            }
        }
    }

    fn rows(&self) -> Result<Vec<Row>, Misfit> {
        let rules = self.table.rules.iter().zip(&self.written.rules);
        let rows = rules.map(|(rule, written)| {
            let mut row = Row::default();
            let columns = self.table.inputs.iter().zip(&rule.tests);
            let places = self.written.inputs.iter().zip(&written.inputs);
            for ((input, tests), (clause, place)) in columns.zip(places) {
                let failed = |reason: String| (place.at(0), reason);
                let target = self.targets.find(input);
                let target = target.map_err(|reason| (clause.expression.at(0), reason))?;
                let is_when = extension(&clause.extensions, "when").is_some();
                self.cell(target, tests, is_when, &mut row)
                    .map_err(failed)?;
            }
            Ok(row)
        });
        rows.collect()
    }

    fn cell(
        &self,
        target: &Target,
        tests: &UnaryTests,
        is_when: bool,
        row: &mut Row,
    ) -> Result<(), String> {
        let (name, cell) = match target {
            Target::Fact(name) => (name, cell(tests).map_err(|unfit| unfit.0)?),
            Target::Day => {
                (row.grounds.from, row.grounds.until) = days(tests)?;
                return Ok(());
            }
            Target::Switch(name) => {
                if let Some(option) = one_text(tests)? {
                    if row.grounds.switch.is_some() {
                        return Err("a rule depends on two switches".to_owned());
                    }
                    row.grounds.switch = Some((name.clone(), option));
                }
                return Ok(());
            }
            Target::Output(output) if is_when => {
                let value = one_text(tests)?;
                row.when
                    .push(value.map(|value| (output.name.clone(), value)));
                return Ok(());
            }
            Target::Output(output) => {
                let other = self.draft.tables.get(output.table);
                let goal = other.map(|table| table.goal.as_str());
                let own = extension(&self.decision.extensions, "table");
                let ours = own
                    .and_then(|own| own.attribute("goal"))
                    .unwrap_or(self.goal);
                if goal != Some(ours) {
                    return Err(format!("{} belongs to another goal", output.name));
                }
                (&output.name, output_cell(tests, output)?)
            }
        };
        if let Some(cell) = cell {
            if row.cells.iter().any(|(known, _)| known == name) {
                return Err(format!("two columns ask for {name}"));
            }
            row.cells.push((name.clone(), cell));
        }
        Ok(())
    }

    fn rules(
        &self,
        rows: &[Row],
        part: Option<usize>,
        report: &mut Report<'_>,
    ) -> Result<Vec<DraftRule>, Misfit> {
        let mut rules: Vec<DraftRule> = Vec::new();
        let read = self.table.rules.iter().zip(&self.written.rules).zip(rows);
        for (number, ((rule, written), row)) in read.enumerate() {
            let all: Vec<Value> = rule.outputs.iter().filter_map(constant).collect();
            let hit = match part {
                Some(part) => all.get(part).cloned().into_iter().collect(),
                None => all,
            };
            let then = self.then(&hit).map_err(|reason| (written.at, reason))?;
            let own = extension(&written.extensions, "rule");
            if own.is_none() && extension(&written.extensions, "or").is_some() {
                let before = rules.last_mut();
                let goes_on = before.filter(|before| {
                    let grounds = &before.grounds;
                    before.then == then
                        && (grounds.from, grounds.until) == (row.grounds.from, row.grounds.until)
                        && grounds.switch == row.grounds.switch
                });
                let Some(before) = goes_on else {
                    let reason = "a row that goes on with a rule has another output, dates or \
                                  switch than the row before it";
                    return Err((written.at, reason.to_owned()));
                };
                before.rows.push(row.cells.clone());
                continue;
            }
            let (id, mut own_grounds) = match own {
                Some(own) => (text(own, "id", report), grounds(own, report)),
                None => {
                    let id = format!("{}.{}", self.decision.name, number + 1);
                    let grounds = Grounds {
                        source: MODEL.to_owned(),
                        confidence: "low".to_owned(),
                        message: id.clone(),
                        ..Grounds::default()
                    };
                    (id, grounds)
                }
            };
            own_grounds.from = row.grounds.from.or(own_grounds.from);
            own_grounds.until = row.grounds.until.or(own_grounds.until);
            own_grounds.switch = row.grounds.switch.clone().or(own_grounds.switch);
            rules.push(DraftRule {
                id,
                then,
                grounds: own_grounds,
                rows: vec![row.cells.clone()],
                comment: match own {
                    Some(_) => String::new(),
                    None => written.annotations.join("\n"),
                },
            });
        }
        Ok(rules)
    }

    /// The rule for what no other one takes.
    fn default(
        &self,
        part: Option<usize>,
        table: &DraftTable,
    ) -> Result<Option<DraftRule>, Misfit> {
        let failed = |reason: &str| Err((self.decision.at, reason.to_owned()));
        let outputs: Vec<_> = match part {
            Some(part) => self.table.outputs.get(part).into_iter().collect(),
            None => self.table.outputs.iter().collect(),
        };
        if outputs.iter().all(|output| output.default.is_none()) {
            return Ok(None);
        }
        if !matches!(self.table.hit, Hit::Unique | Hit::Any | Hit::First) {
            return match self.table.hit {
                Hit::Aggregate(Aggregation::Count) => Ok(None),
                _ => failed("a default output beside this hit policy has no equal in a policy"),
            };
        }
        let hit = outputs
            .iter()
            .map(|output| output.default.as_ref().and_then(constant));
        let Some(hit) = hit.collect::<Option<Vec<Value>>>() else {
            return failed("a default output is reckoned, or missing beside others");
        };
        let then = self
            .then(&hit)
            .map_err(|reason| (self.decision.at, reason))?;
        let id = format!("{}.default", table.name);
        Ok(Some(DraftRule {
            then,
            grounds: Grounds {
                source: MODEL.to_owned(),
                confidence: "low".to_owned(),
                message: id.clone(),
                ..Grounds::default()
            },
            id,
            rows: vec![Vec::new()],
            comment: "The default output of the model.".to_owned(),
        }))
    }

    /// Tells later tables how to ask for this one.
    fn target(
        &mut self,
        part: Option<usize>,
        index: usize,
        table: &DraftTable,
        outputs: Vec<(Value, String)>,
    ) {
        let expression = match part.and_then(|part| self.table.outputs.get(part)) {
            Some(output) => {
                let column = output.name.clone().unwrap_or_default();
                format!("{}.{column}", self.decision.name)
            }
            None => self.decision.name.clone(),
        };
        let hit = self.table.hit;
        let reckoned = matches!(hit, Hit::Aggregate(_));
        // A default is a value of the model too, and reads the same in the policy.
        let known = |text: &String| outputs.iter().find(|(_, known)| known == text).cloned();
        let values = table
            .values
            .iter()
            .map(|text| known(text).unwrap_or_else(|| (Value::Text(text.clone()), text.clone())));
        let target = OutputTarget {
            name: table.output.clone(),
            table: index,
            values: (!reckoned).then(|| values.collect()),
            is_list: matches!(hit, Hit::Collect | Hit::RuleOrder | Hit::OutputOrder),
        };
        self.targets.add(expression, Target::Output(target));
    }
}

/// The condition under which a table is relevant: that of all its rows.
fn when(rows: &[Row]) -> Result<Option<(String, String)>, String> {
    let mut conditions = rows.iter().map(|row| row.when.as_slice());
    let Some(first) = conditions.next() else {
        return Ok(None);
    };
    if conditions.any(|other| other != first) {
        return Err("its rows differ in the output that makes it relevant".to_owned());
    }
    match first {
        [] => Ok(None),
        [Some(when)] => Ok(Some(when.clone())),
        _ => Err("the output that makes it relevant is not one text".to_owned()),
    }
}
