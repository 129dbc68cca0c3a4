//! Policy files: whatever is read is evaluated, encoded and analysed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rules::{
    Facts, Policy, PolicyFile,
    analysis::{Lacking, check},
};

/// What a table of this project mentions.
const DECLARED: [(&str, &str); 3] = [
    ("facts.toml", include_str!("../../policy/facts.toml")),
    ("sources.toml", include_str!("../../policy/sources.toml")),
    ("switches.toml", include_str!("../../policy/switches.toml")),
];
/// How many steps of an analysis are worth the time.
const STEPS: usize = 5_000;

fuzz_target!(|text: &str| {
    let alone = PolicyFile {
        name: "x.toml",
        text,
    };
    let declared = DECLARED.map(|(name, text)| PolicyFile { name, text });
    read(&[alone]);
    read(&[&declared[..], &[alone]].concat());
});

fn read(files: &[PolicyFile<'_>]) {
    let Ok((policy, layout)) = Policy::parse_with_layout(files) else {
        return;
    };
    assert_eq!(Policy::decode(&policy.encode()).as_ref(), Ok(&policy));
    let days = policy.dates();
    for table in policy.tables() {
        for day in days.iter().chain(&["2026-03-01".parse().unwrap()]) {
            let Ok(decision) = policy.in_force(&table.goal, *day) else {
                continue;
            };
            let verdict = decision.evaluate(&Facts::new());
            assert_eq!(verdict.is_known(), verdict.missing.is_empty());
            decision.standing(&Facts::new());
        }
    }
    check(&policy, &layout, &|_| Lacking::default(), STEPS);
}
