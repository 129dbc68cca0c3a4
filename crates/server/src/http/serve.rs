use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::TcpListener,
    sync::{mpsc, watch},
};
use tower::ServiceExt;

use super::{TrustedProxies, limits::network};

/// How long a client may take for the head of a request, and keep an idle connection.
const HEAD: Duration = Duration::from_secs(15);
/// How many headers a request may have.
const HEADERS: usize = 64;
/// How much of a request's head is held, in bytes.
const BUFFER: usize = 16 * 1024;
/// How long to wait after a connection could not be taken, for want of descriptors as a rule.
const PAUSE: Duration = Duration::from_millis(50);

/// How many connections there may be at the same time; a further one is closed at once.
#[derive(Clone, Copy, Debug)]
pub struct Connections {
    /// In all.
    pub all: usize,
    /// From one address, unless it is a trusted proxy's.
    pub of_one: usize,
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            // Ten thousand that are slow leave room for others.
            all: 12_000,
            // Telephone companies let thousands of subscribers share one address.
            of_one: 1000,
        }
    }
}

/// Serves until `stop`, and then until what is being answered is answered, but no longer than
/// `stop_within`. A client that is slow with its request is cut off; so is one with too many
/// connections.
///
/// # Errors
/// None at present: what fails is one connection.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    connections: Connections,
    proxies: TrustedProxies,
    stop_within: Duration,
    stop: impl Future<Output = ()>,
) {
    let open = Arc::new(Open::default());
    let (stopping, stopped) = watch::channel(false);
    // Closed when the last connection has let go of it.
    let (alive, mut all_closed) = mpsc::channel::<()>(1);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_headers(HEADERS)
        .max_buf_size(BUFFER);
    tokio::pin!(stop);
    loop {
        let (stream, address) = tokio::select! {
            () = &mut stop => break,
            taken = listener.accept() => match taken {
                Ok(taken) => taken,
                Err(error) => {
                    tracing::debug!(%error, "a connection was not taken");
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            },
        };
        let trusted = proxies.trusts(address.ip());
        let Some(place) = open.take(address, trusted, connections) else {
            continue;
        };
        // Answers are small, and a client waits for each.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection delays small packets");
        }
        let router = router.clone();
        let proxies = proxies.clone();
        let service = tower::service_fn(move |mut request: Request<Incoming>| {
            let from = proxies.client(address, request.headers());
            request.extensions_mut().insert(ConnectInfo(from));
            router.clone().oneshot(request)
        });
        let connection = http
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
            .with_upgrades();
        let (alive, stopped) = (alive.clone(), stopped.clone());
        tokio::spawn(async move {
            let _until_closed = (place, alive);
            tokio::pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = told(stopped) => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop((listener, alive));
    stopping.send_replace(true);
    if tokio::time::timeout(stop_within, all_closed.recv())
        .await
        .is_err()
    {
        tracing::warn!("some requests were broken off");
    }
}

/// Waits until the server stops.
async fn told(mut stopped: watch::Receiver<bool>) {
    let _gone = stopped.wait_for(|stopped| *stopped).await;
}

/// Connections that are open.
#[derive(Debug, Default)]
struct Open(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    all: usize,
    of: HashMap<IpAddr, usize>,
}

/// One of them, until it is dropped.
struct Place {
    open: Arc<Open>,
    of: Option<IpAddr>,
}

impl Open {
    fn take(self: &Arc<Self>, from: SocketAddr, trusted: bool, most: Connections) -> Option<Place> {
        let of = (!trusted).then(|| network(from.ip()));
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.all >= most.all {
            return None;
        }
        if let Some(of) = of {
            let count = counts.of.entry(of).or_default();
            if *count >= most.of_one {
                return None;
            }
            *count += 1;
        }
        counts.all += 1;
        Some(Place {
            open: Arc::clone(self),
            of,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.open.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.all = counts.all.saturating_sub(1);
        if let Some(of) = self.of
            && let Some(count) = counts.of.get_mut(&of)
        {
            *count -= 1;
            if *count == 0 {
                counts.of.remove(&of);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
        sync::Notify,
    };

    use super::*;

    /// Stops a server while it answers; what the client had got when the server said that it was done.
    async fn stopped(answer_after: Duration, stop_within: Duration) -> String {
        let begun = Arc::new(Notify::new());
        let asked = Arc::clone(&begun);
        let answer = get(move || async move {
            asked.notify_one();
            tokio::time::sleep(answer_after).await;
            "done"
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/", answer);
        let proxies = TrustedProxies::new(&[]);
        let stop = async move { begun.notified().await };
        let serving = serve(
            listener,
            router,
            Connections::default(),
            proxies,
            stop_within,
            stop,
        );
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            .await
            .unwrap();
        let began = std::time::Instant::now();
        serving.await;
        assert!(began.elapsed() < Duration::from_secs(20));
        let mut got = vec![0; 4096];
        let read = tokio::time::timeout(Duration::from_millis(50), stream.read(&mut got));
        let length = read.await.map_or(0, Result::unwrap);
        String::from_utf8_lossy(&got[..length]).into_owned()
    }

    #[tokio::test]
    async fn a_server_that_stops_answers_first_for_as_long_as_it_is_told() {
        let (soon, late) = (Duration::from_millis(300), Duration::from_secs(30));
        assert!(stopped(soon, late).await.ends_with("done"));
        assert_eq!(stopped(late, soon).await, "");
    }

    #[test]
    fn an_address_has_so_many_connections_and_all_together_so_many() {
        let open = Arc::new(Open::default());
        let most = Connections { all: 3, of_one: 2 };
        let take =
            |last: u8, trusted| open.take(SocketAddr::from(([10, 0, 0, last], 1)), trusted, most);
        let (one, two) = (take(1, false), take(1, false));
        assert!(one.is_some() && two.is_some());
        assert!(take(1, false).is_none(), "a third of one address");
        drop(one);
        let again = take(1, false);
        assert!(again.is_some(), "one was closed");
        let other = take(2, false);
        assert!(other.is_some());
        assert!(take(3, false).is_none(), "a fourth in all");
        drop(other);
        assert!(
            take(1, true).is_some(),
            "a proxy has the connections of many"
        );
    }
}
