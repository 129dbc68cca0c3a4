/// Puts values into the `{name}` placeholders of a text. A placeholder without a value stays as it
/// stands, so that a mistake is seen and not hidden; values are never searched again.
///
/// ```
/// assert_eq!(words::fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
/// ```
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some(close) = rest.find('}') else { break };
        let name = &rest[1..close];
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(value),
            None => filled.push_str(&rest[..=close]),
        }
        rest = &rest[close + 1..];
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn placeholders_are_filled_once() {
        let check = |text, expected: &str| {
            assert_eq!(fill(text, &[("n", "5"), ("who", "{n}")]), expected);
        };
        check("", "");
        check("{n} ай", "5 ай");
        check("{n}{n}", "55");
        check("{who} {n}", "{n} 5");
        check("{unknown}", "{unknown}");
        check("a { b", "a { b");
        check("ә{n}ү", "ә5ү");
    }
}
