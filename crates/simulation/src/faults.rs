use crate::chance::Chance;

/// What goes wrong, and how often: times in a thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// The store fails and writes nothing.
    pub store_before: u32,
    /// The store writes, and whoever asked is told that it failed.
    pub store_after: u32,
    /// The store fails to answer a question.
    pub store_read: u32,
    /// The store takes up to half a minute.
    pub store_slow: u32,
    /// A register does not answer.
    pub register: u32,
    /// A register does what it was asked, and the answer is lost.
    pub register_after: u32,
    /// The SMS gateway does not take a message.
    pub sms_refused: u32,
    /// The SMS gateway takes a message, and its answer is lost.
    pub sms_after: u32,
    /// A message that was taken never arrives.
    pub sms_lost: u32,
    /// A message arrives twice.
    pub sms_doubled: u32,
    /// A message arrives up to two hours late.
    pub sms_late: u32,
    /// The answer to a request is lost on its way.
    pub answer_lost: u32,
    /// A request arrives twice.
    pub request_doubled: u32,
    /// Whoever asked goes away, at any await of the answer.
    pub request_dropped: u32,
    /// A process ends, at any await of anything that it does.
    pub crash: u32,
    /// The clock jumps forward.
    pub clock_forward: u32,
    /// The clock jumps back.
    pub clock_back: u32,
}

impl Faults {
    /// None at all.
    pub const NONE: Self = Self {
        store_before: 0,
        store_after: 0,
        store_read: 0,
        store_slow: 0,
        register: 0,
        register_after: 0,
        sms_refused: 0,
        sms_after: 0,
        sms_lost: 0,
        sms_doubled: 0,
        sms_late: 0,
        answer_lost: 0,
        request_doubled: 0,
        request_dropped: 0,
        crash: 0,
        clock_forward: 0,
        clock_back: 0,
    };

    /// Some kinds of faults, each seldom or often: with all of them at once nothing would get far
    /// enough to go wrong late.
    pub(crate) fn drawn(chance: &mut Chance) -> Self {
        let few = chance.one_of(150, &[300, 600]);
        let mut often = |most: u32| {
            if chance.happens(few) {
                let most = u64::from(most);
                u32::try_from(chance.one_of(most / 10, &[most / 3, most])).unwrap_or(0)
            } else {
                0
            }
        };
        Self {
            store_before: often(300),
            store_after: often(300),
            store_read: often(200),
            store_slow: often(200),
            register: often(300),
            register_after: often(500),
            sms_refused: often(500),
            sms_after: often(500),
            sms_lost: often(400),
            sms_doubled: often(500),
            sms_late: often(300),
            answer_lost: often(400),
            request_doubled: often(500),
            request_dropped: often(60),
            crash: often(60),
            clock_forward: often(20),
            clock_back: often(20),
        }
    }
}
