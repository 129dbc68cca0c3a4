use async_trait::async_trait;
use registration::identifiers::{OwnerId, Phone};

use super::Down;

/// The Mobile Citizens Database (БМГ): which telephone belongs to whom.
#[async_trait]
pub trait MobileBase: Send + Sync {
    /// The telephone of a person, or the duty telephone that an organisation has entered.
    async fn phone(&self, of: OwnerId) -> Result<Option<Phone>, Down>;

    /// Everybody whose telephone this is; one number can serve several.
    async fn holders(&self, phone: Phone) -> Result<Vec<OwnerId>, Down>;
}
