use serde::{Deserialize, Serialize};
use words::{
    Lang, common, fill, format,
    server::{self, Word},
};

use crate::{
    answers::FiledService,
    application::{Application, ConsentState},
};

/// The one canonical text that is shown, signed and kept: UTF-8, lines ended by `\n`. It is written
/// once and never made again, because a signature covers bytes and not meanings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Document(String);

impl Document {
    /// A document kept earlier, byte for byte.
    #[must_use]
    pub fn kept(text: String) -> Self {
        Self(text)
    }

    /// The text, whose UTF-8 bytes are what is signed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Writes the document of an application in the applicant's language.
///
/// The first line names the form and its version for programs; all others are for people.
#[must_use]
pub fn document(application: &Application) -> Document {
    let lang = application.lang;
    let mut lines = Lines::begin("tirkeu-application/1", lang);
    lines.plain(server::text(lang, Word::DocumentTitle));
    lines.row(Word::DocumentNumber, &application.number.to_string());
    lines.row(
        Word::DocumentFiledAt,
        &format::date_time(lang, application.filed_at),
    );
    match application.filing.service {
        FiledService::Permanent { reason } => {
            lines.row(
                Word::DocumentService,
                common::text(lang, common::Word::ServicePermanent),
            );
            let key = String::from("reason.") + reason.symbol();
            lines.row(
                Word::DocumentReason,
                common::by_key(lang, &key).unwrap_or_default(),
            );
        }
        FiledService::Temporary { months } => {
            lines.row(
                Word::DocumentService,
                common::text(lang, common::Word::ServiceTemporary),
            );
            lines.row(Word::DocumentTerm, &term(lang, months));
        }
    }
    lines.party(Word::DocumentApplicant, &application.applicant);
    lines.party(Word::DocumentSubject, &application.subject);
    lines.row(Word::DocumentAddress, application.address.text(lang));
    lines.row(Word::DocumentRca, &application.filing.rca.to_string());
    for consent in &application.consents {
        if let ConsentState::Agreed { at, .. } = consent.state {
            lines.row(Word::DocumentConsent, &format::date_time(lang, at));
        }
    }
    let rules: Vec<&str> = application
        .verdict
        .because
        .iter()
        .map(|because| because.rule.as_str())
        .collect();
    lines.row(Word::DocumentRules, &rules.join(", "));
    lines.row(Word::DocumentPolicy, &application.policy_version);
    lines.text.push('\n');
    lines.plain(server::text(lang, Word::DocumentDeclaration));
    Document(lines.text)
}

/// A term, such as "6 months".
pub(crate) fn term(lang: Lang, months: i32) -> String {
    let phrase = common::counted(
        lang,
        common::Counted::Months,
        u64::from(months.unsigned_abs()),
    );
    fill(phrase, &[("n", &months.to_string())])
}

/// A text that is signed, line by line.
pub(crate) struct Lines {
    lang: Lang,
    pub(crate) text: String,
}

impl Lines {
    /// The first line, which names the form and its version for programs, and an empty one.
    pub(crate) fn begin(form: &str, lang: Lang) -> Self {
        Self {
            lang,
            text: String::from(form) + " " + lang.tag() + "\n\n",
        }
    }

    pub(crate) fn plain(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(crate) fn row(&mut self, label: Word, value: &str) {
        self.text.push_str(server::text(self.lang, label));
        self.text.push_str(": ");
        // A line break in a register's text must not forge a line of the document.
        self.text.extend(
            value
                .chars()
                .map(|letter| if letter.is_control() { ' ' } else { letter }),
        );
        self.text.push('\n');
    }

    fn party(&mut self, label: Word, party: &crate::application::Party) {
        let value = party.name.clone() + ", " + &party.iin.to_string();
        self.row(label, &value);
    }
}
