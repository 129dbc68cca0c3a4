//! A filing as it should be: one signature, an answer of OCSP, a timestamp. Tests change a part of
//! the draft, or of the bytes it becomes.

use std::sync::LazyLock;

use eds::algorithm::Digest;
use eds::oid::{self, ObjectIdentifier};
use eds::signing::PrivateKey;
use eds::{Content, Purpose, Report, Request, Time, Trust, verify};

use crate::certificates::{Parts, authority, person, purposes};
use crate::der::*;

pub const IIN: &str = "900101300017";
pub const TEXT: &[u8] = b"I register at this address.";
pub const NOW: &str = "2026-06-01T12:00:00Z";
pub const NONCE: &[u8] = b"a nonce of ours.";

/// Everybody's keys.
pub struct Keys {
    pub root: PrivateKey,
    pub issuer: PrivateKey,
    pub person: PrivateKey,
    pub other: PrivateKey,
    pub responder: PrivateKey,
    pub timestamper: PrivateKey,
    pub rsa: PrivateKey,
}

pub static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let gost = |seed: &str| PrivateKey::gost_512_from_seed(seed.as_bytes()).unwrap();
    let mut state = 1_u64;
    let mut random = |bytes: &mut [u8]| {
        for byte in bytes {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            *byte = (state >> 56) as u8;
        }
    };
    Keys {
        root: gost("root"),
        issuer: gost("issuer"),
        person: gost("person"),
        other: gost("other"),
        responder: gost("responder"),
        timestamper: gost("timestamper"),
        rsa: PrivateKey::rsa(2048, &mut random).unwrap(),
    }
});

pub fn root_name() -> Vec<u8> {
    authority("ROOT")
}

pub fn issuer_name() -> Vec<u8> {
    authority("ISSUER")
}

/// An answer of OCSP in parts.
#[derive(Clone)]
pub struct Ocsp {
    pub status: u8,
    pub id_digest: Digest,
    pub issuer_name: Vec<u8>,
    pub serial: Vec<u8>,
    pub state: Vec<u8>,
    pub this_update: String,
    pub nonce: Option<Vec<u8>>,
    pub responder: Parts,
    pub responder_issuer: PrivateKey,
    pub key: PrivateKey,
    pub carries_certificate: bool,
    pub after_signing: fn(&mut Vec<u8>),
}

/// A timestamp in parts.
#[derive(Clone)]
pub struct Stamp {
    pub status: u8,
    pub over: Option<Vec<u8>>,
    pub digest: Digest,
    pub policy: ObjectIdentifier,
    pub time: String,
    pub certificate: Parts,
    pub binds: bool,
    pub content_type: ObjectIdentifier,
    pub key: PrivateKey,
    pub signers: usize,
    pub alter: bool,
}

/// A list of revoked certificates in parts.
#[derive(Clone)]
pub struct Crl {
    pub issuer: Vec<u8>,
    pub this_update: String,
    pub next_update: String,
    pub revoked: Vec<(u8, String, Option<u8>)>,
    pub extensions: Vec<Vec<u8>>,
    pub key: PrivateKey,
}

/// A filing in parts.
#[derive(Clone)]
pub struct Draft {
    pub root: Parts,
    pub issuer: Parts,
    pub pinned: bool,
    pub leaf: Parts,
    pub leaf_issuer: PrivateKey,
    pub key: PrivateKey,
    pub cms_type: ObjectIdentifier,
    pub version: u8,
    pub digests: Vec<ObjectIdentifier>,
    pub content_type: ObjectIdentifier,
    pub carried: Option<Vec<u8>>,
    pub certificates: Option<Vec<Vec<u8>>>,
    pub signer_version: u8,
    pub sid_serial: Option<Vec<u8>>,
    pub digest: ObjectIdentifier,
    pub attributes: Option<Vec<Vec<u8>>>,
    pub sorted: bool,
    pub signature_algorithm: ObjectIdentifier,
    pub alter_signature: fn(&mut Vec<u8>),
    pub signers: usize,
    pub ocsp: Option<Ocsp>,
    pub ocsp_bytes: Option<Vec<u8>>,
    pub crl: Option<Crl>,
    pub crl_bytes: Option<Vec<u8>>,
    pub stamp: Option<Stamp>,
    pub stamp_bytes: Option<Vec<u8>>,
    pub alter: fn(&mut Vec<u8>),
    pub request: fn(&mut Request<'_>),
    pub text: &'static [u8],
}

pub fn attribute(id: ObjectIdentifier, values: &[Vec<u8>]) -> Vec<u8> {
    seq(&[oid(id), set(values)])
}

pub fn content_type(id: ObjectIdentifier) -> Vec<u8> {
    attribute(oid::CONTENT_TYPE, &[oid(id)])
}

pub fn message_digest(digest: Digest, content: &[u8]) -> Vec<u8> {
    attribute(oid::MESSAGE_DIGEST, &[octets(&digest.of_bytes(content))])
}

pub fn signing_time(date: &str) -> Vec<u8> {
    attribute(oid::SIGNING_TIME, &[utc(date)])
}

impl Draft {
    /// A filing that stands.
    pub fn good() -> Self {
        let keys = &*KEYS;
        let issuer = Parts::new(2, issuer_name(), &keys.issuer, root_name());
        let of_issuer = |serial, name: &str, key: &PrivateKey, purpose| {
            Parts::new(serial, authority(name), key, issuer_name()).with(&[purposes(&[purpose])])
        };
        Self {
            root: Parts::new(1, root_name(), &keys.root, root_name()).of_authority(None),
            issuer: issuer.of_authority(Some(0)),
            pinned: true,
            leaf: Parts::new(10, person(IIN), &keys.person, issuer_name()).signing(),
            leaf_issuer: keys.issuer.clone(),
            key: keys.person.clone(),
            cms_type: oid::CMS_SIGNED_DATA,
            version: 1,
            digests: vec![oid::STREEBOG_512],
            content_type: oid::CMS_DATA,
            carried: None,
            certificates: None,
            signer_version: 1,
            sid_serial: None,
            digest: oid::STREEBOG_512,
            attributes: Some(vec![
                content_type(oid::CMS_DATA),
                signing_time("2026-06-01"),
                message_digest(Digest::Streebog512, TEXT),
            ]),
            sorted: true,
            signature_algorithm: oid::GOST_2015_512_SIGNATURE,
            alter_signature: |_| {},
            signers: 1,
            ocsp: Some(Ocsp {
                status: 0,
                id_digest: Digest::Sha256,
                issuer_name: issuer_name(),
                serial: vec![10],
                state: vec![0x80, 0x00],
                this_update: NOW.into(),
                nonce: Some(NONCE.to_vec()),
                responder: of_issuer(20, "OCSP", &keys.responder, oid::OCSP_SIGNING),
                responder_issuer: keys.issuer.clone(),
                key: keys.responder.clone(),
                carries_certificate: true,
                after_signing: |_| {},
            }),
            ocsp_bytes: None,
            crl: None,
            crl_bytes: None,
            stamp: Some(Stamp {
                status: 0,
                over: None,
                digest: Digest::Streebog512,
                policy: oid::TIMESTAMP_POLICY,
                time: NOW.into(),
                certificate: of_issuer(30, "TSA", &keys.timestamper, oid::TIME_STAMPING),
                binds: true,
                content_type: oid::TIMESTAMP_INFO,
                key: keys.timestamper.clone(),
                signers: 1,
                alter: false,
            }),
            stamp_bytes: None,
            alter: |_| {},
            request: |_| {},
            text: TEXT,
        }
    }

    /// The same with a CRL instead of OCSP.
    pub fn with_crl() -> Self {
        Self {
            ocsp: None,
            crl: Some(Crl {
                issuer: issuer_name(),
                this_update: "2026-05-25T00:00:00Z".into(),
                next_update: "2026-06-08T00:00:00Z".into(),
                revoked: vec![(77, "2026-02-01T00:00:00Z".into(), None)],
                extensions: Vec::new(),
                key: KEYS.issuer.clone(),
            }),
            ..Self::good()
        }
    }

    /// The same, signed with RSA.
    pub fn with_rsa() -> Self {
        let mut draft = Self::good();
        draft.leaf = Parts::new(10, person(IIN), &KEYS.rsa, issuer_name()).signing();
        draft.key = KEYS.rsa.clone();
        draft.digests = vec![oid::SHA256];
        draft.digest = oid::SHA256;
        draft.signature_algorithm = oid::RSA_SHA256_SIGNATURE;
        draft.attributes = Some(vec![
            content_type(oid::CMS_DATA),
            message_digest(Digest::Sha256, TEXT),
        ]);
        draft
    }

    fn leaf_bytes(&self) -> Vec<u8> {
        self.leaf.signed(&self.leaf_issuer)
    }

    fn signed_attributes(&self) -> Option<Vec<u8>> {
        let attributes = self.attributes.as_ref()?;
        Some(if self.sorted {
            set(attributes)
        } else {
            unsorted(attributes)
        })
    }

    /// The signature, made once.
    pub fn signature(&self) -> Vec<u8> {
        let signed = self.signed_attributes().unwrap_or_else(|| TEXT.to_vec());
        let mut signature = self.key.sign(&signed).unwrap();
        (self.alter_signature)(&mut signature);
        signature
    }

    /// The message.
    pub fn cms(&self) -> Vec<u8> {
        let leaf = self.leaf_bytes();
        let serial = self
            .sid_serial
            .clone()
            .unwrap_or_else(|| self.leaf.serial.clone());
        let mut signer = vec![
            int(self.signer_version),
            seq(&[self.leaf.issuer.clone(), tlv(0x02, &serial)]),
            algorithm(self.digest),
        ];
        if let Some(mut attributes) = self.signed_attributes() {
            attributes[0] = 0xA0;
            signer.push(attributes);
        }
        signer.push(algorithm(self.signature_algorithm));
        signer.push(octets(&self.signature()));
        let signer = seq(&signer);
        let certificates = self
            .certificates
            .clone()
            .unwrap_or_else(|| vec![leaf, self.issuer.signed(&KEYS.root)]);
        let mut encapsulated = vec![oid(self.content_type)];
        encapsulated.extend(
            self.carried
                .as_ref()
                .map(|carried| explicit(0, &octets(carried))),
        );
        let digests: Vec<_> = self
            .digests
            .iter()
            .map(|digest| algorithm(*digest))
            .collect();
        let data = seq(&[
            int(self.version),
            set(&digests),
            seq(&encapsulated),
            tlv(0xA0, &certificates.concat()),
            tlv(0x31, &vec![signer; self.signers].concat()),
        ]);
        let mut cms = seq(&[oid(self.cms_type), explicit(0, &data)]);
        (self.alter)(&mut cms);
        cms
    }

    /// Verifies it all.
    pub fn verify(&self) -> Report {
        let mut trust = Trust::new();
        if self.pinned {
            trust.pin("root", &self.root.signed(&KEYS.root)).unwrap();
        } else {
            let other = Parts::new(1, authority("OTHER"), &KEYS.other, authority("OTHER"));
            let other = other.of_authority(None).signed(&KEYS.other);
            trust.pin("other", &other).unwrap();
        }
        let cms = self.cms();
        let ocsp = self
            .ocsp_bytes
            .clone()
            .or(self.ocsp.as_ref().map(Ocsp::bytes));
        let crl = self.crl_bytes.clone().or(self.crl.as_ref().map(Crl::bytes));
        let signature = self.signature();
        let stamp = self.stamp.as_ref().map(|stamp| stamp.bytes(&signature));
        let stamp = self.stamp_bytes.clone().or(stamp);
        let at: Time = NOW.parse().unwrap();
        let mut request = Request::new(&cms, Content::Detached(self.text), at, Purpose::Sign);
        request.iin = Some(IIN);
        request.ocsp = ocsp.as_deref().into_iter().collect();
        request.crls = crl.as_deref().into_iter().collect();
        request.ocsp_nonce = Some(NONCE);
        request.timestamp = stamp.as_deref();
        request.timestamp_required = true;
        (self.request)(&mut request);
        verify(&request, &trust)
    }
}

impl Ocsp {
    pub fn bytes(&self) -> Vec<u8> {
        let issuer = KEYS.issuer.public_key_info().unwrap();
        let issuer_key = issuer.subject_public_key.raw_bytes();
        let single = seq(&[
            seq(&[
                algorithm(self.id_digest.oid()),
                octets(&self.id_digest.of_bytes(&self.issuer_name)),
                octets(&self.id_digest.of_bytes(issuer_key)),
                tlv(0x02, &self.serial),
            ]),
            self.state.clone(),
            time(&self.this_update),
        ]);
        let mut data = vec![
            explicit(1, &self.responder.subject),
            time(&self.this_update),
            seq(&[single]),
        ];
        if let Some(nonce) = &self.nonce {
            let nonce = crate::certificates::extension(oid::OCSP_NONCE, false, &octets(nonce));
            data.push(explicit(1, &seq(&[nonce])));
        }
        let mut data = seq(&data);
        let signature = bits(&self.key.sign(&data).unwrap());
        (self.after_signing)(&mut data);
        let mut basic = vec![data, algorithm(oid::GOST_2015_512_SIGNATURE), signature];
        if self.carries_certificate {
            let certificate = self.responder.signed(&self.responder_issuer);
            basic.push(explicit(0, &seq(&[certificate])));
        }
        let mut response = vec![tlv(0x0A, &[self.status])];
        if self.status == 0 {
            let inner = seq(&[oid(oid::OCSP_BASIC), octets(&seq(&basic))]);
            response.push(explicit(0, &inner));
        }
        seq(&response)
    }
}

impl Stamp {
    pub fn bytes(&self, signature: &[u8]) -> Vec<u8> {
        let over = self.over.as_deref().unwrap_or(signature);
        let mut info = seq(&[
            int(1),
            oid(self.policy),
            seq(&[
                algorithm(self.digest.oid()),
                octets(&self.digest.of_bytes(over)),
            ]),
            int(7),
            time(&self.time),
        ]);
        let certificate = self.certificate.signed(&KEYS.issuer);
        let mut attributes = vec![
            content_type(self.content_type),
            message_digest(Digest::Streebog512, &info),
        ];
        let hash = Digest::Sha256.of_bytes(&certificate);
        let bound = if self.binds { hash } else { vec![0; 32] };
        let bound = seq(&[seq(&[seq(&[octets(&bound)])])]);
        attributes.push(attribute(oid::SIGNING_CERTIFICATE_V2, &[bound]));
        let attributes = set(&attributes);
        let signature = self.key.sign(&attributes).unwrap();
        let mut implicit = attributes;
        implicit[0] = 0xA0;
        let signer = seq(&[
            int(1),
            seq(&[
                self.certificate.issuer.clone(),
                tlv(0x02, &self.certificate.serial),
            ]),
            algorithm(oid::STREEBOG_512),
            implicit,
            algorithm(oid::GOST_2015_512_SIGNATURE),
            octets(&signature),
        ]);
        if self.alter {
            let last = info.len() - 2;
            info[last] ^= 1;
        }
        let version = if self.content_type == oid::CMS_DATA {
            1
        } else {
            3
        };
        let issuer = Draft::good().issuer.signed(&KEYS.root);
        let data = seq(&[
            int(version),
            set(&[algorithm(oid::STREEBOG_512)]),
            seq(&[oid(self.content_type), explicit(0, &octets(&info))]),
            tlv(0xA0, &[certificate, issuer].concat()),
            tlv(0x31, &vec![signer; self.signers].concat()),
        ]);
        let token = seq(&[oid(oid::CMS_SIGNED_DATA), explicit(0, &data)]);
        seq(&[seq(&[int(self.status)]), token])
    }
}

impl Crl {
    pub fn bytes(&self) -> Vec<u8> {
        let entries: Vec<_> = self
            .revoked
            .iter()
            .map(|(serial, since, reason)| {
                let mut entry = vec![int(*serial), time(since)];
                entry.extend(reason.map(|reason| {
                    let reason = tlv(0x0A, &[reason]);
                    seq(&[crate::certificates::extension(
                        oid::CRL_REASON,
                        false,
                        &reason,
                    )])
                }));
                seq(&entry)
            })
            .collect();
        let mut list = vec![
            int(1),
            algorithm(oid::GOST_2015_512_SIGNATURE),
            self.issuer.clone(),
            time(&self.this_update),
            time(&self.next_update),
        ];
        if !entries.is_empty() {
            list.push(seq(&entries));
        }
        if !self.extensions.is_empty() {
            list.push(explicit(0, &seq(&self.extensions)));
        }
        let list = seq(&list);
        let signature = bits(&self.key.sign(&list).unwrap());
        seq(&[list, algorithm(oid::GOST_2015_512_SIGNATURE), signature])
    }
}
