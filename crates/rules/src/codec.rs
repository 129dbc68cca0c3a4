//! Policies as bytes: what the build compiles and the program embeds.

use crate::cell::{Cell, Test};
use crate::error::RulesError;
use crate::fact::{FactDeclaration, FactType};
use crate::policy::Policy;
use crate::table::{Basis, Table};

/// Raised whenever the encoding of a policy changes.
const FORMAT: u8 = 1;

impl Policy {
    /// The policy as bytes, for [`Policy::decode`] of the same version of this crate: a format
    /// number and the policy in postcard's encoding.
    pub fn encode(&self) -> Vec<u8> {
        // Writing into a growing buffer has no way to fail: every length is known beforehand.
        postcard::to_allocvec(&(FORMAT, self)).unwrap_or_default()
    }

    /// Reads the bytes of [`Policy::encode`].
    ///
    /// Fails with [`RulesError::Damaged`] on bytes of another version, and on bytes whose parts
    /// do not fit together.
    pub fn decode(bytes: &[u8]) -> Result<Self, RulesError> {
        match bytes.first() {
            Some(&FORMAT) => {}
            _ => return Err(RulesError::Damaged),
        }
        match postcard::from_bytes::<(u8, Self)>(bytes) {
            Ok((_, policy)) if policy.holds_together() => Ok(policy),
            _ => Err(RulesError::Damaged),
        }
    }

    /// Sets the version from the content.
    pub(crate) fn stamp(&mut self) {
        self.version.clear();
        let hash = self
            .encode()
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
        for shift in (0..16).rev() {
            let digit = (hash >> (shift * 4)) & 0xf;
            self.version
                .push(char::from_digit(digit as u32, 16).unwrap_or('0'));
        }
    }

    /// Whether every index points at something and every cell fits its fact.
    fn holds_together(&self) -> bool {
        fits(self.facts.len())
            && self.facts.iter().all(is_declared_soundly)
            && self
                .switches
                .iter()
                .all(|switch| is_index(switch.chosen, switch.options.len()))
            && self
                .parameters
                .iter()
                .all(|parameter| self.is_founded(&parameter.basis))
            && fits(self.tables.len())
            && (0..).zip(&self.tables).all(|(index, table)| self.is_sound(index, table))
    }

    fn is_sound(&self, index: u16, table: &Table) -> bool {
        let depends_soundly = table.when_output.is_none_or(|when| {
            self.tables.get(usize::from(when.table)).is_some_and(|other| {
                when.table < index
                    && other.goal == table.goal
                    && is_index(when.value, other.values.len())
            })
        });
        depends_soundly
            && fits(table.values.len())
            && fits(table.rules.len())
            && table.rules.iter().all(|rule| {
                is_index(rule.then, table.values.len())
                    && self.is_founded(&rule.basis)
                    && rule.rows.iter().all(|row| {
                        row.cells.is_sorted_by(|(one, _), (other, _)| one < other)
                            && row.cells.iter().all(|(fact, cell)| {
                                self.facts
                                    .get(fact.index())
                                    .is_some_and(|declaration| cell_fits(cell, declaration))
                            })
                    })
            })
    }

    fn is_founded(&self, basis: &Basis) -> bool {
        is_index(basis.source, self.sources.len())
            && basis.switch.is_none_or(|chosen| {
                self.switches
                    .get(usize::from(chosen.switch))
                    .is_some_and(|switch| is_index(chosen.option, switch.options.len()))
            })
    }
}

/// Whether so many things can be told apart by a `u16`.
pub(crate) fn fits(count: usize) -> bool {
    count < usize::from(u16::MAX)
}

fn is_index(index: u16, count: usize) -> bool {
    usize::from(index) < count
}

fn is_declared_soundly(declaration: &FactDeclaration) -> bool {
    match &declaration.kind {
        FactType::Text { values } => !values.is_empty() && fits(values.len()),
        FactType::Boolean => true,
        FactType::Whole { min, max } => {
            min.is_none_or(|min| min.is_whole())
                && max.is_none_or(|max| max.is_whole())
                && min.zip(*max).is_none_or(|(min, max)| min <= max)
        }
        FactType::Number { min, max } => min.zip(*max).is_none_or(|(min, max)| min <= max),
    }
}

fn cell_fits(cell: &Cell, declaration: &FactDeclaration) -> bool {
    let tests = match cell {
        Cell::Any => &[],
        Cell::Tests { tests, .. } => tests.as_slice(),
    };
    tests.iter().all(|test| match (test, &declaration.kind) {
        (Test::Null, _) => declaration.optional,
        (Test::Bool(_), FactType::Boolean) => true,
        (Test::Text(index), FactType::Text { values }) => is_index(*index, values.len()),
        (Test::Range(_), FactType::Whole { .. } | FactType::Number { .. }) => true,
        _ => false,
    })
}
