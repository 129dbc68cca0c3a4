//! Writing XML.

use super::ExportError;
use crate::xml::escape;

/// A growing, indented file.
pub(super) struct Writer {
    text: String,
    depth: usize,
    unwritable: Option<String>,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self {
            text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
            depth: 0,
            unwritable: None,
        }
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str(">\n");
        self.depth += 1;
    }

    pub(super) fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.indent();
        self.text.push_str(&format!("</{name}>\n"));
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str("/>\n");
    }

    /// An element with text only.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes);
        let text = self.escape(text);
        self.text.push_str(&format!(">{text}</{name}>\n"));
    }

    /// The file, unless a text in it could not be written.
    pub(super) fn finish(self) -> Result<String, ExportError> {
        match self.unwritable {
            None => Ok(self.text),
            Some(text) => Err(ExportError::Character(text)),
        }
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            let value = self.escape(value);
            self.text.push_str(&format!(" {name}=\"{value}\""));
        }
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }

    fn escape(&mut self, text: &str) -> String {
        let is_written = |letter: char| {
            letter >= ' ' && !matches!(letter, '\u{fffe}' | '\u{ffff}')
                || matches!(letter, '\t' | '\n' | '\r')
        };
        if !text.chars().all(is_written) {
            self.unwritable = Some(text.to_owned());
        }
        escape(text)
    }
}
