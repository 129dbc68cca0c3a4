//! Cases that test every row and every cell, as few and as plain as a simple search finds.
//!
//! All cases of a goal depart from one usual case and differ from it in as few facts as can be.
//! For each row there is a case that it alone decides; for each of its cells a second one that
//! differs in that fact alone, to which the rule does not apply and, if that is possible, the
//! outcome is another. What an earlier case shows is not shown again.

use chrono::NaiveDate;

use super::Tested;
use super::drafts::Drafts;
use crate::analysis::{Space, TableRegions, TooManySteps, gives_first, goals, none, periods};
use crate::diagram::Edge;
use crate::error::RulesError;
use crate::fact::Facts;
use crate::policy::{Policy, RuleRef};
use crate::table::SwitchOption;
use crate::verdict::Output;

/// Cases of one goal under one choice of switches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// The goal.
    pub goal: String,
    /// The switch that is turned, and its option; none if the policy is as it is.
    pub switch: Option<(String, String)>,
    /// The facts that every case starts from.
    pub given: Facts,
    /// The cases.
    pub cases: Vec<GeneratedCase>,
}

/// One case and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedCase {
    /// What it shows.
    pub name: String,
    /// The day.
    pub on: NaiveDate,
    /// All facts that the goal may ask for.
    pub facts: Facts,
    /// What the tables give.
    pub outputs: Vec<(String, Output)>,
    /// The ids of the rules that the verdict names.
    pub because: Vec<String>,
}

/// A row or a cell that no case can test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impossible {
    /// The version of the rule.
    pub rule: RuleRef,
    /// The index of the row in its rule.
    pub row: usize,
    /// What the cell tests; none if it is the row.
    pub cell: Option<Tested>,
    /// Why not.
    pub because: Because,
}

/// Why something cannot be tested, or not wholly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The row matches no facts for which its table is relevant.
    Unreachable,
    /// Wherever the row matches, a rule that comes first does so too.
    Masked,
    /// Wherever the row matches, or would without the cell, another row of the rule does so too.
    Covered,
    /// The cell holds for every value.
    AlwaysHolds,
    /// The cell is tested, but whenever it alone fails another rule gives the same outcome.
    SameOutcome,
    /// The cell is tested, but only where the row would not have decided.
    Undecided,
}

impl Because {
    /// The reason in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "it matches nothing",
            Self::Masked => "wherever it matches, a rule that comes first does so too",
            Self::Covered => "another row of the rule matches whenever it would decide",
            Self::AlwaysHolds => "every value satisfies it",
            Self::SameOutcome => "when it alone fails, another rule gives the same outcome",
            Self::Undecided => "when it alone fails, the row would not have decided either",
        }
    }
}

/// Generated cases and what they cannot test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedCases {
    /// The cases.
    pub files: Vec<CaseFile>,
    /// What they do not test, with the reason.
    pub impossible: Vec<Impossible>,
    /// Whether all rows and cells were looked at. If not, it took too many steps.
    pub finished: bool,
}

/// Makes cases for every row and cell of a policy, under the chosen options of its switches and,
/// for rules of other options, under those. More than `limit` steps are not taken.
///
/// Fails as [`Policy::in_force`].
pub fn cases(policy: &Policy, limit: usize) -> Result<GeneratedCases, RulesError> {
    let mut space = Space::new(&[policy], &[], limit);
    let mut generated = GeneratedCases {
        files: Vec::new(),
        impossible: Vec::new(),
        finished: true,
    };
    let mut scenarios = vec![(policy.clone(), None)];
    for (switch, declared) in (0..).zip(&policy.switches) {
        for (option, name) in (0..).zip(&declared.options) {
            if option != declared.chosen {
                let chosen = policy.choose(&declared.name, name)?;
                scenarios.push((chosen, Some(SwitchOption { switch, option })));
            }
        }
    }
    for (policy, option) in &scenarios {
        for goal in goals(policy) {
            let work = Work::new(&mut space, policy, goal, *option, &mut generated.impossible);
            match work.and_then(Work::run) {
                Ok(drafts) => generated
                    .files
                    .extend(drafts.finish(&space, policy, goal, *option)?),
                Err(TooManySteps) => {
                    generated.finished = false;
                    return Ok(generated);
                }
            }
        }
    }
    Ok(generated)
}

/// The making of one goal's cases.
pub(super) struct Work<'w, 's> {
    pub(super) space: &'w mut Space<'s>,
    pub(super) policy: &'w Policy,
    option: Option<SwitchOption>,
    /// What the tables do in each period.
    pub(super) tables: Vec<Vec<TableRegions>>,
    pub(super) impossible: &'w mut Vec<Impossible>,
    pub(super) drafts: Drafts,
}

/// Two cases as the class of each variable.
type Two = (Vec<u16>, Vec<u16>);

/// A pair of cases that is looked for: the first matches the row, the second differs from it in
/// one variable.
struct Pair<'p> {
    /// The cases from which the first one is taken.
    among: Edge,
    /// Whether an output must be another in the second one.
    flips: bool,
    variable: usize,
    /// The classes for which the cell holds.
    inside: &'p [u16],
    /// The classes for which it does not.
    outside: &'p [u16],
}

/// What a row does in one period.
pub(super) struct RowCases {
    pub(super) rule: RuleRef,
    pub(super) row: usize,
    pub(super) period: usize,
    /// The cases that it matches.
    matched: Edge,
    /// The cases that it alone decides.
    decided: Edge,
    /// Why there are none, if there are none.
    why_not: Because,
    /// The cases in which its rule applies.
    pub(super) condition: Edge,
}

impl<'w, 's> Work<'w, 's> {
    fn new(
        space: &'w mut Space<'s>,
        policy: &'w Policy,
        goal: &str,
        option: Option<SwitchOption>,
        impossible: &'w mut Vec<Impossible>,
    ) -> Result<Self, TooManySteps> {
        let periods = periods(policy, goal);
        let mut tables = Vec::with_capacity(periods.len());
        for period in &periods {
            tables.push(space.goal(policy, goal, period.day())?);
        }
        let variables = space.facts().len();
        let mut asked = vec![false; variables];
        let rules = policy.tables.iter().filter(|table| table.goal == goal);
        let rules = rules.flat_map(|table| &table.rules);
        for (fact, _) in rules.flat_map(|rule| &rule.rows).flat_map(|row| &row.cells) {
            let variable = space.variable(*fact);
            if let Some(asked) = variable.and_then(|variable| asked.get_mut(variable)) {
                *asked = true;
            }
        }
        let usual = space.usual().to_vec();
        Ok(Self {
            space,
            policy,
            option,
            tables,
            impossible,
            drafts: Drafts {
                usual,
                asked,
                periods,
                drafts: Vec::new(),
            },
        })
    }

    fn run(mut self) -> Result<Drafts, TooManySteps> {
        self.choose_usual()?;
        let rules: Vec<RuleRef> = self.policy.rules().map(|rule| rule.reference).collect();
        for rule in rules {
            let option = super::rule(self.policy, rule).and_then(|rule| rule.basis.switch);
            if self.option.is_some() && option != self.option {
                continue;
            }
            let in_force = |tables: &Vec<TableRegions>| {
                let mut rules = tables.iter().flat_map(|table| &table.rules);
                rules.any(|regions| regions.rule == rule)
            };
            let periods = self.tables.iter().enumerate();
            let periods = periods.filter(|(_, tables)| in_force(tables));
            // The last one first: it is the one that people know.
            let periods: Vec<usize> = periods.rev().map(|(period, _)| period).collect();
            self.rule(rule, &periods)?;
        }
        Ok(self.drafts)
    }

    /// The usual case is one in which the first table gives what its last rule does: where rules
    /// stand in the order of precedence, that is what happens when nothing stands in the way.
    fn choose_usual(&mut self) -> Result<(), TooManySteps> {
        let table = self.tables.last().and_then(|tables| tables.first());
        let Some((table, last)) = table.and_then(|table| Some((table, table.rules.last()?))) else {
            return Ok(());
        };
        let mut cases = none();
        for rule in table.rules.iter().rev() {
            cases = match rule.output == last.output {
                true => self.space.forest.or(cases, rule.condition)?,
                false => self.space.forest.minus(cases, rule.condition)?,
            };
        }
        let cases = self.space.forest.and(table.relevant, cases)?;
        let path = self.space.forest.nearest(cases, &self.drafts.usual);
        for (variable, class) in path.unwrap_or_default() {
            if let Some(usual) = self.drafts.usual.get_mut(variable) {
                *usual = class;
            }
        }
        Ok(())
    }

    fn rule(&mut self, rule: RuleRef, periods: &[usize]) -> Result<(), TooManySteps> {
        let Some(rows) = super::rule(self.policy, rule).map(|rule| rule.rows.len()) else {
            return Ok(());
        };
        for row in 0..rows {
            let mut cases = Vec::new();
            for period in periods {
                cases.extend(self.row_cases(rule, row, *period)?);
            }
            let shown = match cases.iter().find(|cases| cases.decided != none()) {
                Some(cases) => self.decide(cases),
                None => {
                    let last = cases.first();
                    self.impossible.extend(last.map(|cases| Impossible {
                        rule,
                        row,
                        cell: None,
                        because: cases.why_not,
                    }));
                    None
                }
            };
            self.cells(&cases, shown.as_deref())?;
        }
        Ok(())
    }

    fn row_cases(
        &mut self,
        rule: RuleRef,
        row: usize,
        period: usize,
    ) -> Result<Option<RowCases>, TooManySteps> {
        let tables = self.tables.get(period).map_or(&[][..], Vec::as_slice);
        let table = tables.iter().find(|table| table.index == rule.table);
        let Some((table, place)) = table.and_then(|table| {
            let place = table
                .rules
                .iter()
                .position(|regions| regions.rule == rule)?;
            Some((table, place))
        }) else {
            return Ok(None);
        };
        let Some(regions) = table.rules.get(place) else {
            return Ok(None);
        };
        let hit = self.policy.tables.get(usize::from(rule.table));
        let forest = &mut self.space.forest;
        let all_matched = regions.rows.get(row).copied().unwrap_or(none());
        let matched = forest.and(table.relevant, all_matched)?;
        let mut free = matched;
        if hit.is_some_and(|table| gives_first(table.hit)) {
            for earlier in table.rules.iter().take(place) {
                free = forest.minus(free, earlier.condition)?;
            }
        }
        let mut decided = free;
        for (other, cases) in regions.rows.iter().enumerate() {
            if other != row {
                decided = forest.minus(decided, *cases)?;
            }
        }
        let why_not = match (matched == none(), free == none()) {
            (true, _) => Because::Unreachable,
            (false, true) => Because::Masked,
            (false, false) => Because::Covered,
        };
        Ok(Some(RowCases {
            rule,
            row,
            period,
            matched: all_matched,
            decided,
            why_not,
            condition: regions.condition,
        }))
    }

    /// A case that the row decides: an earlier one, or else a new one near the usual case.
    fn decide(&mut self, cases: &RowCases) -> Option<Vec<u16>> {
        let drafts = self.drafts.drafts.iter();
        let known = drafts
            .filter(|draft| draft.period == cases.period)
            .find(|draft| self.space.forest.at(cases.decided, &draft.classes) != 0);
        if let Some(known) = known {
            return Some(known.classes.clone());
        }
        let path = self
            .space
            .forest
            .nearest(cases.decided, &self.drafts.usual)?;
        let classes = self.drafts.complete(&path);
        let name = format!("{} decides", self.name(cases));
        self.drafts.add(cases.period, classes.clone(), name);
        Some(classes)
    }

    pub(super) fn name(&self, cases: &RowCases) -> String {
        match super::rule(self.policy, cases.rule) {
            Some(rule) if rule.rows.len() > 1 => format!("row {} of {}", cases.row + 1, rule.id),
            Some(rule) => rule.id.clone(),
            None => String::new(),
        }
    }

    /// For each cell a pair of cases that differ in its fact alone.
    fn cells(&mut self, periods: &[RowCases], shown: Option<&[u16]>) -> Result<(), TooManySteps> {
        let policy = self.policy;
        let Some((first, row)) = periods.first().and_then(|first| {
            let rule = super::rule(policy, first.rule)?;
            Some((first, rule.rows.get(first.row)?))
        }) else {
            return Ok(());
        };
        if !row.outputs.is_empty() {
            return self.each_alone(periods, row, shown);
        }
        for (fact, cell) in &row.cells {
            let Some(variable) = self.space.variable(*fact) else {
                continue;
            };
            let classes = 0..self.space.forest.size(variable);
            let (inside, outside): (Vec<u16>, Vec<u16>) =
                classes.partition(|class| self.space.holds(variable, cell, *class));
            let mut because = match outside.is_empty() {
                true => Some(Because::AlwaysHolds),
                false => Some(Because::Covered),
            };
            let ways = [
                (false, true, None),
                (false, false, Some(Because::SameOutcome)),
                (true, false, Some(Because::Undecided)),
            ];
            'found: for (anywhere, flips, reason) in ways {
                for cases in periods {
                    let pair = Pair {
                        among: if anywhere {
                            cases.matched
                        } else {
                            cases.decided
                        },
                        flips,
                        variable,
                        inside: &inside,
                        outside: &outside,
                    };
                    if self.pair(cases, &pair, shown)? {
                        because = reason;
                        break 'found;
                    }
                }
            }
            if let Some(because) = because {
                self.impossible.push(Impossible {
                    rule: first.rule,
                    row: first.row,
                    cell: Some(Tested::Fact(*fact)),
                    because,
                });
            }
        }
        Ok(())
    }

    /// Finds or makes a pair of cases; says whether there is one.
    fn pair(
        &mut self,
        cases: &RowCases,
        pair: &Pair<'_>,
        shown: Option<&[u16]>,
    ) -> Result<bool, TooManySteps> {
        let variable = pair.variable;
        // The usual class first, so that the case stays near the usual one.
        let usual = self.drafts.usual.get(variable).copied();
        let (first, others): (Vec<u16>, Vec<u16>) = pair
            .outside
            .iter()
            .partition(|class| Some(**class) == usual);
        let outside: Vec<u16> = first.into_iter().chain(others).collect();
        // Best of all a pair of which both cases are there, then one of which one is.
        let known = self.drafts.of(cases.period);
        let known = known.map(|draft| draft.classes.as_slice());
        let known: Vec<Vec<u16>> = shown
            .into_iter()
            .chain(known)
            .filter(|classes| self.space.forest.at(pair.among, classes) != 0)
            .map(<[u16]>::to_vec)
            .collect();
        let mut best = None;
        for classes in &known {
            for class in &outside {
                let mut other = classes.clone();
                if let Some(slot) = other.get_mut(variable) {
                    *slot = *class;
                }
                if !self.is_pair(cases, classes, &other, pair.flips) {
                    continue;
                }
                let mut drafts = self.drafts.of(cases.period);
                if drafts.any(|draft| draft.classes == other) {
                    return Ok(true);
                }
                best = best.or(Some((classes.clone(), other)));
            }
        }
        if best.is_none() {
            best = self.search(cases, pair, &outside)?;
        }
        let Some((one, other)) = best else {
            return Ok(false);
        };
        let name = self.name(cases);
        let does = match pair.among == cases.decided {
            true => "decides",
            false => "matches",
        };
        let first = format!("{name} {does}, in another way");
        self.drafts.add(cases.period, one, first);
        let value = other.get(variable).copied().unwrap_or(0);
        let value = self.space.shown(variable, value);
        let fact = self.space.declaration(variable);
        let fact = fact.map_or("", |fact| fact.name.as_str());
        let second = format!("not {name}, as {fact} is {value}");
        self.drafts.add(cases.period, other, second);
        Ok(true)
    }

    /// Whether the rule does not apply to the second case and, if wanted, an output is another.
    fn is_pair(&self, cases: &RowCases, one: &[u16], other: &[u16], flips: bool) -> bool {
        let forest = &self.space.forest;
        let tables = self.tables.get(cases.period).map_or(&[][..], Vec::as_slice);
        let mut parts = tables.iter().flat_map(|table| &table.parts);
        forest.at(cases.condition, other) == 0
            && (!flips
                || parts.any(|part| forest.at(part.root, one) != forest.at(part.root, other)))
    }

    /// Looks for a pair among all cases.
    fn search(
        &mut self,
        cases: &RowCases,
        pair: &Pair<'_>,
        outside: &[u16],
    ) -> Result<Option<Two>, TooManySteps> {
        let tables = self.tables.get(cases.period).map_or(&[][..], Vec::as_slice);
        let parts = tables.iter().flat_map(|table| &table.parts);
        let roots: Vec<Edge> = parts.map(|part| part.root).collect();
        let forest = &mut self.space.forest;
        for class in pair.inside {
            let decided = forest.cofactor(pair.among, pair.variable, *class)?;
            for other in outside {
                let applies = forest.cofactor(cases.condition, pair.variable, *other)?;
                let mut found = forest.minus(decided, applies)?;
                if pair.flips && found != none() {
                    let mut differing = none();
                    for root in &roots {
                        let one = forest.cofactor(*root, pair.variable, *class)?;
                        let two = forest.cofactor(*root, pair.variable, *other)?;
                        let differs = forest.difference(one, two)?;
                        differing = forest.or(differing, differs)?;
                    }
                    found = forest.and(found, differing)?;
                }
                let Some(mut path) = forest.nearest(found, &self.drafts.usual) else {
                    continue;
                };
                path.push((pair.variable, *class));
                let one = self.drafts.complete(&path);
                path.push((pair.variable, *other));
                return Ok(Some((one, self.drafts.complete(&path))));
            }
        }
        Ok(None)
    }
}
