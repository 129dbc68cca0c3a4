//! Decisions of the exported model.

use rules::{FactType, Value};

use super::drawing::Drawing;
use super::grounds;
use super::naming::Naming;
use super::variable;
use super::write::Writer;
use crate::draft::{Draft, DraftRule, DraftTable};

/// A column of a table and what it tests.
#[derive(Clone, Copy)]
enum Column {
    Day,
    Switch(usize),
    /// The other table whose output makes this one relevant.
    When(usize),
    Output(usize),
    Fact(usize),
}

/// Whether a table gives a list.
pub(super) fn lists(table: &DraftTable) -> bool {
    matches!(
        table.hit.as_str(),
        "collect" | "rule order" | "output order"
    )
}

/// Whether the values of a table are numbers.
fn reckons(table: &DraftTable) -> bool {
    matches!(
        table.hit.as_str(),
        "collect sum" | "collect min" | "collect max"
    )
}

pub(super) fn decisions(
    writer: &mut Writer,
    draft: &Draft,
    naming: &Naming,
    drawing: &mut Drawing,
) {
    for (index, switch) in draft.switches.iter().enumerate() {
        let name = naming.switch(index);
        let id = format!("decision.{name}");
        writer.open("decision", &[("id", &id), ("name", name)]);
        writer.open("extensionElements", &[]);
        let attributes = [
            ("name", switch.name.as_str()),
            ("note", switch.note.as_str()),
        ];
        writer.empty("tirkeu:switch", &attributes);
        writer.close("extensionElements");
        let type_name = naming.switch_type(index);
        variable(writer, &id, name, &type_name);
        let literal = format!("literal.{name}");
        writer.open("literalExpression", &[("id", &literal)]);
        let chosen = switch.options.get(usize::from(switch.chosen));
        let chosen = Value::Text(chosen.map_or("", String::as_str)).to_string();
        writer.leaf("text", &[], &chosen);
        writer.close("literalExpression");
        writer.close("decision");
        drawing.decision(id, &[]);
    }
    for index in 0..draft.tables.len() {
        decision(writer, draft, naming, index, drawing);
    }
}

fn decision(
    writer: &mut Writer,
    draft: &Draft,
    naming: &Naming,
    index: usize,
    drawing: &mut Drawing,
) {
    let Some(table) = draft.tables.get(index) else {
        return;
    };
    let name = naming.decision(index);
    let id = format!("decision.{name}");
    let columns = columns(draft, table);
    writer.open("decision", &[("id", &id), ("name", name)]);
    extension(writer, table);
    let type_name = match (lists(table), reckons(table) || table.hit == "collect count") {
        (true, _) => naming.list_type(index),
        (false, true) => "number".to_owned(),
        (false, false) => "string".to_owned(),
    };
    variable(writer, &id, name, &type_name);
    let mut required: Vec<(&str, String)> = Vec::new();
    for column in &columns {
        let link = match column {
            Column::Day => {
                let day = naming.day().unwrap_or_default();
                ("requiredInput", format!("input.{day}"))
            }
            Column::Switch(switch) => (
                "requiredDecision",
                format!("decision.{}", naming.switch(*switch)),
            ),
            Column::When(table) | Column::Output(table) => (
                "requiredDecision",
                format!("decision.{}", naming.decision(*table)),
            ),
            Column::Fact(fact) => ("requiredInput", naming.input_id(*fact)),
        };
        if !required.contains(&link) {
            required.push(link);
        }
    }
    for (number, (element, to)) in required.iter().enumerate() {
        let id = format!("requirement.{name}.{number}");
        writer.open("informationRequirement", &[("id", &id)]);
        writer.empty(element, &[("href", &format!("#{to}"))]);
        writer.close("informationRequirement");
    }
    decision_table(writer, draft, naming, index, &columns);
    writer.close("decision");
    let required: Vec<String> = required.into_iter().map(|(_, to)| to).collect();
    drawing.decision(id, &required);
}

/// What DMN has no word for about a table.
fn extension(writer: &mut Writer, table: &DraftTable) {
    writer.open("extensionElements", &[]);
    writer.open(
        "tirkeu:table",
        &[
            ("name", &table.name),
            ("goal", &table.goal),
            ("output", &table.output),
            ("hit", &table.hit),
        ],
    );
    for value in &table.silent {
        writer.leaf("tirkeu:silent", &[], value);
    }
    writer.close("tirkeu:table");
    writer.close("extensionElements");
}

fn columns(draft: &Draft, table: &DraftTable) -> Vec<Column> {
    let rules = || table.rules.iter();
    let mut columns = Vec::new();
    if rules().any(|rule| rule.grounds.from.is_some() || rule.grounds.until.is_some()) {
        columns.push(Column::Day);
    }
    for (index, switch) in draft.switches.iter().enumerate() {
        let is_of = |rule: &DraftRule| {
            let chosen = rule.grounds.switch.as_ref();
            chosen.is_some_and(|(name, _)| *name == switch.name)
        };
        if rules().any(is_of) {
            columns.push(Column::Switch(index));
        }
    }
    if let Some((output, _)) = &table.when
        && let Some(other) = of_output(draft, table, output)
    {
        columns.push(Column::When(other));
    }
    let mut tested: Vec<&str> = rules()
        .flat_map(|rule| &rule.rows)
        .flatten()
        .map(|(name, _)| name.as_str())
        .collect();
    tested.sort_unstable();
    tested.dedup();
    let is_tested = |name: &String| tested.binary_search(&name.as_str()).is_ok();
    let is_fact = |name: &String| {
        draft
            .facts
            .iter()
            .any(|fact| fact.declaration.name == *name)
    };
    for (index, other) in draft.tables.iter().enumerate() {
        if other.goal == table.goal && is_tested(&other.output) && !is_fact(&other.output) {
            columns.push(Column::Output(index));
        }
    }
    for (index, fact) in draft.facts.iter().enumerate() {
        if is_tested(&fact.declaration.name) {
            columns.push(Column::Fact(index));
        }
    }
    columns
}

/// The table of the same goal with this output.
fn of_output(draft: &Draft, table: &DraftTable, output: &str) -> Option<usize> {
    let mut tables = draft.tables.iter();
    tables.position(|other| other.goal == table.goal && other.output == output)
}

fn decision_table(
    writer: &mut Writer,
    draft: &Draft,
    naming: &Naming,
    index: usize,
    columns: &[Column],
) {
    let Some(table) = draft.tables.get(index) else {
        return;
    };
    let name = naming.decision(index);
    let (hit, aggregation) = policy(table);
    let id = format!("table.{name}");
    let mut attributes = vec![("id", id.as_str()), ("hitPolicy", hit)];
    attributes.extend(aggregation.map(|aggregation| ("aggregation", aggregation)));
    writer.open("decisionTable", &attributes);
    for (number, column) in columns.iter().enumerate() {
        input(
            writer,
            draft,
            naming,
            table,
            *column,
            &format!("column.{name}.{number}"),
        );
    }
    let type_ref = match reckons(table) {
        true => "number",
        false => "string",
    };
    let values = table
        .values
        .iter()
        .map(|value| output_literal(table, value));
    let values = values.collect::<Vec<_>>().join(", ");
    let id = format!("output.{name}");
    writer.open("output", &[("id", &id), ("typeRef", type_ref)]);
    super::with_text(writer, "outputValues", &format!("{id}.values"), &values);
    writer.close("output");
    for annotation in ["rule", "source"] {
        writer.empty("annotation", &[("name", annotation)]);
    }
    let mut number = 0;
    for rule in &table.rules {
        for row in 0..rule.rows.len() {
            let id = format!("rule.{name}.{number}");
            writer.open("rule", &[("id", &id)]);
            rule_extension(writer, rule, row);
            for (position, column) in columns.iter().enumerate() {
                let id = format!("{id}.{position}");
                writer.open("inputEntry", &[("id", &id)]);
                writer.leaf("text", &[], &cell(draft, table, rule, row, *column));
                writer.close("inputEntry");
            }
            let id = format!("{id}.output");
            writer.open("outputEntry", &[("id", &id)]);
            writer.leaf("text", &[], &output_literal(table, &rule.then));
            writer.close("outputEntry");
            let place = match rule.grounds.article.is_empty() {
                true => rule.grounds.source.clone(),
                false => format!("{}, {}", rule.grounds.source, rule.grounds.article),
            };
            for annotation in [&rule.id, &place] {
                writer.open("annotationEntry", &[]);
                writer.leaf("text", &[], annotation);
                writer.close("annotationEntry");
            }
            writer.close("rule");
            number += 1;
        }
    }
    writer.close("decisionTable");
}

/// What DMN has no word for about a rule. Its rows after the first only say that they go on.
fn rule_extension(writer: &mut Writer, rule: &DraftRule, row: usize) {
    writer.open("extensionElements", &[]);
    if row > 0 {
        writer.empty("tirkeu:or", &[]);
    } else {
        let grounds = grounds(&rule.grounds, false);
        let mut attributes = vec![("id", rule.id.as_str())];
        attributes.extend(grounds.iter().map(|(name, value)| (*name, value.as_str())));
        writer.empty("tirkeu:rule", &attributes);
    }
    writer.close("extensionElements");
}

/// The hit policy and the aggregation of DMN. Rows of one rule may apply together, which under
/// UNIQUE they may not; as they give the same output, ANY decides the same.
pub(super) fn policy(table: &DraftTable) -> (&'static str, Option<&'static str>) {
    match table.hit.as_str() {
        "unique" if table.rules.iter().any(|rule| rule.rows.len() > 1) => ("ANY", None),
        "any" => ("ANY", None),
        "first" => ("FIRST", None),
        "priority" => ("PRIORITY", None),
        "output order" => ("OUTPUT ORDER", None),
        "rule order" => ("RULE ORDER", None),
        "collect" => ("COLLECT", None),
        "collect sum" => ("COLLECT", Some("SUM")),
        "collect min" => ("COLLECT", Some("MIN")),
        "collect max" => ("COLLECT", Some("MAX")),
        "collect count" => ("COLLECT", Some("COUNT")),
        _ => ("UNIQUE", None),
    }
}

fn input(
    writer: &mut Writer,
    draft: &Draft,
    naming: &Naming,
    table: &DraftTable,
    column: Column,
    id: &str,
) {
    let (expression, type_ref, label) = match column {
        Column::Day => (naming.day().unwrap_or_default().to_owned(), "date", ""),
        Column::Switch(switch) => (naming.switch(switch).to_owned(), "string", ""),
        Column::When(other) | Column::Output(other) => {
            let type_ref = match draft.tables.get(other) {
                Some(other) if reckons(other) || other.hit == "collect count" => "number",
                _ => "string",
            };
            (naming.decision(other).to_owned(), type_ref, "")
        }
        Column::Fact(fact) => {
            let declaration = draft.facts.get(fact).map(|fact| &fact.declaration);
            let type_ref = declaration.map_or("string", |fact| match fact.kind {
                FactType::Text { .. } => "string",
                FactType::Boolean => "boolean",
                _ => "number",
            });
            let label = declaration.map_or("", |fact| &fact.name);
            (naming.expression(fact), type_ref, label)
        }
    };
    let mut attributes = vec![("id", id)];
    if !label.is_empty() {
        attributes.push(("label", label));
    }
    writer.open("input", &attributes);
    if matches!(column, Column::When(_)) {
        writer.open("extensionElements", &[]);
        let value = table.when.as_ref().map_or("", |(_, value)| value);
        writer.empty("tirkeu:when", &[("value", value)]);
        writer.close("extensionElements");
    }
    let expression_id = format!("{id}.expression");
    writer.open(
        "inputExpression",
        &[("id", &expression_id), ("typeRef", type_ref)],
    );
    writer.leaf("text", &[], &expression);
    writer.close("inputExpression");
    writer.close("input");
}

fn cell(draft: &Draft, table: &DraftTable, rule: &DraftRule, row: usize, column: Column) -> String {
    let text = |text: &str| Value::Text(text).to_string();
    let tested = |name: Option<&String>| {
        let mut cells = rule.rows.get(row).into_iter().flatten();
        let found = cells.find(|(tested, _)| Some(tested) == name);
        found.map_or_else(|| "-".to_owned(), |(_, cell)| cell.clone())
    };
    match column {
        Column::Day => match (rule.grounds.from, rule.grounds.until) {
            (None, None) => "-".to_owned(),
            (Some(from), None) => format!(">= date(\"{from}\")"),
            (None, Some(until)) => format!("<= date(\"{until}\")"),
            (Some(from), Some(until)) => format!("[date(\"{from}\")..date(\"{until}\")]"),
        },
        Column::Switch(switch) => match (&rule.grounds.switch, draft.switches.get(switch)) {
            (Some((name, option)), Some(switch)) if *name == switch.name => text(option),
            _ => "-".to_owned(),
        },
        Column::When(_) => table
            .when
            .as_ref()
            .map_or("-".to_owned(), |(_, value)| text(value)),
        Column::Output(table) => tested(draft.tables.get(table).map(|table| &table.output)),
        Column::Fact(fact) => tested(draft.facts.get(fact).map(|fact| &fact.declaration.name)),
    }
}

fn output_literal(table: &DraftTable, value: &str) -> String {
    match reckons(table) {
        true => value.to_owned(),
        false => Value::Text(value).to_string(),
    }
}
