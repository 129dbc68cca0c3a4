//! Encryption at rest: what a thief of the disk reads, and how keys are made, changed and missed.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    time::Duration,
};

use eds::Purpose;
use serde_json::{Value, json};
use server::{
    adapters::{
        sealing::{KeysError, Sealer},
        sqlite::Sqlite,
    },
    ports::store::{Store, StoreError},
};

use crate::support::{Cluster, Keyring, Program, Tenant, sealer, text};

fn tirkeu(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tirkeu"))
        .args(arguments)
        .output()
        .unwrap()
}

pub(super) fn ok(arguments: &[&str]) -> String {
    let output = tirkeu(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(arguments: &[&str], why: &str) {
    let output = tirkeu(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert!(said.contains(why), "{why:?} is not in {said}");
}

/// What nobody else may read of an application.
struct Journey {
    number: String,
    canaries: Vec<String>,
}

/// Somebody files, their owner agrees, and they ask for the code that signs; somebody else signs in
/// with a digital signature and signs what they file with one.
fn journey(program: &mut Program, folder: &Path) -> Journey {
    let tenant = Tenant::signed_in(program);
    let filing = json!({"lang": "ru", "answers": tenant.answers});
    let filed = program.ok("POST", "/api/v1/applications", &filing);
    let asked = program.messages(&tenant.owner_phone, 1).pop().unwrap();
    let token = asked
        .split("/c/")
        .nth(1)
        .unwrap()
        .split(' ')
        .next()
        .unwrap();
    let answer = json!({"agrees": true});
    program.ok("POST", &format!("/api/v1/consents/{token}"), &answer);
    let number = filed["number"].as_str().unwrap();
    let path = format!("/api/v1/applications/{number}/signing-code");
    program.ok("POST", &path, &Value::Null);
    program.messages(&tenant.phone, 2);
    let keyring = Keyring::of(folder);
    let challenge = keyring.challenge(program, "nurlan");
    let signer = program.ok("POST", "/api/v1/sign-in/eds", &challenge);
    let ready = program.ok("POST", "/api/v1/applications", &keyring.filing("nurlan"));
    let cms = keyring.signed("nurlan", Purpose::Sign, text(&ready, "document"));
    let signed = json!({"cms": cms, "document_sha256": ready["document_sha256"]});
    let path = format!("/api/v1/applications/{}", text(&ready, "number"));
    program.ok("POST", &format!("{path}/eds-signature"), &signed);
    while program.ok("GET", &path, &Value::Null)["state"] != "registered" {
        std::thread::sleep(Duration::from_millis(50));
    }
    let canaries = vec![
        text(&signer, "iin").to_owned(),
        tenant.iin.clone(),
        tenant.owner.clone(),
        tenant.phone[1..].to_owned(),
        tenant.owner_phone[1..].to_owned(),
        filed["subject"].as_str().unwrap().to_owned(),
        filed["rca"].as_str().unwrap().to_owned(),
        token.to_owned(),
        "код".to_owned(),
        "согласие".to_owned(),
        // The certificate names its owner too, in base64.
        cms[200..260].to_owned(),
    ];
    Journey {
        number: text(&ready, "number").to_owned(),
        canaries,
    }
}

/// What `tirkeu eds evidence` writes of the signature of an application's document.
fn evidence(folder: &Path, arguments: &[&str], number: &str) -> [String; 2] {
    let out = folder.join("kept");
    let shown = out.to_str().unwrap();
    ok(&[&["eds", "evidence", number, "--out", shown], arguments].concat());
    ["txt", "json"]
        .map(|end| fs::read_to_string(out.join(format!("{number}-document.{end}"))).unwrap())
}

fn expect_none(what: &str, bytes: &[u8], canaries: &[String]) {
    assert!(bytes.len() > 10_000, "{what} is empty");
    for canary in canaries {
        let found = bytes
            .windows(canary.len())
            .any(|window| window == canary.as_bytes());
        assert!(!found, "{canary} stands in {what}");
    }
}

#[test]
fn a_thief_of_the_file_reads_no_number_no_telephone_and_no_document() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path());
    let Journey { number, canaries } = journey(&mut program, folder.path());
    let mut read = Vec::new();
    for name in ["tirkeu.sqlite", "tirkeu.sqlite-wal"] {
        read.extend(fs::read(folder.path().join(name)).unwrap_or_default());
    }
    expect_none("the file and its log", &read, &canaries);
    let (file, copy) = (
        folder.path().join("tirkeu.sqlite"),
        folder.path().join("copy"),
    );
    let database = ["--database", file.to_str().unwrap()];
    let [content, body] = evidence(folder.path(), &database, &number);
    assert!(content.contains(&canaries[0]), "{content}");
    assert!(body.contains(canaries.last().unwrap()), "{body}");
    ok(&[
        "db",
        "backup",
        file.to_str().unwrap(),
        copy.to_str().unwrap(),
    ]);
    expect_none("a backup", &fs::read(copy).unwrap(), &canaries);
    ok(&["audit", "verify", file.to_str().unwrap()]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let keys = fs::metadata(folder.path().join("keys.toml")).unwrap();
        assert_eq!(keys.permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_thief_of_a_dump_reads_no_number_no_telephone_and_no_document() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let url = cluster.database();
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start_with(folder.path(), &["--database", &url]);
    let Journey { canaries, .. } = journey(&mut program, folder.path());
    let dump = Command::new(cluster.programs().join("pg_dump"))
        .arg(&url)
        .output()
        .unwrap();
    assert!(dump.status.success());
    expect_none("a dump", &dump.stdout, &canaries);
}

/// Changes the key while a server works, and goes on with it.
fn rotated(folder: &Path, database: &str, arguments: &[&str]) {
    let keys = folder.join("keys.toml");
    let keys = keys.to_str().unwrap();
    let mut program = Program::start_with(folder, arguments);
    let Journey { number, .. } = journey(&mut program, folder);
    let export = ["--database", database, "--keys", keys];
    let kept = evidence(folder, &export, &number);
    let before = program.ok("GET", "/api/v1/applications", &Value::Null);
    assert!(ok(&["keys", "new", keys]).contains("key 2"));
    let told = ok(&["keys", "rotate", database, "--keys", keys]);
    assert!(told.contains("under key 2"), "{told}");
    // The server has not read key 2 yet, and does when it meets it.
    assert_eq!(
        program.ok("GET", "/api/v1/applications", &Value::Null),
        before
    );
    let told = ok(&["keys", "rotate", database, "--keys", keys, "--forget"]);
    assert!(told.contains("1 older keys are no longer"), "{told}");
    assert_eq!(
        program.ok("GET", "/api/v1/applications", &Value::Null),
        before
    );
    let cookie = program.kill();
    let mut program = Program::start_with(folder, arguments);
    program.cookie = cookie;
    assert_eq!(
        program.ok("GET", "/api/v1/applications", &Value::Null),
        before
    );
    assert_eq!(evidence(folder, &export, &number), kept);
    ok(&["audit", "verify", database]);
    ok(&["db", "check", database]);
}

#[test]
fn the_key_of_a_file_is_changed_while_the_server_works() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tirkeu.sqlite");
    rotated(folder.path(), file.to_str().unwrap(), &[]);
}

#[test]
fn the_key_of_a_postgres_is_changed_while_the_server_works() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let url = cluster.database();
    let folder = tempfile::tempdir().unwrap();
    rotated(folder.path(), &url, &["--database", &url]);
}

/// As systemd hands a file over: the server has a copy, which does not follow the file.
#[test]
#[cfg(unix)]
fn a_server_with_a_copy_of_the_keys_reads_a_new_copy_when_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (keys, copy, file) = (at("original.toml"), at("copy.toml"), at("tirkeu.sqlite"));
    let [keys, copy, file] = [&keys, &copy, &file].map(|path| path.to_str().unwrap());
    ok(&["keys", "new", keys]);
    fs::copy(keys, copy).unwrap();
    let mut program = Program::start_with(folder.path(), &["--keys", copy]);
    let tenant = Tenant::signed_in(&mut program);
    let filing = json!({"lang": "ru", "answers": tenant.answers});
    program.ok("POST", "/api/v1/applications", &filing);
    let list = "/api/v1/applications";
    let before = program.ok("GET", list, &Value::Null);

    ok(&["keys", "new", keys]);
    ok(&["keys", "rotate", file, "--keys", keys]);
    // It cannot read what stands under a key that it does not have, says so, and invents nothing.
    let (status, _) = program.call("GET", list, &Value::Null);
    assert!(status >= 500, "{status}");
    let log = program.logged();
    assert!(log.contains("key 2"), "the log names the key");

    fs::copy(keys, copy).unwrap();
    program.signal("HUP");
    for _ in 0..40 {
        if program.logged().contains("the keys were read again") {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(program.logged().contains("the keys were read again"));
    assert_eq!(program.ok("GET", list, &Value::Null), before);
    ok(&["keys", "rotate", file, "--keys", keys, "--forget"]);
    assert_eq!(program.ok("GET", list, &Value::Null), before);
}

#[test]
fn keys_that_are_missing_wrong_or_open_to_others_are_named_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, right, other) = (at("tirkeu.sqlite"), at("right.toml"), at("other.toml"));
    ok(&["keys", "new", &right]);
    ok(&["keys", "new", &other]);
    drop(Sqlite::open(Path::new(&file), Sealer::open(Path::new(&right)).unwrap()).unwrap());
    let data = at("data");
    let serve = ["serve", "--sandbox", "--port", "0", "--data", &data];
    let with = |keys: &str, why: &str| {
        let arguments = [&serve[..], &["--database", &file, "--keys", keys]].concat();
        refused(&arguments, why);
    };
    with(&other, "was written with other keys than those in");
    with(&at("none.toml"), "No such file");
    fs::write(at("garbage.toml"), "seal = 'SECRET'").unwrap();
    with(&at("garbage.toml"), "others may read it");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(at("garbage.toml"), fs::Permissions::from_mode(0o600)).unwrap();
        with(&at("garbage.toml"), "it is no file of keys");
    }
    // A key that the database knows is taken out of the file.
    ok(&["keys", "new", &right]);
    drop(Sqlite::open(Path::new(&file), Sealer::open(Path::new(&right)).unwrap()).unwrap());
    let text = fs::read_to_string(&right).unwrap();
    let (head, rest) = text.split_once("\n[[seal]]\nid = 1").unwrap();
    let rest = rest.split_once("\n[[seal]]").unwrap().1;
    fs::write(&right, format!("{head}\n[[seal]]{rest}")).unwrap();
    with(&right, "was written with key 1, which is not in");
    let made = Sealer::open(Path::new(&at("none.toml")));
    assert!(matches!(made, Err(KeysError::File { .. })));
}

/// What version 2 of the file had, with somebody's application in clear.
const IN_CLEAR: &str = concat!(
    include_str!("../../src/adapters/sqlite/migrations/0001_start.sql"),
    include_str!("../../src/adapters/sqlite/migrations/0002_guesses.sql"),
);

#[tokio::test]
async fn a_file_of_an_earlier_version_is_sealed_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.sqlite");
    let transition = crate::store::filed(
        1,
        crate::support::iin(1),
        crate::support::iin(2),
        crate::support::iin(3),
    );
    let application = &transition.application;
    let owner = crate::support::iin(3).to_string();
    let old = rusqlite::Connection::open(&file).unwrap();
    old.execute_batch(IN_CLEAR).unwrap();
    old.pragma_update(None, "user_version", 2).unwrap();
    let (number, body) = (
        application.number.to_string(),
        serde_json::to_string(application).unwrap(),
    );
    let people = [
        application.applicant.iin.to_string(),
        application.subject.iin.to_string(),
    ];
    old.execute(
        "INSERT INTO applications VALUES (?1, ?2, ?3, 'awaiting_consent', 1, 5, 60, 1, 1, 1, ?4)",
        (&number, &people[0], &people[1], &body),
    )
    .unwrap();
    for (place, event) in (1..).zip(&transition.events) {
        let event = serde_json::to_string(event).unwrap();
        old.execute(
            "INSERT INTO events VALUES (?1, ?2, ?3)",
            (&number, place, event),
        )
        .unwrap();
    }
    old.execute(
        "INSERT INTO consents VALUES (?1, 0, ?2, 4821, 1, 1)",
        (&number, &owner),
    )
    .unwrap();
    old.execute(
        "INSERT INTO notifications (iin, at, number, text) VALUES (?1, 7, NULL, 'Құрметті')",
        [&people[0]],
    )
    .unwrap();
    old.execute(
        "INSERT INTO replies VALUES (?1, ?2, 201, '{\"iin\":1}', NULL)",
        ([1_u8; 32], [2_u8; 32]),
    )
    .unwrap();
    old.execute(
        "INSERT INTO outgoing (id, holder, phone, text, number, at, next_at, attempts, useless_at)
         VALUES ('a', NULL, '+77010000001', 'сәлем', NULL, 1, 1, 0, NULL)",
        [],
    )
    .unwrap();
    drop(old);

    let store = Sqlite::open(&file, sealer()).unwrap();
    let found = store
        .application(application.number)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (&found.application, &found.events),
        (application, &transition.events)
    );
    let (applicant, subject) = (application.applicant.iin, application.subject.iin);
    assert_eq!(store.applications_of(applicant, 9).await.unwrap().len(), 1);
    assert_eq!(
        store.open_application(subject).await.unwrap(),
        Some(application.number)
    );
    assert_eq!(
        store
            .consents_of(owner.parse().unwrap(), 9)
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        store.notifications(applicant, 9).await.unwrap()[0].text,
        "Құрметті"
    );
    let now = crate::support::at("2026-11-22T07:00:00Z");
    let key = server::ports::store::Digest([1; 32]);
    let reply = store.reply(key, now).await.unwrap().unwrap();
    assert_eq!(
        (reply.request.0, reply.body.as_str()),
        ([2; 32], "{\"iin\":1}")
    );
    assert_eq!(store.outgoing(now, 9).await.unwrap().len(), 1);
    drop(store);
    let read = fs::read(&file).unwrap();
    for canary in people
        .iter()
        .chain([&owner])
        .map(String::as_str)
        .chain(["Құрметті", "77010000001"])
    {
        let found = read
            .windows(canary.len())
            .any(|window| window == canary.as_bytes());
        assert!(!found, "{canary} is still there");
    }
    let other = Sealer::open_or_make(&folder.path().join("other.toml")).unwrap();
    assert!(matches!(
        Sqlite::open(&file, other),
        Err(StoreError::Keys(_))
    ));
}
