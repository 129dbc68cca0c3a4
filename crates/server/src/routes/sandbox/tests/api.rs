use axum::http::StatusCode;
use serde_json::json;

use super::*;

#[tokio::test]
async fn people_come_with_everything_that_has_to_be_typed() {
    let room = room(false);
    let answer = room.json("/sandbox/api/people").await;
    let dana = answer["people"]
        .as_array()
        .unwrap()
        .iter()
        .find(|person| person["key"] == "dana")
        .unwrap();
    assert_eq!(dana["phone"], "+77000000301");
    assert_eq!(dana["journey"]["rca"], "0275300100520007");
    assert_eq!(dana["journey"]["owner"]["id"].as_str().unwrap().len(), 12);
    assert_eq!(dana["journey"]["term"]["ru"], "6 месяцев");
    assert!(dana["try"]["en"].as_str().unwrap().starts_with("Rents"));
    assert!(answer["organisations"].as_array().unwrap().len() >= 3);
}

#[tokio::test]
async fn a_reply_is_kept_and_handed_to_the_service() {
    let room = room(false);
    let reply = json!({ "phone": "8 700 000 03 02", "text": " YES 4821 ", "id": "one" });
    assert_eq!(
        room.post("/sandbox/api/replies", &reply).await.0,
        StatusCode::NO_CONTENT
    );
    let received = room.service.received.lock().unwrap().clone();
    assert_eq!(
        received,
        [("+77000000302".to_owned(), "YES 4821".to_owned())]
    );
    let messages = room.json("/sandbox/api/messages?phone=77000000302").await;
    assert_eq!(messages["messages"][0]["text"], "YES 4821");
    assert_eq!(messages["messages"][0]["reply"], true);
}

#[tokio::test]
async fn a_reply_sent_again_is_seen_once() {
    let room = room(false);
    let reply = json!({ "phone": "+77000000302", "text": "NO 4821", "id": "one" });
    for _ in 0..2 {
        assert_eq!(
            room.post("/sandbox/api/replies", &reply).await.0,
            StatusCode::NO_CONTENT
        );
    }
    let messages = room.json("/sandbox/api/messages").await;
    assert_eq!(messages["messages"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_service_that_is_away_is_told() {
    let room = room(true);
    let reply = json!({ "phone": "+77000000302", "text": "YES 4821" });
    let (status, problem) = room.post("/sandbox/api/replies", &reply).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!("register_down"))
    );
    assert!(!problem.to_string().contains("store is away"), "{problem}");
}

#[tokio::test]
async fn bad_requests_say_what_is_wrong() {
    let room = room(false);
    for (path, body, status, code) in [
        (
            "replies",
            json!({ "phone": "12", "text": "YES" }),
            422,
            "invalid_fields",
        ),
        (
            "replies",
            json!({ "phone": "+77000000302", "text": "  " }),
            422,
            "invalid_fields",
        ),
        (
            "replies",
            json!({ "phone": "+77000000302", "text": "я".repeat(641) }),
            422,
            "invalid_fields",
        ),
        (
            "replies",
            json!({ "phone": "+77000000302", "text": "YES", "id": "" }),
            422,
            "invalid_fields",
        ),
        (
            "replies",
            json!({ "text": "YES" }),
            400,
            "malformed_request",
        ),
        ("replies", json!([]), 400, "malformed_request"),
        (
            "clock",
            json!({ "forward_seconds": 0 }),
            422,
            "invalid_fields",
        ),
        (
            "clock",
            json!({ "forward_seconds": -60 }),
            422,
            "invalid_fields",
        ),
        (
            "clock",
            json!({ "forward_seconds": 31_622_401 }),
            422,
            "invalid_fields",
        ),
        (
            "clock",
            json!({ "forward_seconds": "soon" }),
            400,
            "malformed_request",
        ),
        (
            "clock",
            json!({ "now": "2030-01-01T00:00:00Z" }),
            400,
            "malformed_request",
        ),
    ] {
        let (found, problem) = room.post(&format!("/sandbox/api/{path}"), &body).await;
        assert_eq!(
            (found.as_u16(), problem["code"].as_str()),
            (status, Some(code)),
            "{body}"
        );
    }
    assert!(room.service.received.lock().unwrap().is_empty());
    assert_eq!(*room.service.moved.lock().unwrap(), 0);
}

#[tokio::test]
async fn the_clock_is_moved_and_the_service_is_told() {
    let room = room(false);
    let (status, clock) = room
        .post("/sandbox/api/clock", &json!({ "forward_seconds": 3600 }))
        .await;
    assert_eq!(
        (status, &clock["ahead_seconds"]),
        (StatusCode::OK, &json!(3600))
    );
    assert_eq!(*room.service.moved.lock().unwrap(), 1);
    assert_eq!(room.json("/sandbox/api/clock").await["ahead_seconds"], 3600);
}
