use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::{
    super::world::{SourceFile, World},
    *,
};
use crate::{
    adapters::sandbox::{DWELLINGS, PEOPLE, SandboxError},
    ports::store::Role,
};

#[test]
fn there_are_enough_people_and_addresses() {
    let (sandbox, _folder) = sandbox();
    let world = sandbox.world();
    assert!(world.people.len() >= 34, "{} people", world.people.len());
    assert!(
        world.dwellings.len() >= 120,
        "{} dwellings",
        world.dwellings.len()
    );
    let regions: BTreeSet<_> = world
        .dwellings
        .iter()
        .map(|dwelling| dwelling.region)
        .collect();
    assert_eq!(regions.len(), 20, "every region has an address");
}

#[test]
fn everybody_says_what_to_try_in_three_languages() {
    let (sandbox, _folder) = sandbox();
    for person in &sandbox.world().people {
        for hint in [&person.hint.kk, &person.hint.ru, &person.hint.en] {
            assert!(hint.ends_with('.'), "{}: {hint}", person.key);
        }
        assert_eq!(
            person.journey.is_some(),
            !person.shows.is_empty(),
            "{}",
            person.key
        );
    }
}

#[test]
fn each_role_has_somebody_who_can_sign_in() {
    let (sandbox, _folder) = sandbox();
    let roles: Vec<_> = sandbox
        .world()
        .people
        .iter()
        .filter(|person| person.phone.is_some())
        .filter_map(|person| Some(person.role.as_ref()?.role))
        .collect();
    assert_eq!(roles, [Role::Operator, Role::Auditor]);
}

#[test]
fn every_rule_is_shown_by_somebody() {
    // R17 is a note on the dates of R16; R21 and R22 are notices on fines that everybody is shown.
    let by_nobody = ["R17", "R21", "R22"];
    let (sandbox, _folder) = sandbox();
    let people = &sandbox.world().people;
    for number in 1..=24 {
        let rule = format!("R{number}");
        let shown = people
            .iter()
            .any(|person| person.shows.contains(&rule) || person.later.contains(&rule));
        assert_eq!(shown, !by_nobody.contains(&rule.as_str()), "{rule}");
    }
}

#[test]
fn ages_hold_whenever_the_sandbox_starts() {
    for day in [
        "2026-11-23",
        "2026-12-31",
        "2027-03-01",
        "2028-02-29",
        "2031-07-15",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = sandbox_on(folder.path(), day);
        let today: NaiveDate = day.parse().unwrap();
        for person in &sandbox.world().people {
            for later in [0, 200] {
                let age = (today + Days::new(later)).years_since(person.born);
                assert_eq!(
                    age,
                    Some(u32::from(person.age)),
                    "{} {later} days after {day}",
                    person.key
                );
            }
        }
    }
}

#[test]
fn those_who_act_for_others_are_of_age() {
    let (sandbox, _folder) = sandbox();
    for person in &sandbox.world().people {
        for (iin, _) in &person.represents {
            let other = sandbox.world().person(*iin).unwrap();
            assert!(person.age >= 18, "{} acts for {}", person.key, other.key);
            assert_ne!(person.iin, other.iin, "{}", person.key);
        }
    }
}

#[test]
fn a_wrong_file_says_what_is_wrong() {
    let check = |from: &str, to: &str, expected: fn(&SandboxError) -> bool| {
        let people = PEOPLE.replacen(from, to, 1);
        let dwellings = DWELLINGS.replacen(from, to, 1);
        assert!(
            people != PEOPLE || dwellings != DWELLINGS,
            "{from} stands in neither file"
        );
        let Err(error) = World::parse(&people, &dwellings, NaiveDate::default()) else {
            panic!("{from} → {to} is let through");
        };
        assert!(expected(&error), "{from} → {to}: {error}");
    };
    check("iin = \"9", "iin = \"8", |error| {
        matches!(
            error,
            SandboxError::Shape {
                file: SourceFile::People,
                ..
            }
        ) && error.to_string().contains("line")
    });
    check(
        "\n  owners = [\"serik\"]",
        "\n  owners = [\"nobody\"]",
        |error| matches!(error, SandboxError::UnknownKey { file: SourceFile::Dwellings, key } if key == "nobody"),
    );
    check(
        "dwelling = \"abai_52/5\"",
        "dwelling = \"abai_52/55\"",
        |error| matches!(error, SandboxError::UnknownKey { file: SourceFile::People, key } if key == "abai_52/55"),
    );
    check(
        "key = \"nurlan\"",
        "key = \"aigerim\"",
        |error| matches!(error, SandboxError::Twice { file: SourceFile::People, key } if key == "aigerim"),
    );
    check("+7 700 000 01 02", "+7 700 000 01 01", |error| {
        matches!(error, SandboxError::Twice { .. })
    });
    check(
        "code = \"027530010052\"",
        "code = \"02753001005\"",
        |error| {
            matches!(
                error,
                SandboxError::Value {
                    expected: "twelve digits",
                    ..
                }
            )
        },
    );
    check("flats = \"1-20\"", "flats = \"all\"", |error| {
        matches!(error, SandboxError::Value { .. })
    });
    check("flats = \"1-20\"", "flats = \"1-6\"", |error| {
        matches!(error, SandboxError::Value { .. })
    });
    check("area = 64.2", "area = -64.2", |error| {
        matches!(error, SandboxError::Value { .. })
    });
}
