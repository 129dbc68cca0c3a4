//! What eGov Mobile and a service say to each other when a document is signed by QR code. The names
//! are those of eGov Mobile; the code says `mobileSign:` and the address of the first call.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A text in the three languages of the telephone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MobileNames {
    /// In Russian.
    pub name_ru: String,
    /// In Kazakh.
    pub name_kz: String,
    /// In English.
    pub name_en: String,
}

/// Answer of `GET /api/v1/mobile-sign/{token}`: who asks for a signature, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MobileSignRequest {
    /// What is to be signed, in the telephone's language.
    pub description: String,
    /// The first instant at which the code is dead.
    #[serde(with = "crate::time::instant")]
    pub expiry_date: DateTime<Utc>,
    /// Who asks.
    pub organisation: MobileOrganisation,
    /// Where the documents are.
    pub document: MobileDocumentAddress,
}

/// Who asks for a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MobileOrganisation {
    /// Its name.
    #[serde(flatten)]
    pub names: MobileNames,
    /// Its business identification number, twelve digits; absent where the operator has set none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bin: Option<String>,
}

/// Where the documents are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MobileDocumentAddress {
    /// Address of the second call, whole.
    pub uri: String,
    /// How the telephone says who it is.
    pub auth_type: MobileAuthType,
}

/// How the telephone says who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MobileAuthType {
    /// Not at all: the address is known to nobody who has not seen the code.
    None,
}

/// Answer of `GET /api/v1/mobile-sign/{token}/documents`, and body of `PUT` there, with the signature
/// in the place of the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MobileDocuments {
    /// What kind of signature is wanted.
    pub sign_method: MobileSignMethod,
    /// The documents; here always one.
    pub documents_to_sign: Vec<MobileDocument>,
}

/// What kind of signature is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MobileSignMethod {
    /// A CMS that does not contain the document.
    #[serde(rename = "CMS_SIGN_ONLY")]
    CmsSignOnly,
}

/// A document to be signed, or its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MobileDocument {
    /// Its place among the documents, from 1 on.
    pub id: u32,
    /// Its name.
    #[serde(flatten)]
    pub names: MobileNames,
    /// What else the telephone shows.
    #[serde(default)]
    pub meta: Vec<MobileMeta>,
    /// The document.
    pub document: MobileContent,
}

/// A line that the telephone shows beside a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MobileMeta {
    /// What it is.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// The content of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MobileContent {
    /// The content as a file.
    pub file: MobileFile,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MobileFile {
    /// Of which kind; the telephone may leave it away.
    #[serde(default)]
    pub mime: String,
    /// The document's bytes, or the CMS over them, in base64.
    pub data: String,
}
