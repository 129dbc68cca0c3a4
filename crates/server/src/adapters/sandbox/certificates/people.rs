use std::collections::HashMap;

use eds::{
    Certificate, Purpose, Time,
    issue::{Authority, Message, Name, Over, Template, Use},
};
use registration::identifiers::Iin;
use serde::{Deserialize, Serialize};

use super::{CertificatesError, CertificationAuthority, authority::time};
use crate::{
    adapters::sandbox::{Sandbox, SandboxPerson},
    ports::Clock,
};

const DAY: i64 = 24 * 60 * 60;
/// Seconds for which a person's certificate is valid; before it ends there is another.
const VALID: i64 = 365 * DAY;

/// What is wrong with somebody's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is no longer valid.
    Expired,
    /// It was revoked.
    Revoked,
    /// There is only one for signing in.
    AuthenticationOnly,
}

/// Kind of key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Algorithm {
    /// GOST 34.10-2015 with 512 bits.
    #[default]
    Gost,
    /// RSA with 2048 bits.
    Rsa,
}

/// Which of a person's certificates is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// Whose.
    pub iin: Iin,
    /// For signing in, not for signing.
    pub sign_in: bool,
    /// Kind of key.
    pub algorithm: Algorithm,
    /// What is to be wrong with it.
    pub fault: Option<Fault>,
}

/// Certificates that have been issued, and the keys to them.
#[derive(Default)]
pub(super) struct Issued {
    people: HashMap<(Wanted, i64), Authority>,
    /// By serial number: the certificate, and since when it is revoked.
    pub(super) by_serial: HashMap<String, (Certificate, Option<Time>)>,
    /// Until when everybody's certificates are known to be issued.
    everybody: Option<i64>,
}

impl Sandbox {
    /// The certification authority.
    #[must_use]
    pub fn authority(&self) -> &CertificationAuthority {
        &self.authority
    }

    /// A person's certificate and its key, of today. What the person's own entry says is wrong
    /// with it is wrong with it.
    ///
    /// # Errors
    /// [`CertificatesError::Nobody`] where nobody of this number has a certificate.
    pub fn certificate(&self, wanted: Wanted) -> Result<Authority, CertificatesError> {
        let person = self
            .world()
            .person(wanted.iin)
            .filter(|person| person.has_eds || person.certificate_fault.is_some())
            .ok_or(CertificatesError::Nobody)?;
        let authority = &self.authority.0;
        let period = (time(self.now()).unix() - authority.begun.unix()).div_euclid(VALID);
        let fault = wanted.fault.or(person.certificate_fault);
        if fault == Some(Fault::AuthenticationOnly) && !wanted.sign_in {
            return Err(CertificatesError::Nobody);
        }
        let wanted = Wanted { fault, ..wanted };
        let key = (wanted, period);
        let known = authority.issued().people.get(&key).cloned();
        if let Some(known) = known {
            return Ok(known);
        }

        let label = wanted.label();
        let private = match wanted.algorithm {
            Algorithm::Gost => authority.gost(&label)?,
            Algorithm::Rsa => authority.rsa(&label)?,
        };
        let start = authority.begun.plus(period * VALID - DAY);
        let (from, until) = match fault {
            Some(Fault::Expired) => (start.plus(-VALID), start),
            // A month longer than the period, so that nothing ends in the middle of a signature.
            _ => (start, start.plus(VALID + 31 * DAY)),
        };
        let template = Template {
            subject: &name(person)?,
            used_for: if wanted.sign_in {
                Use::SignIn
            } else {
                Use::Sign
            },
            from,
            until,
        };
        let person = authority.intermediate.issue(&template, private)?;
        let revoked = (fault == Some(Fault::Revoked)).then(|| from.plus(DAY / 2));
        let mut issued = authority.issued();
        let certificate = person.certificate();
        issued
            .by_serial
            .insert(certificate.serial_number(), (certificate.clone(), revoked));
        issued.people.insert(key, person.clone());
        Ok(person)
    }

    /// Issues the certificates of everybody who has any, once a period, so that an answer about
    /// one from before a restart is right.
    pub(super) fn issue_to_everybody(&self) -> Result<(), CertificatesError> {
        let authority = &self.authority.0;
        let period = (time(self.now()).unix() - authority.begun.unix()).div_euclid(VALID);
        let issued = authority.issued();
        if issued.everybody == Some(period) {
            return Ok(());
        }
        drop(issued);
        for person in &self.world().people {
            if !person.has_eds && person.certificate_fault.is_none() {
                continue;
            }
            for (sign_in, fault) in [
                (true, None),
                (false, None),
                (true, Some(Fault::Revoked)),
                (false, Some(Fault::Revoked)),
            ] {
                let found = self.certificate(Wanted {
                    iin: person.iin,
                    sign_in,
                    algorithm: Algorithm::Gost,
                    fault,
                });
                match found {
                    Ok(_) | Err(CertificatesError::Nobody) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        let mut issued = authority.issued();
        issued.everybody = Some(period);
        Ok(())
    }

    /// Signs with a person's certificate, as the program with the key does: a message in DER,
    /// with a timestamp if it is wanted.
    ///
    /// # Errors
    /// [`CertificatesError`].
    pub fn sign(
        &self,
        signer: &Authority,
        over: Over<'_>,
        stamped: bool,
    ) -> Result<Vec<u8>, CertificatesError> {
        let message = Message {
            over,
            signer,
            chain: &[self.authority.0.intermediate.certificate().clone()],
            time: time(self.now()),
        };
        let signed = if stamped {
            message.sign_stamped(|signature| {
                let digest = signer.key().digest();
                self.token(digest, &digest.of_bytes(signature))
            })
        } else {
            message.sign()
        };
        Ok(signed?)
    }
}

impl Wanted {
    /// From which the key follows. A revoked certificate has a key of its own, so that the same
    /// person's others stay good.
    fn label(&self) -> String {
        format!(
            "{} {} {}",
            self.iin,
            if self.sign_in { "sign in" } else { "sign" },
            match self.fault {
                Some(Fault::Revoked) => "revoked",
                Some(Fault::Expired) => "expired",
                Some(Fault::AuthenticationOnly) | None => "",
            }
        )
    }

    /// A person's good certificate of GOST for a purpose.
    #[must_use]
    pub fn good(iin: Iin, purpose: Purpose) -> Self {
        Self {
            iin,
            sign_in: purpose == Purpose::SignIn,
            algorithm: Algorithm::Gost,
            fault: None,
        }
    }
}

/// The name as certificates have it: in capitals, surname first.
fn name(person: &SandboxPerson) -> Result<Name, CertificatesError> {
    let written = person.name.to_uppercase();
    let mut words = written.splitn(3, ' ');
    let surname = words.next().unwrap_or_default();
    let given_name = words.next().unwrap_or_default();
    Ok(Name::person(
        &person.iin.to_string(),
        surname,
        given_name,
        words.next(),
    )?)
}
