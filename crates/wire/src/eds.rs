use chrono::{DateTime, Utc};
use json::{FromJson, ToJson};
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// Answer of `GET /api/v1/eds`: where the page finds the program that holds the keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct EdsSettings {
    /// Address of NCALayer's websocket: `wss://127.0.0.1:13579`, or the sandbox's own.
    pub ncalayer: String,
}

/// Answer of `POST /api/v1/sign-in/challenge`: a text to be signed with the authentication
/// certificate. It works once and for five minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Challenge {
    /// What is signed, in UTF-8: `tirkeu-sign-in/1`, the origin, a nonce, and until when.
    pub text: String,
    /// The first instant at which the challenge is dead.
    #[serde(with = "crate::time::instant")]
    pub expires_at: DateTime<Utc>,
    /// The server's time.
    #[serde(with = "crate::time::instant")]
    pub now: DateTime<Utc>,
}

/// Request of `POST /api/v1/sign-in/eds`. It is answered as a sign-in with a code is; the person
/// is the one whom the certificate names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToJson)]
pub struct EdsSignInRequest {
    /// The challenge's text as it was given.
    pub challenge_text: String,
    /// Detached CMS over the text's bytes (RFC 5652), DER in base64.
    pub cms: String,
}

/// Request of `POST /api/v1/applications/{number}/eds-signature`, answered with the application.
/// The certificate is one for signing and names the person who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToJson)]
pub struct EdsSignRequest {
    /// Detached CMS over the document's bytes as the server keeps them, DER in base64.
    pub cms: String,
    /// SHA-256 of the document's bytes as shown, 64 hexadecimal digits.
    pub document_sha256: String,
}

/// Request of `POST /api/v1/consents/{token}/eds`: an owner's answer, signed by that owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToJson)]
pub struct EdsConsentRequest {
    /// Yes or no.
    pub agrees: bool,
    /// Detached CMS over the text of that answer, DER in base64.
    pub cms: String,
}

/// Answer of `POST /api/v1/applications/{number}/qr`: a QR code for eGov Mobile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct QrSigning {
    /// Names this signing in `GET /api/v1/applications/{number}/qr/{token}`.
    pub token: String,
    /// `mobileSign:` and the address that the phone asks; for a page that is open on the phone.
    pub link: String,
    /// The same link as a picture, text of an SVG element.
    pub svg: String,
    /// The first instant at which the code is dead.
    #[serde(with = "crate::time::instant")]
    pub expires_at: DateTime<Utc>,
    /// The server's time.
    #[serde(with = "crate::time::instant")]
    pub now: DateTime<Utc>,
}

/// Answer of `GET /api/v1/applications/{number}/qr/{token}`. With `?wait=10&after=waiting` it comes
/// when the phone is no longer there, or after ten seconds (thirty at most).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJson)]
pub struct QrProgress {
    /// How far the phone is.
    pub state: QrState,
    /// Why a signature was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// How far the phone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum QrState {
    /// No phone has asked.
    Waiting,
    /// A phone has fetched what is to be signed.
    Opened,
    /// Signed, and the signature was accepted.
    Signed,
    /// A signature came and was refused.
    Refused,
    /// The time ran out.
    Expired,
}

/// A way of signing an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum SigningWay {
    /// A code from an SMS.
    Code,
    /// The applicant's digital signature, by NCALayer on a computer.
    Eds,
    /// The applicant's digital signature, by eGov Mobile on a telephone that reads a QR code.
    Qr,
}
