//! A verdict taken apart, for anybody who asks.

use serde_json::json;

use crate::support::Service;

#[tokio::test]
async fn anybody_may_ask_why() {
    let service = Service::start();
    let request = json!({
        "on": "2026-03-01",
        "facts": { "subject.age": 13, "subject.citizenship": "citizen" },
        "why_not": "online",
    });
    let answer = service
        .anybody()
        .without_key()
        .post("/api/v1/explanation", request)
        .await;
    assert_eq!(answer.status, 200);
    let body = &answer.json;
    assert_eq!(body["on"], "2026-03-01");
    assert_eq!(body["verdict"]["outcome"], "not_separate");
    assert_eq!(body["why_not"]["outranking"][0]["rule"], "R1");
    assert_eq!(body["why_not"]["ways"], json!([]));
    assert_eq!(body["timeline"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_wrong_with_the_question_is_said() {
    let service = Service::start();
    let check = async |request: serde_json::Value, field: &str| {
        let answer = service.anybody().post("/api/v1/explanation", request).await;
        assert_eq!(answer.status, 422, "{}", answer.json);
        let named = answer.json["fields"][0]["field"].as_str();
        assert_eq!(named, Some(field), "{}", answer.json);
    };
    check(
        json!({ "facts": { "subject.age": "old" } }),
        "facts.subject.age",
    )
    .await;
    check(json!({ "facts": {}, "why_not": "unknown" }), "why_not").await;
    check(json!({ "facts": {}, "why_not": "onlin" }), "why_not").await;
}
