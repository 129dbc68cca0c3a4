//! NCALayer: the program of the national certification authority that signs with the keys of this
//! computer. It listens on a web socket, shows its own windows, and never gives a key or a password
//! away. Spoken is `sign` of its module `kz.gov.pki.knca.basics`.

use std::{cell::Cell, rc::Rc, time::Duration};

use js_sys::{Array, JSON, Reflect};
use leptos::prelude::set_timeout;
use registration::identifiers::Iin;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, WebSocket};
use words::Lang;

use super::base64;

/// How long it may take to say what it is.
const GREETING: Duration = Duration::from_secs(10);
/// How long a person may take to find the key and to type its password.
const SIGNING: Duration = Duration::from_secs(180);

/// What a signature is for; each asks for another kind of certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// An individual signs in: extended key usage clientAuth.
    SignIn,
    /// An individual signs a document: emailProtection.
    Document,
    /// An owner, who may be an organisation, signs a consent: emailProtection.
    Consent,
}

impl Purpose {
    /// Extended key usages that the certificate has to have, as JSON strings.
    fn usages(self) -> &'static str {
        match self {
            Self::SignIn => r#""1.3.6.1.5.5.7.3.2","1.2.398.3.3.4.1.1""#,
            Self::Document => r#""1.3.6.1.5.5.7.3.4","1.2.398.3.3.4.1.1""#,
            Self::Consent => r#""1.3.6.1.5.5.7.3.4""#,
        }
    }
}

/// Why there is no signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It is not installed or does not run.
    NotThere,
    /// The person closed its window.
    Cancelled,
    /// The password is wrong.
    Password,
    /// There is no certificate of this kind and person.
    NoCertificate,
    /// The person's time has run out.
    Silent,
    /// It broke off, or says something else.
    Broken,
}

/// What is to be signed, by whom and with what.
pub struct Order<'a> {
    /// The text; its bytes in UTF-8 are signed and do not become part of the signature.
    pub text: &'a str,
    /// What for.
    pub purpose: Purpose,
    /// Whose certificate, where that is known.
    pub iin: Option<Iin>,
    /// Where the key is, in NCALayer's words; empty to let the person choose there.
    pub storage: &'a str,
    /// The language of its windows.
    pub lang: Lang,
}

impl Order<'_> {
    fn request(&self) -> String {
        let iin = self.iin.map(|iin| iin.to_string()).unwrap_or_default();
        let storage = match self.storage {
            "" => "null".to_owned(),
            name => String::from("[\"") + name + "\"]",
        };
        [
            r#"{"module":"kz.gov.pki.knca.basics","method":"sign","args":{"allowedStorages":"#,
            &storage,
            r#","format":"cms","data":""#,
            &base64::encode(self.text.as_bytes()),
            r#"","signingParams":{"decode":true,"encapsulate":false,"digested":false,"tsaProfile":{}},"signerParams":{"extKeyUsageOids":["#,
            self.purpose.usages(),
            r#"],"iin":""#,
            &iin,
            r#"","chain":[]},"locale":""#,
            self.lang.tag(),
            r#""}}"#,
        ]
        .concat()
    }
}

/// A conversation with NCALayer. Dropping it hangs up, and nothing more is heard of it.
pub struct Conversation {
    socket: WebSocket,
    listener: Closure<dyn FnMut(Event)>,
    progress: Rc<Progress>,
}

struct Progress {
    greeted: Cell<bool>,
    over: Cell<bool>,
    request: String,
    done: Box<dyn Fn(Result<String, Trouble>)>,
}

impl Conversation {
    /// Asks for a signature and calls `done` once: with CMS `SignedData`, DER in base64, or with
    /// why there is none. None where the browser does not let the page ask at all.
    pub fn begin(
        address: &str,
        order: &Order<'_>,
        done: impl Fn(Result<String, Trouble>) + 'static,
    ) -> Option<Self> {
        let socket = WebSocket::new(address).ok()?;
        let progress = Rc::new(Progress {
            greeted: Cell::new(false),
            over: Cell::new(false),
            request: order.request(),
            done: Box::new(done),
        });
        let (heard, speaker) = (Rc::clone(&progress), socket.clone());
        let listener =
            Closure::<dyn FnMut(Event)>::new(move |event: Event| heard.hear(&speaker, &event));
        for event in ["message", "close"] {
            let callback = listener.as_ref().unchecked_ref();
            let _refused = socket.add_event_listener_with_callback(event, callback);
        }
        for (patience, trouble) in [(GREETING, Trouble::NotThere), (SIGNING, Trouble::Silent)] {
            let waiting = Rc::clone(&progress);
            set_timeout(
                move || {
                    if trouble == Trouble::Silent || !waiting.greeted.get() {
                        waiting.end(Err(trouble));
                    }
                },
                patience,
            );
        }
        Some(Self {
            socket,
            listener,
            progress,
        })
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        self.progress.over.set(true);
        for event in ["message", "close"] {
            let callback = self.listener.as_ref().unchecked_ref();
            let _refused = self
                .socket
                .remove_event_listener_with_callback(event, callback);
        }
        let _refused = self.socket.close();
    }
}

impl Progress {
    fn hear(&self, socket: &WebSocket, event: &Event) {
        if event.type_() == "close" {
            self.end(Err(if self.greeted.get() {
                Trouble::Broken
            } else {
                Trouble::NotThere
            }));
            return;
        }
        let said = field(event, "data").as_string().unwrap_or_default();
        let said = JSON::parse(&said).unwrap_or_default();
        if self.greeted.get() {
            self.end(signature(&said));
        } else if field(&field(&said, "result"), "version").is_string() {
            self.greeted.set(true);
            let _closed = socket.send_with_str(&self.request);
        } else {
            self.end(Err(Trouble::Broken));
        }
    }

    fn end(&self, result: Result<String, Trouble>) {
        if !self.over.replace(true) {
            (self.done)(result);
        }
    }
}

fn field(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

/// The signature of an answer: a text or the only one in a list. An answer without any means that
/// the person closed the window.
fn signature(said: &JsValue) -> Result<String, Trouble> {
    if field(said, "status").is_falsy() {
        return Err(refusal(&field(said, "message")));
    }
    let result = field(&field(said, "body"), "result");
    if result.is_undefined() {
        return Err(Trouble::Cancelled);
    }
    let text = result
        .as_string()
        .or_else(|| Array::from(&result).get(0).as_string())
        .ok_or(Trouble::Broken)?;
    Ok(without_armour(&text))
}

/// NCALayer names what went wrong in words that differ from version to version.
fn refusal(message: &JsValue) -> Trouble {
    let mut message = message.as_string().unwrap_or_default();
    message.make_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if says(&["cancel", "тмен"]) {
        Trouble::Cancelled
    } else if says(&["password", "арол"]) {
        Trouble::Password
    } else if says(&["certificate", "ертифик", "empty"]) {
        Trouble::NoCertificate
    } else {
        Trouble::Broken
    }
}

/// Base64 without line breaks and without the lines before and after it (RFC 7468).
fn without_armour(text: &str) -> String {
    text.lines()
        .filter(|line| !line.starts_with('-'))
        .map(str::trim)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_the_person_and_the_kind_of_certificate() {
        let order = Order {
            text: "foo",
            purpose: Purpose::Document,
            iin: Iin::parse("960814444429").ok(),
            storage: "PKCS12",
            lang: Lang::Ru,
        };
        let request: serde_json::Value = serde_json::from_str(&order.request()).unwrap_or_default();
        let args = &request["args"];
        assert_eq!(args["allowedStorages"], serde_json::json!(["PKCS12"]));
        assert_eq!(args["data"], "Zm9v");
        assert_eq!(args["signingParams"]["encapsulate"], false);
        assert_eq!(args["signerParams"]["iin"], "960814444429");
        assert_eq!(args["locale"], "ru");
    }

    #[test]
    fn armour_is_taken_off() {
        let armoured = "-----BEGIN CMS-----\r\nMIIB\r\nAAA=\r\n-----END CMS-----\n";
        assert_eq!(without_armour(armoured), "MIIBAAA=");
        assert_eq!(without_armour("MIIBAAA="), "MIIBAAA=");
    }
}
