use js_sys::Date;
use leptos::prelude::window;

/// A UUID of version 7 (RFC 9562): the browser's time in milliseconds, then chance from its generator
/// for cryptography.
pub fn uuid() -> String {
    let mut bytes = [0; 16];
    if let Ok(crypto) = window().crypto() {
        let _refused = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    let millis = (Date::now() as u64).to_be_bytes();
    for (byte, of_time) in bytes.iter_mut().zip(millis.into_iter().skip(2)) {
        *byte = of_time;
    }
    bytes[6] = 0x70 | bytes[6] & 0x0f;
    bytes[8] = 0x80 | bytes[8] & 0x3f;
    let mut uuid = String::with_capacity(36);
    for (place, byte) in bytes.into_iter().enumerate() {
        if [4, 6, 8, 10].contains(&place) {
            uuid.push('-');
        }
        for half in [byte >> 4, byte & 15] {
            uuid.extend(char::from_digit(u32::from(half), 16));
        }
    }
    uuid
}
