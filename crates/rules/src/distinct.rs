//! Sorting without repetition.

/// The different items in order.
///
/// The standard sorts are made for long inputs and weigh some 3 kB of wasm for each type; here the
/// different items are few.
pub(crate) fn distinct<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut sorted = Vec::new();
    for item in items {
        if let Err(place) = sorted.binary_search(&item) {
            sorted.insert(place, item);
        }
    }
    sorted
}
