use chrono::TimeDelta;
use registration::identifiers::Phone;

use super::*;
use crate::ports::{Sms, SmsText};

fn message(id: &str, to: &str, text: &str) -> SmsText {
    SmsText {
        id: id.to_owned(),
        to: Phone::parse(to).unwrap(),
        text: text.to_owned(),
        at: DateTime::UNIX_EPOCH,
    }
}

async fn texts(sandbox: &Sandbox, phone: Option<&str>, after: i64) -> Vec<String> {
    let phone = phone.map(|phone| Phone::parse(phone).unwrap());
    let messages = sandbox.messages(phone, after).await.unwrap();
    messages.into_iter().map(|message| message.text).collect()
}

#[tokio::test]
async fn a_message_arrives_once_on_its_own_telephone() {
    let (sandbox, _folder) = sandbox();
    sandbox
        .send(message("1", "+77000000101", "first"))
        .await
        .unwrap();
    sandbox
        .send(message("1", "+77000000101", "first"))
        .await
        .unwrap();
    sandbox
        .send(message("2", "+77000000102", "second"))
        .await
        .unwrap();
    assert_eq!(texts(&sandbox, Some("+77000000101"), 0).await, ["first"]);
    assert_eq!(texts(&sandbox, None, 0).await, ["first", "second"]);
    assert_eq!(texts(&sandbox, None, 1).await, ["second"]);
}

#[tokio::test]
async fn a_reply_stands_among_the_messages_of_its_telephone() {
    let (sandbox, _folder) = sandbox();
    let phone = Phone::parse("+77000000302").unwrap();
    sandbox
        .send(message("1", "+77000000302", "YES or NO?"))
        .await
        .unwrap();
    sandbox.keep_reply("2", phone, "YES 4821").await.unwrap();
    sandbox.keep_reply("2", phone, "YES 4821").await.unwrap();
    let messages = sandbox.messages(Some(phone), 0).await.unwrap();
    let seen: Vec<_> = messages
        .iter()
        .map(|message| (message.reply, message.text.as_str()))
        .collect();
    assert_eq!(seen, [(false, "YES or NO?"), (true, "YES 4821")]);
}

#[tokio::test]
async fn those_who_watch_are_told_of_messages_and_moves_of_the_clock() {
    let (sandbox, _folder) = sandbox();
    let mut watch = sandbox.watch();
    assert!(!watch.has_changed().unwrap());
    sandbox
        .send(message("1", "+77000000101", "first"))
        .await
        .unwrap();
    assert!(watch.has_changed().unwrap());
    watch.mark_unchanged();
    sandbox.move_forward(60).await.unwrap();
    assert!(watch.has_changed().unwrap());
    sandbox.hang_up();
    assert!(watch.borrow_and_update().over);
}

#[tokio::test]
async fn the_clock_moves_forward_and_stays_so_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = sandbox_in(folder.path());
    let start = sandbox.now();
    sandbox.move_forward(3600).await.unwrap();
    sandbox.move_forward(300).await.unwrap();
    assert_eq!(sandbox.now() - start, TimeDelta::minutes(65));
    drop(sandbox);
    let sandbox = sandbox_in(folder.path());
    assert_eq!(sandbox.now() - start, TimeDelta::minutes(65));
    assert_eq!(sandbox.ahead(), TimeDelta::minutes(65));
}

#[tokio::test]
async fn one_move_of_the_clock_is_at_most_a_year() {
    let (sandbox, _folder) = sandbox();
    sandbox.move_forward(u32::MAX).await.unwrap();
    assert_eq!(sandbox.ahead(), TimeDelta::days(366));
}

#[tokio::test]
async fn a_restart_loses_no_message() {
    let folder = tempfile::tempdir().unwrap();
    let before = sandbox_in(folder.path());
    before
        .send(message("1", "+77000000101", "first"))
        .await
        .unwrap();
    drop(before);
    let after = sandbox_in(folder.path());
    assert_eq!(texts(&after, None, 0).await, ["first"]);
}

#[test]
fn those_who_are_featured_can_sign_in() {
    let (sandbox, _folder) = sandbox();
    let featured = sandbox.featured();
    assert!(featured.len() >= 8, "{}", featured.len());
    assert!(featured.iter().all(|person| !person.hint.kk.is_empty()));
}
