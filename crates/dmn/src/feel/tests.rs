//! What FEEL says of expressions and unary tests.

use rust_decimal::Decimal;

use super::{MAX_NESTING, Names, Scope, Value, expression, unary_tests};

fn names() -> Names {
    let own = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    Names {
        scope: own(&[
            "a",
            "Full Name",
            "Full",
            "loan",
            "no",
            "list",
            "day",
            "if so",
        ]),
        components: own(&["principal", "term months"]),
    }
}

fn values() -> Vec<(String, Value)> {
    let number = |number: i64| Value::Number(Decimal::from(number));
    let loan = vec![
        ("principal".to_owned(), number(600)),
        ("term months".to_owned(), number(12)),
    ];
    let own = |name: &str, value| (name.to_owned(), value);
    vec![
        own("a", number(3)),
        own("Full Name", Value::Text("Ann".to_owned())),
        own("Full", Value::Bool(true)),
        own("loan", Value::Context(loan)),
        own("no", Value::Null),
        own("list", Value::List(vec![number(1), number(2)])),
        own("day", Value::Date("2026-01-31".parse().unwrap())),
        own("if so", number(7)),
    ]
}

fn check(text: &str, expected: &str) {
    let read = expression(text, &names()).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    let found = read.evaluate(Scope::new(&values()));
    assert_eq!(found.to_string(), expected, "{text}");
}

/// Where reading stops, and what is said there.
fn check_refused(text: &str, at: usize, expected: &str) {
    let (found, problem) = expression(text, &names()).unwrap_err();
    assert_eq!(
        (found, problem.to_string().as_str()),
        (at, expected),
        "{text}"
    );
}

fn check_cell(cell: &str, value: Value, expected: bool) {
    let read = unary_tests(cell, &names()).unwrap_or_else(|error| panic!("{cell}: {error:?}"));
    assert_eq!(
        read.hold(&value, Scope::new(&values())),
        expected,
        "{cell} {value}"
    );
}

#[test]
fn numbers_are_decimals() {
    for (text, expected) in [
        ("0.1 + 0.2", "0.3"),
        ("1 - 2 - 3", "-4"),
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
        ("7 / 2", "3.5"),
        ("1 / 3 * 3", "0.9999999999999999999999999999"),
        ("10 / 4 / 5", "0.5"),
        ("2 ** 10", "1024"),
        ("2 ** -2", "0.25"),
        ("2 * 3 ** 2", "18"),
        ("-2 ** 2", "4"),
        ("2 ** 0.5 > 1.41421356 and 2 ** 0.5 < 1.41421357", "true"),
        ("--a", "3"),
        (".5", "0.5"),
        ("a-1", "2"),
        ("1 / 0", "null"),
        ("0 ** -1", "null"),
        ("10 ** 40", "null"),
        ("10 ** 999999999999", "null"),
        ("79228162514264337593543950335 + 1", "null"),
        ("(-8) ** 0.5", "null"),
        ("1 + \"1\"", "null"),
        ("-no", "null"),
    ] {
        check(text, expected);
    }
}

#[test]
fn texts_join_and_compare() {
    for (text, expected) in [
        ("\"Hello \" + Full Name", "\"Hello Ann\""),
        ("\"a\\\"\\\\\\n\\u0041\"", "\"a\\\"\\\\\nA\""),
        ("\"a\" < \"b\"", "true"),
        ("\"a\" = \"a\"", "true"),
        ("\"a\" - \"b\"", "null"),
        ("\"1\" < 2", "null"),
    ] {
        check(text, expected);
    }
}

#[test]
fn logic_has_three_values() {
    let truths = ["true", "false", "null"];
    let and = [
        "true", "false", "null", "false", "false", "false", "null", "false", "null",
    ];
    let or = [
        "true", "true", "true", "true", "false", "null", "true", "null", "null",
    ];
    for (index, (and, or)) in and.into_iter().zip(or).enumerate() {
        let (one, other) = (truths[index / 3], truths[index % 3]);
        check(&format!("{one} and {other}"), and);
        check(&format!("{one} or {other}"), or);
    }
    check("not(true)", "false");
    check("not(null)", "null");
    check("not(1)", "null");
    check("true or false and false", "true");
    check("1 and true", "null");
    check("1 or true", "true");
}

#[test]
fn comparisons_with_null_and_other_types() {
    for (text, expected) in [
        ("no = null", "true"),
        ("no != null", "false"),
        ("a = null", "false"),
        ("a != null", "true"),
        ("no < 3", "null"),
        ("a = \"3\"", "null"),
        ("1.0 = 1.00", "true"),
        ("[1, 2] = list", "true"),
        ("day > date(\"2026-01-30\")", "true"),
        ("day = @\"2026-01-31\"", "true"),
        ("1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3", "true"),
    ] {
        check(text, expected);
    }
}

#[test]
fn membership_and_choice() {
    for (text, expected) in [
        ("a between 1 and 3", "true"),
        ("a between 4 and 5 or true", "true"),
        ("a in [1..3)", "false"),
        ("a in (1..3]", "true"),
        ("a in ]1..3]", "true"),
        ("a in [3..5[", "true"),
        ("a in (< 2, > 2)", "true"),
        ("a in (1, 2)", "false"),
        ("a in [1, 3] and true", "true"),
        ("a in list", "false"),
        ("no in [1..2]", "null"),
        ("a in > 2", "true"),
        ("if a > 2 then \"big\" else \"small\"", "\"big\""),
        ("if no then 1 else if false then 2 else 3", "3"),
        ("[]", "[]"),
        ("[1, [a, \"x\"]]", "[1, [3, \"x\"]]"),
    ] {
        check(text, expected);
    }
}

#[test]
fn names_may_have_spaces_and_paths() {
    for (text, expected) in [
        ("Full Name", "\"Ann\""),
        ("Full  \n Name + Full Name", "\"AnnAnn\""),
        ("Full and true", "true"),
        ("loan.principal / loan.term months", "50"),
        ("loan . principal", "600"),
        ("a.principal", "null"),
        ("if so + 1", "8"),
        ("if if so > 1 then 1 else 2", "1"),
    ] {
        check(text, expected);
    }
    check_refused("fees", 0, "unknown name \"fees\"");
    check_refused("1 + Ful", 4, "unknown name \"Ful\", did you mean \"Full\"?");
    check_refused(
        "loan.princpal",
        5,
        "unknown component \"princpal\", did you mean \"principal\"?",
    );
}

#[test]
fn what_is_not_read_is_named() {
    let others = "numbers, texts, truth values, null, lists, names, paths, arithmetic, \
                  comparisons, and, or, not(), if, in and between are";
    for (text, at, name) in [
        ("sum(list)", 0, "the function sum()"),
        ("1 + for x in list return x", 4, "for"),
        ("list[1]", 4, "a filter in brackets"),
        ("{a: 1}", 0, "a context in braces"),
        ("some x in list satisfies x", 0, "some"),
    ] {
        check_refused(text, at, &format!("{name} is not supported: {others}"));
    }
    check_refused("", 0, "expected a value, a name or (, found the end");
    check_refused("1 2", 2, "expected an operator or the end, found 2");
    check_refused("(1", 2, "expected an operator or ), found the end");
    check_refused("\"a", 2, "expected a closing quote, found the end");
    check_refused("a = ", 4, "expected a value, a name or (, found the end");
    check_refused(
        "date(\"2026-02-30\")",
        5,
        "expected a day in quotes, such as \"2026-01-31\", found \"2026-02-30\"",
    );
}

#[test]
fn depth_is_limited_wherever_it_comes_from() {
    let sum = |terms: usize| vec!["1"; terms].join("+");
    check(&sum(MAX_NESTING), &MAX_NESTING.to_string());
    let too_deep = format!("too many levels in an expression: at most {MAX_NESTING}");
    for text in [
        sum(MAX_NESTING + 1),
        format!("{}1", "-".repeat(500)),
        format!("{}1", "(".repeat(500)),
        format!("{}1", "[".repeat(500)),
        format!("{}1", "1 in (".repeat(500)),
        format!("{}1", "if a then ".repeat(500)),
        format!("loan{}", ".principal".repeat(500)),
    ] {
        let (_, problem) = expression(&text, &names()).unwrap_err();
        assert_eq!(problem.to_string(), too_deep, "{}", &text[..10]);
    }
}

#[test]
fn values_do_not_grow_beyond_reason() {
    let long = Value::Text("x".repeat(600_000));
    let values = [("a".to_owned(), long)];
    let read = expression("a + a", &names()).unwrap();
    assert_eq!(read.evaluate(Scope::new(&values)), Value::Null);
    let many = Value::List(vec![Value::Null; 6_000]);
    let values = [("a".to_owned(), many)];
    let read = expression("[a, a]", &names()).unwrap();
    assert_eq!(read.evaluate(Scope::new(&values)), Value::Null);
}

#[test]
fn cells_test_a_value() {
    let number = |number: i64| Value::Number(Decimal::from(number));
    let text = |text: &str| Value::Text(text.to_owned());
    for (cell, value, expected) in [
        ("-", Value::Null, true),
        (" - ", number(1), true),
        ("-1", number(-1), true),
        ("< a", number(2), true),
        ("< a", number(3), false),
        ("[1..a)", number(3), false),
        ("1, 2, > 5", number(6), true),
        ("not(1, 2)", number(3), true),
        ("not(1, 2)", number(2), false),
        ("not(< 5)", Value::Null, false),
        ("not(\"x\")", text("y"), true),
        ("\"x\", \"y\"", text("y"), true),
        ("null", Value::Null, true),
        ("null", number(0), false),
        ("true", Value::Bool(true), true),
        ("list", number(2), true),
        ("? > 1 and ? < 5", number(3), true),
        ("? > 1 and ? < 5", number(5), false),
        ("!= 3", number(4), true),
        ("(1 + 1) * 2", number(4), true),
        (
            "<= date(\"2026-01-31\")",
            Value::Date("2026-01-31".parse().unwrap()),
            true,
        ),
    ] {
        check_cell(cell, value, expected);
    }
}
