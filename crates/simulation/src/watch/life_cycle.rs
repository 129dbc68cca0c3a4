use chrono::{DateTime, Utc};
use registration::application::{Application, ConsentState, State};
use server::ports::{
    ResidenceEntry,
    store::{Change, ConsentTerm, Digest, Effect, Purpose, Signed, Tried},
};

use super::{Known, Watch};

fn held(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

impl Watch {
    /// An application is there for the first time.
    pub(super) fn filed(
        &mut self,
        application: &Application,
        term: Option<ConsentTerm>,
        change: &Change,
    ) -> Result<(), String> {
        let subject = application.subject.iin;
        let mut open = self.open();
        held(
            !open.any(|known| known.application.subject.iin == subject),
            "two applications for one person are open",
        )?;
        drop(open);
        held(change.reply.is_some(), "a filing has no kept answer")?;
        audited(application, change)?;
        let waiting = application.consents.iter().all(|one| one.is_waiting());
        let begins = match &application.state {
            State::AwaitingConsent { until } => {
                !application.consents.is_empty() && term.is_some_and(|term| term.until == *until)
            }
            State::AwaitingSignature { .. } => application.consents.is_empty() && term.is_none(),
            _ => false,
        };
        held(
            begins && waiting,
            "an application does not begin at the beginning",
        )?;
        let known = Known {
            application: application.clone(),
            version: 1,
            term,
            entered: None,
        };
        let before = self.applications.insert(application.number, known);
        held(before.is_none(), "an application was filed twice")
    }

    /// An application has moved.
    pub(super) fn moved(
        &mut self,
        after: &Application,
        from: u32,
        received: Option<DateTime<Utc>>,
        change: &Change,
    ) -> Result<(), String> {
        audited(after, change)?;
        let known = self.applications.get(&after.number);
        let known = known.ok_or("an application moved that was never filed")?;
        held(known.version == from, "two changes follow one version")?;
        let before = &known.application;
        let answered = answers(before, after, known.term, received)?;
        match (&before.state, &after.state) {
            (State::AwaitingConsent { until: a }, State::AwaitingConsent { until: b }) => {
                held(a == b, "the owners' time has changed")?;
            }
            (State::AwaitingConsent { .. }, State::AwaitingSignature { .. }) => {
                held(answered == 1, "it can be signed and nobody has agreed")?;
            }
            (State::AwaitingConsent { .. }, State::Refused { .. }) => {
                let declined = |one: &ConsentState| matches!(one, ConsentState::Declined { .. });
                let declined = after.consents.iter().any(|one| declined(&one.state));
                held(declined && answered == 1, "refused and nobody has declined")?;
            }
            (State::AwaitingConsent { until }, State::Cancelled { at, .. }) => {
                held(at >= until, "the owners' time ended too early")?;
            }
            (
                State::AwaitingConsent { .. } | State::AwaitingSignature { .. },
                State::Withdrawn { .. },
            ) => {}
            (
                State::AwaitingSignature { document },
                State::Signed {
                    document: shown, ..
                },
            ) => {
                held(
                    document == shown,
                    "something else was signed than was shown",
                )?;
                let purpose = Purpose::Signature {
                    iin: before.applicant.iin,
                    document: Digest::of(document.text().as_bytes()),
                };
                let signed = change.effects.iter().any(|effect| match effect {
                    Effect::TryCode {
                        id,
                        tried: Tried::Right,
                        ..
                    } => self.codes.purpose(*id) == Some(purpose),
                    Effect::KeepEvidence { number, evidence } => {
                        *number == after.number
                            && evidence.signed == Signed::Document
                            && evidence.content == document.text()
                    }
                    _ => false,
                });
                held(signed, "signed with nothing over this document")?;
            }
            (
                State::Signed { document, .. },
                State::Registered {
                    document: kept,
                    from,
                    until,
                    ..
                },
            ) => {
                held(document == kept, "what was signed has changed")?;
                let entered = known.entered.as_ref();
                let entered = entered.ok_or("registered and not in the register")?;
                if (entered.from, entered.until) != (*from, *until) {
                    return Err(format!(
                        "the register says {} to {:?}, the application {from} to {until:?}",
                        entered.from, entered.until
                    ));
                }
            }
            (before, after) => {
                let (before, after) = (before.name().symbol(), after.name().symbol());
                return Err(format!("an application went from {before} to {after}"));
            }
        }
        let agreed = |one: &ConsentState| matches!(one, ConsentState::Agreed { .. });
        if matches!(
            after.state,
            State::AwaitingSignature { .. } | State::Signed { .. } | State::Registered { .. }
        ) {
            let all = after.consents.iter().all(|one| agreed(&one.state));
            held(all, "not every owner has agreed")?;
        }
        if let Some(known) = self.applications.get_mut(&after.number) {
            known.application = after.clone();
            known.version += 1;
        }
        Ok(())
    }

    /// The register of residences was told of an application; the first time counts.
    pub(crate) fn entered(&mut self, entry: ResidenceEntry) -> Result<(), String> {
        let known = self.applications.get_mut(&entry.application);
        let known = known.ok_or("a residence was entered that nobody filed")?;
        held(
            matches!(
                known.application.state,
                State::Signed { .. } | State::Registered { .. }
            ),
            "a residence was entered that is not signed",
        )?;
        held(
            entry.iin == known.application.subject.iin && entry.rca == known.application.filing.rca,
            "the wrong residence was entered",
        )?;
        known.entered.get_or_insert(entry);
        Ok(())
    }
}

/// How many owners have answered with this change; each answers once, and in time.
fn answers(
    before: &Application,
    after: &Application,
    term: Option<ConsentTerm>,
    received: Option<DateTime<Utc>>,
) -> Result<usize, String> {
    held(
        before.consents.len() == after.consents.len()
            && before.filing == after.filing
            && before.subject == after.subject,
        "what was filed has changed",
    )?;
    let mut answered = 0;
    for (was, is) in before.consents.iter().zip(&after.consents) {
        held(
            was.owner == is.owner && was.id == is.id,
            "an owner has changed",
        )?;
        if was.state == is.state {
            continue;
        }
        held(was.is_waiting(), "an owner's answer has changed")?;
        let (ConsentState::Agreed { at, .. } | ConsentState::Declined { at, .. }) = is.state else {
            return Err("an owner's answer was forgotten".to_owned());
        };
        let until = term.ok_or("an owner answered who was not asked")?.until;
        held(at < until, "an owner's answer was accepted too late")?;
        held(
            received == Some(at),
            "an answer was not held against the owners' time",
        )?;
        answered += 1;
    }
    held(answered <= 1, "two owners answered at once")?;
    Ok(answered)
}

/// What has legal effect stands in the audit log, by the application's number.
fn audited(application: &Application, change: &Change) -> Result<(), String> {
    let number = application.number.into();
    let line = change.audit.as_ref();
    held(
        line.is_some_and(|line| line.object == number),
        "a change is not in the audit log",
    )
}
