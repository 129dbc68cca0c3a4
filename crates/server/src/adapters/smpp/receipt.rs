//! Delivery receipts: appendix B of SMPP 3.4, and the parameters that say the same.

use rusmpp::{pdus::DeliverSm, tlvs::TlvValue, values::MessageState};

use crate::ports::Delivery;

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Receipt {
    /// The carrier's name for it.
    pub(super) message: String,
    /// What became of it.
    pub(super) delivery: Delivery,
}

/// A receipt in parameters or, where they are not there, in text.
pub(super) fn read(sm: &DeliverSm, text: &str) -> Option<Receipt> {
    let values = || sm.tlvs().iter().filter_map(|tlv| tlv.value());
    let message = values().find_map(|value| match value {
        TlvValue::ReceiptedMessageId(id) => Some(id.as_str().trim_end_matches('\0').to_owned()),
        _ => None,
    });
    let state = values().find_map(|value| match value {
        TlvValue::MessageState(state) => Some(by_state(*state)),
        _ => None,
    });
    Some(Receipt {
        message: message.or_else(|| part(text, "id:"))?,
        delivery: state.or_else(|| Some(by_word(&part(text, "stat:")?)))?,
    })
}

fn part(text: &str, name: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    let found = words.find_map(|word| word.strip_prefix(name))?;
    (!found.is_empty()).then(|| found.to_owned())
}

fn by_state(state: MessageState) -> Delivery {
    match state {
        MessageState::Delivered => Delivery::Delivered,
        MessageState::Scheduled | MessageState::Enroute | MessageState::Accepted => {
            Delivery::UnderWay
        }
        _ => Delivery::Failed,
    }
}

fn by_word(word: &str) -> Delivery {
    match word {
        "DELIVRD" => Delivery::Delivered,
        "ENROUTE" | "ACCEPTD" => Delivery::UnderWay,
        _ => Delivery::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipts_in_text_are_read() {
        let check = |text: &str, expected: Option<(&str, Delivery)>| {
            let given = read(&DeliverSm::default(), text);
            let expected = expected.map(|(message, delivery)| Receipt {
                message: message.to_owned(),
                delivery,
            });
            assert_eq!(given, expected, "{text}");
        };
        check(
            "id:0123 sub:001 dlvrd:001 submit date:2611251200 done date:2611251201 stat:DELIVRD err:000 text:x",
            Some(("0123", Delivery::Delivered)),
        );
        check("id:a stat:UNDELIV", Some(("a", Delivery::Failed)));
        check("id:a stat:ENROUTE", Some(("a", Delivery::UnderWay)));
        check("id:a", None);
        check("id: stat:DELIVRD", None);
        check("hello", None);
    }
}
