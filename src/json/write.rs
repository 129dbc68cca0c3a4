use std::fmt::{Display, Write as _};

use serde::{
    Serialize, Serializer,
    ser::{
        Error, Impossible, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    },
};

use super::Unreadable;

/// Writes one value at the end of a text.
pub(super) struct Writer<'a>(pub(super) &'a mut String);

impl Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

macro_rules! numbers {
    ($($method:ident $type:ty)*) => {$(
        fn $method(self, value: $type) -> Result<(), Unreadable> {
            self.0.push_str(&value.to_string());
            Ok(())
        }
    )*};
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Unreadable;
    type SerializeSeq = Several<'a>;
    type SerializeTuple = Several<'a>;
    type SerializeTupleStruct = Impossible<(), Unreadable>;
    type SerializeTupleVariant = Impossible<(), Unreadable>;
    type SerializeMap = Impossible<(), Unreadable>;
    type SerializeStruct = Several<'a>;
    type SerializeStructVariant = Several<'a>;

    numbers! {
        serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64
        serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 serialize_u64 u64
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unreadable> {
        self.0.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Result<(), Unreadable> {
        Err(Unreadable)
    }

    fn serialize_f64(self, _: f64) -> Result<(), Unreadable> {
        Err(Unreadable)
    }

    fn serialize_char(self, value: char) -> Result<(), Unreadable> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unreadable> {
        text(self.0, value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unreadable> {
        Err(Unreadable)
    }

    fn serialize_none(self) -> Result<(), Unreadable> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unreadable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unreadable> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unreadable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unreadable> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unreadable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unreadable> {
        self.0.push('{');
        text(self.0, variant);
        self.0.push(':');
        value.serialize(Writer(self.0))?;
        self.0.push('}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Several<'a>, Unreadable> {
        Ok(Several::begin(self.0, "[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Several<'a>, Unreadable> {
        Ok(Several::begin(self.0, "[", "]"))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unreadable> {
        Err(Unreadable)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unreadable> {
        Err(Unreadable)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unreadable> {
        Err(Unreadable)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Several<'a>, Unreadable> {
        Ok(Several::begin(self.0, "{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Several<'a>, Unreadable> {
        self.0.push('{');
        text(self.0, variant);
        self.0.push(':');
        Ok(Several::begin(self.0, "{", "}}"))
    }
}

/// Values between brackets.
pub(super) struct Several<'a> {
    text: &'a mut String,
    end: &'static str,
    first: bool,
}

impl<'a> Several<'a> {
    fn begin(text: &'a mut String, start: &str, end: &'static str) -> Self {
        text.push_str(start);
        Self {
            text,
            end,
            first: true,
        }
    }

    fn comma(&mut self) {
        if !self.first {
            self.text.push(',');
        }
        self.first = false;
    }

    fn member(&mut self, name: &str) {
        self.comma();
        text(self.text, name);
        self.text.push(':');
    }

    fn finish(self) -> Result<(), Unreadable> {
        self.text.push_str(self.end);
        Ok(())
    }
}

impl SerializeSeq for Several<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unreadable> {
        self.comma();
        value.serialize(Writer(self.text))
    }

    fn end(self) -> Result<(), Unreadable> {
        self.finish()
    }
}

impl SerializeTuple for Several<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unreadable> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Unreadable> {
        self.finish()
    }
}

impl SerializeStruct for Several<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unreadable> {
        self.member(name);
        value.serialize(Writer(self.text))
    }

    fn end(self) -> Result<(), Unreadable> {
        self.finish()
    }
}

impl SerializeStructVariant for Several<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unreadable> {
        SerializeStruct::serialize_field(self, name, value)
    }

    fn end(self) -> Result<(), Unreadable> {
        self.finish()
    }
}

/// A text between quotation marks.
fn text(to: &mut String, text: &str) {
    to.push('"');
    for letter in text.chars() {
        match letter {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            '\u{8}' => to.push_str("\\b"),
            '\u{c}' => to.push_str("\\f"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            '\t' => to.push_str("\\t"),
            letter if letter < ' ' => {
                let _always_fits = write!(to, "\\u{:04x}", u32::from(letter));
            }
            letter => to.push(letter),
        }
    }
    to.push('"');
}
