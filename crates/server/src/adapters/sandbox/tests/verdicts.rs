//! What `people.toml` promises of each person is what the service decides on their answers, by the
//! embedded policy and the registers of the sandbox.

use registration::{Answers, Law, identifiers::Rca};
use wire::{ApplicationView, FileRequest, Problem};
use words::Lang;

use super::*;
use crate::{
    adapters::{sandbox::SandboxPerson, sealing::Sealer, sqlite::Sqlite},
    app::{App, Dependencies, Settings},
    http::{Keep, Ticket, Who},
    laws::Laws,
    ports::store::Digest,
    usecases::file_application,
};

pub(super) fn service(sandbox: &Sandbox, folder: &Path) -> App {
    let sealer = Sealer::open_or_make(&folder.join("keys.toml")).unwrap();
    let store = Arc::new(Sqlite::open(&folder.join("tirkeu.sqlite"), sealer).unwrap());
    let settings = Settings {
        public_url: "http://127.0.0.1:8080".to_owned(),
        https_only: false,
        bin: None,
        page: None,
    };
    App::new(Dependencies {
        outside: sandbox.outside(),
        store,
        laws: Laws::new(Law::embedded().unwrap()),
        settings,
        signatures: None,
        session_secret: [0; 32],
    })
}

/// Files somebody's answers and tells which rules the verdict named, whether or not it lets them.
async fn rules(app: &App, person: &SandboxPerson, answers: &Answers) -> Vec<String> {
    let ticket = Ticket {
        key: person.key.clone(),
        target: "file".to_owned(),
        request: Digest::of(person.key.as_bytes()),
        lang: Lang::En,
    };
    let request = FileRequest {
        answers: answers.clone(),
        lang: Lang::En,
    };
    let answer = app
        .once(&ticket, Who::Person(person.iin), Keep::ForGood, |slot| {
            file_application(app, person.iin, request, slot)
        })
        .await
        .unwrap();
    if answer.status == 201 {
        let application: ApplicationView = serde_json::from_str(&answer.body).unwrap();
        let cited = application.rules.into_iter();
        return cited.map(|cited| cited.rule).collect();
    }
    let problem: Problem = serde_json::from_str(&answer.body).unwrap();
    let verdict = problem
        .verdict
        .unwrap_or_else(|| panic!("{}: {:?}", person.key, problem.code));
    assert!(
        verdict.missing.is_empty(),
        "{} misses {:?}",
        person.key,
        verdict.missing
    );
    let because = verdict.because.into_iter();
    because.map(|because| because.rule).collect()
}

#[tokio::test]
async fn everybody_shows_the_rules_they_promise() {
    let (sandbox, folder) = sandbox();
    let app = service(&sandbox, folder.path());
    for person in &sandbox.world().people {
        let Some(answers) = &person.journey else {
            continue;
        };
        let rules = rules(&app, person, answers).await;
        let named = person.shows.iter().all(|rule| rules.contains(rule));
        assert!(
            named,
            "{} promises {:?} and shows {rules:?}",
            person.key, person.shows
        );
    }
}

#[tokio::test]
async fn whoever_files_twice_is_led_back_to_the_first() {
    let (sandbox, folder) = sandbox();
    let app = service(&sandbox, folder.path());
    let aigerim = person(&sandbox, "aigerim");
    let answers = aigerim.journey.as_ref().unwrap();
    assert!(
        !rules(&app, aigerim, answers)
            .await
            .contains(&"R23".to_owned())
    );
    let again = SandboxPerson {
        key: "again".to_owned(),
        ..aigerim.clone()
    };
    assert_eq!(rules(&app, &again, answers).await, ["R23"]);
}

#[tokio::test]
async fn the_second_record_of_a_house_number_is_nobodys() {
    let (sandbox, folder) = sandbox();
    let app = service(&sandbox, folder.path());
    let vladimir = person(&sandbox, "vladimir");
    let rca = Some(Rca::parse("2227300100080000").unwrap());
    let answers = Answers {
        rca,
        ..vladimir.journey.clone().unwrap()
    };
    assert_eq!(rules(&app, vladimir, &answers).await, ["R12"]);
}
