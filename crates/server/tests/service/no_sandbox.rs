//! What the sandbox has is nowhere without it.

use serde_json::json;

use crate::support::Service;

#[tokio::test]
async fn without_the_sandbox_nobody_signs_for_anybody() {
    let service = Service::start();
    for path in [
        "/sandbox/",
        "/sandbox/ncalayer",
        "/sandbox/api/ncalayer",
        "/sandbox/ca/root.cer",
        "/sandbox/ca/intermediate.cer",
        "/sandbox/ca/crl",
    ] {
        assert_eq!(service.get(path).await.status, 404, "{path}");
    }
    for path in [
        "/sandbox/api/ncalayer",
        "/sandbox/api/mobile-sign",
        "/sandbox/api/clock",
        "/sandbox/ca/ocsp",
        "/sandbox/ca/tsp",
    ] {
        let answer = service.post(path, json!({})).await;
        assert_eq!(answer.status, 404, "{path}");
    }
}
