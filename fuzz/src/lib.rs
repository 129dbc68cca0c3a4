//! A filing that stands, for targets that put one part of it in question.

#![allow(dead_code)]

#[path = "../../crates/eds/tests/forgeries/certificates.rs"]
mod certificates;
#[path = "../../crates/eds/tests/forgeries/der.rs"]
mod der;
#[path = "../../crates/eds/tests/forgeries/draft.rs"]
mod draft;

use std::sync::LazyLock;

use draft::{Crl, Draft, IIN, KEYS, NONCE, NOW, Ocsp, TEXT};
use eds::{Content, Evidence, Purpose, Report, Request, Trust, verify};

/// A filing, ready to be verified.
pub struct Filing {
    trust: Trust,
    cms: Vec<u8>,
    ocsp: Vec<u8>,
    timestamp: Vec<u8>,
}

/// The filing that all targets share.
pub static FILING: LazyLock<Filing> = LazyLock::new(|| {
    let draft = Draft::good();
    let mut trust = Trust::new();
    trust.pin("root", &draft.root.signed(&KEYS.root)).unwrap();
    let signature = draft.signature();
    Filing {
        trust,
        cms: draft.cms(),
        ocsp: draft.ocsp.as_ref().map(Ocsp::bytes).unwrap(),
        timestamp: draft
            .stamp
            .as_ref()
            .map(|stamp| stamp.bytes(&signature))
            .unwrap(),
    }
});

/// What the targets begin with, by their names.
pub fn seeds() -> [(&'static str, Vec<u8>); 5] {
    let filing = &*FILING;
    let crl = Draft::with_crl().crl.as_ref().map(Crl::bytes).unwrap();
    let certificate = Draft::good().leaf.signed(&KEYS.issuer);
    [
        ("cms", filing.cms.clone()),
        ("ocsp", filing.ocsp.clone()),
        ("crl", crl),
        ("timestamp", filing.timestamp.clone()),
        ("certificate", certificate),
    ]
}

impl Filing {
    /// Verifies it after a change, which must not panic.
    pub fn with<'a>(&'a self, change: impl FnOnce(&mut Request<'a>)) -> Report {
        let at = NOW.parse().unwrap();
        let mut request = Request::new(&self.cms, Content::Detached(TEXT), at, Purpose::Sign);
        request.iin = Some(IIN);
        request.ocsp = vec![&self.ocsp];
        request.ocsp_nonce = Some(NONCE);
        request.timestamp = Some(&self.timestamp);
        change(&mut request);
        let report = verify(&request, &self.trust);
        let _kept = Evidence::of(&request, &report, &self.trust).to_json();
        report
    }

    /// Verifies evidence that somebody hands in.
    pub fn evidence(&self, text: &str) {
        if let Ok(evidence) = Evidence::from_json(text) {
            let _report = evidence.verify(Some(TEXT), &self.trust);
        }
    }
}
