/// What can be written as JSON.
pub trait ToJson {
    /// Writes it at the end of a text.
    fn write_json(&self, to: &mut String);
}

/// A comma where something stands before.
#[inline(never)]
fn separate(to: &mut String) {
    if !matches!(to.as_bytes().last(), Some(b'{' | b'[')) {
        to.push(',');
    }
}

/// Begins an object.
#[inline(never)]
pub fn open(to: &mut String) {
    to.push('{');
}

/// Ends an object.
#[inline(never)]
pub fn close(to: &mut String) {
    to.push('}');
}

/// The name of the next member.
#[inline(never)]
pub fn name(to: &mut String, name: &str) {
    separate(to);
    text(to, name);
    to.push(':');
}

/// The name at a place among these, which are separated by commas.
#[inline(never)]
pub fn symbol(to: &mut String, names: &str, place: usize) {
    text(to, names.split(',').nth(place).unwrap_or_default());
}

/// A variant with its content: an object of one member.
pub fn content_of(to: &mut String, variant: &str, content: &dyn ToJson) {
    open(to);
    name(to, variant);
    content.write_json(to);
    close(to);
}

/// A text between quotation marks.
#[inline(never)]
pub fn text(to: &mut String, text: &str) {
    to.push('"');
    for letter in text.chars() {
        if letter < ' ' {
            to.push_str(if letter < '\u{10}' {
                "\\u000"
            } else {
                "\\u001"
            });
            to.extend(char::from_digit(u32::from(letter) % 16, 16));
            continue;
        }
        if let '"' | '\\' = letter {
            to.push('\\');
        }
        to.push(letter);
    }
    to.push('"');
}

impl ToJson for String {
    fn write_json(&self, to: &mut String) {
        text(to, self);
    }
}

impl ToJson for bool {
    #[inline(never)]
    fn write_json(&self, to: &mut String) {
        to.push_str(if *self { "true" } else { "false" });
    }
}

#[inline(never)]
fn number(to: &mut String, number: i64) {
    to.push_str(&number.to_string());
}

macro_rules! numbers {
    ($($type:ty)*) => {$(
        impl ToJson for $type {
            fn write_json(&self, to: &mut String) {
                number(to, i64::from(*self));
            }
        }
    )*};
}

numbers! { u8 u16 u32 i32 }

impl<T: ToJson> ToJson for Option<T> {
    fn write_json(&self, to: &mut String) {
        match self {
            Some(value) => value.write_json(to),
            None => to.push_str("null"),
        }
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write_json(&self, to: &mut String) {
        to.push('[');
        for value in self {
            separate(to);
            value.write_json(to);
        }
        to.push(']');
    }
}

/// Two values are a list of two.
impl<A: ToJson, B: ToJson> ToJson for (A, B) {
    fn write_json(&self, to: &mut String) {
        to.push('[');
        self.0.write_json(to);
        to.push(',');
        self.1.write_json(to);
        to.push(']');
    }
}
