//! Alive is not ready: where a part does not work, or the server stops, requests go elsewhere.

use serde_json::json;

use crate::support::Service;

#[tokio::test]
async fn all_is_well() {
    let service = Service::start();
    for path in ["/health/live", "/healthz"] {
        let answer = service.get(path).await;
        assert_eq!((answer.status, answer.text.as_str()), (200, "live\n"));
    }
    for path in ["/health/ready", "/readyz"] {
        let answer = service.get(path).await;
        assert_eq!(answer.status, 200);
        let all = json!({
            "ready": true, "stopping": false,
            "store": true, "policy": true, "disk": true, "keys": true,
        });
        assert_eq!(answer.json, all);
    }
}

#[tokio::test]
async fn a_server_that_stops_is_alive_and_not_ready() {
    let service = Service::start();
    service.app.watch.stop();
    assert_eq!(service.get("/health/live").await.status, 200);
    let answer = service.get("/health/ready").await;
    assert_eq!(
        (answer.status, &answer.json["stopping"]),
        (503, &json!(true))
    );
    let verdict = service.post("/api/v1/verdict", json!({})).await;
    assert_eq!(verdict.status, 200, "what comes is still answered");
}

#[tokio::test]
async fn a_server_whose_keys_are_out_of_use_is_not_ready_until_it_has_others() {
    let service = Service::start();
    let ready = async || {
        let answer = service.get("/health/ready").await;
        (answer.status, answer.json["keys"].clone())
    };
    service.app.watch.keys(true);
    assert_eq!(ready().await, (503, json!(false)));
    service.app.watch.keys(false);
    assert_eq!(ready().await, (200, json!(true)));
}

#[tokio::test]
async fn a_folder_that_is_gone_is_not_ready_until_it_is_back() {
    let service = Service::start();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    service.app.watch.disk(&data);
    let disk = async || service.get("/health/ready").await.json["disk"].clone();
    assert_eq!(disk().await, json!(false));
    std::fs::create_dir(&data).unwrap();
    assert_eq!(disk().await, json!(false), "it is looked at once a second");
    service.world.forward_ms(1000);
    assert_eq!(disk().await, json!(true));
    let left = std::fs::read_dir(&data).unwrap().count();
    assert_eq!(left, 0, "nothing is left behind");
}
