use base64::{Engine, prelude::BASE64_STANDARD};
use eds::oid;
use registration::identifiers::Iin;
use serde::Deserialize;
use serde_json::Value;

use super::answer::Answer;

/// What a page asks for: a module, one of its methods, and what the method takes.
#[derive(Debug, Deserialize)]
pub(super) struct Call {
    pub(super) module: String,
    pub(super) method: String,
    #[serde(default)]
    args: Value,
}

/// Arguments of `sign` of `kz.gov.pki.knca.basics`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignArguments {
    format: String,
    data: OneOrMore,
    signing_params: SigningParams,
    #[serde(default)]
    signer_params: SignerParams,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SigningParams {
    #[serde(default)]
    decode: Flag,
    #[serde(default)]
    encapsulate: Flag,
    #[serde(default)]
    digested: Flag,
    tsa_profile: Option<Value>,
}

/// A flag, which pages also write as a text.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Flag {
    #[default]
    No,
    Is(bool),
    Says(String),
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct SignerParams {
    ext_key_usage_oids: Vec<String>,
    iin: Option<String>,
}

/// A signature that is to be made.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Order {
    /// What is to be signed: contents, or digests of contents.
    pub(super) contents: Vec<Vec<u8>>,
    /// Whether there was a list of them, so that a list is answered.
    pub(super) list: bool,
    /// Whether the message carries the contents.
    pub(super) carried: bool,
    /// Whether digests are given.
    pub(super) digested: bool,
    /// Whether a timestamp is wanted.
    pub(super) stamped: bool,
    /// Whether a certificate for signing in is wanted.
    pub(super) sign_in: bool,
    /// Whose certificate is wanted.
    pub(super) iin: Option<Iin>,
    /// Whether no certificate can be what is wanted: it must be an organisation's.
    pub(super) nobody: bool,
}

impl Flag {
    fn is_set(&self) -> bool {
        match self {
            Self::No => false,
            Self::Is(set) => *set,
            Self::Says(text) => text == "true",
        }
    }
}

fn decoded(text: &str) -> Result<Vec<u8>, Answer> {
    BASE64_STANDARD
        .decode(text)
        .map_err(|_| Answer::thrown("java.lang.IllegalArgumentException: not Base64"))
}

impl Call {
    /// The order of `sign` of `kz.gov.pki.knca.basics`.
    pub(super) fn sign(&self) -> Result<Order, Answer> {
        let arguments = SignArguments::deserialize(&self.args)
            .map_err(|error| Answer::thrown(&format!("org.json.JSONException: {error}")))?;
        if arguments.format != "cms" {
            return Err(Answer::thrown("only CMS is signed in the sandbox"));
        }
        let (texts, list) = match arguments.data {
            OneOrMore::One(text) => (vec![text], false),
            OneOrMore::More(texts) => (texts, true),
        };
        let params = arguments.signing_params;
        let contents = texts.into_iter().map(|text| {
            if params.decode.is_set() || params.digested.is_set() {
                decoded(&text)
            } else {
                Ok(text.into_bytes())
            }
        });
        let signer = arguments.signer_params;
        let asks = |oid: oid::ObjectIdentifier| {
            let oid = oid.to_string();
            signer.ext_key_usage_oids.contains(&oid)
        };
        // Nobody's number finds nobody.
        let iin = signer.iin.as_deref().filter(|iin| !iin.is_empty());
        let parsed = iin.map(Iin::parse);
        Ok(Order {
            contents: contents.collect::<Result<_, _>>()?,
            list,
            carried: params.encapsulate.is_set(),
            digested: params.digested.is_set(),
            stamped: params.tsa_profile.is_some_and(|profile| !profile.is_null()),
            sign_in: asks(oid::CLIENT_AUTH),
            nobody: asks(oid::ORGANISATION) || matches!(parsed, Some(Err(_))),
            iin: parsed.and_then(Result::ok),
        })
    }

    /// The order of the older `createCAdESFromBase64`, `createCMSSignatureFromBase64` and
    /// `createCAdESFromBase64Hash` of `kz.gov.pki.knca.commonUtils`: storage, kind of key, contents
    /// or digest, and for the first two whether the message carries the contents.
    pub(super) fn create(&self) -> Result<Order, Answer> {
        let mismatch = || {
            let method = &self.method;
            Answer::older_error(&format!(
                "java.lang.IllegalArgumentException: argument type mismatch. Method: {method}"
            ))
        };
        let argument = |at: usize| self.args.get(at).and_then(Value::as_str);
        let (Some(_), Some(key), Some(text)) = (argument(0), argument(1), argument(2)) else {
            return Err(mismatch());
        };
        let digested = self.method.ends_with("Hash");
        let carried = self.args.get(3).and_then(Value::as_bool).unwrap_or(false);
        let content = BASE64_STANDARD.decode(text).map_err(|_| mismatch())?;
        Ok(Order {
            contents: vec![content],
            list: false,
            carried: carried && !digested,
            digested,
            stamped: self.method.starts_with("createCMS"),
            sign_in: key == "AUTHENTICATION",
            iin: None,
            nobody: false,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;

    fn sign(args: Value) -> Result<Order, Answer> {
        let call = json!({ "module": "kz.gov.pki.knca.basics", "method": "sign", "args": args });
        Call::deserialize(call).unwrap().sign()
    }

    #[test]
    fn flags_may_be_texts_and_a_number_may_be_left_empty() {
        let order = sign(json!({
            "allowedStorages": null, "format": "cms", "data": "MTEK",
            "signingParams": { "decode": "true", "encapsulate": "false", "digested": "false", "tsaProfile": {} },
            "signerParams": { "extKeyUsageOids": ["1.3.6.1.5.5.7.3.4"], "iin": "", "chain": [] },
            "locale": "ru",
        }));
        let expected = Order {
            contents: vec![b"11\n".to_vec()],
            list: false,
            carried: false,
            digested: false,
            stamped: true,
            sign_in: false,
            iin: None,
            nobody: false,
        };
        assert_eq!(order, Ok(expected));
    }

    #[test]
    fn what_is_no_order_is_answered_with_an_error() {
        let params = json!({ "decode": true });
        for args in [
            json!({}),
            json!([]),
            json!({ "format": "cms", "data": "MTEK", "signingParams": 555 }),
            json!({ "format": "cms", "data": 5, "signingParams": params }),
            json!({ "format": "cms", "data": "%", "signingParams": params }),
            json!({ "format": "xml", "data": "<a/>", "signingParams": {} }),
        ] {
            assert!(sign(args.clone()).is_err(), "{args}");
        }
    }
}
