//! What a store is, written down as simply as can be: maps, and a copy that takes the place of the
//! old one once a whole change fits.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use registration::{
    application::{ApplicationNumber, StateName},
    identifiers::{Iin, OwnerId, Rca},
};
use server::ports::store::{
    Change, CodeId, ConsentRef, DAYS, Digest, Effect, Filings, Gate, KeptReply, LEASE, NewCode,
    Notification, Overview, Purpose, Session, Store, StoreError, StoredApplication, StoredCode,
    StoredConsent, StoredEvidence, StoredOutgoing, StoredQr, Tried, Version,
};

/// How long what is dead stays before it is removed.
const KEPT_DAYS: i64 = 2;

/// A store in memory.
#[derive(Debug, Default)]
pub(crate) struct Model {
    rows: Mutex<Rows>,
    leased: bool,
}

#[derive(Clone, Debug, Default)]
struct Rows {
    applications: BTreeMap<ApplicationNumber, StoredApplication>,
    /// Until when an overdue application is somebody's.
    looked_at: BTreeMap<ApplicationNumber, DateTime<Utc>>,
    links: BTreeMap<Digest, ConsentRef>,
    codes: BTreeMap<String, StoredCode>,
    codes_issued: i64,
    wrong: Vec<(Iin, Gate, DateTime<Utc>)>,
    sessions: BTreeMap<Digest, Session>,
    outgoing: Vec<(DateTime<Utc>, StoredOutgoing)>,
    notifications: Vec<(Iin, Notification)>,
    asked: BTreeSet<(Iin, NaiveDate, Option<OwnerId>, Rca)>,
    replies: BTreeMap<Digest, KeptReply>,
    challenges: BTreeMap<Digest, DateTime<Utc>>,
    evidence: Vec<(ApplicationNumber, StoredEvidence)>,
    codes_shown: BTreeMap<Digest, StoredQr>,
}

impl Model {
    pub(crate) fn new(leased: bool) -> Self {
        Self {
            rows: Mutex::default(),
            leased,
        }
    }

    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(purpose: &Purpose) -> String {
    match purpose {
        Purpose::SignIn(iin) => format!("sign in {iin}"),
        Purpose::Signature { iin, document } => format!("sign {iin} {}", document.hex()),
    }
}

impl Rows {
    fn apply(&mut self, change: &Change) -> Result<(), StoreError> {
        let at = change.at;
        if let Some(reply) = &change.reply {
            let taken = self.replies.get(&reply.key);
            if taken.is_some_and(|kept| kept.forget_at.is_none_or(|forget| forget > at)) {
                return Err(StoreError::Repeated);
            }
            self.replies.insert(reply.key, reply.clone());
        }
        for effect in &change.effects {
            self.write(effect, at)?;
        }
        Ok(())
    }

    fn write(&mut self, effect: &Effect, at: DateTime<Utc>) -> Result<(), StoreError> {
        match effect {
            Effect::File {
                application,
                events,
                term,
            } => {
                let subject = application.subject.iin;
                if self.open(subject).is_some() {
                    return Err(StoreError::SubjectBusy);
                }
                if self.applications.contains_key(&application.number) {
                    return Err(StoreError::Conflict);
                }
                self.applications.insert(
                    application.number,
                    StoredApplication {
                        application: (**application).clone(),
                        version: Version(1),
                        changed_at: at,
                        events: events.clone(),
                        term: *term,
                    },
                );
            }
            Effect::Move {
                application,
                from,
                received,
                events,
            } => {
                let stored = self.applications.get_mut(&application.number);
                let stored = stored.filter(|stored| stored.version == *from);
                let stored = stored.ok_or(StoreError::Conflict)?;
                if let Some(received) = received
                    && stored.term.is_none_or(|term| *received >= term.until)
                {
                    return Err(StoreError::TooLate);
                }
                stored.application = (**application).clone();
                stored.version = Version(from.0 + 1);
                stored.changed_at = at;
                stored.events.extend(events.iter().cloned());
            }
            Effect::AskOwner { token, consent } => {
                self.links.insert(*token, *consent);
            }
            Effect::IssueCode {
                purpose,
                code,
                replaces,
            } => self.issue(purpose, code, *replaces)?,
            Effect::TryCode {
                id,
                iin,
                gate,
                tries,
                tried,
            } => {
                let code = self
                    .codes
                    .values_mut()
                    .find(|code| code.id == *id && code.tries == *tries && !code.used);
                let code = code.ok_or(StoreError::Conflict)?;
                code.tries += 1;
                code.used = *tried == Tried::Right;
                if *tried == Tried::Wrong {
                    self.wrong.push((*iin, *gate, at));
                }
            }
            Effect::IssueChallenge { hash, expires_at } => {
                self.challenges.insert(*hash, *expires_at);
            }
            Effect::MeetChallenge { hash } => {
                let alive = self.challenges.remove(hash).is_some_and(|until| at < until);
                return if alive {
                    Ok(())
                } else {
                    Err(StoreError::ChallengeDead)
                };
            }
            Effect::KeepEvidence { number, evidence } => {
                self.evidence.push((*number, evidence.clone()));
            }
            Effect::ShowQr { token, qr } => {
                self.codes_shown.insert(*token, *qr);
            }
            Effect::MoveQr { token, to } => {
                let shown = self.codes_shown.get_mut(token);
                let shown = shown.filter(|qr| !qr.standing.is_final() && at < qr.expires_at);
                shown.ok_or(StoreError::QrEnded)?.standing = *to;
            }
            Effect::OpenSession { token, session } => {
                self.sessions.insert(*token, session.clone());
            }
            Effect::TouchSession { token } => {
                if let Some(session) = self.sessions.get_mut(token) {
                    session.seen_at = session.seen_at.max(at);
                }
            }
            Effect::CloseSession { token } => {
                self.sessions.remove(token);
            }
            Effect::Send(outgoing) => self.outgoing.push((
                at,
                StoredOutgoing {
                    outgoing: outgoing.clone(),
                    at,
                    attempts: 0,
                },
            )),
            Effect::Delivered(id) => self.outgoing.retain(|(_, one)| one.outgoing.id != *id),
            Effect::Retry { id, next_at } => {
                let waiting = self.outgoing.iter_mut();
                for (due, one) in waiting.filter(|(_, one)| one.outgoing.id == *id) {
                    *due = *next_at;
                    one.attempts += 1;
                }
            }
            Effect::Notify { iin, notification } => {
                self.notifications.push((*iin, notification.clone()));
            }
            Effect::AskAboutDwelling {
                applicant,
                owner,
                rca,
                day,
                limits,
            } => {
                self.asked.insert((*applicant, *day, *owner, *rca));
                let today = |asked: &&(Iin, NaiveDate, Option<OwnerId>, Rca)| {
                    asked.0 == *applicant && asked.1 == *day
                };
                let owners: BTreeSet<OwnerId> = self
                    .asked
                    .iter()
                    .filter(today)
                    .filter_map(|a| a.2)
                    .collect();
                let dwellings = self.asked.iter().filter(today).count();
                let count = |count| u32::try_from(count).unwrap_or(u32::MAX);
                limits.check(count(owners.len()), count(dwellings))?;
            }
            Effect::Tidy => self.tidy(at),
        }
        Ok(())
    }

    fn open(&self, subject: Iin) -> Option<ApplicationNumber> {
        let mut all = self.applications.values();
        let open =
            all.find(|one| one.application.subject.iin == subject && one.application.is_open());
        open.map(|one| one.application.number)
    }

    fn issue(
        &mut self,
        purpose: &Purpose,
        code: &NewCode,
        replaces: Option<CodeId>,
    ) -> Result<(), StoreError> {
        let key = key(purpose);
        if self.codes.get(&key).map(|code| code.id) != replaces {
            return Err(StoreError::Conflict);
        }
        self.codes_issued += 1;
        let stored = StoredCode {
            id: CodeId(self.codes_issued),
            code: code.clone(),
            tries: 0,
            used: false,
        };
        self.codes.insert(key, stored);
        Ok(())
    }

    fn tidy(&mut self, now: DateTime<Utc>) {
        let old = now - Duration::days(KEPT_DAYS);
        self.replies
            .retain(|_, kept| kept.forget_at.is_none_or(|forget| forget > now));
        self.sessions.retain(|_, session| session.opened_at > old);
        self.challenges.retain(|_, until| *until > now);
        self.codes_shown.retain(|_, qr| qr.expires_at > old);
        self.codes.retain(|_, code| code.code.expires_at > old);
        self.wrong.retain(|(_, _, at)| *at > old);
        self.asked.retain(|(_, day, ..)| *day >= old.date_naive());
    }
}

fn first<T>(mut found: Vec<T>, limit: u32) -> Vec<T> {
    found.truncate(limit as usize);
    found
}

#[async_trait]
impl Store for Model {
    async fn commit(&self, change: Change) -> Result<(), StoreError> {
        let mut rows = self.rows();
        let mut next = rows.clone();
        next.apply(&change)?;
        *rows = next;
        Ok(())
    }

    async fn application(
        &self,
        number: ApplicationNumber,
    ) -> Result<Option<StoredApplication>, StoreError> {
        Ok(self.rows().applications.get(&number).cloned())
    }

    async fn applications_of(
        &self,
        applicant: Iin,
        limit: u32,
    ) -> Result<Vec<StoredApplication>, StoreError> {
        let rows = self.rows();
        let of = rows.applications.values();
        let of = of.filter(|one| one.application.applicant.iin == applicant);
        let mut found: Vec<StoredApplication> = of.cloned().collect();
        found.sort_by_key(|one| std::cmp::Reverse(one.application.filed_at));
        Ok(first(found, limit))
    }

    async fn open_application(
        &self,
        subject: Iin,
    ) -> Result<Option<ApplicationNumber>, StoreError> {
        Ok(self.rows().open(subject))
    }

    async fn overdue(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ApplicationNumber>, StoreError> {
        let mut rows = self.rows();
        let due = rows.applications.values().filter(|one| {
            let looked_at = rows.looked_at.get(&one.application.number);
            one.application.state.name() == StateName::AwaitingConsent
                && one.term.is_some_and(|term| term.until <= now)
                && looked_at.is_none_or(|until| *until <= now)
        });
        let due = first(due.map(|one| one.application.number).collect(), limit);
        if self.leased {
            for number in &due {
                rows.looked_at.insert(*number, now + LEASE);
            }
        }
        Ok(due)
    }

    async fn consent_by_token(&self, token: Digest) -> Result<Option<ConsentRef>, StoreError> {
        Ok(self.rows().links.get(&token).copied())
    }

    async fn consents_of(
        &self,
        owner: OwnerId,
        limit: u32,
    ) -> Result<Vec<StoredConsent>, StoreError> {
        let rows = self.rows();
        let mut newest: Vec<&StoredApplication> = rows.applications.values().collect();
        newest.sort_by_key(|one| std::cmp::Reverse(one.application.filed_at));
        let mut found = Vec::new();
        for stored in newest {
            let application = &stored.application;
            let waits = application.state.name() == StateName::AwaitingConsent;
            let asked = application.consents.iter();
            for consent in asked.filter(|consent| consent.owner == owner) {
                found.push(StoredConsent {
                    consent: ConsentRef {
                        number: application.number,
                        consent: consent.id,
                    },
                    reply_code: consent.reply_code,
                    waiting: waits && consent.is_waiting(),
                });
            }
        }
        Ok(first(found, limit))
    }

    async fn reply(
        &self,
        key: Digest,
        now: DateTime<Utc>,
    ) -> Result<Option<KeptReply>, StoreError> {
        let rows = self.rows();
        let kept = rows.replies.get(&key);
        let kept = kept.filter(|kept| kept.forget_at.is_none_or(|forget| forget > now));
        Ok(kept.cloned())
    }

    async fn code(&self, purpose: &Purpose) -> Result<Option<StoredCode>, StoreError> {
        Ok(self.rows().codes.get(&key(purpose)).cloned())
    }

    async fn wrong_codes(
        &self,
        iin: Iin,
        gate: Gate,
        since: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        let rows = self.rows();
        let wrong = rows.wrong.iter();
        let wrong =
            wrong.filter(|(of, at_gate, at)| *of == iin && *at_gate == gate && *at >= since);
        Ok(u32::try_from(wrong.count()).unwrap_or(u32::MAX))
    }

    async fn session(&self, token: Digest) -> Result<Option<Session>, StoreError> {
        Ok(self.rows().sessions.get(&token).cloned())
    }

    async fn challenge(&self, hash: Digest, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let rows = self.rows();
        Ok(rows.challenges.get(&hash).is_some_and(|until| now < *until))
    }

    async fn evidence(&self, of: ApplicationNumber) -> Result<Vec<StoredEvidence>, StoreError> {
        let rows = self.rows();
        let of = rows.evidence.iter().filter(|(number, _)| *number == of);
        Ok(of.map(|(_, evidence)| evidence.clone()).collect())
    }

    async fn qr(&self, token: Digest) -> Result<Option<StoredQr>, StoreError> {
        Ok(self.rows().codes_shown.get(&token).copied())
    }

    async fn notifications(&self, of: Iin, limit: u32) -> Result<Vec<Notification>, StoreError> {
        let rows = self.rows();
        let of = rows
            .notifications
            .iter()
            .rev()
            .filter(|(iin, _)| *iin == of);
        Ok(first(of.map(|(_, one)| one.clone()).collect(), limit))
    }

    async fn overview(&self, now: DateTime<Utc>) -> Result<Overview, StoreError> {
        let rows = self.rows();
        let waiting = |stored: &&StoredApplication| {
            stored.application.state.name() == StateName::AwaitingConsent
        };
        let ends = |stored: &StoredApplication| stored.term.map(|term| term.until);
        let waiting: Vec<_> = rows.applications.values().filter(waiting).collect();
        let overdue: Vec<_> = waiting
            .iter()
            .filter_map(|stored| ends(stored))
            .filter(|until| *until <= now)
            .collect();
        let outgoing = &rows.outgoing;
        let due = outgoing
            .iter()
            .map(|(due, _)| *due)
            .filter(|due| *due <= now);
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        Ok(Overview {
            waiting_consents: count(waiting.len()),
            overdue_consents: count(overdue.len()),
            outgoing: count(outgoing.len()),
            failing_outgoing: count(outgoing.iter().filter(|(_, one)| one.attempts > 0).count()),
            oldest_outgoing: outgoing.iter().map(|(_, one)| now - one.at).max(),
            oldest_due: due.chain(overdue.iter().copied()).map(|at| now - at).max(),
        })
    }

    async fn filings(&self, now: DateTime<Utc>) -> Result<Filings, StoreError> {
        let since = now - Duration::days(DAYS);
        let mut hours = BTreeMap::new();
        for stored in self.rows().applications.values() {
            let at = stored.application.filed_at;
            if at >= since {
                let into = Duration::milliseconds(at.timestamp_millis().rem_euclid(3_600_000));
                *hours.entry(at - into).or_default() += 1;
            }
        }
        Ok(hours.into_iter().collect())
    }

    async fn outgoing(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<StoredOutgoing>, StoreError> {
        let mut rows = self.rows();
        let waiting = rows.outgoing.iter_mut().filter(|(due, _)| *due <= now);
        let mut found = Vec::new();
        for (due, one) in waiting.take(limit as usize) {
            if self.leased {
                *due = now + LEASE;
            }
            found.push(one.clone());
        }
        Ok(found)
    }
}
