/// The words of a text in small letters, with Kazakh letters folded to the plain Cyrillic ones that
/// people type on a Russian keyboard. Anything but a letter or digit parts two words.
pub(super) fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().map(plain).collect())
        .collect()
}

fn plain(letter: char) -> char {
    match letter {
        'ә' => 'а',
        'ғ' => 'г',
        'қ' => 'к',
        'ң' => 'н',
        'ө' => 'о',
        'ұ' | 'ү' => 'у',
        'һ' => 'х',
        'і' | 'й' => 'и',
        'ё' => 'е',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn letters_are_folded_and_words_are_parted() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words(text), expected, "{text}");
        check("Мәңгілік Ел", &["мангилик", "ел"]);
        check(
            "Қорқыт ата көшесі, 12-үй",
            &["коркыт", "ата", "кошеси", "12", "уи"],
        );
        check("Q. Satbaev Street 90A", &["q", "satbaev", "street", "90a"]);
        check("14-шағын аудан", &["14", "шагын", "аудан"]);
        check("ЁҺҰҮІӘҒҢӨ", &["ехууиагно"]);
        check("  ,;— ", &[]);
    }
}
