use registration::{
    Service, Tenure,
    application::ApplicationNumber,
    identifiers::{OwnerId, Rca},
};

use super::*;
use crate::ports::{
    MobileBase, Population, RealEstate, ResidenceEntry, ResidenceRegister, Tenancies,
};

fn entry(
    number: u64,
    sandbox: &Sandbox,
    key: &str,
    rca: &str,
    until: Option<&str>,
) -> ResidenceEntry {
    ResidenceEntry {
        application: ApplicationNumber::from_bits(number),
        iin: person(sandbox, key).iin,
        rca: Rca::parse(rca).unwrap(),
        service: if until.is_some() {
            Service::Temporary
        } else {
            Service::Permanent
        },
        from: "2026-11-23".parse().unwrap(),
        until: until.map(|day| day.parse().unwrap()),
    }
}

async fn registered(sandbox: &Sandbox, rca: &str) -> u32 {
    let record = sandbox
        .dwelling(Rca::parse(rca).unwrap())
        .await
        .unwrap()
        .unwrap();
    record.registered_people
}

async fn address(sandbox: &Sandbox, key: &str) -> String {
    let record = Population::person(sandbox, person(sandbox, key).iin)
        .await
        .unwrap()
        .unwrap();
    record.permanent_address.unwrap().en
}

#[tokio::test]
async fn a_permanent_residence_changes_the_address_and_who_is_counted_where() {
    let (sandbox, _folder) = sandbox();
    let (old, new) = ("0233300100400002", "0275300100520005");
    assert_eq!(
        (
            registered(&sandbox, old).await,
            registered(&sandbox, new).await
        ),
        (3, 1)
    );
    assert_eq!(
        address(&sandbox, "aigerim").await,
        "Jetisu Region, Taldyqorgan, Qabanbai Batyr Street 40, flat 2"
    );
    let entered = entry(1, &sandbox, "aigerim", new, None);
    sandbox.enter(entered.clone()).await.unwrap();
    sandbox.enter(entered).await.unwrap();
    assert_eq!(
        (
            registered(&sandbox, old).await,
            registered(&sandbox, new).await
        ),
        (2, 2)
    );
    assert_eq!(
        address(&sandbox, "aigerim").await,
        "Almaty, Bostandyq district, Abai Avenue 52, flat 5"
    );
    sandbox
        .enter(entry(2, &sandbox, "aigerim", old, None))
        .await
        .unwrap();
    assert_eq!(
        (
            registered(&sandbox, old).await,
            registered(&sandbox, new).await
        ),
        (3, 1)
    );
}

#[tokio::test]
async fn a_temporary_residence_counts_until_its_last_day_and_leaves_the_address() {
    let (sandbox, _folder) = sandbox();
    let flat = "0275300100520007";
    let before = address(&sandbox, "dana").await;
    sandbox
        .enter(entry(1, &sandbox, "dana", flat, Some("2026-12-23")))
        .await
        .unwrap();
    assert_eq!(registered(&sandbox, flat).await, 3);
    assert_eq!(address(&sandbox, "dana").await, before);
    sandbox.move_forward(30 * 24 * 60 * 60).await.unwrap();
    assert_eq!(registered(&sandbox, flat).await, 3, "on the last day");
    sandbox.move_forward(24 * 60 * 60).await.unwrap();
    assert_eq!(registered(&sandbox, flat).await, 2, "on the day after it");
}

#[tokio::test]
async fn owners_are_known_by_number() {
    let (sandbox, _folder) = sandbox();
    let owned = |key: &str| OwnerId::Person(person(&sandbox, key).iin);
    assert_eq!(sandbox.owned_by(owned("serik")).await.unwrap().len(), 2);
    assert_eq!(sandbox.owned_by(owned("dana")).await.unwrap(), []);
    let shared = sandbox.owned_by(owned("madina")).await.unwrap();
    let record = sandbox.dwelling(shared[0]).await.unwrap().unwrap();
    assert_eq!(record.owners.len(), 3);
    assert_eq!(record.tenure, Tenure::Private);
}

#[tokio::test]
async fn an_agreement_lists_some_and_not_others() {
    let (sandbox, _folder) = sandbox();
    let listed = |rca: &'static str| {
        let sandbox = &sandbox;
        async move { sandbox.listed(Rca::parse(rca).unwrap()).await.unwrap() }
    };
    let both = [
        person(&sandbox, "tolegen").iin,
        person(&sandbox, "meruert").iin,
    ];
    assert_eq!(
        listed("0247301400220001").await.as_deref(),
        Some(both.as_slice())
    );
    assert_eq!(listed("0247301400220002").await, Some(Vec::new()));
    assert_eq!(listed("0275300100520005").await, None, "no state rental");
}

#[tokio::test]
async fn telephones_belong_to_people_and_organisations() {
    let (sandbox, _folder) = sandbox();
    for person in &sandbox.world().people {
        let of = OwnerId::Person(person.iin);
        assert_eq!(MobileBase::phone(&sandbox, of).await.unwrap(), person.phone);
        if let Some(phone) = person.phone {
            assert_eq!(sandbox.holders(phone).await.unwrap(), [of]);
        }
    }
    for organisation in &sandbox.world().organisations {
        let of = OwnerId::Organisation(organisation.bin);
        assert_eq!(
            MobileBase::phone(&sandbox, of).await.unwrap(),
            Some(organisation.phone)
        );
        assert_eq!(sandbox.holders(organisation.phone).await.unwrap(), [of]);
    }
}

#[tokio::test]
async fn nobody_and_nothing_is_none_and_no_error() {
    let (sandbox, _folder) = sandbox();
    let stranger = registration::identifiers::Iin::parse("061211600012").unwrap();
    let nowhere = Rca::parse("0000000000000000").unwrap();
    assert_eq!(Population::person(&sandbox, stranger).await.unwrap(), None);
    assert_eq!(sandbox.dwelling(nowhere).await.unwrap(), None);
    assert_eq!(sandbox.listed(nowhere).await.unwrap(), None);
    assert_eq!(
        MobileBase::phone(&sandbox, OwnerId::Person(stranger))
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn a_restart_loses_no_residence() {
    let folder = tempfile::tempdir().unwrap();
    let before = sandbox_in(folder.path());
    before
        .enter(entry(1, &before, "aigerim", "0275300100520005", None))
        .await
        .unwrap();
    drop(before);
    let after = sandbox_in(folder.path());
    assert_eq!(
        address(&after, "aigerim").await,
        "Almaty, Bostandyq district, Abai Avenue 52, flat 5"
    );
}
