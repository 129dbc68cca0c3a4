//! The registers' side of the contract in `docs/registers.openapi.json`, over any registers: with
//! those of the sandbox it is what `tirkeu sandbox registers` serves, as a process of its own.

mod answer;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, middleware::from_fn_with_state, routing::put};

use self::answer::{authorized, enter, question};
use crate::{
    adapters::registers::contract::{
        AddressByCode, AddressFound, AddressSearch, AddressesFound, AgreementByCode,
        DwellingByCode, DwellingFound, Holders, HoldersOf, Listed, Owned, OwnedBy, PersonByNumber,
        PersonFound, PhoneFound, PhoneOf, Question,
    },
    ports::Outside,
};

/// The longest question.
const MAX_QUESTION: usize = 4096;

/// A way to answer each question of the contract. With a token, whoever does not send it as
/// `Authorization: Bearer` is refused.
pub fn router(outside: Outside, token: Option<String>) -> Router {
    Router::new()
        .route(
            PersonByNumber::PATH,
            question(|outside: Outside, asked: PersonByNumber| async move {
                let person = outside.population.person(asked.iin).await?;
                Ok(PersonFound {
                    person: person.map(Into::into),
                })
            }),
        )
        .route(
            AddressByCode::PATH,
            question(|outside: Outside, asked: AddressByCode| async move {
                let address = outside.addresses.address(asked.rca).await?;
                Ok(AddressFound {
                    address: address.map(Into::into),
                })
            }),
        )
        .route(
            AddressSearch::PATH,
            question(|outside: Outside, asked: AddressSearch| async move {
                let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
                let addresses = outside
                    .addresses
                    .search(&asked.text, asked.region, limit)
                    .await?;
                Ok(AddressesFound {
                    addresses: addresses.into_iter().map(Into::into).collect(),
                })
            }),
        )
        .route(
            DwellingByCode::PATH,
            question(|outside: Outside, asked: DwellingByCode| async move {
                let dwelling = outside.real_estate.dwelling(asked.rca).await?;
                Ok(DwellingFound {
                    dwelling: dwelling.map(Into::into),
                })
            }),
        )
        .route(
            OwnedBy::PATH,
            question(|outside: Outside, asked: OwnedBy| async move {
                let rcas = outside.real_estate.owned_by(asked.owner).await?;
                Ok(Owned { rcas })
            }),
        )
        .route(
            AgreementByCode::PATH,
            question(|outside: Outside, asked: AgreementByCode| async move {
                let listed = outside.tenancies.listed(asked.rca).await?;
                Ok(Listed { listed })
            }),
        )
        .route(
            PhoneOf::PATH,
            question(|outside: Outside, asked: PhoneOf| async move {
                let phone = outside.mobile_base.phone(asked.holder).await?;
                Ok(PhoneFound { phone })
            }),
        )
        .route(
            HoldersOf::PATH,
            question(|outside: Outside, asked: HoldersOf| async move {
                let holders = outside.mobile_base.holders(asked.phone).await?;
                Ok(Holders { holders })
            }),
        )
        .route("/v1/residences/{application}", put(enter))
        .layer(DefaultBodyLimit::max(MAX_QUESTION))
        .layer(from_fn_with_state(token.map(Arc::<str>::from), authorized))
        .with_state(outside)
}
