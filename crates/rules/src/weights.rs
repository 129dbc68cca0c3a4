//! How often each class of a fact's domain is expected.

use crate::cell::Cell;
use crate::distinct::distinct;
use crate::fact::{FactDeclaration, FactType, Known};
use crate::number::Number;
use crate::partition::Partition;
use crate::region::{greatest, step};

impl Partition {
    /// A value for each part of the domain that neither the classes nor the cells divide, its class
    /// and how many values the part counts for.
    pub(crate) fn parts(
        &self,
        fact: &FactDeclaration,
        cells: &[&Cell],
    ) -> Vec<(Known, usize, f64)> {
        let mut samples: Vec<(Known, f64)> = match &fact.kind {
            FactType::Boolean => [false, true]
                .map(|value| (Known::Bool(value), 1.0))
                .to_vec(),
            FactType::Text { values } => (0..)
                .zip(values)
                .map(|(index, _)| (Known::Text(index), 1.0))
                .collect(),
            FactType::Whole { min, max } | FactType::Number { min, max } => {
                let divided = Self::of(fact, cells);
                let starts = self.starts().iter().chain(divided.starts());
                let starts = distinct(starts.copied());
                let is_bounded = min.is_some() && max.is_some();
                let last = greatest(fact, step(fact));
                let ends = starts.iter().skip(1).map(|start| start - step(fact));
                let runs = starts.iter().zip(ends.chain([last]));
                runs.map(|(start, end)| {
                    let values = match is_bounded {
                        true => (end.abs_diff(*start) / step(fact).unsigned_abs()) as f64 + 1.0,
                        false => 1.0,
                    };
                    (Known::Number(Number::from_millionths(*start)), values)
                })
                .collect()
            }
        };
        if fact.optional {
            samples.push((Known::Null, 1.0));
        }
        let parts = samples.into_iter().filter_map(|(sample, values)| {
            let class = self.class(sample)?;
            Some((sample, usize::from(class), values))
        });
        parts.collect()
    }

    /// The share of each class among what is expected; the shares add up to one.
    pub(crate) fn shares(&self, fact: &FactDeclaration) -> Vec<f64> {
        let cells: Vec<&Cell> = fact.weights.iter().map(|weight| &weight.cell).collect();
        let parts = self.parts(fact, &cells);
        let mut shares = vec![0.0; self.samples().len()];
        let mut spread = |weight: f64, holds: &dyn Fn(Known) -> bool| {
            let held = parts.iter().filter(|(sample, _, _)| holds(*sample));
            let values: f64 = held.clone().map(|(_, _, values)| values).sum();
            for (_, class, part) in held {
                if let Some(share) = shares.get_mut(*class) {
                    *share += weight * part / values;
                }
            }
        };
        let total = match fact.weights.as_slice() {
            [] => {
                spread(1.0, &|_| true);
                1.0
            }
            weights => {
                for weight in weights {
                    let cell = &weight.cell;
                    spread(f64::from(weight.weight.get()), &|sample| cell.holds(sample));
                }
                let weights = weights.iter();
                weights.map(|weight| f64::from(weight.weight.get())).sum()
            }
        };
        shares.iter().map(|share| share / total).collect()
    }
}
