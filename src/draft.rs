//! What the reader has answered, kept for this tab so that Back, refresh and a lost connection lose
//! nothing.

use json::{FromJson, ToJson};
use registration::{
    Answers, DwellingKind, KnownDwelling, Ownership, SubjectChoice, Tenure,
    identifiers::{Iin, Rca, Region},
};
use wire::{AddressFound, DwellingCheck, DwellingChecked, Person};

use crate::{journey::QuestionName, platform::storage, prelude::*};

/// The answers, with what was shown to the reader to choose from.
#[derive(Clone, Debug, Default, PartialEq, FromJson, ToJson)]
#[cfg_attr(test, derive(serde::Serialize, serde::Deserialize))]
#[serde(default)]
pub struct Draft {
    /// All answers.
    pub answers: Answers,
    /// Questions to which the reader said not to know.
    pub unknown: Vec<QuestionName>,
    /// The address that was chosen, to show it.
    pub address: Option<ChosenAddress>,
    /// What the registers said of the dwelling, with what they were asked.
    pub checked: Option<(DwellingCheck, DwellingChecked)>,
    /// Whose answers these are, once somebody has signed in.
    pub applicant: Option<Iin>,
}

/// The chosen address in the three languages.
#[derive(Clone, Debug, PartialEq, FromJson, ToJson)]
#[cfg_attr(test, derive(serde::Serialize, serde::Deserialize))]
pub struct ChosenAddress {
    /// Code.
    pub rca: Rca,
    /// As the register writes it.
    pub text: registration::application::AddressText,
    /// Region.
    pub region: Region,
    /// Kind, where the address register has said it.
    pub kind: Option<DwellingKind>,
}

impl From<&AddressFound> for ChosenAddress {
    fn from(found: &AddressFound) -> Self {
        Self {
            rca: found.rca,
            text: found.text.clone(),
            region: found.region,
            kind: Some(found.kind),
        }
    }
}

impl Draft {
    /// What to ask the registers of the dwelling, once enough is answered for that.
    pub fn wanted_check(&self) -> Option<DwellingCheck> {
        let answers = &self.answers;
        let ownership = answers.ownership?;
        let state_rental = self.is_state_rental();
        if ownership == Ownership::None && !state_rental && answers.owner.is_none() {
            return None;
        }
        Some(DwellingCheck {
            service: answers.service?,
            months: answers.months,
            subject: answers.subject?,
            rca: answers.rca?,
            ownership,
            owner: answers
                .owner
                .filter(|_| ownership == Ownership::None && !state_rental),
            state_rental,
        })
    }

    /// What the registers said of the dwelling as it is answered now.
    pub fn check(&self) -> Option<&DwellingChecked> {
        let (asked, checked) = self.checked.as_ref()?;
        (self.wanted_check().as_ref() == Some(asked)).then_some(checked)
    }

    /// What is known of the dwelling for somebody who is signed in.
    pub fn dwelling(&self) -> KnownDwelling {
        match (self.check(), &self.address) {
            (Some(checked), _) => checked.known.clone(),
            (None, Some(address)) => KnownDwelling {
                region: Some(address.region),
                ..KnownDwelling::default()
            },
            (None, None) => KnownDwelling::default(),
        }
    }

    /// Whether the dwelling is said to be rented from the state.
    pub fn is_state_rental(&self) -> bool {
        self.answers.declared_dwelling.tenure == Some(Tenure::StateRental)
    }
}

/// The draft; a context. Every change is kept at once.
#[derive(Clone, Copy)]
pub struct DraftStore(RwSignal<Draft>);

impl DraftStore {
    /// The draft of this tab. One that an older page wrote and this one cannot read is dropped.
    pub fn start() -> Self {
        let kept = storage::draft().and_then(|json| json::read(&json));
        Self(RwSignal::new(kept.unwrap_or_default()))
    }

    /// Reads the draft; what reads it follows it.
    pub fn with<T>(self, read: impl FnOnce(&Draft) -> T) -> T {
        self.0.with(read)
    }

    /// Reads the draft as it is at this moment.
    pub fn now<T>(self, read: impl FnOnce(&Draft) -> T) -> T {
        self.0.with_untracked(read)
    }

    /// Changes the draft and keeps it.
    pub fn change(self, change: impl FnOnce(&mut Draft)) {
        self.0.update(change);
        storage::keep_draft(&self.0.with_untracked(|draft| json::write(draft)));
    }

    /// Forgets all answers: after filing, and when somebody signs out.
    pub fn forget(self) {
        storage::forget_draft();
        self.0.set(Draft::default());
    }

    /// The answers are this person's from now on. Answers of somebody else who was signed in here
    /// are forgotten; those of nobody are taken over.
    pub fn belongs_to(self, person: &Person) {
        let other = self.now(|draft| draft.applicant.is_some_and(|iin| iin != person.iin));
        if other {
            self.forget();
        }
        self.change(|draft| {
            draft.applicant = Some(person.iin);
            if person.subjects.len() == 1 {
                draft.answers.subject = Some(SubjectChoice::Myself);
            }
        });
    }
}

/// The draft context. To be called while a component is made.
pub fn use_draft() -> DraftStore {
    expect_context::<DraftStore>()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"{
        "answers": { "service": "temporary", "months": 6, "subject": { "person": "061211600012" } },
        "unknown": ["area", "relation_to_owner"],
        "address": {
            "rca": "0202100299573386",
            "text": { "kk": "Астана қ.", "ru": "г. Астана", "en": "Astana" },
            "region": "71",
            "kind": "flat"
        },
        "checked": [
            {
                "service": "permanent",
                "months": null,
                "subject": "myself",
                "rca": "0202100299573386",
                "ownership": "none",
                "owner": "180140005198",
                "state_rental": false
            },
            { "known": { "found": true }, "decided": null }
        ],
        "applicant": "061211600012"
    }"#;

    #[test]
    fn a_draft_is_kept_as_serde_json_would_keep_it() {
        let check = |text: &str| {
            let draft: Draft = json::read(text).unwrap();
            assert_eq!(draft, serde_json::from_str(text).unwrap());
            let kept = json::write(&draft);
            assert_eq!(kept, serde_json::to_string(&draft).unwrap());
            assert_eq!(json::read(&kept), Some(draft));
        };
        check(WHOLE);
        check("{}");
        check(r#"{"unknown":[],"checked":null,"of_an_older_page":1}"#);
        for question in QuestionName::ALL {
            let text = serde_json::to_string(question).unwrap();
            assert_eq!(json::read(&text), Some(*question), "{text}");
            assert_eq!(json::write(question), text);
        }
    }

    #[test]
    fn a_draft_of_another_shape_is_dropped() {
        for other in [
            r#"{"unknown":null}"#,
            r#"{"unknown":["nothing"]}"#,
            r#"{"checked":[]}"#,
            r#"{"applicant":"061211600013"}"#,
            "[]",
        ] {
            assert_eq!(json::read::<Draft>(other), None, "{other}");
        }
    }
}
