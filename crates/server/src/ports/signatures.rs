use std::sync::Arc;

use eds::Trust;

use super::{Revocation, Timestamps};

/// What it takes to accept digital signatures. A service without it offers none.
#[derive(Clone)]
pub struct Signatures {
    /// The authorities whose certificates are taken.
    pub trust: Trust,
    /// Where it is asked whether a certificate is revoked; nothing is accepted without an answer.
    pub revocation: Arc<dyn Revocation>,
    /// Who says when a document's signature was there. Without one, a signature stands as long as
    /// the time at which it arrived is believed.
    pub timestamps: Option<Arc<dyn Timestamps>>,
    /// Address of NCALayer's websocket, as a citizen's page reaches it.
    pub ncalayer: String,
}
