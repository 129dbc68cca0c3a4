use std::sync::Arc;

use clap::Args;

use super::{
    CliError,
    secret::{needed, secret},
};
use crate::{
    adapters::{
        client::Client,
        http_sms::{HttpSms, WebhookSecret},
        registers::{Patience, Registers},
        smpp::{Smpp, SmppSettings},
        system::{SystemClock, SystemRandomness},
    },
    ports::{Outside, Sms},
};

/// The state's registers and the ways to telephones.
#[derive(Debug, Args)]
pub(super) struct GatewayOptions {
    /// Address of the state's registers, by docs/registers.openapi.json; the token, if there is one,
    /// is in TIRKEU_REGISTERS_TOKEN or in the file that TIRKEU_REGISTERS_TOKEN_FILE names.
    #[arg(
        long,
        value_name = "URL",
        env = "TIRKEU_REGISTERS",
        conflicts_with = "sandbox"
    )]
    registers: Option<String>,
    /// The carrier, smpp://ACCOUNT@HOST:PORT; the password is in TIRKEU_SMPP_PASSWORD or the file that
    /// TIRKEU_SMPP_PASSWORD_FILE names.
    #[arg(
        long,
        value_name = "URL",
        env = "TIRKEU_SMPP",
        conflicts_with_all = ["sandbox", "sms_http"]
    )]
    smpp: Option<String>,
    /// The session with the carrier is SMPP 5.0 and not 3.4.
    #[arg(long, env = "TIRKEU_SMPP_5", requires = "smpp")]
    smpp_5: bool,
    /// An SMS gateway that takes messages by HTTP and calls back at /gateways/sms; the token is in
    /// TIRKEU_SMS_TOKEN, the secret of its calls in TIRKEU_SMS_WEBHOOK_SECRET, or each in the file that
    /// the same name with _FILE at its end names.
    #[arg(
        long,
        value_name = "URL",
        env = "TIRKEU_SMS_HTTP",
        conflicts_with = "sandbox"
    )]
    sms_http: Option<String>,
}

/// What the options open.
pub(super) struct Gateways {
    /// For the service.
    pub(super) outside: Outside,
    /// To be run beside it.
    pub(super) smpp: Option<Smpp>,
    /// To believe the SMS gateway's calls.
    pub(super) webhook: Option<WebhookSecret>,
}

impl GatewayOptions {
    /// The gateways, or what is wrong with their settings. Nothing is called yet: a register that
    /// is gone when the service starts must not keep it from starting.
    pub(super) fn open(&self) -> Result<Gateways, CliError> {
        let Some(registers) = &self.registers else {
            return Err(CliError::NothingOutside);
        };
        let token = secret("TIRKEU_REGISTERS_TOKEN")?;
        let client = Client::new(registers, token.as_deref()).map_err(CliError::Setting)?;
        let randomness = Arc::new(SystemRandomness);
        let registers = Registers::new(client, Patience::default(), randomness.clone());
        let (mut smpp, mut webhook) = (None, None);
        let sms: Arc<dyn Sms> = match (&self.smpp, &self.sms_http) {
            (Some(url), _) => {
                let password = needed("TIRKEU_SMPP_PASSWORD", "--smpp")?;
                let mut settings = SmppSettings::of(url, password).map_err(CliError::Setting)?;
                settings.version_5 = self.smpp_5;
                Arc::new(smpp.insert(Smpp::new(settings)).clone())
            }
            (None, Some(url)) => {
                let token = needed("TIRKEU_SMS_TOKEN", "--sms-http")?;
                let client = Client::new(url, Some(&token)).map_err(CliError::Setting)?;
                let signed = needed("TIRKEU_SMS_WEBHOOK_SECRET", "--sms-http")?;
                webhook = Some(WebhookSecret::parse(&signed).map_err(CliError::Setting)?);
                Arc::new(HttpSms::new(client))
            }
            (None, None) => return Err(CliError::NothingOutside),
        };
        let registers = Arc::new(registers);
        Ok(Gateways {
            outside: Outside {
                clock: Arc::new(SystemClock),
                randomness,
                population: registers.clone(),
                addresses: registers.clone(),
                real_estate: registers.clone(),
                tenancies: registers.clone(),
                mobile_base: registers.clone(),
                residences: registers,
                sms,
            },
            smpp,
            webhook,
        })
    }
}
