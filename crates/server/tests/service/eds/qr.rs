use base64::{Engine, engine::general_purpose::STANDARD};
use eds::{Purpose, issue::Over};
use registration::application::ApplicationNumber;
use serde_json::{Value, json};
use server::adapters::sandbox::Fault;
use std::{sync::atomic::Ordering, time::Duration};

use crate::support::{Answer, Service, Signers, Visitor, text};

const LIFE_MS: i64 = 5 * 60 * 1000;

/// A QR code on somebody's page.
struct Shown {
    visitor: Visitor,
    filed: Value,
    qr: Value,
}

impl Shown {
    /// Somebody of the sandbox has filed and has the code shown.
    async fn by(signers: &Signers, key: &str) -> Self {
        let (visitor, filed) = signers.filed(key).await;
        let qr = show(&signers.service, &visitor, &filed).await;
        assert_eq!(qr.status, 200, "{qr:?}");
        Self {
            visitor,
            filed,
            qr: qr.json,
        }
    }

    /// Another code for the same application.
    async fn again(&self, signers: &Signers) -> Self {
        let qr = show(&signers.service, &self.visitor, &self.filed)
            .await
            .json;
        Self {
            visitor: self.visitor.clone(),
            filed: self.filed.clone(),
            qr,
        }
    }

    /// The telephone is told why, the page as well, and nothing is signed.
    async fn refuses(&self, signers: &Signers, what: &str, body: &Value, problem: &str) {
        let refused = self.put(signers, body).await;
        assert_eq!(
            (refused.status, refused.problem()),
            (403, problem),
            "{what}"
        );
        assert_eq!(refused.json["status"], 403, "{what}");
        let progress = self.progress(signers, "").await.json;
        assert_eq!(progress["state"], "refused", "{what}");
        assert_eq!(progress["problem"]["code"], problem, "{what}");
        let state = signers.service.state(&self.visitor, &self.filed).await;
        assert_eq!(state, "awaiting_signature", "{what}");
    }

    /// The address that the code says, on this server.
    fn path(&self) -> &str {
        let link = text(&self.qr, "link");
        link.strip_prefix("mobileSign:http://localhost:8080")
            .unwrap()
    }

    /// How far the page sees the telephone.
    async fn progress(&self, signers: &Signers, query: &str) -> Answer {
        let (number, token) = (text(&self.filed, "number"), text(&self.qr, "token"));
        let path = format!("/api/v1/applications/{number}/qr/{token}{query}");
        signers.service.as_(&self.visitor).get(&path).await
    }

    async fn stands(&self, signers: &Signers) -> String {
        let progress = self.progress(signers, "").await;
        text(&progress.json, "state").to_owned()
    }

    /// What the telephone fetches, with something in the place of the document.
    async fn signed(&self, signers: &Signers, data: &str) -> Value {
        let documents = format!("{}/documents", self.path());
        let mut body = signers.service.get(&documents).await.json;
        body["documentsToSign"][0]["document"]["file"]["data"] = json!(data);
        body
    }

    async fn put(&self, signers: &Signers, body: &Value) -> Answer {
        let path = format!("{}/documents", self.path());
        let call = signers.service.anybody().without_key();
        let kind = Some("application/json");
        call.send(
            axum::http::Method::PUT,
            &path,
            body.to_string().into(),
            kind,
        )
        .await
    }
}

async fn show(service: &Service, visitor: &Visitor, filed: &Value) -> Answer {
    let path = format!("/api/v1/applications/{}/qr", text(filed, "number"));
    service.as_(visitor).post(&path, Value::Null).await
}

#[tokio::test]
async fn a_telephone_makes_two_calls_and_signs() {
    let signers = Signers::start();
    let shown = Shown::by(&signers, "aigerim").await;
    assert!(text(&shown.qr, "svg").contains("<svg"), "{:?}", shown.qr);
    assert_eq!(shown.stands(&signers).await, "waiting");

    let first = signers.service.get(shown.path()).await;
    assert_eq!(first.status, 200, "{first:?}");
    let number = text(&shown.filed, "number");
    assert!(text(&first.json, "description").contains(number));
    assert_eq!(first.json["expiryDate"], shown.qr["expires_at"]);
    assert_eq!(first.json["document"]["auth_type"], "None");
    assert_eq!(
        first.json["document"]["uri"],
        format!("http://localhost:8080{}/documents", shown.path())
    );
    for name in ["nameRu", "nameKz", "nameEn"] {
        assert!(
            !text(&first.json["organisation"], name).is_empty(),
            "{name}"
        );
    }
    assert_eq!(
        shown.stands(&signers).await,
        "waiting",
        "it has no document yet"
    );

    let second = signers
        .service
        .get(&format!("{}/documents", shown.path()))
        .await
        .json;
    assert_eq!(second["signMethod"], "CMS_SIGN_ONLY");
    let data = text(&second["documentsToSign"][0]["document"]["file"], "data");
    let document = text(&shown.filed, "document");
    assert_eq!(STANDARD.decode(data).unwrap(), document.as_bytes());
    assert_eq!(shown.stands(&signers).await, "opened");

    let cms = signers.signed("aigerim", Purpose::Sign, document, None);
    let signed = shown.signed(&signers, &cms).await;
    let taken = shown.put(&signers, &signed).await;
    assert_eq!(taken.status, 200, "{taken:?}");
    assert_eq!(taken.json, signed, "the telephone gets back what it sent");
    assert_eq!(shown.stands(&signers).await, "signed");
    let number = ApplicationNumber::parse(number).unwrap();
    let kept = signers.service.app.store.evidence(number).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].content, document);

    assert_eq!(shown.put(&signers, &signed).await.status, 403, "only once");
    assert_eq!(signers.service.get(shown.path()).await.status, 404);
}

#[tokio::test]
async fn a_signature_that_does_not_stand_is_refused_with_its_reason_and_ends_the_code() {
    let signers = Signers::start();
    let shown = Shown::by(&signers, "aigerim").await;
    let document = text(&shown.filed, "document").to_owned();
    let sign = |key, purpose, fault| signers.signed(key, purpose, &document, fault);
    let good = sign("aigerim", Purpose::Sign, None);
    let carried = Over::Carried("да".as_bytes());
    for (what, data, problem) in [
        (
            "of another person",
            sign("nurlan", Purpose::Sign, None),
            "eds_other_person",
        ),
        (
            "for signing in",
            sign("aigerim", Purpose::SignIn, None),
            "eds_wrong_purpose",
        ),
        (
            "expired",
            sign("aigerim", Purpose::Sign, Some(Fault::Expired)),
            "eds_expired",
        ),
        (
            "revoked",
            sign("aigerim", Purpose::Sign, Some(Fault::Revoked)),
            "eds_revoked",
        ),
        (
            "over another text",
            signers.signed("aigerim", Purpose::Sign, "да", None),
            "eds_altered",
        ),
        (
            "with a text of its own",
            signers.over("aigerim", Purpose::Sign, carried, None),
            "eds_altered",
        ),
        ("no base64", "%%%".to_owned(), "eds_malformed"),
        ("no CMS", "AAAA".to_owned(), "eds_malformed"),
        ("nothing", String::new(), "eds_malformed"),
    ] {
        let shown = shown.again(&signers).await;
        let body = shown.signed(&signers, &data).await;
        shown.refuses(&signers, what, &body, problem).await;
        let body =
            json!({"documentsToSign": body["documentsToSign"], "signMethod": "CMS_SIGN_ONLY"});
        assert_eq!(
            shown.put(&signers, &body).await.status,
            403,
            "{what}: the code is dead"
        );
    }
    let part = shown.signed(&signers, &good).await["documentsToSign"][0].clone();
    for (what, parts) in [
        ("no document", json!([])),
        ("two documents", json!([part, part])),
    ] {
        let shown = shown.again(&signers).await;
        let body = json!({"signMethod": "CMS_SIGN_ONLY", "documentsToSign": parts});
        shown.refuses(&signers, what, &body, "eds_malformed").await;
    }
    let body = shown.signed(&signers, &good).await;
    let taken = shown.put(&signers, &body).await;
    assert_eq!(
        taken.status, 200,
        "a code that nothing ended signs: {taken:?}"
    );
}

#[tokio::test]
async fn what_is_no_request_ends_no_code() {
    let signers = Signers::start();
    let shown = Shown::by(&signers, "aigerim").await;
    for (body, status) in [
        (json!(null), 400),
        (json!({"signMethod": "XML", "documentsToSign": []}), 422),
        (json!({"documentsToSign": "x".repeat(70_000)}), 413),
    ] {
        assert_eq!(shown.put(&signers, &body).await.status, status);
        assert_eq!(shown.stands(&signers).await, "waiting");
    }
}

#[tokio::test]
async fn a_code_lives_five_minutes() {
    for (millis, status, state) in [(LIFE_MS - 1, 200, "signed"), (LIFE_MS, 403, "expired")] {
        let signers = Signers::start();
        let shown = Shown::by(&signers, "aigerim").await;
        let document = text(&shown.filed, "document");
        let cms = signers.signed("aigerim", Purpose::Sign, document, None);
        let body = shown.signed(&signers, &cms).await;
        signers.service.world.forward_ms(millis);
        assert_eq!(shown.put(&signers, &body).await.status, status, "{millis}");
        assert_eq!(shown.stands(&signers).await, state, "{millis}");
    }
}

#[tokio::test]
async fn a_code_whose_application_has_gone_on_shows_nothing() {
    let signers = Signers::start();
    let shown = Shown::by(&signers, "aigerim").await;
    let (number, path) = (text(&shown.filed, "number"), shown.path());
    let withdraw = format!("/api/v1/applications/{number}/withdrawal");
    let gone = signers
        .service
        .as_(&shown.visitor)
        .post(&withdraw, Value::Null)
        .await;
    assert_eq!(gone.status, 200, "{gone:?}");
    assert_eq!(signers.service.get(path).await.status, 404);
    assert_eq!(
        signers
            .service
            .get(&format!("{path}/documents"))
            .await
            .status,
        404
    );
    let late = show(&signers.service, &shown.visitor, &shown.filed).await;
    assert_eq!(late.problem(), "wrong_state");
}

#[tokio::test]
async fn while_nobody_can_say_whether_a_certificate_is_revoked_the_code_stays_alive() {
    let signers = Signers::start();
    let shown = Shown::by(&signers, "aigerim").await;
    let cms = signers.signed(
        "aigerim",
        Purpose::Sign,
        text(&shown.filed, "document"),
        None,
    );
    let body = shown.signed(&signers, &cms).await;
    let down = &signers.service.world.authority_down;
    down.store(true, Ordering::SeqCst);
    let refused = shown.put(&signers, &body).await;
    assert_eq!(
        (refused.status, refused.problem()),
        (503, "eds_revocation_unknown")
    );
    assert_eq!(shown.stands(&signers).await, "opened");
    down.store(false, Ordering::SeqCst);
    assert_eq!(shown.put(&signers, &body).await.status, 200);
}

#[tokio::test]
async fn of_many_telephones_and_pages_at_once_one_signs() {
    let signers = Signers::start();
    let shown = Shown::by(&signers, "aigerim").await;
    let other = shown.again(&signers).await;
    let cms = signers.signed(
        "aigerim",
        Purpose::Sign,
        text(&shown.filed, "document"),
        None,
    );
    let (first, second) = (
        shown.signed(&signers, &cms).await,
        other.signed(&signers, &cms).await,
    );
    let (a, b, c, d, page) = tokio::join!(
        shown.put(&signers, &first),
        shown.put(&signers, &first),
        other.put(&signers, &second),
        other.put(&signers, &second),
        signers.sign(&shown.visitor, &shown.filed, &cms),
    );
    let taken = [&a, &b, &c, &d, &page].map(|answer| answer.status);
    assert_eq!(
        taken.iter().filter(|status| **status == 200).count(),
        1,
        "{taken:?}"
    );
    assert!(taken.iter().all(|status| *status < 500), "{taken:?}");
    let number = ApplicationNumber::parse(text(&shown.filed, "number")).unwrap();
    let kept = signers.service.app.store.evidence(number).await.unwrap();
    assert_eq!(kept.len(), 1);
}

#[tokio::test]
async fn a_page_that_waits_hears_at_once() {
    let signers = Signers::start();
    let shown = Shown::by(&signers, "aigerim").await;
    let began = std::time::Instant::now();
    let at_once = shown.progress(&signers, "?wait=20&after=opened").await;
    assert_eq!(
        at_once.json["state"], "waiting",
        "it is elsewhere than the page knows"
    );
    let phone = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        shown.signed(&signers, "").await
    };
    let (heard, _) = tokio::join!(shown.progress(&signers, "?wait=20&after=waiting"), phone);
    assert_eq!(heard.json["state"], "opened");
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "{:?}",
        began.elapsed()
    );
    for query in ["?wait=x", "?wait=300", "?after=elsewhere"] {
        assert_eq!(shown.progress(&signers, query).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn a_code_is_its_applicants_alone() {
    let signers = Signers::start();
    let shown = Shown::by(&signers, "aigerim").await;
    let (nurlan, filed) = signers.filed("nurlan").await;
    let token = text(&shown.qr, "token");
    for number in [text(&shown.filed, "number"), text(&filed, "number")] {
        let path = format!("/api/v1/applications/{number}/qr/{token}");
        let told = signers.service.as_(&nurlan).get(&path).await;
        assert_eq!(told.status, 404, "{number}");
    }
    assert_eq!(
        show(&signers.service, &nurlan, &shown.filed).await.status,
        404
    );
    for token in ["", "nothing", "..", &"x".repeat(4000)] {
        let path = format!("/api/v1/mobile-sign/{token}");
        assert_eq!(signers.service.get(&path).await.status, 404, "{token}");
    }
}

#[tokio::test]
async fn a_service_that_takes_no_digital_signatures_shows_no_code() {
    let service = Service::start();
    let visitor = service.sign_in(service.town.aigul).await;
    let filed = service
        .file_ok(&visitor, service.town.owner_answers(service.town.flat))
        .await;
    assert_eq!(filed["signing"], json!(["code"]));
    assert_eq!(show(&service, &visitor, &filed).await.status, 404);
}
