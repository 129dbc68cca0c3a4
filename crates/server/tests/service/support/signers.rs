//! A service over the people of the sandbox, who have digital signatures, on the world's clock and
//! with the world's telephones.

use std::sync::{Arc, Mutex, atomic::Ordering};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use eds::{Certificate, Purpose, issue::Over};
use registration::{
    Law,
    identifiers::{Iin, OwnerId},
};
use serde_json::{Value, json};
use server::{
    adapters::{
        sandbox::{Fault, Sandbox, SandboxPerson, Wanted},
        sqlite::Sqlite,
    },
    app::{App, Dependencies, Settings},
    laws::Laws,
    ports::{Down, Outside, Revocation, RevocationAnswer, Signatures, Timestamps},
    routes::router,
};
use tempfile::TempDir;

use super::{Answer, Service, Town, Visitor, World, sealer, text};

pub const ORIGIN: &str = "http://localhost:8080";

/// The service, and who has the keys.
pub struct Signers {
    pub service: Service,
    pub sandbox: Sandbox,
    /// What is said instead of the truth.
    pub lies: Arc<Mutex<Lies>>,
}

/// What the authority's services say instead of the truth, where they lie.
#[derive(Default)]
pub struct Lies {
    pub revocation: Option<RevocationAnswer>,
    pub timestamp: Option<Vec<u8>>,
}

/// The authority's services, as long as the world's plug is in.
struct Plugged {
    world: Arc<World>,
    sandbox: Sandbox,
    lies: Arc<Mutex<Lies>>,
}

impl Plugged {
    fn up(&self) -> Result<(), Down> {
        if self.world.authority_down.load(Ordering::SeqCst) {
            return Err(Down {
                register: "authority",
                cause: "pulled the plug for a test".to_owned(),
            });
        }
        Ok(())
    }
}

#[async_trait]
impl Revocation for Plugged {
    async fn status(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Result<RevocationAnswer, Down> {
        self.up()?;
        if let Some(lie) = self.lies.lock().unwrap().revocation.clone() {
            return Ok(lie);
        }
        self.sandbox.status(certificate, issuer).await
    }
}

#[async_trait]
impl Timestamps for Plugged {
    async fn stamp(&self, imprint: &[u8]) -> Result<Vec<u8>, Down> {
        self.up()?;
        if self.world.stamps_down.load(Ordering::SeqCst) {
            return Err(Down {
                register: "TSA",
                cause: "pulled the plug for a test".to_owned(),
            });
        }
        if let Some(lie) = self.lies.lock().unwrap().timestamp.clone() {
            return Ok(lie);
        }
        self.sandbox.stamp(imprint).await
    }
}

impl Signers {
    pub fn start() -> Self {
        Self::under(Law::embedded().unwrap())
    }

    /// Under the other reading of R18: for a permanent registration, a signature and a telephone.
    pub fn strict() -> Self {
        let law = Law::embedded().unwrap();
        let policy = law.policy().choose("permanent_signing", "both").unwrap();
        Self::under(Law::new(policy))
    }

    fn under(law: Law) -> Self {
        let world = Arc::new(World::at("2026-11-22T07:00:00Z"));
        let folder = Arc::new(TempDir::new().unwrap());
        let sandbox = Sandbox::open(folder.path(), world.clone()).unwrap();
        let town = Town::settle(&world);
        for person in &sandbox.world().people {
            if let Some(phone) = person.phone {
                let holder = OwnerId::Person(person.iin);
                world.registers().phones.insert(holder, phone);
            }
        }
        let lies = Arc::default();
        let service = Self::service(&sandbox, &world, &lies, town, &folder, law, ORIGIN);
        Self {
            service,
            sandbox,
            lies,
        }
    }

    /// Another server on the same store, which people reach under another address.
    pub fn elsewhere(&self, public_url: &str) -> Service {
        let law = Law::embedded().unwrap();
        let Service {
            world,
            town,
            folder,
            ..
        } = &self.service;
        let town = town.clone();
        Self::service(
            &self.sandbox,
            world,
            &self.lies,
            town,
            folder,
            law,
            public_url,
        )
    }

    fn service(
        sandbox: &Sandbox,
        world: &Arc<World>,
        lies: &Arc<Mutex<Lies>>,
        town: Town,
        folder: &Arc<TempDir>,
        law: Law,
        public_url: &str,
    ) -> Service {
        let settings = Settings {
            public_url: public_url.to_owned(),
            https_only: false,
            bin: None,
            page: None,
        };
        let outside = Outside {
            mobile_base: world.clone(),
            sms: world.clone(),
            ..sandbox.outside()
        };
        let plugged = Arc::new(Plugged {
            world: world.clone(),
            sandbox: sandbox.clone(),
            lies: lies.clone(),
        });
        let signatures = Signatures {
            revocation: plugged.clone(),
            timestamps: Some(plugged),
            ..sandbox.signatures(public_url).unwrap()
        };
        let store = Sqlite::open(&folder.path().join("tirkeu.sqlite"), sealer()).unwrap();
        let app = App::new(Dependencies {
            outside,
            store: Arc::new(store),
            laws: Laws::new(law),
            settings,
            signatures: Some(signatures),
            session_secret: sealer().session_secret(),
        });
        let router = router(&app, None).unwrap();
        Service {
            app,
            router,
            world: world.clone(),
            town,
            folder: folder.clone(),
        }
    }

    pub fn person(&self, key: &str) -> &SandboxPerson {
        let people = &self.sandbox.world().people;
        people.iter().find(|person| person.key == key).unwrap()
    }

    pub fn iin(&self, key: &str) -> Iin {
        self.person(key).iin
    }

    /// A detached signature in base64, as NCALayer gives it, with something wrong or nothing.
    pub fn signed(&self, key: &str, purpose: Purpose, text: &str, fault: Option<Fault>) -> String {
        self.over(key, purpose, Over::Detached(text.as_bytes()), fault)
    }

    /// A signature over something.
    pub fn over(
        &self,
        key: &str,
        purpose: Purpose,
        over: Over<'_>,
        fault: Option<Fault>,
    ) -> String {
        let wanted = Wanted {
            fault,
            ..Wanted::good(self.iin(key), purpose)
        };
        let signer = self.sandbox.certificate(wanted).unwrap();
        STANDARD.encode(self.sandbox.sign(&signer, over, false).unwrap())
    }

    /// A challenge.
    pub async fn challenge(&self) -> String {
        let given = self
            .service
            .post("/api/v1/sign-in/challenge", json!({}))
            .await;
        assert_eq!(given.status, 200, "{given:?}");
        text(&given.json, "text").to_owned()
    }

    /// Sends a signed challenge.
    pub async fn meet(&self, challenge: &str, cms: &str) -> Answer {
        let body = json!({"challenge_text": challenge, "cms": cms});
        self.service.post("/api/v1/sign-in/eds", body).await
    }

    /// Signs somebody in with a digital signature.
    pub async fn sign_in(&self, key: &str) -> Visitor {
        let challenge = self.challenge().await;
        let cms = self.signed(key, Purpose::SignIn, &challenge, None);
        let answer = self.meet(&challenge, &cms).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        Visitor {
            phone: self.person(key).phone.unwrap(),
            cookie: answer.cookie().unwrap(),
        }
    }

    /// Somebody who is signed in and has filed what the sandbox shows with them; ready to sign where
    /// nobody has to agree.
    pub async fn filed(&self, key: &str) -> (Visitor, Value) {
        let visitor = self.sign_in(key).await;
        let answers = serde_json::to_value(&self.person(key).journey).unwrap();
        let filed = self.service.file_ok(&visitor, answers).await;
        (visitor, filed)
    }

    /// Sends a signature over an application's document.
    pub async fn sign(&self, visitor: &Visitor, application: &Value, cms: &str) -> Answer {
        let number = text(application, "number");
        let path = format!("/api/v1/applications/{number}/eds-signature");
        let sha256 = text(application, "document_sha256");
        let body = json!({"cms": cms, "document_sha256": sha256});
        self.service.as_(visitor).post(&path, body).await
    }
}
