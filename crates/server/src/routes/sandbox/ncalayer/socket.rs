use axum::{
    extract::{
        Query, State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    response::Response,
};
use eds::issue::Over;
use registration::identifiers::Iin;
use serde::Deserialize;

use super::{
    answer::Answer,
    order::{Call, Order},
};
use crate::adapters::sandbox::{Algorithm, CertificatesError, Mode, NcaLayerSettings, Sandbox};

/// Bytes of the largest request.
const LARGEST: usize = 4 * 1024 * 1024;

/// Settings of this one connection, over those of everybody.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(in super::super) struct Overrides {
    mode: Option<Mode>,
    algorithm: Option<Algorithm>,
    person: Option<Iin>,
}

impl Overrides {
    fn over(self, settings: NcaLayerSettings) -> NcaLayerSettings {
        NcaLayerSettings {
            mode: self.mode.unwrap_or(settings.mode),
            algorithm: self.algorithm.unwrap_or(settings.algorithm),
            person: self.person.or(settings.person),
        }
    }
}

/// Opens the websocket.
pub(in super::super) async fn open(
    State(sandbox): State<Sandbox>,
    Query(overrides): Query<Overrides>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade
        .max_message_size(LARGEST)
        .on_upgrade(move |socket| talk(socket, sandbox, overrides))
}

/// Answers request after request until either side goes or the server stops.
async fn talk(mut socket: WebSocket, sandbox: Sandbox, overrides: Overrides) {
    let mut changes = sandbox.watch();
    let greeting = Message::from(Answer::version().text());
    if socket.send(greeting).await.is_err() {
        return;
    }
    loop {
        let heard = tokio::select! {
            heard = socket.recv() => heard,
            _over = changes.wait_for(|changes| changes.over) => return,
        };
        let text = match heard {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            _ => return,
        };
        let settings = overrides.over(sandbox.ncalayer());
        let sandbox = sandbox.clone();
        // The first key of RSA takes a while to make.
        let answer = tokio::task::spawn_blocking(move || answer(&sandbox, settings, &text)).await;
        let Ok(answer) = answer else { return };
        if let Some(answer) = answer
            && socket.send(Message::from(answer.text())).await.is_err()
        {
            return;
        }
    }
}

/// What NCALayer says to a request; nothing where it is to be silent.
fn answer(sandbox: &Sandbox, settings: NcaLayerSettings, text: &str) -> Option<Answer> {
    let Ok(call) = serde_json::from_str::<Call>(text) else {
        return Some(Answer::error(
            "JSON_ERROR",
            "The request is no JSON of a call.",
            "org.json.JSONException",
        ));
    };
    match (call.module.as_str(), call.method.as_str()) {
        ("kz.gov.pki.knca.basics", "sign") => basics(sandbox, settings, &call),
        (
            "kz.gov.pki.knca.commonUtils",
            "createCAdESFromBase64" | "createCMSSignatureFromBase64" | "createCAdESFromBase64Hash",
        ) => older(sandbox, settings, &call),
        ("kz.gov.pki.knca.commonUtils", "getActiveTokens") => {
            Some(Answer::older(Vec::<String>::new()))
        }
        ("kz.gov.pki.knca.commonUtils", "changeLocale") => {
            Some(Answer::older(serde_json::Value::Null))
        }
        ("kz.gov.pki.knca.basics", _) => Some(Answer::error(
            "METHOD_NOT_FOUND",
            "The module has no such method.",
            &call.method,
        )),
        // A client asks so whether another program sits here: it does not.
        _ => Some(Answer::error(
            "MODULE_NOT_FOUND",
            "There is no such module.",
            &call.module,
        )),
    }
}

fn basics(sandbox: &Sandbox, settings: NcaLayerSettings, call: &Call) -> Option<Answer> {
    let order = match call.sign() {
        Ok(order) => order,
        Err(answer) => return Some(answer),
    };
    Some(match settings.mode {
        Mode::Silent => return None,
        Mode::Cancel => Answer::cancelled(),
        Mode::WrongPassword => Answer::error(
            "INVOCATION_ERROR",
            "The password of the key store is wrong.",
            "java.io.IOException: keystore password was incorrect",
        ),
        _ => match signed(sandbox, settings, &order) {
            Ok(messages) => Answer::signed(&messages, order.list),
            // The window shows no certificate, and all that is left is to close it.
            Err(CertificatesError::Nobody) => Answer::cancelled(),
            Err(error) => Answer::thrown(&error.to_string()),
        },
    })
}

fn older(sandbox: &Sandbox, settings: NcaLayerSettings, call: &Call) -> Option<Answer> {
    let order = match call.create() {
        Ok(order) => order,
        Err(answer) => return Some(answer),
    };
    Some(match settings.mode {
        Mode::Silent => return None,
        Mode::Cancel => Answer::older_error("action.canceled"),
        Mode::WrongPassword => Answer::older_error("keystore password was incorrect"),
        _ => match signed(sandbox, settings, &order) {
            Ok(messages) => Answer::older_signed(&messages),
            Err(CertificatesError::Nobody) => Answer::older_error("action.canceled"),
            Err(error) => Answer::older_error(&error.to_string()),
        },
    })
}

/// The messages that an order asks for.
fn signed(
    sandbox: &Sandbox,
    settings: NcaLayerSettings,
    order: &Order,
) -> Result<Vec<Vec<u8>>, CertificatesError> {
    if order.nobody {
        return Err(CertificatesError::Nobody);
    }
    let signer = sandbox.chosen(settings, order.iin, order.sign_in)?;
    let over = |content| match (order.digested, order.carried) {
        (true, _) => Over::Digest(content),
        (false, true) => Over::Carried(content),
        (false, false) => Over::Detached(content),
    };
    order
        .contents
        .iter()
        .map(|content| sandbox.sign(&signer, over(content), order.stamped))
        .collect()
}
