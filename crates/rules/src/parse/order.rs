//! The order of tables: those first on which others depend.

use super::error::Problem;
use super::reader::{Place, Report};
use crate::table::{Table, WhenOutput};

/// A table that names others by the index of their draft.
pub(super) struct Draft<'a> {
    pub(super) table: Table,
    /// The table whose output makes this one relevant, and the index of its value.
    pub(super) when: Option<(usize, u16)>,
    /// Everything it depends on.
    pub(super) depends: Vec<Dependence<'a>>,
}

/// A table's need of another one.
pub(super) struct Dependence<'a> {
    pub(super) draft: usize,
    pub(super) place: Place<'a>,
}

/// Puts tables after those they depend on and reports circles. A table that could not be read has
/// been reported already and is left out.
pub(super) fn order(drafts: Vec<Option<Draft<'_>>>, report: &mut Report) -> Vec<Table> {
    let mut indexes: Vec<Option<usize>> = vec![None; drafts.len()];
    let mut placed = 0;
    loop {
        let is_ready = |draft: &Draft<'_>| {
            let mut depends = draft.depends.iter();
            depends.all(|it| indexes.get(it.draft).is_some_and(Option::is_some))
        };
        let next = drafts
            .iter()
            .zip(&indexes)
            .position(|(draft, index)| index.is_none() && draft.as_ref().is_some_and(is_ready));
        let Some(slot) = next.and_then(|next| indexes.get_mut(next)) else {
            break;
        };
        *slot = Some(placed);
        placed += 1;
    }
    if placed < drafts.iter().flatten().count() {
        report_circles(&drafts, report);
        return Vec::new();
    }
    let index_of = |draft: usize| indexes.get(draft).copied().flatten().unwrap_or(0) as u16;
    let mut tables: Vec<(u16, Table)> = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.into_iter().enumerate() {
        let Some(Draft {
            mut table, when, ..
        }) = draft
        else {
            continue;
        };
        table.when_output = when.map(|(draft, value)| WhenOutput {
            table: index_of(draft),
            value,
        });
        for row in table.rules.iter_mut().flat_map(|rule| &mut rule.rows) {
            for (output, _) in &mut row.outputs {
                *output = index_of(usize::from(*output));
            }
            row.outputs.sort_by_key(|(table, _)| *table);
        }
        tables.push((index_of(index), table));
    }
    tables.sort_by_key(|(index, _)| *index);
    tables.into_iter().map(|(_, table)| table).collect()
}

fn report_circles(drafts: &[Option<Draft<'_>>], report: &mut Report) {
    for (index, draft) in drafts.iter().enumerate() {
        let Some(draft) = draft else { continue };
        let mut depends = draft.depends.iter();
        if let Some(first) = depends.find(|it| leads_to(drafts, it.draft, index)) {
            let table = draft.table.name.clone();
            report.add(first.place, Problem::Cycle { table });
        }
    }
}

/// Whether a table is another one or depends on it, however far.
fn leads_to(drafts: &[Option<Draft<'_>>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; drafts.len()];
    let mut open = vec![from];
    while let Some(draft) = open.pop() {
        if draft == to {
            return true;
        }
        let Some(mark @ false) = seen.get_mut(draft) else {
            continue;
        };
        *mark = true;
        if let Some(Some(draft)) = drafts.get(draft) {
            open.extend(draft.depends.iter().map(|it| it.draft));
        }
    }
    false
}
