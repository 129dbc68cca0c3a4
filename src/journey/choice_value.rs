/// The symbol of an answer; empty where there is none.
pub fn of<T: Copy>(answer: Option<T>, symbol: fn(T) -> &'static str) -> String {
    answer.map(symbol).unwrap_or_default().to_owned()
}

/// `yes`, `no`, or empty.
pub fn yes_no(answer: Option<bool>) -> String {
    of(answer, |yes| if yes { YES } else { NO })
}

/// What `yes_no` wrote.
pub fn from_yes_no(value: &str) -> Option<bool> {
    match value {
        YES => Some(true),
        NO => Some(false),
        _ => None,
    }
}

/// Value of a choice.
pub const YES: &str = "yes";
/// Value of a choice.
pub const NO: &str = "no";
