/// Whether the twelfth digit is the check digit of the first eleven (order of the Ministry of
/// Justice on identification numbers): weights 1 to 11, modulo 11; where that gives 10, weights
/// 3 to 11, 1, 2; where that gives 10 as well, no such number is issued.
pub(super) fn holds(digits: &[u8; 12]) -> bool {
    let sum = |first: usize| -> u32 {
        digits[..11]
            .iter()
            .enumerate()
            .map(|(place, digit)| {
                let weight = (place + first - 1) % 11 + 1;
                u32::from(*digit) * u32::try_from(weight).unwrap_or(0)
            })
            .sum::<u32>()
            % 11
    };
    let check = match sum(1) {
        10 => sum(3),
        check => check,
    };
    check == u32::from(digits[11])
}
