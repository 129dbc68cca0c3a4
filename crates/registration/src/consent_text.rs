use chrono::{DateTime, Utc};
use words::{
    common, format,
    server::{self, Word},
};

use crate::{
    answers::FiledService,
    application::Application,
    document::{Document, Lines, term},
};

/// Writes what an owner signs who answers with a digital signature, in the applicant's language.
/// The same application gives the same bytes until it is answered, so that what was shown can be
/// compared with what was signed.
///
/// It says nothing that does not stand on the page behind the owner's link but the number of the
/// application, which binds the answer to it. The first line names the form and its version for
/// programs.
#[must_use]
pub fn consent_text(application: &Application, until: DateTime<Utc>, agrees: bool) -> Document {
    let lang = application.lang;
    let mut lines = Lines::begin("tirkeu-consent/1", lang);
    lines.plain(server::text(lang, Word::DocumentConsentTitle));
    lines.row(Word::DocumentNumber, &application.number.to_string());
    lines.row(
        Word::DocumentFiledAt,
        &format::date_time(lang, application.filed_at),
    );
    match application.filing.service {
        FiledService::Permanent { .. } => lines.row(
            Word::DocumentService,
            common::text(lang, common::Word::ServicePermanent),
        ),
        FiledService::Temporary { months } => {
            lines.row(
                Word::DocumentService,
                common::text(lang, common::Word::ServiceTemporary),
            );
            lines.row(Word::DocumentTerm, &term(lang, months));
        }
    }
    lines.row(Word::DocumentApplicant, &application.applicant.name);
    lines.row(Word::DocumentSubject, &application.subject.name);
    lines.row(Word::DocumentAddress, application.address.text(lang));
    lines.row(Word::DocumentRca, &application.filing.rca.to_string());
    lines.row(Word::DocumentConsentUntil, &format::date_time(lang, until));
    lines.text.push('\n');
    let answer = if agrees {
        Word::DocumentConsentGiven
    } else {
        Word::DocumentConsentDeclined
    };
    lines.plain(server::text(lang, answer));
    Document::kept(lines.text)
}
