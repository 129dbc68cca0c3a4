//! A policy without the rows of its rules, as bytes.

use crate::codec::{fits, is_declared_soundly};
use crate::fact::{Asks, FactDeclaration, FactType};
use crate::number::Number;
use crate::policy::{Parameter, Policy, Source, Switch};
use crate::prepared::bytes::{Reader, Writer};
use crate::table::{Basis, Confidence, HitPolicy, Rule, SwitchOption, Table};

const CONFIDENCES: [Confidence; 3] = [Confidence::High, Confidence::Medium, Confidence::Low];

impl Writer {
    pub(super) fn outline(&mut self, policy: &Policy) {
        self.text(&policy.version);
        self.list(&policy.facts, Self::fact);
        self.list(&policy.sources, |writer, source| {
            writer.text(&source.id);
            writer.day(source.date);
            writer.option(source.url.as_deref(), Self::text);
            writer.text(&source.title);
        });
        self.list(&policy.switches, |writer, switch| {
            writer.text(&switch.name);
            writer.texts(&switch.options);
            writer.index(switch.chosen.into());
            writer.text(&switch.note);
        });
        self.list(&policy.parameters, |writer, parameter| {
            writer.text(&parameter.name);
            writer.signed(parameter.value.millionths());
            writer.text(&parameter.rule);
            writer.basis(&parameter.basis);
        });
        self.list(&policy.tables, |writer, table| {
            writer.text(&table.name);
            writer.text(&table.goal);
            writer.index(table.hit as usize);
            writer.text(&table.output);
            writer.texts(&table.values);
            writer.list(&table.silent, |writer, value| writer.index((*value).into()));
            writer.list(&table.rules, |writer, rule| {
                writer.text(&rule.id);
                writer.index(rule.then.into());
                writer.basis(&rule.basis);
            });
        });
    }

    fn texts(&mut self, texts: &[String]) {
        self.list(texts, |writer, text| writer.text(text));
    }

    fn fact(&mut self, fact: &FactDeclaration) {
        self.text(&fact.name);
        let number = |number: &Number| number.millionths();
        match &fact.kind {
            FactType::Text { values } => {
                self.index(0);
                self.texts(values);
            }
            FactType::Boolean => self.index(1),
            FactType::Whole { min, max } => {
                self.index(2);
                self.option(min.as_ref().map(number), Self::signed);
                self.option(max.as_ref().map(number), Self::signed);
            }
            FactType::Number { min, max } => {
                self.index(3);
                self.option(min.as_ref().map(number), Self::signed);
                self.option(max.as_ref().map(number), Self::signed);
            }
        }
        self.index(usize::from(fact.optional));
        self.index(usize::from(fact.asks == Asks::Register));
    }

    fn basis(&mut self, basis: &Basis) {
        self.day(basis.from);
        self.day(basis.until);
        self.option(basis.switch, |writer, chosen| {
            writer.index(chosen.switch.into());
            writer.index(chosen.option.into());
        });
        self.index(basis.source.into());
        self.text(&basis.article);
        self.index(basis.confidence as usize);
        self.text(&basis.message);
    }
}

impl Reader<'_> {
    pub(super) fn outline(&mut self) -> Policy {
        let mut policy = Policy {
            version: self.text(),
            facts: self.list(Self::fact),
            sources: self.list(|reader| Source {
                id: reader.text(),
                date: reader.day(),
                url: reader.option(Self::text),
                title: reader.text(),
            }),
            switches: self.list(|reader| {
                let name = reader.text();
                let options = reader.texts();
                Switch {
                    name,
                    chosen: reader.index(options.len()) as u16,
                    options,
                    note: reader.text(),
                }
            }),
            parameters: Vec::new(),
            tables: Vec::new(),
        };
        policy.parameters = self.list(|reader| Parameter {
            name: reader.text(),
            value: Number::from_millionths(reader.signed()),
            rule: reader.text(),
            basis: reader.basis(&policy),
        });
        policy.tables = self.list(|reader| reader.table(&policy));
        self.check(fits(policy.facts.len()) && fits(policy.tables.len()));
        policy
    }

    fn table(&mut self, policy: &Policy) -> Table {
        let (name, goal) = (self.text(), self.text());
        let hit = HitPolicy::ALL.get(self.index(HitPolicy::ALL.len()));
        let hit = hit.map_or(HitPolicy::Unique, |(_, hit)| *hit);
        let output = self.text();
        let values = self.texts();
        let silent = self.list(|reader| reader.index(values.len()) as u16);
        let rules = self.list(|reader| Rule {
            id: reader.text(),
            then: reader.index(values.len()) as u16,
            basis: reader.basis(policy),
            rows: Vec::new(),
        });
        self.check(fits(values.len()) && fits(rules.len()));
        Table {
            name,
            goal,
            hit,
            output,
            values,
            when_output: None,
            silent,
            rules,
        }
    }

    fn texts(&mut self) -> Vec<String> {
        self.list(Self::text)
    }

    fn fact(&mut self) -> FactDeclaration {
        let name = self.text();
        let kind = match self.index(4) {
            0 => FactType::Text {
                values: self.texts(),
            },
            1 => FactType::Boolean,
            kind => {
                let number =
                    |reader: &mut Self| reader.option(Self::signed).map(Number::from_millionths);
                let (min, max) = (number(self), number(self));
                match kind {
                    2 => FactType::Whole { min, max },
                    _ => FactType::Number { min, max },
                }
            }
        };
        let fact = FactDeclaration {
            name,
            kind,
            optional: self.index(2) != 0,
            asks: match self.index(2) {
                0 => Asks::Answer,
                _ => Asks::Register,
            },
            change: None,
            weights: Vec::new(),
            after: None,
        };
        self.check(is_declared_soundly(&fact));
        fact
    }

    fn basis(&mut self, policy: &Policy) -> Basis {
        Basis {
            from: self.day(),
            until: self.day(),
            switch: self.option(|reader| {
                let switch = reader.index(policy.switches.len());
                let options = policy.switches.get(switch).map_or(0, |it| it.options.len());
                SwitchOption {
                    switch: switch as u16,
                    option: reader.index(options) as u16,
                }
            }),
            source: self.index(policy.sources.len()) as u16,
            article: self.text(),
            confidence: CONFIDENCES
                .get(self.index(CONFIDENCES.len()))
                .copied()
                .unwrap_or(Confidence::Low),
            message: self.text(),
        }
    }
}
