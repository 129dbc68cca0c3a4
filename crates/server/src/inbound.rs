use async_trait::async_trait;

use crate::{
    app::App,
    ports::{Delivery, Inbound, ReceivedSms},
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

    fn sms_receipt(&self, id: &str, delivery: Delivery) {
        match delivery {
            Delivery::Failed => tracing::warn!(id, "a message did not reach its telephone"),
            Delivery::Delivered | Delivery::UnderWay => tracing::info!(id, ?delivery, "a receipt"),
        }
    }

    fn clock_moved(&self) {
        self.work.notify_one();
    }
}
