use crate::{Json, Object};

/// Deeper JSON than this is nobody's.
const DEEPEST: u8 = 32;

/// Reads one value that is the whole text (RFC 8259).
pub(super) fn parse(text: &str) -> Option<Json> {
    let mut reader = Reader { rest: text };
    let value = reader.value(0)?;
    reader.space();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn value(&mut self, depth: u8) -> Option<Json> {
        if depth == DEEPEST {
            return None;
        }
        self.space();
        match self.rest.as_bytes().first()? {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.text().map(Json::Text),
            b'n' => self.word("null", Json::Null),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: u8) -> Option<Json> {
        self.expect("{")?;
        let mut members = Object::default();
        if self.takes("}") {
            return Some(Json::Object(members));
        }
        loop {
            self.space();
            let name = self.text()?;
            self.expect(":")?;
            members.0.push((name, self.value(depth + 1)?));
            if self.takes("}") {
                return Some(Json::Object(members));
            }
            self.expect(",")?;
        }
    }

    fn list(&mut self, depth: u8) -> Option<Json> {
        self.expect("[")?;
        let mut values = Vec::new();
        if self.takes("]") {
            return Some(Json::List(values));
        }
        loop {
            values.push(self.value(depth + 1)?);
            if self.takes("]") {
                return Some(Json::List(values));
            }
            self.expect(",")?;
        }
    }

    fn text(&mut self) -> Option<String> {
        self.rest = self.rest.strip_prefix('"')?;
        let mut text = String::new();
        loop {
            let end = self
                .rest
                .find(|letter| letter == '"' || letter == '\\' || letter < ' ')?;
            text.push_str(self.rest.get(..end)?);
            self.rest = self.rest.get(end..)?;
            if let Some(rest) = self.rest.strip_prefix('"') {
                self.rest = rest;
                return Some(text);
            }
            self.rest = self.rest.strip_prefix('\\')?;
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let letter = match letters.next()? {
            letter @ ('"' | '\\' | '/') => letter,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                self.rest = letters.as_str();
                return self.code_point();
            }
            _ => return None,
        };
        self.rest = letters.as_str();
        Some(letter)
    }

    fn code_point(&mut self) -> Option<char> {
        let first = self.hexadecimal()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        self.rest = self.rest.strip_prefix("\\u")?;
        let second = self.hexadecimal()?;
        if !(0xdc00..0xe000).contains(&second) {
            return None;
        }
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    fn hexadecimal(&mut self) -> Option<u32> {
        let digits = self.rest.get(..4)?;
        self.rest = self.rest.get(4..)?;
        digits
            .chars()
            .try_fold(0, |number, digit| Some(number * 16 + digit.to_digit(16)?))
    }

    /// A whole number is written in one way only. Others are of no use to anybody here, so that
    /// they are passed over.
    fn number(&mut self) -> Option<Json> {
        let is_of_number = |letter: char| matches!(letter, '0'..='9' | '-' | '+' | '.' | 'e' | 'E');
        let end = self
            .rest
            .find(|letter| !is_of_number(letter))
            .unwrap_or(self.rest.len());
        let digits = self.rest.get(..end)?;
        self.rest = self.rest.get(end..)?;
        match digits.parse::<i64>() {
            Ok(whole) if whole.to_string() == digits => Some(Json::Number(whole)),
            _ => (!digits.is_empty()).then_some(Json::OtherNumber),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        self.rest = self.rest.strip_prefix(word)?;
        Some(value)
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.space();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, sign: &str) -> Option<()> {
        self.takes(sign).then_some(())
    }
}
