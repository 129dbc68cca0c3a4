use crate::Json;

/// What can be read from JSON.
///
/// A value is read into a place that holds one already, and whether that went well is asked once,
/// at the end. So no half-built value has to be taken apart wherever something is wrong, which
/// would be most of the code.
pub trait FromJson: Sized {
    /// Some value, to be read over. Nobody sees it unless everything was read.
    const BLANK: Self;

    /// Reads a value, and says whether it is one. `None` stands for a member that is missing.
    fn read_json(&mut self, json: Option<&mut Json>) -> bool;
}

impl Json {
    /// The text, where it is one.
    #[inline(never)]
    pub fn text(json: Option<&mut Self>) -> Option<&mut String> {
        match json {
            Some(Self::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The values, where it is a list.
    #[inline(never)]
    pub fn list(json: Option<&mut Self>) -> Option<&mut [Self]> {
        match json {
            Some(Self::List(values)) => Some(values),
            _ => None,
        }
    }

    /// The number between these, where it is one.
    #[inline(never)]
    fn number(json: Option<&mut Self>, least: i64, most: i64) -> Option<i64> {
        match json {
            Some(Self::Number(number)) if (least..=most).contains(number) => Some(*number),
            _ => None,
        }
    }
}

/// The place of a name in a list such as `a,b,c`: a text is less to download than a table of
/// addresses and lengths.
#[inline(never)]
fn place(name: &str, names: &str) -> Option<usize> {
    let mut names = names.as_bytes().split(|byte| *byte == b',');
    names.position(|known| known == name.as_bytes())
}

/// Finds the members with these names, separated by commas, each at the place of its name, and says
/// whether it is an object. Of members with the same name the first one counts.
#[inline(never)]
pub fn members<'a>(
    json: Option<&'a mut Json>,
    names: &str,
    found: &mut [Option<&'a mut Json>],
) -> bool {
    let Some(Json::Object(members)) = json else {
        return false;
    };
    for (name, value) in members {
        let place = place(name, names).and_then(|place| found.get_mut(place));
        if let Some(place @ None) = place {
            *place = Some(value);
        }
    }
    true
}

/// The place of a text among these names, which are separated by commas.
#[inline(never)]
pub fn position(json: Option<&mut Json>, names: &str) -> Option<usize> {
    place(Json::text(json)?, names)
}

/// The content of a variant, where the object has no member but this one.
#[inline(never)]
pub fn content<'a>(json: Option<&'a mut Json>, name: &str) -> Option<&'a mut Json> {
    match json {
        Some(Json::Object(members)) => match members.as_mut_slice() {
            [(known, content)] if known == name => Some(content),
            _ => None,
        },
        _ => None,
    }
}

impl FromJson for String {
    const BLANK: Self = Self::new();

    #[inline(never)]
    fn read_json(&mut self, json: Option<&mut Json>) -> bool {
        let text = Json::text(json);
        text.map(|text| std::mem::swap(self, text)).is_some()
    }
}

impl FromJson for bool {
    const BLANK: Self = false;

    #[inline(never)]
    fn read_json(&mut self, json: Option<&mut Json>) -> bool {
        match json {
            Some(Json::Bool(value)) => {
                *self = *value;
                true
            }
            _ => false,
        }
    }
}

macro_rules! numbers {
    ($($type:ty)*) => {$(
        impl FromJson for $type {
            const BLANK: Self = 0;

            fn read_json(&mut self, json: Option<&mut Json>) -> bool {
                match Json::number(json, Self::MIN.into(), Self::MAX.into()) {
                    Some(number) => {
                        *self = number as Self;
                        true
                    }
                    None => false,
                }
            }
        }
    )*};
}

numbers! { u8 u16 u32 i32 }

/// A missing member is as good as `null`.
impl<T: FromJson> FromJson for Option<T> {
    const BLANK: Self = None;

    fn read_json(&mut self, json: Option<&mut Json>) -> bool {
        if let None | Some(Json::Null) = json {
            *self = None;
            return true;
        }
        self.insert(T::BLANK).read_json(json)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    const BLANK: Self = Self::new();

    fn read_json(&mut self, json: Option<&mut Json>) -> bool {
        let Some(values) = Json::list(json) else {
            return false;
        };
        let mut is_read = true;
        self.clear();
        for json in values {
            let mut value = T::BLANK;
            is_read &= value.read_json(Some(json));
            self.push(value);
        }
        is_read
    }
}

/// Two values are a list of two.
impl<A: FromJson, B: FromJson> FromJson for (A, B) {
    const BLANK: Self = (A::BLANK, B::BLANK);

    fn read_json(&mut self, json: Option<&mut Json>) -> bool {
        match Json::list(json) {
            Some([first, second]) => self.0.read_json(Some(first)) & self.1.read_json(Some(second)),
            _ => false,
        }
    }
}
