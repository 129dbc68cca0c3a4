use super::*;

/// The next events of a stream as text, until one holds a word.
async fn events(body: &mut Body, until: &str) -> String {
    let mut text = String::new();
    while !text.contains(until) {
        let frame = body.frame().await.expect("the stream goes on").unwrap();
        text.push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap());
    }
    text
}

#[tokio::test]
async fn messages_and_moves_of_the_clock_arrive_live() {
    let room = room(false);
    room.arrives("1", "+77000000101", "before").await;
    let mut body = room.get("/sandbox/api/messages/stream").await.into_body();
    let before = events(&mut body, "before").await;
    assert!(
        before.contains("id: 1\n") && before.contains("+77000000101"),
        "{before}"
    );
    room.arrives("2", "+77000000102", "after").await;
    assert!(events(&mut body, "after").await.contains("id: 2\n"));
    room.sandbox.move_forward(60).await.unwrap();
    assert!(
        events(&mut body, "event: clock")
            .await
            .contains("\"ahead_seconds\":60")
    );
    room.sandbox.hang_up();
    assert!(
        body.frame().await.is_none(),
        "a server that stops ends the stream"
    );
}

#[tokio::test]
async fn a_browser_that_reconnects_misses_nothing_and_sees_nothing_twice() {
    let room = room(false);
    room.arrives("1", "+77000000101", "known").await;
    room.arrives("2", "+77000000101", "missed").await;
    let request = Request::get("/sandbox/api/messages/stream?after=0")
        .header("last-event-id", "1")
        .body(Body::empty())
        .unwrap();
    let mut body = room
        .router
        .clone()
        .oneshot(request)
        .await
        .unwrap()
        .into_body();
    let text = events(&mut body, "missed").await;
    assert!(!text.contains("known"), "{text}");
}
