//! The worked examples of RFC 7091 and GOST R 34.10-2012, number by number.

use super::sign::sign_with;
use super::{Curve, PublicKey, Wrong, public_key, sign};

/// An example, its numbers in hexadecimal as printed: the highest digit first.
struct Example {
    curve: Curve,
    d: &'static str,
    x: &'static str,
    y: &'static str,
    e: &'static str,
    k: &'static str,
    r: &'static str,
    s: &'static str,
}

/// RFC 7091, section 7.1 (GOST R 34.10-2012, appendix A.1).
const RFC_7091: Example = Example {
    curve: Curve::Rfc7091Example,
    d: "7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28",
    x: "7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B",
    y: "26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA",
    e: "2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5",
    k: "77105C9B20BCD3122823C8CF6FCC7B956DE33814E95B7FE64FED924594DCEAB3",
    r: "41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493",
    s: "01456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40",
};

/// GOST R 34.10-2012, appendix A.2.
const GOST_2012: Example = Example {
    curve: Curve::Gost2012Example,
    d: "0BA6048AADAE241BA40936D47756D7C93091A0E8514669700EE7508E508B1020\
        72E8123B2200A0563322DAD2827E2714A2636B7BFD18AADFC62967821FA18DD4",
    x: "115DC5BC96760C7B48598D8AB9E740D4C4A85A65BE33C1815B5C320C854621DD\
        5A515856D13314AF69BC5B924C8B4DDFF75C45415C1D9DD9DD33612CD530EFE1",
    y: "37C7C90CD40B0F5621DC3AC1B751CFA0E2634FA0503B3D52639F5D7FB72AFD61\
        EA199441D943FFE7F0C70A2759A3CDB84C114E1F9339FDF27F35ECA93677BEEC",
    e: "3754F3CFACC9E0615C4F4A7C4D8DAB531B09B6F9C170C533A71D147035B0C591\
        7184EE536593F4414339976C647C5D5A407ADEDB1D560C4FC6777D2972075B8C",
    k: "0359E7F4B1410FEACC570456C6801496946312120B39D019D455986E364F3658\
        86748ED7A44B3E794434006011842286212273A6D14CF70EA3AF71BB1AE679F1",
    r: "2F86FA60A081091A23DD795E1E3C689EE512A3C82EE0DCC2643C78EEA8FCACD3\
        5492558486B20F1C9EC197C90699850260C93BCBCD9C5C3317E19344E173AE36",
    s: "1081B394696FFE8E6585E7A9362D26B6325F56778AADBC081C0BFBE933D52FF5\
        823CE288E8C4F362526080DF7F70CE406A6EEB1F56919CB92A9853BDE73E5B4A",
};

/// The bytes of a number as printed, the lowest first.
fn little(hex: &str) -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..hex.len() / 2)
        .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
        .collect();
    bytes.reverse();
    bytes
}

fn check(example: &Example) {
    let [d, x, y, e, k, r, s] = [
        example.d, example.x, example.y, example.e, example.k, example.r, example.s,
    ]
    .map(little);
    let key = [x, y].concat();
    let signature = [r, s].concat();
    assert_eq!(public_key(example.curve, &d).unwrap(), key);
    assert_eq!(sign_with(example.curve, &d, &e, &k).unwrap(), signature);
    let key = PublicKey::new(example.curve, &key).unwrap();
    assert_eq!(key.verify(&e, &signature), Ok(()));
    for at in 0..signature.len() {
        for bit in [0, 7] {
            let mut other = signature.clone();
            other[at] ^= 1 << bit;
            assert!(key.verify(&e, &other).is_err());
        }
    }
}

#[test]
fn the_256_bit_example_of_rfc_7091() {
    check(&RFC_7091);
}

#[test]
fn the_512_bit_example_of_gost_r_34_10_2012() {
    check(&GOST_2012);
}

#[test]
fn every_curve_verifies_what_it_signed_and_nothing_else() {
    for curve in [
        Curve::CryptoProA,
        Curve::Tc26A256,
        Curve::Tc26A512,
        Curve::Tc26B512,
    ] {
        let length = curve.bytes();
        let mut secret = vec![0x35; length];
        secret[length - 1] = 0x11;
        let bytes = public_key(curve, &secret).unwrap();
        let key = PublicKey::new(curve, &bytes).unwrap();
        let digest: Vec<u8> = (0..length).map(|at| at as u8).collect();
        let signature = sign(curve, &secret, &digest).unwrap();
        assert_eq!(key.verify(&digest, &signature), Ok(()), "{curve:?}");

        let mut other = digest.clone();
        other[3] ^= 1;
        assert_eq!(key.verify(&other, &signature), Err(Wrong::Mismatch));
        assert_eq!(
            key.verify(&digest[1..], &signature),
            Err(Wrong::DigestLength)
        );
        assert_eq!(
            key.verify(&digest, &signature[1..]),
            Err(Wrong::SignatureLength)
        );
        let (r, s) = signature.split_at(length);
        let (zero, all) = (vec![0; length], vec![0xFF; length]);
        for forged in [
            [zero.as_slice(), s].concat(),
            [r, zero.as_slice()].concat(),
            [all.as_slice(), s].concat(),
            [r, all.as_slice()].concat(),
        ] {
            assert_eq!(key.verify(&digest, &forged), Err(Wrong::NumberOutOfRange));
        }

        let mut off = bytes.clone();
        off[0] ^= 1;
        assert_eq!(
            PublicKey::new(curve, &off).err(),
            Some(Wrong::KeyOffTheCurve)
        );
        assert_eq!(
            PublicKey::new(curve, &bytes[1..]).err(),
            Some(Wrong::KeyLength)
        );
        assert_eq!(
            PublicKey::new(curve, &vec![0xFF; 2 * length]).err(),
            Some(Wrong::KeyOffTheCurve)
        );
    }
}
