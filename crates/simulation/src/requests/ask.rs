use registration::{application::ApplicationNumber, identifiers::Iin};
use server::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, Ticket, Who, ok},
    ports::{Inbound, ReceivedSms, store::Digest},
    usecases,
};
use wire::{FileRequest, ProblemCode, SignRequest};

/// What the service can be asked.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    SignInCode(Iin),
    SignIn(Iin, String),
    File(Iin, FileRequest),
    Show(Iin, ApplicationNumber),
    Remind(Iin, ApplicationNumber),
    Withdraw(Iin, ApplicationNumber),
    SigningCode(Iin, ApplicationNumber),
    Sign(Iin, ApplicationNumber, SignRequest),
    Answer(String, bool),
    Sms(ReceivedSms),
}

/// How long answers are kept that have no legal force, in minutes.
const KEPT_MINUTES: i64 = 5;

impl Ask {
    pub(super) fn target(&self) -> String {
        match self {
            Self::SignInCode(_) => "sign-in/code".to_owned(),
            Self::SignIn(..) => "sign-in".to_owned(),
            Self::File(..) => "applications".to_owned(),
            Self::Show(_, number) => format!("{number}"),
            Self::Remind(_, number) => format!("{number}/reminder"),
            Self::Withdraw(_, number) => format!("{number}/withdrawal"),
            Self::SigningCode(_, number) => format!("{number}/signing-code"),
            Self::Sign(_, number, _) => format!("{number}/signature"),
            Self::Answer(token, _) => format!("consents/{token}"),
            Self::Sms(_) => "sms".to_owned(),
        }
    }

    /// Who asks for something that is done once, where they have shown that they may: each of their
    /// requests has one answer, whichever it is. Of a stranger's, only what had an effect is kept.
    pub(super) fn known(&self) -> Option<Who> {
        match self {
            Self::File(iin, _)
            | Self::Remind(iin, _)
            | Self::Withdraw(iin, _)
            | Self::SigningCode(iin, _)
            | Self::Sign(iin, ..) => Some(Who::Person(*iin)),
            Self::Answer(token, _) => Some(Who::Consent(Digest::of(token.as_bytes()))),
            Self::SignInCode(_) | Self::SignIn(..) | Self::Show(..) | Self::Sms(_) => None,
        }
    }

    /// Does what the routes do, without HTTP.
    pub(super) async fn put_to(self, app: &App, ticket: &Ticket) -> Result<Reply, ApiError> {
        let minutes = Keep::Minutes(KEPT_MINUTES);
        let for_good = Keep::ForGood;
        match self {
            Self::SignInCode(iin) => {
                app.once(ticket, Who::Stranger(iin), minutes, |slot| {
                    usecases::request_sign_in_code(app, iin, slot)
                })
                .await
            }
            Self::SignIn(iin, code) => {
                app.once(ticket, Who::Stranger(iin), minutes, |slot| {
                    usecases::sign_in(app, iin, &code, None, slot)
                })
                .await
            }
            Self::File(iin, request) => {
                app.once(ticket, Who::Person(iin), for_good, |slot| {
                    usecases::file_application(app, iin, request, slot)
                })
                .await
            }
            Self::Show(iin, number) => {
                let shown = usecases::show_application(app, iin, number).await;
                shown.and_then(|view| ok(&view))
            }
            Self::Remind(iin, number) => {
                app.once(ticket, Who::Person(iin), minutes, |slot| {
                    usecases::remind_owners(app, iin, number, slot)
                })
                .await
            }
            Self::Withdraw(iin, number) => {
                app.once(ticket, Who::Person(iin), for_good, |slot| {
                    usecases::withdraw_application(app, iin, number, slot)
                })
                .await
            }
            Self::SigningCode(iin, number) => {
                app.once(ticket, Who::Person(iin), minutes, |slot| {
                    usecases::request_signing_code(app, iin, number, slot)
                })
                .await
            }
            Self::Sign(iin, number, request) => {
                app.once(ticket, Who::Person(iin), for_good, |slot| {
                    usecases::sign_application(app, iin, number, request, slot)
                })
                .await
            }
            Self::Answer(token, agrees) => {
                let (token, consent) = usecases::consent_of_token(app, &token).await?;
                app.once(ticket, Who::Consent(token), for_good, |slot| {
                    usecases::answer_consent(app, consent, agrees, slot)
                })
                .await
            }
            Self::Sms(sms) => {
                let taken = app.sms_received(sms).await;
                taken.map_err(|_| ApiError::new(ProblemCode::StoreDown))?;
                Ok(Reply {
                    status: 204,
                    body: String::new(),
                    cookie: None,
                })
            }
        }
    }
}
