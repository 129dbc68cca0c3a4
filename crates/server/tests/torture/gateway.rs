//! Registers and telephones that go and come back: what was decided is sent afterwards, once.

use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{report::Row, support::Service};

pub fn run(budget: Duration) -> Vec<Row> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    vec![runtime.block_on(outages(budget))]
}

async fn outages(budget: Duration) -> Row {
    let what = "registers and telephones go and come back";
    let mut row = Row::new(what, 0, "refused with 503, then sent once each");
    let begun = Instant::now();
    let mut service = Service::start();
    while begun.elapsed() < budget || row.tried == 0 {
        row.tried += 1;
        // A day has so many codes for a person and no more, and nobody grows old.
        if row.tried.is_multiple_of(300) {
            service = Service::start();
        }
        service.later(24 * 3600).await;
        let town = &service.town;
        let visitor = service.sign_in(town.serik).await;
        let body = json!({"answers": town.owner_answers(town.shared), "lang": "ru"});
        let phone = service.world.phone_of(town.dana);
        let before = service.world.sms_to(phone).len();
        service.world.down.store(true, Ordering::SeqCst);
        let file = async |key: &str| {
            let call = service.as_(&visitor).key(key);
            call.post("/api/v1/applications", body.clone()).await
        };
        let key = format!("outage-{:05}", row.tried);
        let refused = file(&key).await;
        row.hold(refused.status == 503, || refused.text.clone());
        service.world.down.store(false, Ordering::SeqCst);
        let filed = file(&key).await;
        row.hold(filed.status == 201, || filed.text.clone());
        service.world.down.store(true, Ordering::SeqCst);
        for _ in 0..5 {
            let _none_is_sent = server::usecases::deliver(&service.app).await;
            service.world.forward_ms(20_000);
        }
        let held = service.world.sms_to(phone).len();
        row.hold(held == before, || {
            "sent by a gateway that is down".to_owned()
        });
        service.world.down.store(false, Ordering::SeqCst);
        service.later(120).await;
        let sent = service.world.sms_to(phone).len();
        row.hold(sent == before + 1, || {
            format!("{} messages instead of one", sent - before)
        });
        service.later(2 * 3600).await;
        if !row.lost.is_empty() {
            break;
        }
    }
    row
}
