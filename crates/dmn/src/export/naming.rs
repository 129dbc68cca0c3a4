//! Names of the policy as names that FEEL reads.

use std::collections::BTreeSet;

use crate::draft::Draft;

/// Where a fact stands in the model.
pub(super) enum FactPlace {
    /// An input of its own.
    Input { input: String, type_name: String },
    /// A component of an input: `subject.age` is `age` of `subject`.
    Component {
        group: String,
        component: String,
        type_name: String,
        /// Whether it is the first of its group.
        first: bool,
    },
}

/// The names of all inputs and decisions; no two are equal.
pub(super) struct Naming {
    facts: Vec<FactPlace>,
    decisions: Vec<String>,
    switches: Vec<String>,
    day: Option<String>,
}

/// Words that mean something in FEEL, and names of its types.
const RESERVED: [&str; 33] = [
    "and",
    "between",
    "else",
    "every",
    "external",
    "false",
    "for",
    "function",
    "if",
    "in",
    "instance",
    "not",
    "null",
    "of",
    "or",
    "return",
    "satisfies",
    "some",
    "then",
    "true",
    "date",
    "time",
    "duration",
    "string",
    "number",
    "boolean",
    "list",
    "context",
    "range",
    "any",
    "item",
    "partial",
    "Any",
];

/// Whether a name is one word of FEEL.
fn is_plain(name: &str) -> bool {
    let mut letters = name.chars();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && !RESERVED.contains(&name)
}

/// The group and the component of a name such as `subject.age`.
fn parts(name: &str) -> Option<(&str, &str)> {
    let (group, component) = name.split_once('.')?;
    (is_plain(group) && is_plain(component)).then_some((group, component))
}

impl Naming {
    pub(super) fn new(draft: &Draft) -> Self {
        let mut taken = BTreeSet::new();
        let groups: BTreeSet<&str> = draft
            .facts
            .iter()
            .filter_map(|fact| Some(parts(&fact.declaration.name)?.0))
            .collect();
        taken.extend(groups.iter().map(|group| (*group).to_owned()));
        let mut facts: Vec<FactPlace> = Vec::with_capacity(draft.facts.len());
        for (index, fact) in draft.facts.iter().enumerate() {
            let place = match parts(&fact.declaration.name) {
                Some((group, component)) => FactPlace::Component {
                    group: group.to_owned(),
                    component: component.to_owned(),
                    type_name: format!("t_of_{group}"),
                    first: !facts.iter().any(|place| {
                        matches!(place, FactPlace::Component { group: other, .. } if other == group)
                    }),
                },
                None => {
                    let input = free(&fact.declaration.name, &format!("fact_{index}"), &mut taken);
                    let type_name = format!("t_input_{input}");
                    FactPlace::Input { input, type_name }
                }
            };
            facts.push(place);
        }
        let decisions = draft.tables.iter().enumerate();
        let decisions = decisions
            .map(|(index, table)| {
                let wished = [
                    table.output.clone(),
                    table.name.clone(),
                    format!("table_{}", table.output),
                ];
                let is_free = |name: &&String| is_plain(name) && !taken.contains(*name);
                let wished = wished.iter().find(is_free).cloned().unwrap_or_default();
                free(&wished, &format!("table_{index}"), &mut taken)
            })
            .collect();
        let switches = draft.switches.iter().enumerate();
        let switches = switches
            .map(|(index, switch)| {
                let name = format!("switch_{}", switch.name);
                free(&name, &format!("switch_{index}"), &mut taken)
            })
            .collect();
        let rules = draft.tables.iter().flat_map(|table| &table.rules);
        let is_dated = rules
            .map(|rule| &rule.grounds)
            .any(|grounds| grounds.from.is_some() || grounds.until.is_some());
        Self {
            facts,
            decisions,
            switches,
            day: is_dated.then(|| free("on", "day", &mut taken)),
        }
    }

    pub(super) fn fact(&self, index: usize) -> &FactPlace {
        // There is a place for each fact of the draft.
        const NOWHERE: &FactPlace = &FactPlace::Input {
            input: String::new(),
            type_name: String::new(),
        };
        self.facts.get(index).unwrap_or(NOWHERE)
    }

    /// The expression that asks for a fact.
    pub(super) fn expression(&self, index: usize) -> String {
        match self.fact(index) {
            FactPlace::Input { input, .. } => input.clone(),
            FactPlace::Component {
                group, component, ..
            } => format!("{group}.{component}"),
        }
    }

    /// The id of the input that holds a fact.
    pub(super) fn input_id(&self, index: usize) -> String {
        match self.fact(index) {
            FactPlace::Input { input, .. } => format!("input.{input}"),
            FactPlace::Component { group, .. } => format!("input.{group}"),
        }
    }

    pub(super) fn facts(&self) -> usize {
        self.facts.len()
    }

    pub(super) fn decision(&self, index: usize) -> &str {
        self.decisions.get(index).map_or("", String::as_str)
    }

    pub(super) fn switch(&self, index: usize) -> &str {
        self.switches.get(index).map_or("", String::as_str)
    }

    pub(super) fn switch_type(&self, index: usize) -> String {
        format!("t_input_{}", self.switch(index))
    }

    pub(super) fn list_type(&self, index: usize) -> String {
        format!("t_list_{}", self.decision(index))
    }

    /// The input that is the day, if rules have dates.
    pub(super) fn day(&self) -> Option<&str> {
        self.day.as_deref()
    }
}

/// The wished name, or the other one with as many underscores as it takes.
fn free(wished: &str, otherwise: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = match is_plain(wished) && !taken.contains(wished) {
        true => wished.to_owned(),
        false => otherwise.to_owned(),
    };
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}
