use eds::Purpose;
use registration::identifiers::OwnerId;
use serde_json::{Value, json};

use crate::support::{Service, Signers, text};

#[tokio::test]
async fn the_ways_to_sign_follow_from_the_policy() {
    for (strict, key, expected) in [
        (false, "aigerim", json!(["code", "eds", "qr"])),
        (false, "nurlan", json!(["code", "eds", "qr"])),
        (true, "aigerim", json!(["code", "eds", "qr"])),
        (true, "nurlan", json!(["eds", "qr"])),
    ] {
        let signers = if strict {
            Signers::strict()
        } else {
            Signers::start()
        };
        let (visitor, filed) = signers.filed(key).await;
        assert_eq!(filed["signing"], expected, "{key}");
        let path = format!("/api/v1/applications/{}", text(&filed, "number"));
        let shown = signers.service.as_(&visitor).get(&path).await.json;
        assert_eq!(shown["signing"], expected, "{key}");
    }
    let service = Service::start();
    let visitor = service.sign_in(service.town.aigul).await;
    let answers = service.town.owner_answers(service.town.flat);
    let filed = service.file_ok(&visitor, answers).await;
    assert_eq!(filed["signing"], json!(["code"]), "no authorities");
}

#[tokio::test]
async fn where_the_policy_demands_a_signature_a_code_does_not_sign() {
    let signers = Signers::strict();
    let (visitor, filed) = signers.filed("nurlan").await;
    let path = format!("/api/v1/applications/{}", text(&filed, "number"));
    let as_ = || signers.service.as_(&visitor);
    let code = format!("{path}/signing-code");
    let asked = as_().post(&code, Value::Null).await;
    assert_eq!(asked.problem(), "eds_demanded");
    let body = json!({"code": "123456", "document_sha256": filed["document_sha256"]});
    let signed = as_().post(&format!("{path}/signature"), body).await;
    assert_eq!(signed.problem(), "eds_demanded");
    let cms = signers.signed("nurlan", Purpose::Sign, text(&filed, "document"), None);
    assert_eq!(signers.sign(&visitor, &filed, &cms).await.status, 200);
}

#[tokio::test]
async fn where_the_policy_demands_a_telephone_too_a_signature_alone_does_not_sign() {
    let signers = Signers::strict();
    let (visitor, filed) = signers.filed("nurlan").await;
    let holder = OwnerId::Person(signers.iin("nurlan"));
    let cms = signers.signed("nurlan", Purpose::Sign, text(&filed, "document"), None);
    let phone = signers.service.world.registers().phones.remove(&holder);
    let refused = signers.sign(&visitor, &filed, &cms).await;
    assert_eq!((refused.status, refused.problem()), (422, "no_phone"));
    let phones = &mut signers.service.world.registers().phones;
    phones.insert(holder, phone.unwrap());
}

#[tokio::test]
async fn a_code_signs_where_the_policy_leaves_it_open() {
    let signers = Signers::start();
    let (visitor, filed) = signers.filed("aigerim").await;
    let signed = signers.service.sign(&visitor, &filed).await;
    assert_eq!(signed.json["state"], "signed", "{signed:?}");
}
