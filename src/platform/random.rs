use leptos::prelude::window;

/// Thirty-two random hexadecimal digits, from the browser's generator for cryptography.
pub fn token() -> String {
    let mut bytes = [0; 16];
    if let Ok(crypto) = window().crypto() {
        let _refused = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    let mut token = String::with_capacity(32);
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            token.extend(char::from_digit(u32::from(half), 16));
        }
    }
    token
}
