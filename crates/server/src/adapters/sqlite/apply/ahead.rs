use crate::{
    adapters::sealing::Sealer,
    ports::store::{Change, Effect, StoreError},
};

/// The long texts of a change, sealed before its turn to be written comes: by whoever asks for the
/// change, and not by the one thread that writes for everybody.
#[derive(Debug)]
pub(in crate::adapters::sqlite) struct Ahead {
    /// The key that sealed them, by number.
    key: u32,
    /// The answer to the request.
    reply: Option<String>,
    /// The application of each effect, where it has one.
    applications: Vec<Option<String>>,
}

impl Ahead {
    /// Seals them under the newest key.
    pub(in crate::adapters::sqlite) fn seal(
        sealer: &Sealer,
        change: &Change,
    ) -> Result<Self, StoreError> {
        let key = sealer.newest();
        let reply = change.reply.as_ref();
        let applications = change.effects.iter().map(|effect| match effect {
            Effect::File { application, .. } | Effect::Move { application, .. } => {
                sealer.application(application).map(Some)
            }
            _ => Ok(None),
        });
        Ok(Self {
            key,
            reply: reply.map(|reply| sealer.reply(reply)).transpose()?,
            applications: applications.collect::<Result<_, _>>()?,
        })
    }

    /// Whether the key is still the newest: nothing is written under an older one once there is a newer.
    pub(in crate::adapters::sqlite) fn is_fresh(&self, sealer: &Sealer) -> bool {
        self.key == sealer.newest()
    }

    pub(super) fn reply(&self) -> Option<&str> {
        self.reply.as_deref()
    }

    /// The application of the effect at a place.
    pub(super) fn application(&self, place: usize) -> Option<&str> {
        self.applications.get(place)?.as_deref()
    }
}
