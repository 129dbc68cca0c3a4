use async_trait::async_trait;
use registration::identifiers::Phone;

use super::{JournalError, Sandbox, TelephoneMessage, down};
use crate::ports::{Clock, Down, Sms, SmsText};

#[async_trait]
impl Sms for Sandbox {
    async fn send(&self, message: SmsText) -> Result<(), Down> {
        self.journal
            .keep_message(message.id, message.to, false, message.text, self.now())
            .await
            .map_err(down("SMS gateway"))?;
        self.changed();
        Ok(())
    }
}

impl Sandbox {
    /// Messages of one telephone or of all, later than a number, the oldest first; at most a
    /// thousand.
    ///
    /// # Errors
    /// [`JournalError`] where the sandbox's file does not answer.
    pub async fn messages(
        &self,
        phone: Option<Phone>,
        after: i64,
    ) -> Result<Vec<TelephoneMessage>, JournalError> {
        self.journal.messages(phone, after).await
    }

    /// Keeps what a telephone has sent to 1414, so that it is seen on the telephone. Handing it to
    /// the service is up to the caller.
    ///
    /// # Errors
    /// [`JournalError`] where it cannot be kept.
    pub async fn keep_reply(&self, id: &str, from: Phone, text: &str) -> Result<(), JournalError> {
        self.journal
            .keep_message(id.to_owned(), from, true, text.to_owned(), self.now())
            .await?;
        self.changed();
        Ok(())
    }
}
