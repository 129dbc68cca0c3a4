use std::{future::Future, sync::Arc, time::Duration};

use futures_util::StreamExt;
use rusmpp::{
    Pdu,
    pdus::{BindTransceiver, DeliverSmResp},
    types::COctetString,
    values::InterfaceVersion,
};
use rusmppc::{Client, ConnectionBuilder, Event, error::Error};
use tokio::{
    net::TcpStream,
    time::{Instant, sleep, timeout},
};

use super::{Smpp, incoming::Incoming};
use crate::{
    adapters::system::SystemRandomness,
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
            let ended = tokio::select! {
                () = &mut stop => {
                    self.leave().await;
                    return;
                }
                ended = self.session(&*inbound, &mut incoming) => ended,
            };
            self.0.session.send_replace(None);
            if began.elapsed() >= WELL {
                pause = SHORTEST;
            }
            tracing::warn!(cause = ended, "the session with the carrier has ended");
            tokio::select! {
                () = &mut stop => return,
                () = sleep(jittered(pause)) => {}
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
        let (client, mut events) = ConnectionBuilder::new()
            .response_timeout(settings.patience)
            .enquire_link_interval(settings.enquire_link)
            .enquire_link_response_timeout(settings.patience)
            .disable_interface_version_check()
            .max_command_length(70_000)
            .connected(stream);
        let bind = match self.bind() {
            Ok(bind) => bind,
            Err(error) => return error,
        };
        if let Err(error) = client.bind_transceiver(bind).await {
            return format!("not let in: {}", told(&error));
        }
        tracing::info!("the session with the carrier is open");
        self.0.session.send_replace(Some(client.clone()));
        loop {
            match events.next().await {
                None => return "the connection has ended".to_owned(),
                Some(Event::Error(error)) => return told(&error),
                Some(Event::Incoming(command)) => match command.pdu() {
                    Some(Pdu::DeliverSm(sm)) => {
                        let taken = incoming.take(self, inbound, sm, Instant::now()).await;
                        match taken {
                            Ok(()) => {
                                let number = command.sequence_number();
                                let answer = DeliverSmResp::default();
                                if let Err(error) = client.deliver_sm_resp(number, answer).await {
                                    return told(&error);
                                }
                            }
                            // Not acknowledged, so that the carrier hands it over again.
                            Err(cause) => tracing::error!(cause, "a message could not be taken in"),
                        }
                    }
                    Some(Pdu::Unbind) => {
                        let _late = client.unbind_resp(command.sequence_number()).await;
                        return "the carrier ends the session".to_owned();
                    }
                    _ => {}
                },
            }
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
        let client: Option<Client> = self.0.session.send_replace(None);
        if let Some(client) = client {
            let patience = Duration::from_secs(1);
            let _late = timeout(patience, client.unbind()).await;
            let _late = timeout(patience, client.close()).await;
        }
    }
}

/// What an error says without the messages in it, which may hold personal data.
pub(super) fn told(error: &Error) -> String {
    match error {
        Error::UnexpectedResponse { response } => format!("refused: {:?}", response.status()),
        Error::Encode(_) => "a command cannot be written".to_owned(),
        Error::Decode(_) => "the carrier has sent what is not SMPP".to_owned(),
        other => other.to_string(),
    }
}

/// Between half and the whole of a pause, so that many servers do not come at the same moment.
fn jittered(pause: Duration) -> Duration {
    let mut byte = [255];
    // Without chance it is the whole pause.
    let _drawn = SystemRandomness.fill(&mut byte);
    pause / 2 + pause.mul_f64(f64::from(byte[0]) / 510.0)
}
