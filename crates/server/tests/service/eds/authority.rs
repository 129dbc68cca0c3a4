//! The authority's services over HTTP, played by the sandbox's.

use std::sync::Arc;

use axum::Router;
use eds::{Certificate, Purpose};
use server::{
    adapters::{
        authority::{HttpRevocation, HttpTimestamps},
        sandbox::Wanted,
        system::SystemRandomness,
    },
    ports::{Revocation, RevocationAnswer, Timestamps},
    routes,
};
use tokio::net::TcpListener;

use crate::support::Signers;

/// Serves on a port of its own.
async fn served(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

fn revocation(ocsp: Option<String>, crl: Option<String>) -> HttpRevocation {
    let randomness = Arc::new(SystemRandomness);
    HttpRevocation::new(ocsp.as_deref(), crl.as_deref(), randomness).unwrap()
}

#[tokio::test]
async fn ocsp_is_asked_and_the_list_where_it_does_not_answer() {
    let signers = Signers::start();
    let sandbox = signers.sandbox.clone();
    let inbound = Arc::new(signers.service.app.clone());
    let own = routes::sandbox::OwnService::default();
    let base = served(routes::sandbox::router(sandbox.clone(), inbound, own)).await;
    let at = |path: &str| Some(format!("{base}/sandbox/ca/{path}"));
    let nowhere = || Some("http://127.0.0.1:1/".to_owned());
    let wanted = Wanted::good(signers.iin("aigerim"), Purpose::Sign);
    let signer = sandbox.certificate(wanted).unwrap();
    let issuer = Certificate::from_der(sandbox.authority().intermediate()).unwrap();
    let ask = async |ocsp, crl| {
        let revocation = revocation(ocsp, crl);
        revocation.status(signer.certificate(), &issuer).await
    };
    let answer = ask(at("ocsp"), at("crl")).await.unwrap();
    assert!(matches!(
        answer,
        RevocationAnswer::Ocsp { nonce: Some(_), .. }
    ));
    let later = Router::new().fallback(async || [0x30_u8, 3, 0x0A, 1, 3].to_vec());
    let later = Some(served(later).await);
    for away in [None, nowhere(), at("nothing-here"), later.clone()] {
        let answer = ask(away.clone(), at("crl")).await.unwrap();
        assert!(matches!(answer, RevocationAnswer::Crl(_)), "{away:?}");
    }
    assert!(ask(nowhere(), None).await.is_err());
    assert!(ask(nowhere(), nowhere()).await.is_err());
    assert!(ask(later, None).await.is_err());
    let stamps = HttpTimestamps::new(&at("tsp").unwrap()).unwrap();
    for length in [32, 64] {
        assert!(stamps.stamp(&vec![7; length]).await.unwrap().len() > 500);
    }
    assert!(stamps.stamp(&[7; 20]).await.is_err());
    let nobody = HttpTimestamps::new(&nowhere().unwrap()).unwrap();
    assert!(nobody.stamp(&[7; 32]).await.is_err());
}

#[test]
fn somebody_must_be_asked() {
    let randomness = Arc::new(SystemRandomness);
    assert!(HttpRevocation::new(None, None, randomness.clone()).is_err());
    assert!(HttpRevocation::new(Some("ocsp"), None, randomness).is_err());
}
