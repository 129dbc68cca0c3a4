//! The description of the API is true: `docs/openapi.json` has every route and no other, its values
//! are those of the program. That every answer is as described is held wherever a test calls.

use std::collections::BTreeSet;

use axum::{Router, body::Body, http::Request};
use registration::{
    Capacity, Citizenship, ConsentNeeded, DwellingKind, Outcome, Ownership, Reason, Relation,
    RelationToOwner, Service as Kind, Tenure, application::StateName,
};
use serde_json::{Value, json};
use server::{
    adapters::http_sms::WebhookSecret,
    routes::{gateways, router},
};
use tower::ServiceExt;
use wire::ProblemCode;

use crate::support::{DESCRIPTION, Service};

/// Routes that are no part of the API: one answers that there is nothing, the others are the page of
/// operators and auditors.
const NO_API: [&str; 4] = ["/api/{*rest}", "/staff", "/staff/", "/staff/assets/{name}"];

/// Every path of the router, from what it says of itself for debugging.
fn paths(router: &Router) -> BTreeSet<String> {
    let said = format!("{router:?}");
    let found = said.split_once("paths: {");
    let (_, rest) = found.unwrap_or_else(|| panic!("{}", &said[..3000]));
    let (paths, _) = rest.split_once("} ").unwrap();
    let texts = paths.split('"').skip(1).step_by(2);
    texts.map(str::to_owned).collect()
}

async fn methods(router: &Router, path: &str) -> BTreeSet<String> {
    let address = path.replace("{number}", "T-1").replace("{token}", "t");
    let request = Request::builder().method("TRACE").uri(address);
    let answer = router
        .clone()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(answer.status(), 405, "{path}");
    let allowed = answer.headers()["allow"].to_str().unwrap();
    let named = allowed
        .split(',')
        .map(|method| method.trim().to_lowercase());
    named.filter(|method| method != "head").collect()
}

#[tokio::test]
async fn every_route_is_described_and_every_described_route_is_there() {
    let service = Service::start();
    let secret = WebhookSecret::parse(&format!("whsec_{}", "A".repeat(44))).unwrap();
    let clock = service.world.clone();
    let beside = gateways::router(secret, clock, std::sync::Arc::new(service.app.clone()));
    let router = router(&service.app, Some(beside)).unwrap();
    let mut found = BTreeSet::new();
    for path in paths(&router) {
        if NO_API.contains(&path.as_str()) {
            continue;
        }
        for method in methods(&router, &path).await {
            found.insert(format!("{method} {path}"));
        }
    }
    let mut described = BTreeSet::new();
    for (path, operations) in DESCRIPTION["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            described.insert(format!("{method} {path}"));
        }
    }
    assert!(found.len() > 20, "{found:?}");
    assert_eq!(found, described);
}

#[test]
fn the_description_knows_every_value() {
    let check = |name: &str, values: Vec<&str>| {
        let schema = &DESCRIPTION["components"]["schemas"][name];
        assert_eq!(schema["enum"], json!(values), "{name}");
    };
    let codes = ProblemCode::ALL.iter().map(|code| code.symbol());
    check("ProblemCode", codes.collect());
    macro_rules! symbols {
        ($($name:literal $kind:ty,)+) => {
            $(check($name, <$kind>::ALL.iter().map(|it| it.symbol()).collect());)+
        };
    }
    symbols! {
        "Service" Kind, "Reason" Reason, "Ownership" Ownership, "Relation" Relation,
        "RelationToOwner" RelationToOwner, "Citizenship" Citizenship, "Capacity" Capacity,
        "Tenure" Tenure, "DwellingKind" DwellingKind, "Outcome" Outcome,
        "ConsentNeeded" ConsentNeeded, "State" StateName,
    }
}

#[test]
fn every_problem_is_described_with_its_status() {
    let answers = DESCRIPTION["components"]["responses"].as_object().unwrap();
    for code in ProblemCode::ALL {
        if *code == ProblemCode::MethodNotAllowed {
            continue;
        }
        let status = code.status().to_string();
        let described = DESCRIPTION["paths"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|operations| operations.as_object().unwrap().values())
            .any(|call| call["responses"][&status].is_object());
        assert!(described, "{code:?}");
    }
    for (name, answer) in answers {
        let schema = &answer["content"]["application/problem+json"]["schema"]["$ref"];
        assert_eq!(schema, "#/components/schemas/Problem", "{name}");
    }
}

#[test]
fn every_write_names_its_key_and_every_call_its_limits() {
    let key = json!({"$ref": "#/components/parameters/IdempotencyKey"});
    let questions = [
        "/api/v1/verdict",
        "/api/v1/explanation",
        "/api/v1/staff/application",
        "/api/v1/mobile-sign/{token}/documents",
        "/gateways/sms",
    ];
    for (path, operations) in DESCRIPTION["paths"].as_object().unwrap() {
        for (method, call) in operations.as_object().unwrap() {
            let parameters = call["parameters"].as_array().unwrap();
            let writes = method != "get" && !questions.contains(&path.as_str());
            assert_eq!(parameters.contains(&key), writes, "{method} {path}");
            assert!(call["responses"]["429"].is_object(), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn it_is_served_to_programs_and_to_readers() {
    let service = Service::start();
    let document = service.get("/api/openapi.json").await;
    assert_eq!(document.header("content-type"), "application/json");
    assert_eq!(document.json, *DESCRIPTION);
    let page = service.get("/api/").await;
    assert_eq!(page.status, 200);
    for (path, operations) in DESCRIPTION["paths"].as_object().unwrap() {
        assert!(page.text.contains(&format!(" {path}</code>")), "{path}");
        for call in operations.as_object().unwrap().values() {
            let id = call["operationId"].as_str().unwrap();
            assert!(
                page.text.contains(&format!("<section id=\"{id}\">")),
                "{id}"
            );
        }
    }
    for name in DESCRIPTION["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
    {
        assert!(
            page.text.contains(&format!("<section id=\"{name}\">")),
            "{name}"
        );
    }
    for foreign in ["<script", "style=", "http://", "https://"] {
        assert!(!page.text.contains(foreign), "{foreign}");
    }
    let style = service.get("/api/reference.css").await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
}

#[tokio::test]
async fn what_a_library_refuses_is_a_problem_too() {
    let service = Service::start();
    let answer = service.get("/api/v1/consents/%FF").await;
    assert_eq!(
        (answer.status, answer.problem()),
        (400, "malformed_request")
    );
    let _described: &Value =
        &DESCRIPTION["paths"]["/api/v1/consents/{token}"]["get"]["responses"]["400"];
}
