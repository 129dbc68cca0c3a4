//! Synthetic people, dwellings and registers, telephones that answer, and a clock that can be moved
//! forward. What never changes is in `sandbox/*.toml`, embedded here; what happens is kept in
//! `sandbox.sqlite`, so that a restart loses nothing.
//!
//! Each port has a file of its own.

mod address_register;
mod address_search;
mod certificates;
mod clock;
mod dwellings;
mod error;
mod fold;
mod journal;
mod keys;
mod mobile_base;
mod ncalayer;
mod people;
mod population;
mod real_estate;
mod residence_register;
mod screens;
mod staff;
mod telephones;
mod tenancies;
#[cfg(test)]
mod tests;
mod world;

use std::{
    path::Path,
    sync::{Arc, Mutex, atomic::AtomicI64},
};

use eds::Time;
use registration::identifiers::{Iin, Phone};
use tokio::sync::watch;
use wire::Texts;

pub use certificates::{Algorithm, CertificatesError, CertificationAuthority, Fault, Wanted};
pub use clock::MOST_FORWARD_SECONDS;
pub use error::SandboxError;
pub use journal::{JournalError, TelephoneMessage};
pub use ncalayer::{Mode, NcaLayerSettings};
pub use people::Group;
pub use screens::ShownCode;
pub use world::{Dwelling, Organisation, SandboxPerson, SourceFile, World};

use self::{address_search::AddressIndex, journal::Journal};
use crate::{
    adapters::system::SystemRandomness,
    ports::{Clock, Down, Outside, Signatures},
};

const PEOPLE: &str = include_str!("../../../../../sandbox/people.toml");
const DWELLINGS: &str = include_str!("../../../../../sandbox/dwellings.toml");

/// Every register, telephone and clock of the sandbox. A clone is the same sandbox.
#[derive(Clone)]
pub struct Sandbox {
    world: Arc<World>,
    addresses: Arc<AddressIndex>,
    journal: Journal,
    machine: Arc<dyn Clock>,
    forward_ms: Arc<AtomicI64>,
    changes: Arc<watch::Sender<Changes>>,
    authority: CertificationAuthority,
    ncalayer: Arc<Mutex<NcaLayerSettings>>,
    screens: Arc<Mutex<Vec<ShownCode>>>,
}

/// Tells those who watch that there is something new to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Rises with each message and each move of the clock.
    pub count: u64,
    /// The server is stopping: nobody should wait any longer.
    pub over: bool,
}

/// A person worth trying first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Featured {
    /// Number to sign in with.
    pub iin: Iin,
    /// Name.
    pub name: String,
    /// Telephone on which the codes arrive.
    pub phone: Phone,
    /// What to try.
    pub hint: Texts,
}

impl Sandbox {
    /// Reads the embedded files and opens or begins `sandbox.sqlite` in a folder. Ages are counted
    /// from the machine's day, so that moving the sandbox clock lets people grow older.
    ///
    /// # Errors
    /// [`SandboxError`] where a file is wrong or the folder cannot be written.
    pub fn open(folder: &Path, machine: Arc<dyn Clock>) -> Result<Self, SandboxError> {
        let failed = |cause| SandboxError::Journal {
            path: folder.join("sandbox.sqlite"),
            cause,
        };
        let journal = Journal::open(folder).map_err(failed)?;
        let forward_ms = journal.forward_ms().map_err(failed)?;
        let (secret, begun) = journal.authority(machine.now()).map_err(failed)?;
        let authority = CertificationAuthority::of(secret, Time::from_unix(begun.timestamp()))?;
        let world = World::parse(PEOPLE, DWELLINGS, machine.now().date_naive())?;
        Ok(Self {
            addresses: Arc::new(AddressIndex::of(&world.dwellings)),
            world: Arc::new(world),
            journal,
            machine,
            forward_ms: Arc::new(AtomicI64::new(forward_ms)),
            changes: Arc::new(watch::Sender::new(Changes::default())),
            authority,
            ncalayer: Arc::default(),
            screens: Arc::default(),
        })
    }

    /// Everything outside that the service needs.
    #[must_use]
    pub fn outside(&self) -> Outside {
        Outside {
            clock: Arc::new(self.clone()),
            randomness: Arc::new(SystemRandomness),
            population: Arc::new(self.clone()),
            addresses: Arc::new(self.clone()),
            real_estate: Arc::new(self.clone()),
            tenancies: Arc::new(self.clone()),
            mobile_base: Arc::new(self.clone()),
            residences: Arc::new(self.clone()),
            sms: Arc::new(self.clone()),
        }
    }

    /// What it takes to accept the signatures of the sandbox's people, whose NCALayer is at this
    /// address of the service.
    ///
    /// # Errors
    /// [`CertificatesError::Trust`].
    pub fn signatures(&self, public_url: &str) -> Result<Signatures, CertificatesError> {
        // https becomes wss, and http ws.
        let websocket = public_url.replacen("http", "ws", 1);
        Ok(Signatures {
            trust: self.authority.trust()?,
            revocation: Arc::new(self.clone()),
            timestamps: Some(Arc::new(self.clone())),
            ncalayer: format!("{websocket}/sandbox/ncalayer"),
        })
    }

    /// What the files say.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The first person of each group who can sign in.
    #[must_use]
    pub fn featured(&self) -> Vec<Featured> {
        let mut groups = Vec::new();
        let mut featured = Vec::new();
        for person in &self.world.people {
            let (Some(phone), Some(_)) = (person.phone, &person.journey) else {
                continue;
            };
            if groups.contains(&person.group) {
                continue;
            }
            groups.push(person.group);
            featured.push(Featured {
                iin: person.iin,
                name: person.name.clone(),
                phone,
                hint: person.hint.clone(),
            });
        }
        featured
    }

    /// Sees every change from now on.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Changes> {
        self.changes.subscribe()
    }

    /// Ends all waiting, so that open pages do not keep the server from stopping.
    pub fn hang_up(&self) {
        self.changes.send_modify(|changes| changes.over = true);
    }

    fn changed(&self) {
        self.changes.send_modify(|changes| changes.count += 1);
    }
}

/// A failure of the journal as the port of a register tells it.
fn down(register: &'static str) -> impl Fn(JournalError) -> Down {
    move |cause| Down {
        register,
        cause: cause.to_string(),
    }
}
