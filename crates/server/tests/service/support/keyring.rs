//! Signatures of people of a sandbox whose program runs.

use std::{path::Path, sync::Arc};

use base64::{Engine, engine::general_purpose::STANDARD};
use eds::{Purpose, issue::Over};
use serde_json::{Value, json};
use server::adapters::{
    sandbox::{Sandbox, Wanted},
    system::SystemClock,
};

use super::{Program, text};

/// The keys with which people of a sandbox sign, and its authority.
pub struct Keyring(pub Sandbox);

impl Keyring {
    /// Those of a data folder.
    pub fn of(folder: &Path) -> Self {
        Self(Sandbox::open(folder, Arc::new(SystemClock)).unwrap())
    }

    /// A detached signature of somebody in base64, as NCALayer gives it.
    pub fn signed(&self, key: &str, purpose: Purpose, text: &str) -> String {
        let person = self.0.world().people.iter().find(|one| one.key == key);
        let wanted = Wanted::good(person.unwrap().iin, purpose);
        let signer = self.0.certificate(wanted).unwrap();
        let over = Over::Detached(text.as_bytes());
        STANDARD.encode(self.0.sign(&signer, over, false).unwrap())
    }

    /// A signed challenge of the program, to sign in with.
    pub fn challenge(&self, program: &mut Program, key: &str) -> Value {
        let given = program.ok("POST", "/api/v1/sign-in/challenge", &json!({}));
        let challenge = text(&given, "text");
        let cms = self.signed(key, Purpose::SignIn, challenge);
        json!({"challenge_text": challenge, "cms": cms})
    }

    /// What the sandbox shows with somebody.
    pub fn filing(&self, key: &str) -> Value {
        let person = self.0.world().people.iter().find(|one| one.key == key);
        json!({"lang": "ru", "answers": person.unwrap().journey})
    }
}
