//! The name a person most likely meant.

/// Names longer than this are nobody's misspelling, and comparing them would be slow.
const LONGEST: usize = 64;

/// The candidate most similar to `name`, if the two differ by no more than a third of their
/// letters (Levenshtein distance). Of equally similar ones the first.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let name: Vec<char> = name.chars().take(LONGEST + 1).collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.chars().take(LONGEST + 1).collect();
        let longer = name.len().max(letters.len());
        if longer > LONGEST {
            continue;
        }
        let distance = distance(&name, &letters);
        if distance <= longer.div_ceil(3) && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate.to_owned())
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b) {
            let substituted = diagonal + usize::from(x != y);
            diagonal = *cell;
            left = substituted.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Option<&str>) {
        let names = ["subject.age", "subject.capacity", "service", "term.months"];
        assert_eq!(nearest(name, names).as_deref(), expected, "{name:?}");
    }

    #[test]
    fn suggests_a_similar_name_only() {
        check("subject.agee", Some("subject.age"));
        check("subjekt.age", Some("subject.age"));
        check("subject_capacity", Some("subject.capacity"));
        check("servise", Some("service"));
        check("months", None);
        check("wholly different", None);
        check("", None);
        check(&"s".repeat(100_000), None);
    }

    #[test]
    fn counts_insertions_deletions_and_substitutions() {
        for (a, b, expected) in [
            ("", "", 0),
            ("abc", "", 3),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("ab", "ba", 2),
        ] {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(distance(&letters(a), &letters(b)), expected, "{a} {b}");
        }
    }
}
