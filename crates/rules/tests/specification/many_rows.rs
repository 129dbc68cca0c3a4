//! Tables with more rows than a machine word has bits.

use rules::{Facts, Policy, PolicyFile, Truth};

use crate::fixture::{because, day, facts, rule};

const FACTS: &str = r#"
[[fact]]
name = "n"
type = "whole"
min = 0
max = 999
asks = "answer"
[[fact]]
name = "m"
type = "whole"
min = 0
max = 9
asks = "answer"
[[source]]
id = "order"
title = "order"
"#;

const ROWS: i32 = 200;

/// The first and the last `n` of a rule: each shares one with its neighbours.
fn band(index: i32) -> (i32, i32) {
    (index * 3, index * 3 + 3)
}

/// The `m` under which a rule applies; every fifth does not ask for it.
fn below(index: i32) -> i32 {
    match index % 5 {
        0 => 10,
        rest => rest * 2,
    }
}

fn policy() -> Policy {
    let values: Vec<String> = (0..ROWS).map(|index| format!("v{index}")).collect();
    let mut table = format!(
        "[table]\nname = \"t\"\ngoal = \"goal\"\nhit = \"rule order\"\noutput = \"o\"\nvalues = {values:?}\n"
    );
    for index in 0..ROWS {
        let (low, high) = band(index);
        let n = format!("[{low}..{high}]");
        let m = format!("< {}", below(index));
        let cells = [("n", n.as_str()), ("m", m.as_str())];
        let asked = if below(index) == 10 { 1 } else { 2 };
        table += &rule(
            &format!("R{index}"),
            &format!("v{index}"),
            "",
            &[&cells[..asked]],
        );
    }
    let files = [("f.toml", FACTS), ("t.toml", &table)];
    Policy::parse(&files.map(|(name, text)| PolicyFile { name, text })).unwrap()
}

#[test]
fn each_row_of_a_long_table_is_found() {
    let policy = policy();
    let decision = policy.in_force("goal", day("2026-03-01")).unwrap();
    for n in 0..=(ROWS * 3 + 3) {
        let near = |index: &i32| (band(*index).0..=band(*index).1).contains(&n);
        let n_text = n.to_string();
        for m in 0..10 {
            let m_text = m.to_string();
            let known = facts(&policy, &[("n", &n_text), ("m", &m_text)]);
            let expected: Vec<String> = (0..ROWS)
                .filter(|index| near(index) && m < below(*index))
                .map(|index| format!("R{index}"))
                .collect();
            let verdict = decision.evaluate(&known);
            assert_eq!(because(&policy, &verdict), expected, "n {n}, m {m}");
        }
        let standing = decision.standing(&facts(&policy, &[("n", &n_text)]));
        for (index, standing) in (0..).zip(standing) {
            let expected = match (near(&index), below(index)) {
                (false, _) => Truth::False,
                (true, 10) => Truth::True,
                (true, _) => Truth::Unknown,
            };
            assert_eq!(standing.truth, expected, "n {n}, rule {index}");
        }
    }
    let unknown = decision.standing(&Facts::new());
    assert!(unknown.iter().all(|rule| rule.truth == Truth::Unknown));
}
