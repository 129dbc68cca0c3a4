use async_trait::async_trait;

use crate::{
    app::App,
    ports::{Inbound, ReceivedSms},
    usecases::receive_sms,
};

#[async_trait]
impl Inbound for App {
    async fn sms_received(&self, sms: ReceivedSms) -> Result<(), String> {
        receive_sms(self, &sms).await.map_err(|error| {
            error
                .cause
                .unwrap_or_else(|| error.code.symbol().to_owned())
        })
    }

    fn clock_moved(&self) {
        self.work.notify_one();
    }
}
