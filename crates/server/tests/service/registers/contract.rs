use std::sync::Arc;

use registration::{
    Service,
    application::ApplicationNumber,
    identifiers::{Iin, OwnerId, Rca},
};
use server::{
    adapters::{
        sandbox::{Sandbox, World},
        system::SystemClock,
    },
    ports::{Outside, ResidenceEntry},
    routes,
};
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::registers;

fn sandbox(folder: &TempDir) -> Sandbox {
    Sandbox::open(folder.path(), Arc::new(SystemClock)).unwrap()
}

/// The registers of a sandbox behind HTTP; everything else as it is.
async fn over_http(sandbox: &Sandbox) -> Outside {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap());
    let router = routes::registers::router(sandbox.outside(), Some("right".to_owned()));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let far = Arc::new(registers(&base, Some("right")));
    Outside {
        population: far.clone(),
        addresses: far.clone(),
        real_estate: far.clone(),
        tenancies: far.clone(),
        mobile_base: far.clone(),
        residences: far,
        ..sandbox.outside()
    }
}

/// What any registers with the people of the sandbox must answer.
async fn suite(outside: &Outside, world: &World) {
    let nobody = Iin::parse("061211600012").unwrap();
    let nowhere = Rca::parse("9999999999999999").unwrap();
    assert_eq!(outside.population.person(nobody).await.unwrap(), None);
    assert_eq!(outside.addresses.address(nowhere).await.unwrap(), None);
    assert_eq!(outside.real_estate.dwelling(nowhere).await.unwrap(), None);
    assert_eq!(outside.tenancies.listed(nowhere).await.unwrap(), None);
    for known in &world.people {
        let holder = OwnerId::Person(known.iin);
        let person = outside.population.person(known.iin).await.unwrap().unwrap();
        assert_eq!((person.iin, &person.name), (known.iin, &known.name));
        assert_eq!((person.born, person.has_eds), (known.born, known.has_eds));
        assert_eq!(person.represents.len(), known.represents.len());
        let phone = outside.mobile_base.phone(holder).await.unwrap();
        assert_eq!(phone, known.phone, "{}", known.key);
        if let Some(phone) = phone {
            let holders = outside.mobile_base.holders(phone).await.unwrap();
            assert!(holders.contains(&holder), "{}", known.key);
        }
        let owned = outside.real_estate.owned_by(holder).await.unwrap();
        for rca in owned {
            assert!(world.dwelling(rca).unwrap().owners.contains(&holder));
        }
    }
    for known in &world.dwellings {
        let address = outside.addresses.address(known.rca).await.unwrap().unwrap();
        assert_eq!((address.region, &address.text), (known.region, &known.text));
        let found = outside
            .addresses
            .search(&known.text.kk, Some(known.region), 50)
            .await
            .unwrap();
        assert!(found.contains(&address), "{}", known.text.kk);
        let dwelling = outside.real_estate.dwelling(known.rca).await.unwrap();
        let dwelling = dwelling.unwrap();
        assert_eq!(dwelling.area_dm2, known.area_dm2);
        let owners: Vec<OwnerId> = dwelling.owners.iter().map(|it| it.owner).collect();
        assert_eq!(owners, known.owners);
        let listed = outside.tenancies.listed(known.rca).await.unwrap();
        assert_eq!(listed, known.listed);
    }
    enters_once(outside, world).await;
}

/// A residence is entered, and entering it again changes nothing.
async fn enters_once(outside: &Outside, world: &World) {
    let lives = |person: &&server::adapters::sandbox::SandboxPerson| person.lives.is_some();
    let who = world.people.iter().find(lives).unwrap();
    let to = world.dwellings.iter().find(|at| Some(at.rca) != who.lives);
    let to = to.unwrap();
    let before = outside.real_estate.dwelling(to.rca).await.unwrap().unwrap();
    let entry = ResidenceEntry {
        application: ApplicationNumber::from_bits(77),
        iin: who.iin,
        rca: to.rca,
        service: Service::Permanent,
        from: outside.clock.now().date_naive(),
        until: None,
    };
    for _ in 0..2 {
        outside.residences.enter(entry.clone()).await.unwrap();
    }
    let person = outside.population.person(who.iin).await.unwrap().unwrap();
    assert_eq!(person.permanent_address.as_ref(), Some(&to.text));
    let after = outside.real_estate.dwelling(to.rca).await.unwrap().unwrap();
    assert_eq!(after.registered_people, before.registered_people + 1);
}

#[tokio::test]
async fn the_sandbox_keeps_the_contract() {
    let folder = TempDir::new().unwrap();
    let sandbox = sandbox(&folder);
    suite(&sandbox.outside(), sandbox.world()).await;
}

#[tokio::test]
async fn the_sandbox_keeps_the_contract_over_http() {
    let folder = TempDir::new().unwrap();
    let sandbox = sandbox(&folder);
    suite(&over_http(&sandbox).await, sandbox.world()).await;
}

#[tokio::test]
async fn both_answer_the_same() {
    let folder = TempDir::new().unwrap();
    let sandbox = sandbox(&folder);
    let (near, far) = (sandbox.outside(), over_http(&sandbox).await);
    for known in &sandbox.world().people {
        assert_eq!(
            near.population.person(known.iin).await.unwrap(),
            far.population.person(known.iin).await.unwrap()
        );
    }
    for known in &sandbox.world().dwellings {
        assert_eq!(
            near.real_estate.dwelling(known.rca).await.unwrap(),
            far.real_estate.dwelling(known.rca).await.unwrap()
        );
        assert_eq!(
            near.addresses.address(known.rca).await.unwrap(),
            far.addresses.address(known.rca).await.unwrap()
        );
    }
    for text in ["", "ул", "Абай 5", "0275", "x"] {
        assert_eq!(
            near.addresses.search(text, None, 7).await.unwrap(),
            far.addresses.search(text, None, 7).await.unwrap(),
            "{text}"
        );
    }
}
