//! One connection: commands out, answers matched to what was asked, the rest handed on.

use std::{
    collections::HashMap,
    future::Future,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use rusmpp::{Command, CommandId, CommandStatus, Pdu, tokio_codec::CommandCodec};
use tokio::{
    net::TcpStream,
    sync::{mpsc, oneshot},
    time::{Instant, sleep_until, timeout},
};
use tokio_util::codec::Framed;

/// The longest command: a message of 64 KiB with what is around it.
const LONGEST: usize = 70_000;
/// How many commands wait to be written, and how many of the carrier's to be seen to.
const WAITING: usize = 100;

/// How long the other side may take, and how often it is asked whether it is there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub(super) patience: Duration,
    pub(super) enquire_link: Duration,
}

/// Why something asked was not done. It holds no word of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum LinkError {
    /// The connection has ended.
    #[error("the session has ended")]
    Ended,
    /// No answer in time.
    #[error("no answer within {} ms", .0.as_millis())]
    Timeout(Duration),
    /// The carrier does not want to.
    #[error("refused: {0:?}")]
    Refused(CommandStatus),
}

/// What the carrier asks.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) sequence_number: u32,
    pub(super) pdu: Pdu,
}

/// The near end of a connection. A clone is the same end.
#[derive(Clone)]
pub(super) struct Link {
    outbox: mpsc::Sender<Command>,
    asked: Arc<Asked>,
    patience: Duration,
}

/// What waits for an answer, by sequence number.
#[derive(Default)]
struct Asked {
    last: AtomicU32,
    waiting: Mutex<HashMap<u32, oneshot::Sender<Command>>>,
}

impl Asked {
    fn waiting<T>(&self, with: impl FnOnce(&mut HashMap<u32, oneshot::Sender<Command>>) -> T) -> T {
        with(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// From 1 to 0x7FFFFFFE and round again (SMPP 3.4, 5.1.4); the last is for saying good-bye.
    fn next(&self) -> u32 {
        self.last.fetch_add(1, Ordering::Relaxed) % (Link::LAST - 1) + 1
    }
}

impl Link {
    /// A sequence number that no question has.
    pub(super) const LAST: u32 = 0x7fff_ffff;

    /// Asks and waits for the answer.
    pub(super) async fn ask(&self, pdu: impl Into<Pdu>) -> Result<Command, LinkError> {
        let number = self.asked.next();
        let (sender, answer) = oneshot::channel();
        self.asked.waiting(|waiting| waiting.insert(number, sender));
        let asked = async {
            self.answer(number, CommandStatus::EsmeRok, pdu).await?;
            answer.await.map_err(|_| LinkError::Ended)
        };
        let answered = timeout(self.patience, asked)
            .await
            .map_err(|_| LinkError::Timeout(self.patience));
        self.asked.waiting(|waiting| waiting.remove(&number));
        let answer = answered??;
        match answer.status() {
            CommandStatus::EsmeRok => Ok(answer),
            status => Err(LinkError::Refused(status)),
        }
    }

    /// Sends a command for which no answer is waited for.
    pub(super) async fn answer(
        &self,
        number: u32,
        status: CommandStatus,
        pdu: impl Into<Pdu>,
    ) -> Result<(), LinkError> {
        let command = Command::new(status, number, pdu);
        self.outbox
            .send(command)
            .await
            .map_err(|_| LinkError::Ended)
    }
}

/// A connection: its near end, what the carrier asks, and what must be driven for both to work; it
/// ends with the connection and says why.
pub(super) fn open(
    stream: TcpStream,
    pace: Pace,
) -> (
    Link,
    mpsc::Receiver<Received>,
    impl Future<Output = String> + Send,
) {
    let (outbox, commands) = mpsc::channel(WAITING);
    let (inbox, received) = mpsc::channel(WAITING);
    let asked = Arc::new(Asked::default());
    let link = Link {
        outbox,
        asked: Arc::clone(&asked),
        patience: pace.patience,
    };
    let framed = Framed::new(stream, CommandCodec::new().with_max_length(LONGEST));
    let drive = async move {
        let ended = drive(framed, commands, inbox, &asked, pace).await;
        // Nobody is left waiting for an answer that cannot come.
        asked.waiting(HashMap::clear);
        ended
    };
    (link, received, drive)
}

async fn drive(
    mut framed: Framed<TcpStream, CommandCodec>,
    mut commands: mpsc::Receiver<Command>,
    inbox: mpsc::Sender<Received>,
    asked: &Asked,
    pace: Pace,
) -> String {
    let mut next = Instant::now() + pace.enquire_link;
    let mut enquired = None;
    loop {
        let out = tokio::select! {
            command = commands.recv() => match command {
                Some(command) => Some(command),
                None => return "nobody needs it any longer".to_owned(),
            },
            read = framed.next() => match read {
                None => return "the carrier has hung up".to_owned(),
                // The text of an error may hold a part of a message.
                Some(Err(rusmpp::tokio_codec::DecodeError::Io(error))) => return error.to_string(),
                Some(Err(_)) => return "the carrier has sent what is not SMPP".to_owned(),
                Some(Ok(command)) if Some(command.sequence_number()) == enquired
                    && command.id() == CommandId::EnquireLinkResp => {
                    enquired = None;
                    next = Instant::now() + pace.enquire_link;
                    None
                }
                Some(Ok(command)) => handed_on(command, &inbox, asked),
            },
            () = sleep_until(next) => {
                if enquired.is_some() {
                    return "the carrier does not say that it is there".to_owned();
                }
                let number = asked.next();
                enquired = Some(number);
                next = Instant::now() + pace.patience;
                Some(Command::new(CommandStatus::EsmeRok, number, Pdu::EnquireLink))
            }
        };
        if let Some(command) = out {
            match timeout(pace.patience, framed.send(&command)).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return "a command could not be written".to_owned(),
                Err(_) => return "the carrier does not read".to_owned(),
            }
        }
    }
}

/// Gives an answer to whoever asked and a question to whoever sees to it; what is to be answered
/// at once.
fn handed_on(command: Command, inbox: &mpsc::Sender<Received>, asked: &Asked) -> Option<Command> {
    let sequence_number = command.sequence_number();
    match command.pdu() {
        Some(Pdu::EnquireLink) => Some(Command::new(
            CommandStatus::EsmeRok,
            sequence_number,
            Pdu::EnquireLinkResp,
        )),
        Some(pdu @ (Pdu::DeliverSm(_) | Pdu::Unbind)) => {
            let received = Received {
                sequence_number,
                pdu: pdu.clone(),
            };
            // Too much at once: the carrier keeps it and tries again.
            let full = inbox.try_send(received).is_err();
            let answer = rusmpp::pdus::DeliverSmResp::default();
            full.then(|| Command::new(CommandStatus::EsmeRmsgqful, sequence_number, answer))
        }
        _ => {
            let waiting = asked.waiting(|waiting| waiting.remove(&sequence_number));
            if let Some(waiting) = waiting {
                // Whoever asked may have lost patience.
                let _late = waiting.send(command);
            }
            None
        }
    }
}
