//! Random policies, and their meaning worked out by brute force from the definition.
//!
//! Nothing here uses the engine: tests are evaluated on values, tables on complete cases, and what
//! is known or missing by going through every completion.

use proptest::prelude::*;

/// A value of a fact; numbers are in quarters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sample {
    Null,
    Bool(bool),
    Text(usize),
    Quarters(i64),
}

/// A fact by its type; every domain is small.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fact {
    pub(crate) kind: Kind,
    pub(crate) optional: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Bool,
    Text(usize),
    /// Whole numbers from 0.
    Whole(i64),
    /// Whole numbers without bounds.
    Integer,
    /// Numbers from 0 to 1.
    Number,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    pub(crate) tests: Vec<Test>,
    pub(crate) negated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Test {
    Is(Sample),
    /// The ends in quarters, and whether they are closed.
    Range(Option<(i64, bool)>, Option<(i64, bool)>),
}

#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// For each fact a cell or none.
    pub(crate) cells: Vec<Option<Cell>>,
    /// Cells on the outputs of earlier tables.
    pub(crate) outputs: Vec<(usize, Cell)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) then: usize,
    /// First and last day of January 2026.
    pub(crate) days: (Option<u8>, Option<u8>),
    /// An option of the only switch.
    pub(crate) option: Option<usize>,
    pub(crate) rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Hit {
    Unique,
    Any,
    First,
    Priority,
    OutputOrder,
    RuleOrder,
    Collect,
    Sum,
    Min,
    Max,
    Count,
}

impl Hit {
    pub(crate) fn lists(self) -> bool {
        matches!(self, Self::OutputOrder | Self::RuleOrder | Self::Collect)
    }

    pub(crate) fn reckons(self) -> bool {
        matches!(self, Self::Sum | Self::Min | Self::Max)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) hit: Hit,
    /// An earlier table and its value.
    pub(crate) when: Option<(usize, usize)>,
    pub(crate) rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) facts: Vec<Fact>,
    pub(crate) tables: Vec<Table>,
}

/// How many values every table has.
pub(crate) const VALUES: usize = 3;
/// The values of a table that reckons, in quarters: a sum can be the same in several ways.
pub(crate) const NUMBERS: [i64; VALUES] = [4, -4, 0];
/// The day on which random policies are evaluated, and the chosen option.
pub(crate) const TODAY: u8 = 15;
pub(crate) const CHOSEN: usize = 1;

/// A complete case: a value for each fact.
pub(crate) type Case = Vec<Sample>;
/// The output of each table, if it gives any.
pub(crate) type Outputs = Vec<Option<Given>>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    One(usize),
    List(Vec<usize>),
    Quarters(i64),
}

impl Fact {
    /// Values of the domain among which every test that is written finds all its cases.
    pub(crate) fn samples(self) -> Vec<Sample> {
        let mut samples: Vec<Sample> = match self.kind {
            Kind::Bool => vec![Sample::Bool(false), Sample::Bool(true)],
            Kind::Text(count) => (0..count).map(Sample::Text).collect(),
            Kind::Whole(max) => (0..=max).map(|n| Sample::Quarters(n * 4)).collect(),
            Kind::Integer => (-3..=3).map(|n| Sample::Quarters(n * 4)).collect(),
            Kind::Number => (0..=4).map(Sample::Quarters).collect(),
        };
        if self.optional {
            samples.push(Sample::Null);
        }
        samples
    }
}

impl Test {
    pub(crate) fn holds(self, value: Sample) -> bool {
        match (self, value) {
            (Self::Is(expected), _) => expected == value,
            (Self::Range(low, high), Sample::Quarters(n)) => {
                low.is_none_or(|(end, closed)| if closed { n >= end } else { n > end })
                    && high.is_none_or(|(end, closed)| if closed { n <= end } else { n < end })
            }
            _ => false,
        }
    }
}

impl Cell {
    pub(crate) fn holds(&self, value: Sample) -> bool {
        let any = self.tests.iter().any(|test| test.holds(value));
        if self.negated { !any } else { any }
    }
}

impl Rule {
    pub(crate) fn is_in_force(&self) -> bool {
        self.days.0.is_none_or(|from| from <= TODAY)
            && self.days.1.is_none_or(|until| TODAY <= until)
            && self.option.is_none_or(|option| option == CHOSEN)
    }

    pub(crate) fn applies(&self, case: &Case, outputs: &Outputs) -> bool {
        let holds = |(table, cell): &(usize, Cell)| {
            cell.holds(match &outputs[*table] {
                None => Sample::Null,
                Some(Given::One(value)) => Sample::Text(*value),
                Some(Given::Quarters(number)) => Sample::Quarters(*number),
                Some(Given::List(_)) => unreachable!("no cell tests a list"),
            })
        };
        let mut rows = self.rows.iter();
        rows.any(|row| row.agrees(case) && row.outputs.iter().all(holds))
    }
}

impl Row {
    fn agrees(&self, case: &Case) -> bool {
        let mut cells = self.cells.iter().zip(case);
        cells.all(|(cell, value)| cell.as_ref().is_none_or(|cell| cell.holds(*value)))
    }

    /// Whether there are facts and outputs, each taken by itself, that satisfy both rows.
    fn meets(&self, other: &Self, cases: &[Case], tables: &[Table]) -> bool {
        let mut outputs = self.outputs.iter();
        outputs.all(|(table, cell)| {
            let theirs = other.outputs.iter().filter(|(tested, _)| tested == table);
            theirs.into_iter().all(|(_, other)| {
                let mut samples = tables[*table].samples().into_iter();
                samples.any(|sample| cell.holds(sample) && other.holds(sample))
            })
        }) && cases
            .iter()
            .any(|case| self.agrees(case) && other.agrees(case))
    }
}

impl Table {
    /// What a cell on the output may find.
    fn samples(&self) -> Vec<Sample> {
        let mut samples: Vec<Sample> = match self.hit {
            Hit::Count => (0..=9).map(|n| Sample::Quarters(n * 4)).collect(),
            hit if hit.reckons() => (-40..=40).map(Sample::Quarters).collect(),
            _ => (0..VALUES).map(Sample::Text).collect(),
        };
        samples.push(Sample::Null);
        samples
    }

    fn output(&self, mut given: Vec<usize>) -> Option<Given> {
        let numbers: Vec<i64> = given.iter().map(|value| NUMBERS[*value]).collect();
        match self.hit {
            Hit::Unique => assert!(given.len() <= 1, "two unique rules apply"),
            Hit::Any => assert!(
                given.iter().all(|value| *value == given[0]),
                "rules disagree"
            ),
            Hit::Priority | Hit::OutputOrder | Hit::Collect => given.sort(),
            _ => {}
        }
        match self.hit {
            Hit::Count => Some(Given::Quarters(given.len() as i64 * 4)),
            hit if hit.lists() => Some(Given::List(given)),
            Hit::Sum => (!given.is_empty()).then(|| Given::Quarters(numbers.iter().sum())),
            Hit::Min => numbers.iter().min().copied().map(Given::Quarters),
            Hit::Max => numbers.iter().max().copied().map(Given::Quarters),
            _ => given.first().copied().map(Given::One),
        }
    }
}

impl Model {
    pub(crate) fn outputs(&self, case: &Case) -> Outputs {
        let mut outputs: Outputs = Vec::new();
        for table in &self.tables {
            let relevant = table.when.is_none_or(|(other, value)| {
                outputs[other].as_ref().is_some_and(|given| match given {
                    Given::One(given) => *given == value,
                    Given::List(given) => given.contains(&value),
                    Given::Quarters(number) => *number == NUMBERS[value],
                })
            });
            let rules = table.rules.iter();
            let applying = rules.filter(|rule| rule.is_in_force() && rule.applies(case, &outputs));
            let output = table.output(applying.map(|rule| rule.then).collect());
            outputs.push(output.filter(|_| relevant));
        }
        outputs
    }

    /// Every complete case.
    pub(crate) fn cases(&self) -> Vec<Case> {
        let mut cases = vec![Vec::new()];
        for fact in &self.facts {
            let samples = fact.samples();
            cases = cases
                .into_iter()
                .flat_map(|case: Case| {
                    samples.iter().map(move |sample| {
                        let mut longer = case.clone();
                        longer.push(*sample);
                        longer
                    })
                })
                .collect();
        }
        cases
    }

    /// Whether two rules that the hit policy keeps apart can apply together on some day under some
    /// option: those of a unique table, and of one with the policy any those with other outputs.
    pub(crate) fn overlaps(&self) -> bool {
        let cases = self.cases();
        let together = |one: &Rule, other: &Rule| {
            (1..=31).any(|day| {
                [one, other].iter().all(|rule| {
                    rule.days.0.is_none_or(|from| from <= day)
                        && rule.days.1.is_none_or(|until| day <= until)
                })
            }) && (0..2).any(|option| {
                [one, other]
                    .iter()
                    .all(|rule| rule.option.is_none_or(|wanted| wanted == option))
            }) && one.rows.iter().any(|row| {
                let mut others = other.rows.iter();
                others.any(|other| row.meets(other, &cases, &self.tables))
            })
        };
        self.tables.iter().any(|table| {
            let apart = |one: &Rule, other: &Rule| match table.hit {
                Hit::Unique => true,
                Hit::Any => one.then != other.then,
                _ => false,
            };
            let rules = &table.rules;
            (0..rules.len()).any(|one| {
                (0..one).any(|other| {
                    apart(&rules[one], &rules[other]) && together(&rules[one], &rules[other])
                })
            })
        })
    }
}

/// Any policy of up to four facts and three tables.
pub(crate) fn model() -> impl Strategy<Value = Model> {
    prop::collection::vec(fact(), 1..=4).prop_flat_map(|facts| {
        let when = prop::option::weighted(0.3, (any::<prop::sample::Index>(), 0..VALUES));
        let tests = prop::collection::vec(prop::option::of(output_test()), 10);
        let tables = prop::collection::vec((table(facts.clone()), when, tests), 1..=3);
        tables.prop_map(move |drafts| {
            let mut tables: Vec<Table> = Vec::new();
            for (mut table, when, tests) in drafts {
                table.when = when
                    .filter(|_| !tables.is_empty())
                    .map(|(other, value)| (other.index(tables.len()), value))
                    .filter(|(other, _)| !matches!(tables[*other].hit, Hit::Sum | Hit::Count));
                let rows = table.rules.iter_mut().flat_map(|rule| &mut rule.rows);
                for (row, test) in rows.zip(&tests) {
                    for (index, seed, negated) in test.iter().flatten() {
                        let other = index.index(tables.len().max(1));
                        if let Some(cell) =
                            tables.get(other).and_then(|it| it.cell(*seed, *negated))
                            && row.outputs.iter().all(|(tested, _)| *tested != other)
                        {
                            row.outputs.push((other, cell));
                        }
                    }
                }
                tables.push(table);
            }
            let facts = facts.clone();
            Model { facts, tables }
        })
    })
}

/// What cells on outputs are made of, up to two a row: a table, a test and whether it is negated.
fn output_test() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, bool)>> {
    prop::collection::vec(
        (any::<prop::sample::Index>(), 0..12_usize, any::<bool>()),
        1..=2,
    )
}

impl Table {
    /// A cell on the output; none if that is a list.
    fn cell(&self, seed: usize, negated: bool) -> Option<Cell> {
        let number = |n: usize| NUMBERS[n % VALUES].abs() * (seed as i64 / 6);
        let test = match self.hit {
            hit if hit.lists() => return None,
            _ if seed == 0 => Test::Is(Sample::Null),
            Hit::Sum | Hit::Min | Hit::Max | Hit::Count => match seed % 4 {
                0 => Test::Is(Sample::Quarters(number(seed))),
                1 => Test::Range(Some((number(seed), false)), None),
                2 => Test::Range(None, Some((number(seed), true))),
                _ => Test::Range(Some((0, true)), Some((number(seed), true))),
            },
            _ => Test::Is(Sample::Text(seed % VALUES)),
        };
        let tests = vec![test];
        Some(Cell { tests, negated })
    }
}

fn fact() -> impl Strategy<Value = Fact> {
    let kind = prop_oneof![
        Just(Kind::Bool),
        (1_usize..=4).prop_map(Kind::Text),
        (0_i64..=4).prop_map(Kind::Whole),
        Just(Kind::Integer),
        Just(Kind::Number),
    ];
    (kind, prop::bool::weighted(0.2)).prop_map(|(kind, optional)| Fact { kind, optional })
}

fn table(facts: Vec<Fact>) -> impl Strategy<Value = Table> {
    // Few different cells for each fact, so that rules have much in common.
    let cells: Vec<_> = facts
        .into_iter()
        .map(|fact| prop::collection::vec(cell(fact), 2))
        .collect();
    let hits = vec![
        Hit::Unique,
        Hit::Any,
        Hit::First,
        Hit::Priority,
        Hit::OutputOrder,
        Hit::RuleOrder,
        Hit::Collect,
        Hit::Sum,
        Hit::Min,
        Hit::Max,
        Hit::Count,
    ];
    (prop::sample::select(hits), cells).prop_flat_map(|(hit, cells)| {
        prop::collection::vec(rule(cells), 0..=5).prop_map(move |rules| Table {
            hit,
            when: None,
            rules,
        })
    })
}

fn rule(cells: Vec<Vec<Cell>>) -> impl Strategy<Value = Rule> {
    let choice = |cells| prop::option::of(prop::sample::select(cells));
    let cells: Vec<_> = cells.into_iter().map(choice).collect();
    let row = cells.prop_map(|cells| Row {
        cells,
        outputs: Vec::new(),
    });
    let from = prop::option::weighted(0.1, 1_u8..=20);
    let until = prop::option::weighted(0.1, 20_u8..=31).prop_map(|day| day.map(|day| day - 8));
    let option = prop::option::weighted(0.1, 0..2_usize);
    (
        0..VALUES,
        from,
        until,
        option,
        prop::collection::vec(row, 1..=2),
    )
        .prop_map(|(then, from, until, option, rows)| Rule {
            then,
            days: (from, until.map(|day| day.max(from.unwrap_or(1)))),
            option,
            rows,
        })
}

/// A cell that some value satisfies, as does each test in it.
fn cell(fact: Fact) -> impl Strategy<Value = Cell> {
    let samples = fact.samples();
    let possible = move |cell: &Cell| {
        let satisfied = |holds: &dyn Fn(Sample) -> bool| samples.iter().any(|value| holds(*value));
        satisfied(&|value| cell.holds(value))
            && cell
                .tests
                .iter()
                .all(|test| satisfied(&|value| test.holds(value)))
    };
    (prop::collection::vec(test(fact), 1..=2), any::<bool>())
        .prop_map(|(tests, negated)| Cell { tests, negated })
        .prop_map(move |cell| {
            if possible(&cell) {
                return cell;
            }
            // Rather its opposite or its first possible test than no cell at all.
            let one = |test: &Test| Cell {
                tests: vec![*test],
                negated: false,
            };
            let tests = cell.tests.iter().map(one);
            let everything = Cell {
                tests: match fact.kind {
                    Kind::Bool | Kind::Text(_) => written(fact).map(Test::Is).collect(),
                    _ => vec![Test::Range(Some((0, true)), None)],
                },
                negated: false,
            };
            tests
                .into_iter()
                .find(|cell| possible(cell))
                .unwrap_or(everything)
        })
}

/// The values that tests may mention: of numbers neither the outermost of a domain without bounds
/// nor those between two others, so that the samples hold one of every class.
fn written(fact: Fact) -> impl Iterator<Item = Sample> {
    let may_stand = move |sample: &Sample| match (fact.kind, sample) {
        (Kind::Integer, Sample::Quarters(n)) => n.abs() < 12,
        (Kind::Number, Sample::Quarters(n)) => n % 2 == 0,
        _ => true,
    };
    fact.samples().into_iter().filter(may_stand)
}

fn test(fact: Fact) -> BoxedStrategy<Test> {
    let is = prop::sample::select(written(fact).collect::<Vec<_>>()).prop_map(Test::Is);
    let ends = match fact.kind {
        Kind::Bool | Kind::Text(_) => return is.boxed(),
        Kind::Whole(max) => (0..=max).prop_map(|n| n * 4).boxed(),
        Kind::Integer => (-2_i64..=2).prop_map(|n| n * 4).boxed(),
        Kind::Number => (0_i64..=2).prop_map(|n| n * 2).boxed(),
    };
    let end = (ends, any::<bool>());
    let range = (prop::option::of(end.clone()), end, any::<bool>()).prop_map(
        |(one, other, upper)| match (one, upper) {
            (Some(one), _) if one.0 <= other.0 => Test::Range(Some(one), Some(other)),
            (Some(one), _) => Test::Range(Some(other), Some(one)),
            (None, true) => Test::Range(None, Some(other)),
            (None, false) => Test::Range(Some(other), None),
        },
    );
    prop_oneof![1 => is, 3 => range].boxed()
}
