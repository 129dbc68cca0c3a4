//! XML as a tree, read under limits.
//!
//! Entities are the five of XML and numbers; a document type declaration is refused, so nothing
//! grows and nothing is fetched. The limits hold before and while the tree is built.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::PrefixDeclaration;

use crate::error::{DmnErrors, Problem, located};

/// The largest file that is read: 10 MiB, which is a table of some ten thousand rules.
pub const MAX_BYTES: u64 = 10 * 1024 * 1024;
/// How deep elements may stand in each other. DMN with decision tables needs ten levels.
pub const MAX_DEPTH: usize = 64;
/// How many elements a file may have.
pub const MAX_ELEMENTS: usize = 400_000;
/// How many attributes, namespaces included, an element may have.
pub const MAX_ATTRIBUTES: usize = 64;
/// How many namespaces may be declared around one element.
const MAX_NAMESPACES: usize = 256;

/// The namespace of our own extension elements.
pub const TIRKEU: &str = "https://tirkeu.github.io/ns/policy/1";
/// The namespace of DMN 1.5.
pub(crate) const DMN_1_5: &str = "https://www.omg.org/spec/DMN/20230324/MODEL/";
/// The namespace of DMN 1.3.
pub(crate) const DMN_1_3: &str = "https://www.omg.org/spec/DMN/20191111/MODEL/";

/// The namespaces of DMN 1.2 to 1.5, in which decision tables are the same.
const DMN: [&str; 4] = [
    DMN_1_5,
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    DMN_1_3,
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
];
const TEST_CASES: &str = "http://www.omg.org/spec/DMN/20160719/testcase";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Whose vocabulary a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
    /// DMN 1.2 to 1.5.
    Dmn,
    /// The tests of the DMN test kit.
    TestCases,
    /// Our extension elements.
    Tirkeu,
    /// `xsi:type` and `xsi:nil`.
    Instance,
    /// None: attributes without a prefix.
    None,
    Other,
}

impl Namespace {
    fn of(address: &str) -> Self {
        match address {
            "" => Self::None,
            TIRKEU => Self::Tirkeu,
            TEST_CASES => Self::TestCases,
            XSI => Self::Instance,
            _ if DMN.contains(&address) => Self::Dmn,
            _ => Self::Other,
        }
    }
}

/// An element.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) namespace: Namespace,
    /// The name without its prefix.
    pub(crate) name: String,
    /// The name as it is written.
    pub(crate) written: String,
    /// The byte of the file at which it begins.
    pub(crate) at: usize,
    pub(crate) children: Vec<Element>,
    /// The text of the element itself, without that of its children.
    pub(crate) text: Written,
    attributes: Vec<(Namespace, String, String)>,
}

/// A text and where it stands in the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    pub(crate) text: String,
    /// From where in the text on which bytes of the file stand; the first is the element's.
    pieces: Vec<(usize, usize)>,
}

impl Written {
    /// The byte of the file at which a byte of the text stands.
    pub(crate) fn at(&self, inside: usize) -> usize {
        let before = |piece: &&(usize, usize)| piece.0 <= inside;
        match self.pieces.iter().rev().find(before) {
            Some((from, at)) => at + (inside - from),
            None => 0,
        }
    }
}

impl Element {
    /// The attribute of this name and no prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attribute_of(Namespace::None, name)
    }

    pub(crate) fn attribute_of(&self, namespace: Namespace, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        attributes
            .find(|(of, known, _)| *of == namespace && known == name)
            .map(|(_, _, value)| value.as_str())
    }

    /// The names of the attributes that have no prefix and declare no namespace.
    pub(crate) fn plain_attributes(&self) -> impl Iterator<Item = &str> {
        let plain = self.attributes.iter();
        plain
            .filter(|(namespace, name, _)| *namespace == Namespace::None && name != "xmlns")
            .map(|(_, name, _)| name.as_str())
    }

    pub(crate) fn is(&self, namespace: Namespace, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }

    /// The children of this name in the element's own namespace.
    pub(crate) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        let children = self.children.iter();
        children.filter(move |child| child.is(self.namespace, name))
    }

    /// The first of them.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        let mut children = self.children.iter();
        children.find(|child| child.is(self.namespace, name))
    }
}

/// Reads the root element of a file.
///
/// # Errors
/// What is no UTF-8, no well-formed XML or beyond the limits, with its place.
pub(crate) fn parse<'b>(file: &str, bytes: &'b [u8]) -> Result<(&'b str, Element), DmnErrors> {
    let size = bytes.len() as u64;
    if size > MAX_BYTES {
        let problem = Problem::TooLarge {
            bytes: size,
            limit: MAX_BYTES,
        };
        return Err(DmnErrors(vec![located(file, "", 0, problem)]));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let valid = std::str::from_utf8(valid).unwrap_or_default();
            let problem = located(file, valid, valid.len(), Problem::Encoding);
            return Err(DmnErrors(vec![problem]));
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match Tree::read(text) {
        Ok(root) => Ok((text, root)),
        Err((at, problem)) => Err(DmnErrors(vec![located(file, text, at, problem)])),
    }
}

type Misplaced = (usize, Problem);

#[derive(Default)]
struct Tree {
    /// The elements that are open, the root first.
    open: Vec<(Element, usize)>,
    root: Option<Element>,
    /// Prefixes and what they stand for, the innermost last.
    namespaces: Vec<(String, Namespace)>,
    elements: usize,
}

impl Tree {
    fn read(text: &str) -> Result<Element, Misplaced> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_comments = true;
        let mut tree = Tree::default();
        loop {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
            let event = reader.read_event().map_err(|error| {
                let position = usize::try_from(reader.error_position()).unwrap_or(at);
                (position, Problem::Xml(error.to_string()))
            })?;
            match event {
                Event::Start(start) => tree.start(&start, at)?,
                Event::Empty(start) => {
                    tree.start(&start, at)?;
                    tree.end();
                }
                Event::End(_) => tree.end(),
                Event::Text(piece) => tree.text(&piece, at)?,
                Event::CData(piece) => tree.text(&piece, at + "<![CDATA[".len())?,
                Event::GeneralRef(reference) => {
                    let name: &str = &reference;
                    let letter = resolve(name).ok_or_else(|| {
                        let name = name.chars().take(40).collect();
                        (at, Problem::Entity { name })
                    })?;
                    tree.text(letter.encode_utf8(&mut [0; 4]), at)?;
                }
                Event::DocType(_) => return Err((at, Problem::Doctype)),
                Event::Decl(declaration) => {
                    if let Some(Ok(encoding)) = declaration.encoding()
                        && !encoding.eq_ignore_ascii_case("utf-8")
                    {
                        return Err((at, Problem::Encoding));
                    }
                }
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        if let Some((element, _)) = tree.open.last() {
            let problem = Problem::Expected {
                expected: format!("</{}>", element.written),
                found: "the end of the file".to_owned(),
                nearest: None,
            };
            return Err((text.len(), problem));
        }
        tree.root.ok_or_else(|| {
            let problem = Problem::Expected {
                expected: "an element".to_owned(),
                found: "the end of the file".to_owned(),
                nearest: None,
            };
            (text.len(), problem)
        })
    }

    fn start(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), Misplaced> {
        self.elements += 1;
        let too_many = |what, limit| Err((at, Problem::TooMany { what, limit }));
        if self.elements > MAX_ELEMENTS {
            return too_many("elements", MAX_ELEMENTS);
        }
        if self.open.len() >= MAX_DEPTH {
            return too_many("elements inside each other", MAX_DEPTH);
        }
        if self.root.is_some() && self.open.is_empty() {
            let problem = Problem::Expected {
                expected: "the end of the file".to_owned(),
                found: "a second root element".to_owned(),
                nearest: None,
            };
            return Err((at, problem));
        }
        let outer = self.namespaces.len();
        let mut read = Vec::new();
        // Checks for repetition compare each attribute with all others, hence the limit.
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| (at, Problem::Xml(error.to_string())))?;
            if read.len() >= MAX_ATTRIBUTES {
                return too_many("attributes of one element", MAX_ATTRIBUTES);
            }
            let value = unescape(&attribute.value).map_err(|problem| (at, problem))?;
            if let Some(declared) = attribute.key.as_namespace_binding() {
                let prefix = match declared {
                    PrefixDeclaration::Default => String::new(),
                    PrefixDeclaration::Named(prefix) => prefix.to_owned(),
                };
                if self.namespaces.len() >= MAX_NAMESPACES {
                    return too_many("namespaces", MAX_NAMESPACES);
                }
                self.namespaces.push((prefix, Namespace::of(&value)));
            }
            read.push((attribute.key.as_ref().to_owned(), value));
        }
        let mut attributes = Vec::with_capacity(read.len());
        for (key, value) in read {
            let (namespace, name) = match key.split_once(':') {
                Some((prefix, name)) => (self.resolve(prefix), name.to_owned()),
                None => (Namespace::None, key),
            };
            attributes.push((namespace, name, value));
        }
        let written = start.name();
        let written: &str = written.as_ref();
        let (prefix, name) = written.split_once(':').unwrap_or(("", written));
        let element = Element {
            namespace: self.resolve(prefix),
            name: name.to_owned(),
            written: written.to_owned(),
            at,
            children: Vec::new(),
            text: Written {
                text: String::new(),
                pieces: vec![(0, at)],
            },
            attributes,
        };
        self.open.push((element, outer));
        Ok(())
    }

    fn end(&mut self) {
        let Some((element, outer)) = self.open.pop() else {
            return;
        };
        self.namespaces.truncate(outer);
        match self.open.last_mut() {
            Some((parent, _)) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, piece: &str, at: usize) -> Result<(), Misplaced> {
        match self.open.last_mut() {
            Some((element, _)) => {
                // Space between elements is no text.
                let written = &mut element.text;
                if !written.text.is_empty() || !piece.trim_start().is_empty() {
                    written.pieces.push((written.text.len(), at));
                    written.text.push_str(piece);
                }
                Ok(())
            }
            None if piece.trim().is_empty() => Ok(()),
            None => {
                let found = format!("{:?}", piece.trim().chars().take(20).collect::<String>());
                let problem = Problem::Expected {
                    expected: "an element".to_owned(),
                    found,
                    nearest: None,
                };
                Err((at, problem))
            }
        }
    }

    fn resolve(&self, prefix: &str) -> Namespace {
        let mut declared = self.namespaces.iter().rev();
        let found = declared.find(|(known, _)| *known == prefix);
        match found {
            Some((_, namespace)) => *namespace,
            None if prefix.is_empty() => Namespace::None,
            None => Namespace::Other,
        }
    }
}

/// The letter of an entity or a number, such as `lt` or `#x41`.
fn resolve(name: &str) -> Option<char> {
    let code = match name {
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "amp" => return Some('&'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let code = match code.strip_prefix('x') {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => code.parse(),
    };
    // XML has no other control characters than these.
    let letter = char::from_u32(code.ok()?)?;
    (letter >= ' ' || matches!(letter, '\t' | '\n' | '\r')).then_some(letter)
}

fn unescape(raw: &str) -> Result<String, Problem> {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let (name, after) = after.split_once(';').unwrap_or((after, ""));
        let name: String = name.chars().take(40).collect();
        text.push(resolve(&name).ok_or(Problem::Entity { name })?);
        rest = after;
    }
    text.push_str(rest);
    Ok(text)
}

/// Text with what XML needs escaped, for an attribute or an element.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            // Readers turn these into spaces in attributes.
            '\t' | '\n' | '\r' => escaped.push_str(&format!("&#{};", u32::from(letter))),
            _ => escaped.push(letter),
        }
    }
    escaped
}
