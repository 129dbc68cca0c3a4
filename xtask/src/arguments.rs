//! The command line: one verb, then options in any order.

use std::collections::VecDeque;

use crate::error::Error;

/// What follows `cargo xtask`, taken from the front as it is understood.
pub(crate) struct Arguments(VecDeque<String>);

impl Arguments {
    /// The arguments of this process, without its own name.
    pub(crate) fn from_environment() -> Self {
        Self(std::env::args().skip(1).collect())
    }

    /// The next word, if there is one.
    pub(crate) fn verb(&mut self) -> Option<String> {
        self.0.pop_front()
    }

    /// Takes `name VALUE` or `name=VALUE` out of the arguments.
    pub(crate) fn option(&mut self, name: &str) -> Result<Option<String>, Error> {
        let assigned = format!("{name}=");
        if let Some(at) = self.0.iter().position(|word| word.starts_with(&assigned)) {
            let word = self.0.remove(at).unwrap_or_default();
            return Ok(Some(word[assigned.len()..].to_owned()));
        }
        let Some(at) = self.0.iter().position(|word| word == name) else {
            return Ok(None);
        };
        self.0.remove(at);
        match self.0.remove(at) {
            Some(value) => Ok(Some(value)),
            None => Err(Error::Usage(format!("{name} needs a value"))),
        }
    }

    /// Takes `--port N`.
    pub(crate) fn port(&mut self, default: u16) -> Result<u16, Error> {
        match self.option("--port")? {
            None => Ok(default),
            Some(text) => text.parse().map_err(|_| {
                Error::Usage(format!("--port is a number from 1 to 65535, not “{text}”"))
            }),
        }
    }

    /// Refuses whatever nobody has understood.
    pub(crate) fn finish(self) -> Result<(), Error> {
        match self.0.front() {
            None => Ok(()),
            Some(word) => Err(Error::Usage(format!("“{word}” is not understood here"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(words: &str) -> Arguments {
        Arguments(words.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn options_come_in_any_order_and_both_spellings() {
        for words in [
            "--port 9 --data d",
            "--data d --port 9",
            "--port=9 --data=d",
        ] {
            let mut arguments = arguments(words);
            assert_eq!(arguments.port(8080).unwrap(), 9, "{words}");
            assert_eq!(
                arguments.option("--data").unwrap().as_deref(),
                Some("d"),
                "{words}"
            );
            arguments.finish().unwrap();
        }
    }

    #[test]
    fn a_missing_option_is_the_default() {
        assert_eq!(arguments("").port(8080).unwrap(), 8080);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for words in ["--port", "--port x", "--port 70000", "--prot 1"] {
            let mut arguments = arguments(words);
            let refused = arguments.port(1).is_err() || arguments.finish().is_err();
            assert!(refused, "{words}");
        }
    }
}
