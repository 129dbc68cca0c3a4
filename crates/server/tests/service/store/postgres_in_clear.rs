//! A PostgreSQL of an earlier version, which knew no keys: everything in it is sealed when it is opened.

use std::process::Command;

use server::{
    adapters::{postgres::Postgres, sealing::Sealer},
    ports::store::{Digest, Store, StoreError},
};

use super::{commit, filed, filing, noon};
use crate::support::{Cluster, iin, sealer};

/// The migrations from before there were keys.
const IN_CLEAR: [&str; 3] = [
    include_str!("../../../src/adapters/postgres/migrations/0001_start.sql"),
    include_str!("../../../src/adapters/postgres/migrations/0002_eds.sql"),
    include_str!("../../../src/adapters/postgres/migrations/0003_qr.sql"),
];

/// What that version had written, with an application that waits for its owner.
fn old(cluster: &Cluster) -> String {
    let url = cluster.database();
    cluster.sql(
        &url,
        "CREATE TABLE migrations (version integer PRIMARY KEY, digest bytea NOT NULL,
         done_at timestamptz NOT NULL DEFAULT now())",
    );
    for (version, migration) in (1..).zip(IN_CLEAR) {
        cluster.sql(&url, migration);
        let digest: String = Digest::of(migration.as_bytes())
            .0
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let done =
            format!("INSERT INTO migrations (version, digest) VALUES ({version}, '\\x{digest}')");
        cluster.sql(&url, &done);
    }
    let transition = filed(1, iin(1), iin(2), iin(3));
    let application = &transition.application;
    let number = application.number;
    let [applicant, subject, owner] = [iin(1), iin(2), iin(3)].map(|one| one.to_string());
    let at = application.filed_at.to_rfc3339();
    let body = serde_json::to_string(application).unwrap();
    let mut rows = vec![
        format!("INSERT INTO application_numbers VALUES ('{number}', '{at}')"),
        format!("INSERT INTO open_applications VALUES ('{subject}', '{number}', '{at}')"),
        format!(
            "INSERT INTO applications VALUES ('{number}', '{at}', '{applicant}', '{subject}',
             'awaiting_consent', true, '{at}', 60, 1, '{at}', $json${body}$json$)"
        ),
        format!("INSERT INTO consents VALUES ('{number}', '{at}', 0, '{owner}', 4821, true)"),
        format!(
            "INSERT INTO evidence VALUES ('{number}', '{at}', 'document', '{at}', 'of {subject}', '{{}}')"
        ),
        format!(
            "INSERT INTO notifications (iin, at, number, text)
             VALUES ('{applicant}', '{at}', NULL, 'Құрметті')"
        ),
        "INSERT INTO replies VALUES (decode(repeat('01', 32), 'hex'), decode(repeat('02', 32), 'hex'),
         201, '{\"iin\":1}', NULL)"
            .to_owned(),
        format!(
            "INSERT INTO outgoing (id, holder, phone, text, number, at, next_at, attempts, useless_at)
             VALUES ('a', NULL, '+77010000001', 'сәлем', NULL, '{at}', '{at}', 0, NULL)"
        ),
    ];
    for (place, event) in (1..).zip(&transition.events) {
        let event = serde_json::to_string(event).unwrap();
        rows.push(format!(
            "INSERT INTO events VALUES ('{number}', '{at}', {place}, $json${event}$json$)"
        ));
    }
    rows.iter().for_each(|row| drop(cluster.sql(&url, row)));
    url
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_postgres_of_an_earlier_version_is_sealed_when_it_is_opened() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let url = old(&cluster);
    let transition = filed(1, iin(1), iin(2), iin(3));
    let application = &transition.application;

    let store = Postgres::open(&url, sealer(), noon()).await.unwrap();
    let found = store.application(application.number).await.unwrap();
    let found = found.unwrap();
    assert_eq!(
        (&found.application, &found.events),
        (application, &transition.events)
    );
    assert_eq!(store.applications_of(iin(1), 9).await.unwrap().len(), 1);
    let open = store.open_application(iin(2)).await.unwrap();
    assert_eq!(open, Some(application.number));
    let second = filing(&filed(2, iin(1), iin(2), iin(3)));
    let second = commit(&store, vec![second]).await;
    assert!(
        matches!(second, Err(StoreError::SubjectBusy)),
        "a second application for the same person: {second:?}"
    );
    let owner = iin(3).to_string().parse().unwrap();
    assert_eq!(store.consents_of(owner, 9).await.unwrap().len(), 1);
    let told = store.notifications(iin(1), 9).await.unwrap();
    assert_eq!(told[0].text, "Құрметті");
    let reply = store.reply(Digest([1; 32]), noon()).await.unwrap().unwrap();
    assert_eq!(
        (reply.request.0, reply.body.as_str()),
        ([2; 32], "{\"iin\":1}")
    );
    let later = noon() + chrono::Duration::days(1);
    assert_eq!(store.outgoing(later, 9).await.unwrap().len(), 1);
    drop(store);

    let dump = Command::new(cluster.programs().join("pg_dump"))
        .arg(&url)
        .output()
        .unwrap();
    assert!(dump.status.success());
    let dump = String::from_utf8_lossy(&dump.stdout);
    let people = [1, 2, 3].map(|bits| iin(bits).to_string());
    for canary in people
        .iter()
        .map(String::as_str)
        .chain(["Құрметті", "77010000001", "сәлем"])
    {
        let line = dump.lines().find(|line| line.contains(canary));
        assert_eq!(line, None, "{canary} is still there");
    }
    let folder = tempfile::tempdir().unwrap();
    let other = Sealer::open_or_make(&folder.path().join("other.toml")).unwrap();
    let refused = Postgres::open(&url, other, noon()).await;
    assert!(matches!(refused, Err(StoreError::Keys(_))));
}
