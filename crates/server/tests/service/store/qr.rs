//! Documents that are shown as QR codes.

use chrono::Duration;
use server::ports::store::{Change, Digest, Effect, QrStanding, Store, StoreError, StoredQr};
use wire::ProblemCode;

use super::{commit, noon, number};

pub(super) async fn a_qr_code_takes_one_end_and_none_after_its_time(store: &dyn Store) {
    use QrStanding::{Opened, Refused, Signed, Waiting};
    let end = noon() + Duration::minutes(5);
    let last = end - Duration::milliseconds(1);
    let revoked = Refused(ProblemCode::EdsRevoked);
    assert_eq!(store.qr(Digest::of(b"no such code")).await.unwrap(), None);
    for (name, steps, stands) in [
        ("nobody reads it", vec![], Waiting),
        (
            "opened twice",
            vec![(Opened, noon(), true), (Opened, noon(), true)],
            Opened,
        ),
        (
            "signed in the last moment",
            vec![(Signed, last, true)],
            Signed,
        ),
        (
            "signed too late",
            vec![(Opened, last, true), (Signed, end, false)],
            Opened,
        ),
        (
            "signed twice",
            vec![(Signed, noon(), true), (Signed, noon(), false)],
            Signed,
        ),
        (
            "refused",
            vec![(Opened, noon(), true), (revoked, noon(), true)],
            revoked,
        ),
        (
            "signed after a refusal",
            vec![(revoked, noon(), true), (Signed, noon(), false)],
            revoked,
        ),
        (
            "opened after all",
            vec![(Signed, noon(), true), (Opened, noon(), false)],
            Signed,
        ),
    ] {
        let token = Digest::of(name.as_bytes());
        let qr = StoredQr {
            number: number(71),
            document: Digest::of(b"document"),
            standing: Waiting,
            expires_at: end,
        };
        commit(store, vec![Effect::ShowQr { token, qr }])
            .await
            .unwrap();
        for (to, at, moves) in steps {
            let moved = store
                .commit(Change::new(at, vec![Effect::MoveQr { token, to }]))
                .await;
            assert!(
                matches!(
                    (&moved, moves),
                    (Ok(()), true) | (Err(StoreError::QrEnded), false)
                ),
                "{name}: {to:?} {moved:?}"
            );
        }
        let there = store.qr(token).await.unwrap();
        assert_eq!(
            there,
            Some(StoredQr {
                standing: stands,
                ..qr
            }),
            "{name}"
        );
    }
    let much_later = end + Duration::days(3);
    store
        .commit(Change::new(much_later, vec![Effect::Tidy]))
        .await
        .unwrap();
    assert_eq!(
        store.qr(Digest::of(b"refused")).await.unwrap(),
        None,
        "tidied"
    );
}
