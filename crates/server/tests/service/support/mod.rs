//! A service over invented registers, with a clock that stands still until it is moved.

mod call;
mod cluster;
mod description;
mod http;
mod keyring;
mod people;
mod program;
mod signers;
mod tracer;
mod world;

pub use call::Answer;
pub use cluster::Cluster;
pub use description::DESCRIPTION;
#[allow(unused_imports, reason = "the torture test needs them")]
pub use http::{Received, Sent};
pub use keyring::Keyring;
pub use people::{Town, iin, phone};
pub use program::{Program, Tenant};
pub use signers::Signers;
pub use tracer::Tracer;
pub use world::World;

use std::sync::{Arc, LazyLock};

use axum::Router;
use chrono::{DateTime, Utc};
use registration::{
    Law,
    identifiers::{Iin, Phone},
};
use serde_json::{Value, json};
use server::{
    adapters::{sealing::Sealer, sqlite::Sqlite, system::SystemRandomness},
    app::{App, Dependencies, Settings},
    laws::Laws,
    ports::{Inbound, Outside, ReceivedSms, store::Store},
    routes::router,
    usecases,
};
use tempfile::TempDir;

/// The keys of all stores of the tests.
pub fn sealer() -> Sealer {
    static SEALER: LazyLock<(TempDir, Sealer)> = LazyLock::new(|| {
        let folder = TempDir::new().unwrap();
        let sealer = Sealer::open_or_make(&folder.path().join("keys.toml")).unwrap();
        (folder, sealer)
    });
    SEALER.1.clone()
}

/// A running service.
pub struct Service {
    pub app: App,
    pub router: Router,
    pub world: Arc<World>,
    pub town: Town,
    folder: Arc<TempDir>,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub phone: Phone,
    pub cookie: String,
}

impl Service {
    /// A service with the people of the town, on 22 November 2026 at noon in Kazakhstan.
    pub fn start() -> Self {
        let world = Arc::new(World::at("2026-11-22T07:00:00Z"));
        let town = Town::settle(&world);
        Self::over(world, town, Arc::new(TempDir::new().unwrap()))
    }

    /// The same over a store of the caller's own.
    #[allow(dead_code, reason = "the torture test needs it")]
    pub fn over_store(store: Arc<dyn Store>) -> Self {
        let world = Arc::new(World::at("2026-11-22T07:00:00Z"));
        let town = Town::settle(&world);
        Self::start_on(
            world,
            town,
            Arc::new(TempDir::new().unwrap()),
            http(),
            store,
        )
    }

    /// The same service with other settings, on a store of its own.
    pub fn with(self, settings: Settings) -> Self {
        let folder = Arc::new(TempDir::new().unwrap());
        Self::start_over(self.world, self.town, folder, settings)
    }

    /// The same service after its process was killed and started again on the same file.
    pub fn restarted(self) -> Self {
        let Self {
            world,
            town,
            folder,
            app,
            router,
        } = self;
        drop((app, router));
        Self::over(world, town, folder)
    }

    /// Another server over the same store.
    pub fn beside(&self) -> Self {
        let app = self
            .app
            .another(outside(&self.world), self.app.store.clone());
        let router = router(&app, None).unwrap();
        Self {
            app,
            router,
            world: self.world.clone(),
            town: self.town.clone(),
            folder: self.folder.clone(),
        }
    }

    fn over(world: Arc<World>, town: Town, folder: Arc<TempDir>) -> Self {
        Self::start_over(world, town, folder, http())
    }

    fn start_over(world: Arc<World>, town: Town, folder: Arc<TempDir>, settings: Settings) -> Self {
        let store = Sqlite::open(&folder.path().join("tirkeu.sqlite"), sealer()).unwrap();
        Self::start_on(world, town, folder, settings, Arc::new(store))
    }

    fn start_on(
        world: Arc<World>,
        town: Town,
        folder: Arc<TempDir>,
        settings: Settings,
        store: Arc<dyn Store>,
    ) -> Self {
        let app = App::new(Dependencies {
            outside: outside(&world),
            store,
            laws: Laws::new(Law::embedded().unwrap()),
            settings,
            signatures: None,
            session_secret: sealer().session_secret(),
        });
        let router = router(&app, None).unwrap();
        Self {
            app,
            router,
            world,
            town,
            folder,
        }
    }

    /// Lets the worker do all that is due.
    pub async fn settle(&self) {
        for _ in 0..20 {
            usecases::expire_consents(&self.app).await.unwrap();
            usecases::deliver(&self.app).await.unwrap();
            let now = self.app.now();
            if self.app.store.outgoing(now, 1).await.unwrap().is_empty() {
                break;
            }
        }
    }

    /// Moves the clock, and lets the worker do all that is due by then.
    pub async fn later(&self, seconds: i64) {
        self.world.forward_ms(seconds * 1000);
        self.settle().await;
    }

    /// The newest message on a telephone.
    pub async fn newest_sms(&self, phone: Phone) -> String {
        self.settle().await;
        self.world.sms_to(phone).pop().unwrap_or_default()
    }

    /// The six digits in the newest message on a telephone.
    pub async fn code(&self, phone: Phone) -> String {
        let text = self.newest_sms(phone).await;
        text.split(|letter: char| !letter.is_ascii_digit())
            .find(|digits| digits.len() == 6)
            .unwrap_or_else(|| panic!("no code in {text:?}"))
            .to_owned()
    }

    /// Signs a person in.
    pub async fn sign_in(&self, iin: Iin) -> Visitor {
        let phone = self.world.phone_of(iin);
        let asked = self.post("/api/v1/sign-in/code", json!({"iin": iin})).await;
        assert_eq!(asked.status, 200, "{asked:?}");
        let code = self.code(phone).await;
        let answer = self
            .post("/api/v1/sign-in", json!({"iin": iin, "code": code}))
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
        Visitor {
            phone,
            cookie: answer.cookie().unwrap(),
        }
    }

    /// Files, and expects it to succeed.
    pub async fn file_ok(&self, visitor: &Visitor, answers: Value) -> Value {
        let body = json!({"answers": answers, "lang": "ru"});
        let answer = self.as_(visitor).post("/api/v1/applications", body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json
    }

    /// Asks for a code and signs with it.
    pub async fn sign(&self, visitor: &Visitor, application: &Value) -> Answer {
        let path = format!("/api/v1/applications/{}", text(application, "number"));
        let shown = self.as_(visitor).get(&path).await.json;
        let asked = self
            .as_(visitor)
            .post(&format!("{path}/signing-code"), Value::Null)
            .await;
        assert_eq!(asked.status, 200, "{asked:?}");
        let code = self.code(visitor.phone).await;
        let body = json!({"code": code, "document_sha256": shown["document_sha256"]});
        self.as_(visitor)
            .post(&format!("{path}/signature"), body)
            .await
    }

    /// How far an application is.
    pub async fn state(&self, visitor: &Visitor, application: &Value) -> String {
        let path = format!("/api/v1/applications/{}", text(application, "number"));
        text(&self.as_(visitor).get(&path).await.json, "state").to_owned()
    }

    /// A telephone answers 1414.
    pub async fn reply(&self, from: Phone, said: &str) -> String {
        let id = self.world.next_id();
        self.app
            .sms_received(ReceivedSms {
                id,
                from,
                text: said.to_owned(),
            })
            .await
            .unwrap();
        self.newest_sms(from).await
    }

    /// The token of the link in the newest message on a telephone.
    pub async fn token(&self, phone: Phone) -> String {
        let text = self.newest_sms(phone).await;
        let (_, rest) = text
            .split_once("http://localhost:8080/c/")
            .unwrap_or_else(|| panic!("no link in {text:?}"));
        rest.split_whitespace().next().unwrap().to_owned()
    }

    /// The four digits in the newest message on a telephone.
    pub async fn reply_code(&self, phone: Phone) -> String {
        let text = self.newest_sms(phone).await;
        let (_, rest) = text
            .split_once("ДА ")
            .unwrap_or_else(|| panic!("no code in {text:?}"));
        rest.chars().take(4).collect()
    }
}

/// Settings of a service that is reached without TLS.
fn http() -> Settings {
    Settings {
        public_url: "http://localhost:8080".to_owned(),
        https_only: false,
        bin: None,
        page: None,
    }
}

/// Everything outside, played by the world.
fn outside(world: &Arc<World>) -> Outside {
    Outside {
        clock: world.clone(),
        randomness: Arc::new(SystemRandomness),
        population: world.clone(),
        addresses: world.clone(),
        real_estate: world.clone(),
        tenancies: world.clone(),
        mobile_base: world.clone(),
        residences: world.clone(),
        sms: world.clone(),
    }
}

/// A text in JSON.
pub fn text<'a>(json: &'a Value, name: &str) -> &'a str {
    json[name]
        .as_str()
        .unwrap_or_else(|| panic!("no text `{name}` in {json}"))
}

/// An instant as text.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}
