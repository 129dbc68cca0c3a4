use registration::identifiers::{Rca, Region};

use super::*;
use crate::ports::AddressRegister;

/// The English texts of what is found, the best first.
async fn found(text: &str, region: Option<&str>, limit: usize) -> Vec<String> {
    let (sandbox, _folder) = sandbox();
    let region = region.map(|code| Region::parse(code).unwrap());
    let records = sandbox.search(text, region, limit).await.unwrap();
    records.into_iter().map(|record| record.text.en).collect()
}

#[tokio::test]
async fn words_find_an_address_in_any_language_and_order() {
    let flat_5 = "Almaty, Bostandyq district, Abai Avenue 52, flat 5";
    for text in [
        "Абай даңғылы 52 5",
        "абай дангылы, 52-үй, 5-пәтер",
        "проспект Абая, д. 52, кв. 5",
        "5 52 абая",
        "ул. Абая дом 52 квартира 5",
        "Abai Ave 52 flat 5",
        "almaty abai 52 5",
        "Алматы Бостандық абай 52 5",
        "  АБАЙ   52/5 ",
    ] {
        assert_eq!(
            found(text, None, 20).await.first().map(String::as_str),
            Some(flat_5),
            "{text}"
        );
    }
}

#[tokio::test]
async fn kazakh_letters_may_be_typed_as_russian_ones() {
    for text in ["Мәңгілік Ел 17 4", "мангилик ел 17 4", "Mangilik El 17 4"] {
        let first = found(text, None, 1).await;
        assert_eq!(
            first,
            ["Astana, Esil district, Mangilik El Avenue 17, flat 4"],
            "{text}"
        );
    }
    assert_eq!(found("коркыт ата 12", None, 20).await.len(), 6);
    assert_eq!(
        found("Ғарышкерлер", None, 20).await,
        found("гарышкерлер", None, 20).await
    );
}

#[tokio::test]
async fn a_beginning_of_a_word_is_enough_but_every_word_must_be_found() {
    assert_eq!(found("торайг", None, 20).await.len(), 6);
    assert!(found("торайг шымкент", None, 20).await.is_empty());
    assert!(
        found("ойгыр", None, 20).await.is_empty(),
        "the middle of a word is no beginning"
    );
    assert!(found("", None, 20).await.is_empty());
    assert!(found(" ,.- ", None, 20).await.is_empty());
    assert!(found("<script>", None, 20).await.is_empty());
}

#[tokio::test]
async fn a_house_comes_before_houses_whose_number_begins_so() {
    let first = found("Тараз толе би 70 2", None, 3).await;
    assert_eq!(
        first.first().map(String::as_str),
        Some("Jambyl Region, Taraz, Tole Bi Avenue 70, flat 2")
    );
    let first = found("Абай 52 1", None, 3).await;
    assert_eq!(
        first.first().map(String::as_str),
        Some("Almaty, Bostandyq district, Abai Avenue 52, flat 1")
    );
}

#[tokio::test]
async fn a_house_number_can_have_two_records() {
    let both = found("Сарайшық 8", None, 20).await;
    assert_eq!(
        both,
        ["West Kazakhstan Region, Oral, Saraishyq Street 8"; 2]
    );
    let (sandbox, _folder) = sandbox();
    let records = sandbox.search("Сарайшық 8", None, 20).await.unwrap();
    let codes: Vec<String> = records
        .iter()
        .map(|record| record.rca.to_string())
        .collect();
    assert_eq!(codes, ["0227300100080000", "2227300100080000"]);
}

#[tokio::test]
async fn digits_of_a_code_find_an_address() {
    let check = |text: &'static str, expected: usize| async move {
        assert_eq!(found(text, None, 100).await.len(), expected, "{text}");
    };
    check("0275300100520005", 1).await;
    check("0275 3001 0052 0005", 1).await;
    check("027530010052", 20).await;
    check("2227300100080000", 1).await;
    check("9999999999999999", 0).await;
    check("02753001005200050", 0).await;
}

#[tokio::test]
async fn a_region_and_a_limit_narrow_the_search() {
    assert_eq!(found("толе би", None, 100).await.len(), 10);
    assert_eq!(found("толе би", Some("31"), 100).await.len(), 6);
    assert_eq!(found("толе би", Some("75"), 100).await.len(), 4);
    assert_eq!(found("толе би", None, 3).await.len(), 3);
}

#[tokio::test]
async fn an_address_is_found_by_its_code() {
    let (sandbox, _folder) = sandbox();
    let rca = Rca::parse("0235300200280004").unwrap();
    let record = sandbox.address(rca).await.unwrap().unwrap();
    assert_eq!(
        record.text.kk,
        "Қарағанды облысы, Қарағанды қ., Университет көшесі, 28-үй, 4-бөлме"
    );
    assert_eq!(
        record.text.ru,
        "Карагандинская область, г. Караганда, улица Университетская, д. 28, комн. 4"
    );
    assert_eq!(
        record.text.en,
        "Qaraghandy Region, Qaraghandy, Universitet Street 28, room 4"
    );
    let unknown = Rca::parse("0275300100529999").unwrap();
    assert_eq!(sandbox.address(unknown).await.unwrap(), None);
}
