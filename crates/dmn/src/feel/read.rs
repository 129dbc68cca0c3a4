//! Reading FEEL.

mod literals;

use rules::nearest;

use super::expression::{Arithmetic, Comparison, Expression, Interval, Test, UnaryTests};
use super::value::Value;
use super::{MAX_LENGTH, MAX_NESTING};
use crate::error::Problem;

/// A problem and the byte of the text at which it is.
pub(crate) type Misplaced = (usize, Problem);

/// What can be read here: an expression and the number of its levels.
type Read = Result<(Expression, usize), Misplaced>;

/// The names that an expression may mention. FEEL names may hold spaces, so a text cannot be read
/// without knowing them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// Inputs and decisions.
    pub(crate) scope: Vec<String>,
    /// Components of structures.
    pub(crate) components: Vec<String>,
}

/// Reads an expression.
pub(crate) fn expression(text: &str, names: &Names) -> Result<Expression, Misplaced> {
    let mut reader = Reader::new(text, names)?;
    let (expression, _) = reader.expression(0)?;
    reader.end("an operator or the end")?;
    Ok(expression)
}

/// Reads a cell of a decision table.
pub(crate) fn unary_tests(text: &str, names: &Names) -> Result<UnaryTests, Misplaced> {
    let mut reader = Reader::new(text, names)?;
    if reader.take("-") && reader.rest().is_empty() {
        return Ok(UnaryTests::Any);
    }
    reader.at = 0;
    reader.skip_space();
    let start = reader.at;
    let negated = reader.take_word("not") && reader.take("(");
    if !negated {
        reader.at = start;
    }
    let (tests, _) = reader.tests()?;
    if negated {
        reader.expect(")", "a comma or )")?;
    }
    reader.end("a comma or the end of the cell")?;
    Ok(UnaryTests::Tests { tests, negated })
}

struct Reader<'t> {
    text: &'t str,
    names: &'t Names,
    at: usize,
    /// How many expressions are being read, one inside the other.
    depth: usize,
    /// Whether the upper end of an interval is being read, which `[` may close.
    ends_interval: bool,
}

/// Operators by how strongly they bind, the longer ones first where one begins the other.
const OPERATORS: [(&str, u8); 14] = [
    ("or", 1),
    ("and", 2),
    ("!=", 3),
    ("<=", 3),
    (">=", 3),
    ("=", 3),
    ("<", 3),
    (">", 3),
    ("+", 4),
    ("-", 4),
    ("**", 6),
    ("*", 5),
    ("/", 5),
    ("in", 3),
];
const BETWEEN: u8 = 3;
const ADDITIVE: u8 = 4;

const KEYWORDS: [&str; 10] = [
    "and", "between", "else", "false", "if", "in", "null", "or", "then", "true",
];
/// What begins parts of FEEL that are not read here.
const REFUSED: [&str; 4] = ["for", "some", "every", "function"];

impl<'t> Reader<'t> {
    fn new(text: &'t str, names: &'t Names) -> Result<Self, Misplaced> {
        if text.len() > MAX_LENGTH {
            let what = "bytes in an expression";
            let limit = MAX_LENGTH;
            return Err((0, Problem::TooMany { what, limit }));
        }
        let mut reader = Self {
            text,
            names,
            at: 0,
            depth: 0,
            ends_interval: false,
        };
        reader.skip_space();
        Ok(reader)
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Takes a token, and the space after it.
    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
            self.skip_space();
        }
        found
    }

    fn sees_word(&self, word: &str) -> bool {
        let rest = self.rest().strip_prefix(word);
        rest.is_some_and(|rest| !rest.starts_with(continues_name))
    }

    fn take_word(&mut self, word: &str) -> bool {
        self.sees_word(word) && self.take(word)
    }

    fn expect(&mut self, token: &str, expected: &str) -> Result<(), Misplaced> {
        match self.take(token) {
            true => Ok(()),
            false => Err(self.expected(expected)),
        }
    }

    fn expect_word(&mut self, word: &str) -> Result<(), Misplaced> {
        match self.take_word(word) {
            true => Ok(()),
            false => Err(self.expected(word)),
        }
    }

    fn end(&self, expected: &str) -> Result<(), Misplaced> {
        match self.rest().is_empty() {
            true => Ok(()),
            false => Err(self.expected(expected)),
        }
    }

    fn expected(&self, expected: &str) -> Misplaced {
        let word = self.word();
        let found = match self.rest().chars().next() {
            None => "the end".to_owned(),
            Some(_) if !word.is_empty() => word.chars().take(40).collect(),
            Some(letter) => letter.to_string(),
        };
        let problem = Problem::Expected {
            expected: expected.to_owned(),
            found,
            nearest: None,
        };
        (self.at, problem)
    }

    fn unsupported(&self, at: usize, name: &str) -> Misplaced {
        let problem = Problem::Unsupported {
            name: name.to_owned(),
            instead: "numbers, texts, truth values, null, lists, names, paths, arithmetic, \
                      comparisons, and, or, not(), if, in and between are"
                .to_owned(),
        };
        (at, problem)
    }

    /// The letters, digits and underscores here.
    fn word(&self) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// A node and its height, if it is not too high.
    fn node(&self, expression: Expression, below: usize) -> Read {
        match below + 1 > MAX_NESTING {
            true => Err((self.at, nesting())),
            false => Ok((expression, below + 1)),
        }
    }

    /// An expression whose operators all bind more strongly than `weakest`.
    fn expression(&mut self, weakest: u8) -> Read {
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return Err((self.at, nesting()));
        }
        let first = self.unary()?;
        let read = self.after(first, weakest);
        self.depth -= 1;
        read
    }

    /// What follows an expression that is already read.
    fn after(&mut self, first: (Expression, usize), weakest: u8) -> Read {
        let (mut left, mut height) = first;
        loop {
            if BETWEEN > weakest && self.take_word("between") {
                let (low, one) = self.expression(ADDITIVE - 1)?;
                self.expect_word("and")?;
                let (high, other) = self.expression(ADDITIVE - 1)?;
                let interval = Interval {
                    low,
                    low_closed: true,
                    high,
                    high_closed: true,
                };
                let tests = vec![Test::Interval(Box::new(interval))];
                let node = Expression::In(Box::new(left), tests);
                (left, height) = self.node(node, height.max(one).max(other))?;
                continue;
            }
            let Some((operator, strength)) = self.operator() else {
                return Ok((left, height));
            };
            if strength <= weakest {
                return Ok((left, height));
            }
            self.take(operator);
            if operator == "in" {
                let (tests, inner) = self.in_tests()?;
                let node = Expression::In(Box::new(left), tests);
                (left, height) = self.node(node, height.max(inner))?;
                continue;
            }
            let (right, other) = self.expression(strength)?;
            let (one, two) = (Box::new(left), Box::new(right));
            let node = match operator {
                "or" => Expression::Or(one, two),
                "and" => Expression::And(one, two),
                "+" => Expression::Arithmetic(Arithmetic::Add, one, two),
                "-" => Expression::Arithmetic(Arithmetic::Subtract, one, two),
                "*" => Expression::Arithmetic(Arithmetic::Multiply, one, two),
                "/" => Expression::Arithmetic(Arithmetic::Divide, one, two),
                "**" => Expression::Arithmetic(Arithmetic::Power, one, two),
                comparison => Expression::Compare(comparison_of(comparison), one, two),
            };
            (left, height) = self.node(node, height.max(other))?;
        }
    }

    fn operator(&self) -> Option<(&'static str, u8)> {
        let mut operators = OPERATORS.into_iter();
        operators.find(
            |(operator, _)| match operator.starts_with(char::is_alphabetic) {
                true => self.sees_word(operator),
                false => self.rest().starts_with(operator),
            },
        )
    }

    /// An operand with its signs and paths.
    fn unary(&mut self) -> Read {
        let mut signs = 0;
        while self.take("-") {
            signs += 1;
            if signs > MAX_NESTING {
                return Err((self.at, nesting()));
            }
        }
        let (operand, mut height) = self.primary()?;
        let (mut operand, grown) = self.paths(operand, height)?;
        height = grown;
        for _ in 0..signs {
            (operand, height) = self.node(Expression::Negate(Box::new(operand)), height)?;
        }
        Ok((operand, height))
    }

    fn paths(&mut self, operand: Expression, height: usize) -> Read {
        let (mut operand, mut height) = (operand, height);
        loop {
            let rest = self.rest();
            if rest.starts_with('[') && !self.ends_interval {
                return Err(self.unsupported(self.at, "a filter in brackets"));
            }
            if !rest.starts_with('.') || rest.starts_with("..") {
                return Ok((operand, height));
            }
            self.take(".");
            let (name, length) = match self.known(&self.names.components) {
                Some(found) => found,
                None => {
                    let word = self.word();
                    if word.is_empty() {
                        return Err(self.expected("the name of a component"));
                    }
                    return Err(self.unknown("component", word, &self.names.components));
                }
            };
            self.at += length;
            self.skip_space();
            (operand, height) =
                self.node(Expression::Path(Box::new(operand), name.to_owned()), height)?;
        }
    }

    fn primary(&mut self) -> Read {
        let start = self.at;
        // A known name that is longer than the word here, or no keyword, is meant as a name.
        let word = self.word();
        if let Some((name, length)) = self.known(&self.names.scope)
            && (length > word.len() || !KEYWORDS.contains(&word))
        {
            self.at += length;
            self.skip_space();
            return Ok((Expression::Name(name.to_owned()), 1));
        }
        let literal = |value| Ok((Expression::Literal(value), 1));
        if self.take_word("null") {
            return literal(Value::Null);
        }
        if self.take_word("true") {
            return literal(Value::Bool(true));
        }
        if self.take_word("false") {
            return literal(Value::Bool(false));
        }
        if self.take_word("if") {
            let (condition, one) = self.expression(0)?;
            self.expect_word("then")?;
            let (then, two) = self.expression(0)?;
            self.expect_word("else")?;
            let (otherwise, three) = self.expression(0)?;
            let parts = Box::new([condition, then, otherwise]);
            return self.node(Expression::If(parts), one.max(two).max(three));
        }
        if self.take_word("not") {
            self.expect("(", "( after not")?;
            let (of, height) = self.expression(0)?;
            self.expect(")", ")")?;
            return self.node(Expression::Not(Box::new(of)), height);
        }
        if word == "date" {
            self.take(word);
            self.expect("(", "( after date")?;
            let day = self.date()?;
            self.expect(")", ")")?;
            return Ok(day);
        }
        let rest = self.rest();
        match rest.chars().next() {
            Some('(') => {
                self.take("(");
                let inner = self.expression(0)?;
                self.expect(")", "an operator or )")?;
                Ok(inner)
            }
            Some('[') => {
                self.take("[");
                if self.take("]") {
                    return self.node(Expression::List(Vec::new()), 0);
                }
                let first = self.expression(0)?;
                self.list(first)
            }
            Some('"') => {
                let text = self.string()?;
                literal(Value::Text(text))
            }
            Some('?') => {
                self.take("?");
                Ok((Expression::Input, 1))
            }
            Some('@') => {
                self.take("@");
                self.date()
            }
            Some('{') => Err(self.unsupported(start, "a context in braces")),
            Some(first) if first.is_ascii_digit() || first == '.' => {
                let number = self.number()?;
                literal(Value::Number(number))
            }
            Some(_) if !word.is_empty() => Err(self.no_operand(start, word)),
            _ => Err(self.expected("a value, a name or (")),
        }
    }

    fn no_operand(&self, start: usize, word: &str) -> Misplaced {
        let after = self.rest().get(word.len()..).unwrap_or_default();
        if REFUSED.contains(&word) {
            return self.unsupported(start, word);
        }
        if after.trim_start().starts_with('(') {
            return self.unsupported(start, &format!("the function {word}()"));
        }
        if KEYWORDS.contains(&word) {
            return self.expected("a value, a name or (");
        }
        self.unknown("name", word, &self.names.scope)
    }

    fn unknown(&self, what: &'static str, word: &str, names: &[String]) -> Misplaced {
        let problem = Problem::Unknown {
            what,
            name: word.to_owned(),
            nearest: nearest(word, names.iter().map(String::as_str)),
        };
        (self.at, problem)
    }

    /// The rest of a list after its first item.
    fn list(&mut self, first: (Expression, usize)) -> Read {
        let (item, mut height) = first;
        let mut items = vec![item];
        while self.take(",") {
            let (item, other) = self.expression(0)?;
            items.push(item);
            height = height.max(other);
        }
        self.expect("]", "a comma or ]")?;
        self.node(Expression::List(items), height)
    }

    /// The longest of the names that stands here, and how many bytes it takes.
    fn known(&self, names: &'t [String]) -> Option<(&'t str, usize)> {
        let found = names.iter().filter_map(|name| {
            let length = name_length(self.rest(), name)?;
            Some((name.as_str(), length))
        });
        found.max_by_key(|(_, length)| *length)
    }

    /// What follows `in`: one test, or several in parentheses.
    fn in_tests(&mut self) -> Result<(Vec<Test>, usize), Misplaced> {
        if !self.take("(") {
            let (test, height) = self.test(ADDITIVE - 1)?;
            return Ok((vec![test], height));
        }
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return Err((self.at, nesting()));
        }
        let (mut tests, mut height) = self.tests()?;
        self.depth -= 1;
        if let [Test::Value(_)] = tests.as_slice()
            && self.rest().starts_with("..")
            && let Some(Test::Value(low)) = tests.pop()
        {
            let (interval, other) = self.interval((low, height), false)?;
            return Ok((vec![interval], other));
        }
        self.expect(")", "a comma or )")?;
        height = height.max(1);
        Ok((tests, height))
    }

    /// Tests with commas between them.
    fn tests(&mut self) -> Result<(Vec<Test>, usize), Misplaced> {
        let (first, mut height) = self.test(0)?;
        let mut tests = vec![first];
        while self.take(",") {
            let (test, other) = self.test(0)?;
            tests.push(test);
            height = height.max(other);
        }
        Ok((tests, height))
    }

    /// One test; a value in it goes on with operators that bind more strongly than `weakest`.
    fn test(&mut self, weakest: u8) -> Result<(Test, usize), Misplaced> {
        for operator in ["<=", ">=", "!=", "<", ">", "="] {
            if self.take(operator) {
                let (with, height) = self.expression(ADDITIVE - 1)?;
                return Ok((Test::Compare(comparison_of(operator), with), height));
            }
        }
        for (bracket, closed) in [("[", true), ("(", false), ("]", false)] {
            if !self.take(bracket) {
                continue;
            }
            if bracket == "[" && self.take("]") {
                let first = self.node(Expression::List(Vec::new()), 0)?;
                let (value, height) = self.after(first, weakest)?;
                return Ok((Test::Value(value), height));
            }
            let first = self.expression(0)?;
            if bracket == "]" || self.rest().starts_with("..") {
                return self.interval(first, closed);
            }
            let inner = match bracket {
                "[" => self.list(first)?,
                _ => {
                    self.expect(")", "an operator, .. or )")?;
                    first
                }
            };
            let (operand, height) = inner;
            let operand = self.paths(operand, height)?;
            let (value, height) = self.after(operand, weakest)?;
            return Ok((Test::Value(value), height));
        }
        let (value, height) = self.expression(weakest)?;
        Ok((Test::Value(value), height))
    }

    /// The rest of an interval after its lower end.
    fn interval(
        &mut self,
        low: (Expression, usize),
        low_closed: bool,
    ) -> Result<(Test, usize), Misplaced> {
        self.expect("..", "..")?;
        let outer = std::mem::replace(&mut self.ends_interval, true);
        let (high, height) = self.expression(0)?;
        self.ends_interval = outer;
        let high_closed = self.take("]");
        if !high_closed && !self.take(")") && !self.take("[") {
            return Err(self.expected("], ) or ["));
        }
        let interval = Interval {
            low: low.0,
            low_closed,
            high,
            high_closed,
        };
        Ok((Test::Interval(Box::new(interval)), height.max(low.1)))
    }
}

const fn nesting() -> Problem {
    Problem::TooMany {
        what: "levels in an expression",
        limit: MAX_NESTING,
    }
}

fn comparison_of(operator: &str) -> Comparison {
    match operator {
        "=" => Comparison::Equal,
        "!=" => Comparison::Unequal,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        _ => Comparison::GreaterOrEqual,
    }
}

fn continues_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// How many bytes a name takes at the beginning of a text, whatever the space between its words.
fn name_length(text: &str, name: &str) -> Option<usize> {
    let mut rest = text;
    for (index, word) in name.split_whitespace().enumerate() {
        if index > 0 {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
        }
        rest = rest.strip_prefix(word)?;
    }
    let length = text.len() - rest.len();
    (length > 0 && !rest.starts_with(continues_name)).then_some(length)
}
