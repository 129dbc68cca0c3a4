//! FEEL unary tests (DMN 1.5, 7.3.1.3 and 10.3.1.2, rules 7 to 14) for facts of known type.

use super::error::Problem;
use super::reader::listed;
use crate::cell::{Cell, Endpoint, Range, Test};
use crate::fact::{FactDeclaration, FactType};
use crate::nearest::nearest;
use crate::number::Number;
use crate::partition::Partition;
use crate::value::Value;

/// A problem and the byte of the cell where it is.
pub(crate) type Misplaced = (usize, Problem);

/// Reads a cell of a fact.
pub(crate) fn parse(text: &str, fact: &FactDeclaration) -> Result<Cell, Misplaced> {
    let mut cursor = Cursor { text, at: 0, fact };
    cursor.skip_space();
    let start = cursor.at;
    if cursor.take("-") && cursor.is_at_end() {
        return Ok(Cell::Any);
    }
    cursor.at = start;
    let negated = cursor.take_word("not") && {
        cursor.skip_space();
        cursor.expect("(", "( after not")?;
        true
    };
    let mut tests = Vec::new();
    loop {
        cursor.skip_space();
        let start = cursor.at;
        let test = cursor.test()?;
        if matches!(test, Test::Range(_)) {
            let alone = Cell::Tests {
                tests: vec![test.clone()],
                negated: false,
            };
            cursor.check_satisfiable(start, &alone)?;
        }
        tests.push(test);
        cursor.skip_space();
        if !cursor.take(",") {
            break;
        }
    }
    if negated {
        cursor.expect(")", "a comma or )")?;
    }
    if !cursor.is_at_end() {
        return Err(cursor.expected("a comma or the end of the cell"));
    }
    let cell = Cell::Tests { tests, negated };
    cursor.check_satisfiable(start, &cell)?;
    Ok(cell)
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
    fact: &'a FactDeclaration,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.rest().is_empty()
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let start = self.at;
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if self.take(word) && ends(self.rest()) {
            return true;
        }
        self.at = start;
        false
    }

    fn expect(&mut self, token: &str, expected: &str) -> Result<(), Misplaced> {
        if self.take(token) {
            Ok(())
        } else {
            Err(self.expected(expected))
        }
    }

    /// What could stand here, and the next token as what was found.
    fn expected(&self, expected: &str) -> Misplaced {
        let rest = self.rest();
        let mut letters = rest.char_indices();
        let found = match letters.next() {
            None => "the end of the cell".to_owned(),
            Some((_, first)) if first.is_alphanumeric() => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
                rest.get(..end.unwrap_or(rest.len()).min(40))
                    .unwrap_or(rest)
                    .to_owned()
            }
            Some((_, first)) => first.to_string(),
        };
        self.problem(self.at, expected.to_owned(), found, None)
    }

    fn problem(
        &self,
        at: usize,
        expected: String,
        found: String,
        nearest: Option<String>,
    ) -> Misplaced {
        let fact = self.fact.name.clone();
        let problem = Problem::Cell {
            fact,
            expected,
            found,
            nearest,
        };
        (at, problem)
    }

    fn check_satisfiable(&self, at: usize, cell: &Cell) -> Result<(), Misplaced> {
        let partition = Partition::of(self.fact, &[cell]);
        if partition.samples().iter().any(|sample| cell.holds(*sample)) {
            return Ok(());
        }
        let problem = Problem::Unsatisfiable {
            fact: self.fact.name.clone(),
            domain: self.fact.kind.domain(),
        };
        Err((at, problem))
    }

    fn test(&mut self) -> Result<Test, Misplaced> {
        let start = self.at;
        if self.take_word("null") {
            return if self.fact.optional {
                Ok(Test::Null)
            } else {
                let expected = self.fact.kind.domain();
                Err(self.problem(start, expected, "null".to_owned(), None))
            };
        }
        match &self.fact.kind {
            FactType::Boolean => {
                if self.take_word("true") {
                    Ok(Test::Bool(true))
                } else if self.take_word("false") {
                    Ok(Test::Bool(false))
                } else {
                    Err(self.expected("true or false"))
                }
            }
            FactType::Text { values } => self.text(values),
            FactType::Whole { .. } | FactType::Number { .. } => self.range().map(Test::Range),
        }
    }

    fn text(&mut self, values: &[String]) -> Result<Test, Misplaced> {
        let start = self.at;
        if !self.take("\"") {
            return Err(self.expected("a text in double quotes"));
        }
        let mut text = String::new();
        loop {
            let mut letters = self.rest().chars();
            match (letters.next(), letters.next()) {
                (Some('"'), _) => {
                    self.at += 1;
                    break;
                }
                (Some('\\'), Some(escaped @ ('"' | '\\'))) => {
                    text.push(escaped);
                    self.at += 2;
                }
                (Some('\\'), _) => return Err(self.expected("\\\" or \\\\ as the only escapes")),
                (Some(letter), _) => {
                    text.push(letter);
                    self.at += letter.len_utf8();
                }
                (None, _) => return Err(self.expected("a closing quote")),
            }
        }
        match values.iter().position(|value| *value == text) {
            Some(index) => Ok(Test::Text(index as u16)),
            None => Err(self.problem(
                start,
                listed(values.iter().map(|value| Value::Text(value))),
                Value::Text(&text).to_string(),
                nearest(&text, values.iter().map(String::as_str)),
            )),
        }
    }

    fn range(&mut self) -> Result<Range, Misplaced> {
        // The longer operators first, as the shorter ones begin them.
        for (operator, upper, closed) in [
            ("<=", true, true),
            (">=", false, true),
            ("<", true, false),
            (">", false, false),
        ] {
            if self.take(operator) {
                self.skip_space();
                let end = Some(self.endpoint(closed)?);
                return Ok(if upper {
                    Range {
                        low: None,
                        high: end,
                    }
                } else {
                    Range {
                        low: end,
                        high: None,
                    }
                });
            }
        }
        for (bracket, closed) in [("[", true), ("(", false), ("]", false)] {
            if self.take(bracket) {
                self.skip_space();
                let low = self.endpoint(closed)?;
                self.skip_space();
                self.expect("..", "..")?;
                self.skip_space();
                let mut high = self.endpoint(true)?;
                self.skip_space();
                high.closed = self.take("]");
                if !high.closed && !self.take(")") && !self.take("[") {
                    return Err(self.expected("], ) or ["));
                }
                return Ok(Range {
                    low: Some(low),
                    high: Some(high),
                });
            }
        }
        let end = Some(self.endpoint(true)?);
        Ok(Range {
            low: end,
            high: end,
        })
    }

    /// A number of the fact's domain.
    fn endpoint(&mut self, closed: bool) -> Result<Endpoint, Misplaced> {
        let start = self.at;
        let rest = self.rest();
        let mut end = usize::from(rest.starts_with('-'));
        let digits = |from: usize| {
            let rest = rest.get(from..).unwrap_or_default();
            rest.bytes().take_while(u8::is_ascii_digit).count()
        };
        end += digits(end);
        // The point of a number, not the two of an interval.
        if rest.get(end..).is_some_and(|rest| rest.starts_with('.')) && digits(end + 1) > 0 {
            end += 1 + digits(end + 1);
        }
        let written = rest.get(..end).unwrap_or_default();
        let Ok(number) = written.parse::<Number>() else {
            return Err(if written.is_empty() || written == "-" {
                self.expected("a number, a comparison or an interval")
            } else {
                let expected = "a decimal number of at most six places".to_owned();
                self.problem(start, expected, written.to_owned(), None)
            });
        };
        if !self.fact.kind.contains(number) {
            let expected = self.fact.kind.domain();
            return Err(self.problem(start, expected, written.to_owned(), None));
        }
        self.at += end;
        Ok(Endpoint { number, closed })
    }
}
