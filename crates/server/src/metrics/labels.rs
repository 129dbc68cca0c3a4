use prometheus_client::encoding::EncodeLabelSet;

/// Which requests.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct Request {
    /// HTTP method.
    pub method: String,
    /// Template of the address, or `-` where there is none.
    pub route: String,
    /// HTTP status.
    pub status: u16,
}

/// Which addresses.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct Route {
    /// HTTP method.
    pub method: String,
    /// Template of the address, or `-` where there is none.
    pub route: String,
}

/// Which calls of a register or a gateway.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct GatewayCall {
    /// Its name, as in the log.
    pub gateway: &'static str,
    /// `ok`, `failed` or `resting`.
    pub outcome: &'static str,
}

/// Which register or gateway.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct Gateway {
    /// Its name, as in the log.
    pub gateway: &'static str,
}
