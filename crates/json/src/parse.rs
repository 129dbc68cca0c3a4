use crate::Json;

/// Deeper JSON than this is nobody's.
const DEEPEST: u8 = 32;

/// Reads one value that is the whole text (RFC 8259).
pub(crate) fn parse(text: &str) -> Option<Json> {
    let mut reader = Reader { rest: text };
    let value = reader.value(0)?;
    reader.space();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: u8) -> Option<Json> {
        if depth == DEEPEST {
            return None;
        }
        self.space();
        match self.rest.bytes().next()? {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.text().map(Json::Text),
            b'n' => self.word("null").map(|()| Json::Null),
            b't' => self.word("true").map(|()| Json::Bool(true)),
            b'f' => self.word("false").map(|()| Json::Bool(false)),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: u8) -> Option<Json> {
        self.expect(b'{')?;
        let mut members = Vec::new();
        if self.takes(b'}') {
            return Some(Json::Object(members));
        }
        loop {
            let name = self.text()?;
            self.expect(b':')?;
            members.push((name, self.value(depth + 1)?));
            if self.takes(b'}') {
                return Some(Json::Object(members));
            }
            self.expect(b',')?;
        }
    }

    fn list(&mut self, depth: u8) -> Option<Json> {
        self.expect(b'[')?;
        let mut values = Vec::new();
        if self.takes(b']') {
            return Some(Json::List(values));
        }
        loop {
            values.push(self.value(depth + 1)?);
            if self.takes(b']') {
                return Some(Json::List(values));
            }
            self.expect(b',')?;
        }
    }

    #[inline(never)]
    fn text(&mut self) -> Option<String> {
        self.expect(b'"')?;
        let mut text = String::new();
        loop {
            text.push_str(self.take_while(|byte| byte >= b' ' && byte != b'"' && byte != b'\\'));
            match self.byte()? {
                b'"' => return Some(text),
                b'\\' => text.push(self.escaped()?),
                _ => return None,
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.byte()? {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code_point(),
            _ => return None,
        })
    }

    fn code_point(&mut self) -> Option<char> {
        let first = self.hexadecimal()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        self.word("\\u")?;
        let second = self.hexadecimal()?;
        if !(0xdc00..0xe000).contains(&second) {
            return None;
        }
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    #[inline(never)]
    fn hexadecimal(&mut self) -> Option<u32> {
        let mut number = 0;
        for _ in 0..4 {
            number = number * 16 + char::from(self.byte()?).to_digit(16)?;
        }
        Some(number)
    }

    /// A whole number is written in one way only. Others are of no use to anybody here, so that
    /// they are passed over.
    fn number(&mut self) -> Option<Json> {
        let digits =
            self.take_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
        match digits.parse::<i64>() {
            Ok(whole) if whole.to_string() == digits => Some(Json::Number(whole)),
            _ => (!digits.is_empty()).then_some(Json::OtherNumber),
        }
    }

    fn space(&mut self) {
        self.take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    /// What comes before the first byte that is not of these.
    #[inline(never)]
    fn take_while(&mut self, is_of_these: fn(u8) -> bool) -> &'a str {
        let length = self.rest.bytes().take_while(|byte| is_of_these(*byte));
        let length = length.count();
        self.take(length).unwrap_or_default()
    }

    /// That many bytes, where they are whole letters.
    #[inline(never)]
    fn take(&mut self, length: usize) -> Option<&'a str> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    /// The next letter, where it is one of ASCII.
    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.bytes().next()
    }

    fn word(&mut self, word: &str) -> Option<()> {
        (self.take(word.len())? == word).then_some(())
    }

    /// Whether the next letter after white space is this one, which is then behind.
    #[inline(never)]
    fn takes(&mut self, letter: u8) -> bool {
        self.space();
        self.rest.bytes().next() == Some(letter) && self.take(1).is_some()
    }

    fn expect(&mut self, letter: u8) -> Option<()> {
        self.takes(letter).then_some(())
    }
}
