use std::{future::Future, sync::Arc, time::Duration};

use rusmpp::{
    CommandStatus, Pdu,
    pdus::{BindTransceiver, DeliverSmResp},
    types::COctetString,
    values::InterfaceVersion,
};
use tokio::{
    net::TcpStream,
    time::{Instant, sleep, timeout},
};

use super::{
    Smpp,
    incoming::Incoming,
    link::{Link, Pace, Received, open},
};
use crate::{
    adapters::{jitter::jittered, system::SystemRandomness},
    ports::{Inbound, Randomness},
};

/// The pause before a broken session is taken up again doubles between these.
const SHORTEST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(30);
/// A session that has lasted so long was well, and its end begins with the shortest pause again.
const WELL: Duration = Duration::from_secs(10);

impl Smpp {
    /// Opens the session and takes it up again whenever it breaks, until `stop` is done. What
    /// telephones send goes to `inbound`.
    pub async fn run(self, inbound: Arc<dyn Inbound>, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        let mut pause = SHORTEST;
        let mut incoming = Incoming::default();
        loop {
            let began = Instant::now();
            let ended = {
                let session = self.session(&*inbound, &mut incoming);
                tokio::pin!(session);
                tokio::select! {
                    () = &mut stop => {
                        self.leave().await;
                        // Until the carrier has said good-bye too, or does not.
                        let _late = timeout(Duration::from_secs(1), session).await;
                        return;
                    }
                    ended = &mut session => ended,
                }
            };
            self.0.session.send_replace(None);
            if began.elapsed() >= WELL {
                pause = SHORTEST;
            }
            tracing::warn!(cause = ended, "the session with the carrier has ended");
            tokio::select! {
                () = &mut stop => return,
                () = sleep(jittered(pause, chance())) => {}
            }
            pause = (pause * 2).min(LONGEST);
        }
    }

    /// One session, to its end; says why it ended.
    async fn session(&self, inbound: &dyn Inbound, incoming: &mut Incoming) -> String {
        let settings = &self.0.settings;
        let stream = match timeout(settings.patience, TcpStream::connect(&settings.address)).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return format!("no connection: {error}"),
            Err(_) => return "no connection in time".to_owned(),
        };
        // Small messages that wait for each other would make every answer late.
        if let Err(error) = stream.set_nodelay(true) {
            return error.to_string();
        }
        let pace = Pace {
            patience: settings.patience,
            enquire_link: settings.enquire_link,
        };
        let (link, mut received, drive) = open(stream, pace);
        let work = async {
            let bind = match self.bind() {
                Ok(bind) => bind,
                Err(error) => return error,
            };
            if let Err(error) = link.ask(bind).await {
                return format!("not let in: {error}");
            }
            tracing::info!("the session with the carrier is open");
            self.0.session.send_replace(Some(link.clone()));
            while let Some(one) = received.recv().await {
                if let Some(ended) = self.took(&link, inbound, incoming, one).await {
                    return ended;
                }
            }
            "the connection has ended".to_owned()
        };
        tokio::select! {
            ended = drive => ended,
            ended = work => ended,
        }
    }

    /// Sees to what the carrier asks; says why the session ends, if it does.
    async fn took(
        &self,
        link: &Link,
        inbound: &dyn Inbound,
        incoming: &mut Incoming,
        received: Received,
    ) -> Option<String> {
        let number = received.sequence_number;
        match received.pdu {
            Pdu::DeliverSm(sm) => {
                let taken = incoming.take(self, inbound, &sm, Instant::now()).await;
                let status = match taken {
                    Ok(()) => CommandStatus::EsmeRok,
                    // The carrier hands it over again later.
                    Err(cause) => {
                        tracing::error!(cause, "a message could not be taken in");
                        CommandStatus::EsmeRxTAppn
                    }
                };
                let answer = link.answer(number, status, DeliverSmResp::default());
                answer.await.err().map(|error| error.to_string())
            }
            Pdu::Unbind => {
                let answer = link.answer(number, CommandStatus::EsmeRok, Pdu::UnbindResp);
                let _gone = answer.await;
                Some("the carrier ends the session".to_owned())
            }
            _ => None,
        }
    }

    fn bind(&self) -> Result<BindTransceiver, String> {
        let settings = &self.0.settings;
        let mut bind = BindTransceiver::builder()
            .system_id(
                COctetString::from_string(settings.system_id.clone())
                    .map_err(|error| error.to_string())?,
            )
            .password(
                COctetString::from_string(settings.password.clone())
                    .map_err(|_| "the password cannot be written".to_owned())?,
            )
            .build();
        bind.interface_version = if settings.version_5 {
            InterfaceVersion::Smpp5_0
        } else {
            InterfaceVersion::Smpp3_4
        };
        Ok(bind)
    }

    async fn leave(&self) {
        let link: Option<Link> = self.0.session.send_replace(None);
        if let Some(link) = link {
            let _gone = link
                .answer(Link::LAST, CommandStatus::EsmeRok, Pdu::Unbind)
                .await;
        }
    }
}

/// A random byte; without chance the pauses are the longest.
fn chance() -> u8 {
    let mut byte = [255];
    let _drawn = SystemRandomness.fill(&mut byte);
    byte[0]
}
