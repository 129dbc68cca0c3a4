use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How far the gateway's clock may be from ours, and how old a call may be.
const OFF: TimeDelta = TimeDelta::minutes(5);

/// What the gateway signs its calls with, by the Standard Webhooks specification
/// (standardwebhooks.com): HMAC-SHA-256 over `id.timestamp.body`.
#[derive(Clone)]
pub struct WebhookSecret(Vec<u8>);

/// The headers of a signed call.
#[derive(Clone, Copy, Debug)]
pub struct Signature<'a> {
    /// `webhook-id`.
    pub id: &'a str,
    /// `webhook-timestamp`, in seconds since 1970.
    pub timestamp: &'a str,
    /// `webhook-signature`: `v1,` and base64, several with spaces between.
    pub signatures: &'a str,
}

/// Why a call is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// No time, or one too far from ours.
    #[error("the time of the call is more than five minutes from ours")]
    Time,
    /// Nobody who knows the secret has signed it.
    #[error("the signature does not fit")]
    Wrong,
}

/// A secret must not reach a log by accident.
impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(•••)")
    }
}

impl WebhookSecret {
    /// Reads `whsec_` and base64 of 24 to 64 bytes.
    ///
    /// # Errors
    /// A text for the operator where it is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let refused = || "a secret of webhooks is whsec_ and base64 of 24 to 64 bytes".to_owned();
        let text = text.strip_prefix("whsec_").ok_or_else(refused)?;
        let bytes = STANDARD.decode(text).map_err(|_| refused())?;
        if (24..=64).contains(&bytes.len()) {
            Ok(Self(bytes))
        } else {
            Err(refused())
        }
    }

    /// Holds a call against its signature, in constant time.
    ///
    /// # Errors
    /// [`SignatureError`] says why it is not believed.
    pub fn verify(
        &self,
        call: Signature<'_>,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<(), SignatureError> {
        let at = call.timestamp.parse().ok();
        let at = at.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        if at.is_none_or(|at| (now - at).abs() > OFF) {
            return Err(SignatureError::Time);
        }
        let signed = |signature: &str| {
            let bytes = STANDARD.decode(signature.strip_prefix("v1,")?).ok()?;
            let mac = self.mac(call.id, call.timestamp, body)?;
            mac.verify_slice(&bytes).ok()
        };
        let mut signatures = call.signatures.split(' ');
        if signatures.any(|signature| signed(signature).is_some()) {
            Ok(())
        } else {
            Err(SignatureError::Wrong)
        }
    }

    fn mac(&self, id: &str, timestamp: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body);
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    /// The example of the specification's own libraries.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const BODY: &str = r#"{"test": 2432232314}"#;
    const RIGHT: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    #[test]
    fn only_what_is_signed_and_fresh_is_believed() {
        let secret = WebhookSecret::parse(SECRET).unwrap();
        let at = 1_614_265_330;
        let check = |signatures: &str, body: &str, late: i64, expected| {
            let call = Signature {
                id: ID,
                timestamp: "1614265330",
                signatures,
            };
            let now = DateTime::from_timestamp(at + late, 0).unwrap();
            let given = secret.verify(call, body.as_bytes(), now);
            assert_eq!(given, expected, "{signatures} {body} {late}");
        };
        check(RIGHT, BODY, 0, Ok(()));
        check(RIGHT, BODY, 300, Ok(()));
        check(RIGHT, BODY, -300, Ok(()));
        check(&format!("v1,AAAA {RIGHT}"), BODY, 0, Ok(()));
        check(RIGHT, BODY, 301, Err(SignatureError::Time));
        check(RIGHT, BODY, -301, Err(SignatureError::Time));
        check(RIGHT, "{}", 0, Err(SignatureError::Wrong));
        check("", BODY, 0, Err(SignatureError::Wrong));
        check("v1,", BODY, 0, Err(SignatureError::Wrong));
        check(
            &RIGHT.replace("v1,", "v2,"),
            BODY,
            0,
            Err(SignatureError::Wrong),
        );
    }

    #[test]
    fn a_secret_is_read_or_refused() {
        assert!(WebhookSecret::parse(SECRET).is_ok());
        for wrong in ["", "secret", "whsec_", "whsec_AAAA", "whsec_*"] {
            assert!(WebhookSecret::parse(wrong).is_err(), "{wrong}");
        }
    }
}
