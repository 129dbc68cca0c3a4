use std::{
    net::{IpAddr, SocketAddr},
    str::FromStr,
    sync::Arc,
};

use axum::http::{HeaderMap, HeaderName};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Proxies whose word on where a request comes from is taken. Anybody else could write anything.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Arc<[Network]>);

/// An address, or a network such as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl TrustedProxies {
    /// These.
    #[must_use]
    pub fn new(networks: &[Network]) -> Self {
        Self(networks.into())
    }

    /// Whether an address is one of them.
    #[must_use]
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// Who sent a request: the last address in `X-Forwarded-For` that is no trusted proxy, where the
    /// connection comes from one; otherwise whoever opened the connection.
    #[must_use]
    pub fn client(&self, peer: SocketAddr, headers: &HeaderMap) -> SocketAddr {
        if !self.trusts(peer.ip()) {
            return peer;
        }
        let mut client = peer;
        let named: Vec<&str> = headers
            .get_all(FORWARDED_FOR)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        for one in named.into_iter().rev() {
            let Ok(address) = one.parse::<IpAddr>() else {
                break;
            };
            client = SocketAddr::new(address, 0);
            if !self.trusts(address) {
                break;
            }
        }
        client
    }
}

impl Network {
    fn contains(&self, address: IpAddr) -> bool {
        let cut = |bits: u128, of: u32| bits.checked_shr(of - self.bits).unwrap_or_default();
        match (self.address.to_canonical(), address.to_canonical()) {
            (IpAddr::V4(here), IpAddr::V4(there)) => {
                cut(here.to_bits().into(), 32) == cut(there.to_bits().into(), 32)
            }
            (IpAddr::V6(here), IpAddr::V6(there)) => {
                cut(here.to_bits(), 128) == cut(there.to_bits(), 128)
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text}: neither an address nor a network such as 10.0.0.0/8");
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) => bits.parse().map_err(|_| wrong())?,
            None => most,
        };
        if bits > most {
            return Err(wrong());
        }
        Ok(Self { address, bits })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn only_a_trusted_proxy_says_where_a_request_comes_from() {
        let networks: Vec<Network> = ["10.0.0.0/8", "2001:db8::1"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        let proxies = TrustedProxies::new(&networks);
        let check = |peer: &str, forwarded: &[&str], expected: &str| {
            let mut headers = HeaderMap::new();
            for value in forwarded {
                headers.append(FORWARDED_FOR, value.parse().unwrap());
            }
            let peer = SocketAddr::new(peer.parse().unwrap(), 1);
            let found = proxies.client(peer, &headers).ip();
            assert_eq!(found.to_string(), expected, "{forwarded:?}");
        };
        check("10.0.0.1", &["203.0.113.5"], "203.0.113.5");
        check("10.0.0.1", &["198.51.100.1, 203.0.113.5"], "203.0.113.5");
        check("10.0.0.1", &["203.0.113.5, 10.2.2.2"], "203.0.113.5");
        check("10.0.0.1", &["198.51.100.1", "203.0.113.5"], "203.0.113.5");
        check("10.0.0.1", &["nonsense"], "10.0.0.1");
        check("10.0.0.1", &[], "10.0.0.1");
        check("2001:db8::1", &["203.0.113.5"], "203.0.113.5");
        check("203.0.113.9", &["198.51.100.1"], "203.0.113.9");
        check("2001:db8::2", &["198.51.100.1"], "2001:db8::2");
    }

    #[test]
    fn a_network_is_read_or_refused() {
        for text in ["", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/x", "a"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
        let all: Network = "0.0.0.0/0".parse().unwrap();
        assert!(all.contains("203.0.113.5".parse().unwrap()));
    }
}
