use std::collections::BTreeSet;

use registration::{Capacity, Citizenship, DwellingKind, Relation, Service, Tenure};
use serde_json::{Value, json};
use server::adapters::registers::contract::{
    AddressByCode, AddressSearch, AgreementByCode, DwellingByCode, HoldersOf, OwnedBy,
    PersonByNumber, PhoneOf, Question, Residence,
};

fn description() -> Value {
    let text = include_str!("../../../../../docs/registers.openapi.json");
    serde_json::from_str(text).unwrap()
}

/// Holds a question against its schema, with an answer as the schema has it.
fn check<Q: Question + for<'de> serde::Deserialize<'de>>(asked: Value, answer: Value) {
    let all = description();
    let call = &all["paths"][Q::PATH]["post"];
    let schema = &call["requestBody"]["content"]["application/json"]["schema"];
    let question: Q = serde_json::from_value(asked).unwrap();
    assert_eq!(names(&json!(question)), names(&schema["properties"]));
    let schema = &call["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(names(&answer), names(&schema["properties"]), "{}", Q::PATH);
    let read = serde_json::from_value::<Q::Answer>(answer.clone());
    assert!(read.is_ok(), "{}: {answer}", Q::PATH);
    // A part that is missing is never read as "none".
    assert!(serde_json::from_value::<Q::Answer>(json!({})).is_err());
}

fn names(of: &Value) -> BTreeSet<&String> {
    of.as_object().unwrap().keys().collect()
}

/// An instance of a schema of the description.
fn example(name: &str) -> Value {
    let all = description();
    let schema = &all["components"]["schemas"][name];
    let fits = |property: &Value| match property["$ref"].as_str() {
        Some(name) => example(name.rsplit('/').next().unwrap()),
        None => plain(property),
    };
    match schema["properties"].as_object() {
        Some(properties) => properties
            .iter()
            .map(|(name, property)| (name.clone(), fits(property)))
            .collect(),
        None => match name {
            "Iin" => json!("061211600012"),
            "Holder" => json!("180140005198"),
            "Rca" => json!("0275300100520007"),
            "Phone" => json!("+77000000101"),
            "Region" => json!("75"),
            "Date" => json!("2026-11-25"),
            _ => schema["enum"][0].clone(),
        },
    }
}

fn plain(property: &Value) -> Value {
    if let Some(first) = property["oneOf"][0]["$ref"].as_str() {
        return example(first.rsplit('/').next().unwrap());
    }
    match property["type"].as_str() {
        Some("string") => json!("x"),
        Some("integer") => json!(7),
        Some("boolean") => json!(true),
        Some("array") => {
            let items = property["items"]["$ref"].as_str().unwrap();
            json!([example(items.rsplit('/').next().unwrap())])
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_description_is_what_the_program_asks_and_reads() {
    let (iin, rca) = (
        json!({"iin": "061211600012"}),
        json!({"rca": "0275300100520007"}),
    );
    check::<PersonByNumber>(iin, json!({"person": example("Person")}));
    check::<AddressByCode>(rca.clone(), json!({"address": example("Address")}));
    let search = json!({"text": "x", "region": "75", "limit": 5});
    check::<AddressSearch>(search, json!({"addresses": [example("Address")]}));
    check::<DwellingByCode>(rca.clone(), json!({"dwelling": example("Dwelling")}));
    let owner = json!({"owner": "180140005198"});
    check::<OwnedBy>(owner, json!({"rcas": [example("Rca")]}));
    check::<AgreementByCode>(rca, json!({"listed": [example("Iin")]}));
    let holder = json!({"holder": "180140005198"});
    check::<PhoneOf>(holder, json!({"phone": example("Phone")}));
    let phone = json!({"phone": "+77000000101"});
    check::<HoldersOf>(phone, json!({"holders": [example("Holder")]}));
    let residence: Residence = serde_json::from_value(example("Residence")).unwrap();
    assert_eq!(json!(residence), example("Residence"));
    assert_eq!(description()["paths"].as_object().unwrap().len(), 9);
}

#[test]
fn the_description_knows_every_value() {
    let all = description();
    let check = |name: &str, values: Vec<&str>| {
        assert_eq!(all["components"]["schemas"][name]["enum"], json!(values));
    };
    check(
        "Capacity",
        Capacity::ALL.iter().map(|it| it.symbol()).collect(),
    );
    check(
        "Citizenship",
        Citizenship::ALL.iter().map(|it| it.symbol()).collect(),
    );
    check(
        "Relation",
        Relation::ALL.iter().map(|it| it.symbol()).collect(),
    );
    check(
        "DwellingKind",
        DwellingKind::ALL.iter().map(|it| it.symbol()).collect(),
    );
    check("Tenure", Tenure::ALL.iter().map(|it| it.symbol()).collect());
    check(
        "Service",
        Service::ALL.iter().map(|it| it.symbol()).collect(),
    );
}
