//! `tirkeu staff`: who works with the service beside the citizens.

use std::{io::Write, path::PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use registration::identifiers::Iin;

use super::CliError;
use crate::{
    adapters::{database::Database, sealing::Sealer, system::SystemClock},
    ports::{
        Clock as _,
        store::{Actor, Change, Effect, Role, Staff},
    },
};

/// `tirkeu staff …`
#[derive(Debug, Subcommand)]
pub(super) enum StaffCommand {
    /// Give somebody a role, instead of any they have. They sign in as citizens do.
    Add {
        #[command(flatten)]
        whom: Whom,
        /// Which role.
        #[arg(long)]
        role: RoleName,
        /// Where they work, as citizens read it when they see who looked; no person's name.
        #[arg(long)]
        office: String,
    },
    /// Take somebody's role away, at once.
    Remove {
        #[command(flatten)]
        whom: Whom,
    },
    /// End every session of a person, on all servers; they can sign in again.
    SignOut {
        #[command(flatten)]
        whom: Whom,
    },
}

/// Whom, and where it is written down.
#[derive(Args, Debug)]
pub(super) struct Whom {
    /// The database.
    database: Database,
    /// The person's IIN.
    #[arg(value_parser = parse_iin)]
    iin: Iin,
    /// The file of keys.
    #[arg(long, value_name = "FILE", env = "TIRKEU_KEYS")]
    keys: PathBuf,
}

fn parse_iin(text: &str) -> Result<Iin, String> {
    Iin::parse(text).map_err(|error| error.to_string())
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum RoleName {
    /// Finds a person's application for them.
    Operator,
    /// Reads and verifies the audit log.
    Auditor,
}

impl StaffCommand {
    pub(super) fn run(self) -> Result<(), CliError> {
        tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?
            .block_on(self.work())
    }

    async fn work(self) -> Result<(), CliError> {
        let (whom, effect, action, said) = match self {
            Self::Add { whom, role, office } => {
                let role = match role {
                    RoleName::Operator => Role::Operator,
                    RoleName::Auditor => Role::Auditor,
                };
                let said = format!("they are {} at {office} now", role.symbol());
                let iin = whom.iin;
                let staff = Staff { role, office };
                (whom, Effect::Appoint { iin, staff }, "staff_add", said)
            }
            Self::Remove { whom } => {
                let iin = whom.iin;
                let said = "they have no role any more".to_owned();
                (whom, Effect::Dismiss(iin), "staff_remove", said)
            }
            Self::SignOut { whom } => {
                let effect = Effect::CloseSessions { of: Some(whom.iin) };
                let said = "every session of theirs is over".to_owned();
                (whom, effect, "staff_sign_out", said)
            }
        };
        let now = SystemClock.now();
        let store = whom.database.open(Sealer::open(&whom.keys)?, now).await?;
        // About whom it is: nobody is signed in at a command line.
        let change = Change::new(now, vec![effect]);
        let change = change.audited(Actor::Person(whom.iin), action, "");
        store.commit(change).await?;
        writeln!(std::io::stdout(), "{said}")?;
        Ok(())
    }
}
