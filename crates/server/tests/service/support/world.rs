//! Registers and telephones of an invented town.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering},
    },
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use registration::identifiers::{Iin, OwnerId, Phone, Rca, Region};
use server::ports::{
    AddressRecord, AddressRegister, Clock, Down, DwellingRecord, MobileBase, PersonRecord,
    Population, RealEstate, ResidenceEntry, ResidenceRegister, Sms, SmsText, Tenancies,
};

#[derive(Default)]
pub struct Registers {
    pub people: HashMap<Iin, PersonRecord>,
    pub phones: BTreeMap<OwnerId, Phone>,
    pub addresses: BTreeMap<Rca, AddressRecord>,
    pub dwellings: BTreeMap<Rca, DwellingRecord>,
    pub tenancies: HashMap<Rca, Vec<Iin>>,
    pub sent: Vec<SmsText>,
    pub entered: Vec<ResidenceEntry>,
}

pub struct World {
    registers: Mutex<Registers>,
    now_ms: AtomicI64,
    ids: AtomicU32,
    /// Whether every register and gateway is out of order.
    pub down: AtomicBool,
    /// Whether nobody says what the authority knows of certificates.
    pub authority_down: AtomicBool,
    /// Whether nobody gives timestamps.
    pub stamps_down: AtomicBool,
}

impl World {
    pub fn at(instant: &str) -> Self {
        let now: DateTime<Utc> = instant.parse().unwrap();
        Self {
            registers: Mutex::default(),
            now_ms: AtomicI64::new(now.timestamp_millis()),
            ids: AtomicU32::new(0),
            down: AtomicBool::new(false),
            authority_down: AtomicBool::new(false),
            stamps_down: AtomicBool::new(false),
        }
    }

    pub fn registers(&self) -> MutexGuard<'_, Registers> {
        self.registers.lock().unwrap()
    }

    pub fn forward_ms(&self, millis: i64) {
        self.now_ms.fetch_add(millis, Ordering::SeqCst);
    }

    /// A name that nothing else has.
    pub fn next_id(&self) -> String {
        format!("test-key-{}", self.ids.fetch_add(1, Ordering::SeqCst))
    }

    pub fn phone_of(&self, iin: Iin) -> Phone {
        self.registers().phones[&OwnerId::Person(iin)]
    }

    /// Every message to a telephone, each once however often it was delivered, the newest last.
    pub fn sms_to(&self, phone: Phone) -> Vec<String> {
        let registers = self.registers();
        let sent = registers.sent.iter().filter(|sms| sms.to == phone);
        sent.map(|sms| sms.text.clone()).collect()
    }

    fn up(&self, register: &'static str) -> Result<MutexGuard<'_, Registers>, Down> {
        if self.down.load(Ordering::SeqCst) {
            return Err(Down {
                register,
                cause: "pulled the plug for a test".to_owned(),
            });
        }
        Ok(self.registers())
    }
}

impl Clock for World {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.now_ms.load(Ordering::SeqCst)).unwrap()
    }
}

#[async_trait]
impl Population for World {
    async fn person(&self, iin: Iin) -> Result<Option<PersonRecord>, Down> {
        Ok(self.up("population")?.people.get(&iin).cloned())
    }
}

#[async_trait]
impl AddressRegister for World {
    async fn address(&self, rca: Rca) -> Result<Option<AddressRecord>, Down> {
        Ok(self.up("addresses")?.addresses.get(&rca).cloned())
    }

    async fn search(
        &self,
        text: &str,
        region: Option<Region>,
        limit: usize,
    ) -> Result<Vec<AddressRecord>, Down> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let registers = self.up("addresses")?;
        let fits = |address: &&AddressRecord| {
            let all = [&address.text.kk, &address.text.ru, &address.text.en]
                .map(|text| text.to_lowercase())
                .join(" ");
            region.is_none_or(|region| region == address.region)
                && words.iter().all(|word| all.contains(word))
        };
        Ok(registers
            .addresses
            .values()
            .filter(fits)
            .take(limit)
            .cloned()
            .collect())
    }
}

#[async_trait]
impl RealEstate for World {
    async fn dwelling(&self, rca: Rca) -> Result<Option<DwellingRecord>, Down> {
        Ok(self.up("real estate")?.dwellings.get(&rca).cloned())
    }

    async fn owned_by(&self, owner: OwnerId) -> Result<Vec<Rca>, Down> {
        let registers = self.up("real estate")?;
        let owns =
            |dwelling: &&DwellingRecord| dwelling.owners.iter().any(|known| known.owner == owner);
        Ok(registers
            .dwellings
            .values()
            .filter(owns)
            .map(|dwelling| dwelling.rca)
            .collect())
    }
}

#[async_trait]
impl Tenancies for World {
    async fn listed(&self, rca: Rca) -> Result<Option<Vec<Iin>>, Down> {
        Ok(self.up("tenancies")?.tenancies.get(&rca).cloned())
    }
}

#[async_trait]
impl MobileBase for World {
    async fn phone(&self, of: OwnerId) -> Result<Option<Phone>, Down> {
        Ok(self.up("mobile base")?.phones.get(&of).copied())
    }

    async fn holders(&self, phone: Phone) -> Result<Vec<OwnerId>, Down> {
        let registers = self.up("mobile base")?;
        let holds = registers
            .phones
            .iter()
            .filter(|(_, known)| **known == phone);
        Ok(holds.map(|(owner, _)| *owner).collect())
    }
}

#[async_trait]
impl ResidenceRegister for World {
    async fn enter(&self, entry: ResidenceEntry) -> Result<(), Down> {
        let mut registers = self.up("residences")?;
        if !registers
            .entered
            .iter()
            .any(|known| known.application == entry.application)
        {
            registers.entered.push(entry);
        }
        Ok(())
    }
}

#[async_trait]
impl Sms for World {
    async fn send(&self, message: SmsText) -> Result<(), Down> {
        let mut registers = self.up("sms")?;
        if !registers.sent.iter().any(|known| known.id == message.id) {
            registers.sent.push(message);
        }
        Ok(())
    }
}
