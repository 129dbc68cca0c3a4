//! Object identifiers: the national ones, and those of the standards that are used with them.
//!
//! `1.2.398` is Kazakhstan. The national numbers are read from certificates of the national
//! certification authority.

pub use const_oid::ObjectIdentifier;

/// What a number stands for.
macro_rules! oids {
    ($($(#[$doc:meta])* $name:ident = $oid:literal;)*) => {
        $($(#[$doc])* pub const $name: ObjectIdentifier = ObjectIdentifier::new_unwrap($oid);)*
    };
}

oids! {
    /// A key of GOST 34.310-2004.
    GOST_2004_KEY = "1.2.398.3.10.1.1.1.1";
    /// Its curve, CryptoPro-A of RFC 4357.
    GOST_2004_CURVE_A = "1.2.398.3.10.1.1.1.1.1";
    /// GOST 34.310-2004 over a digest of GOST 34.311-95.
    GOST_2004_SIGNATURE = "1.2.398.3.10.1.1.1.2";
    /// A key of GOST 34.10-2015 with 256 bits.
    GOST_2015_256_KEY = "1.2.398.3.10.1.1.2.1";
    /// Its curve, paramSetA of RFC 7836.
    GOST_2015_256_CURVE_A = "1.2.398.3.10.1.1.2.1.1";
    /// A key of GOST 34.10-2015 with 512 bits.
    GOST_2015_512_KEY = "1.2.398.3.10.1.1.2.2";
    /// Its curve, paramSetA of RFC 7836.
    GOST_2015_512_CURVE_A = "1.2.398.3.10.1.1.2.2.1";
    /// GOST 34.10-2015 with 256 bits over Streebog-256.
    GOST_2015_256_SIGNATURE = "1.2.398.3.10.1.1.2.3.1";
    /// GOST 34.10-2015 with 512 bits over Streebog-512.
    GOST_2015_512_SIGNATURE = "1.2.398.3.10.1.1.2.3.2";
    /// The digest of GOST 34.311-95.
    GOST_95_DIGEST = "1.2.398.3.10.1.3.1";
    /// Streebog-256 (GOST R 34.11-2012).
    STREEBOG_256 = "1.2.398.3.10.1.3.2";
    /// Streebog-512 (GOST R 34.11-2012).
    STREEBOG_512 = "1.2.398.3.10.1.3.3";

    /// Extended key usage: a natural person.
    INDIVIDUAL = "1.2.398.3.3.4.1.1";
    /// Extended key usage: an organisation.
    ORGANISATION = "1.2.398.3.3.4.1.2";
    /// The certificate policies of the national certification authority all begin with this.
    NATIONAL_POLICIES = "1.2.398.3.3.2";
    /// Policy: a key of RSA that signs.
    POLICY_RSA_SIGN = "1.2.398.3.3.2.3";
    /// Policy: a key of RSA that signs in.
    POLICY_RSA_SIGN_IN = "1.2.398.3.3.2.4";
    /// The policies of the national timestamps begin with this.
    TIMESTAMP_POLICIES = "1.2.398.3.3.2.6";
    /// Policy: timestamps signed with GOST 34.10-2015.
    TIMESTAMP_POLICY = "1.2.398.3.3.2.6.4";

    /// RFC 8017: a key of RSA.
    RSA_KEY = "1.2.840.113549.1.1.1";
    /// RFC 8017: RSA, PKCS #1 v1.5, over SHA-256.
    RSA_SHA256_SIGNATURE = "1.2.840.113549.1.1.11";
    /// FIPS 180-4.
    SHA1 = "1.3.14.3.2.26";
    /// FIPS 180-4.
    SHA256 = "2.16.840.1.101.3.4.2.1";

    /// RFC 5652: data.
    CMS_DATA = "1.2.840.113549.1.7.1";
    /// RFC 5652: signed data.
    CMS_SIGNED_DATA = "1.2.840.113549.1.7.2";
    /// RFC 3161: what a timestamp says.
    TIMESTAMP_INFO = "1.2.840.113549.1.9.16.1.4";
    /// RFC 5652: attribute contentType.
    CONTENT_TYPE = "1.2.840.113549.1.9.3";
    /// RFC 5652: attribute messageDigest.
    MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    /// RFC 5652: attribute signingTime.
    SIGNING_TIME = "1.2.840.113549.1.9.5";
    /// RFC 2634: attribute signingCertificate.
    SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
    /// RFC 5035: attribute signingCertificateV2.
    SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    /// RFC 3161: unsigned attribute with a timestamp of the signature.
    TIMESTAMP_TOKEN = "1.2.840.113549.1.9.16.2.14";

    /// RFC 5280: extension subjectKeyIdentifier.
    SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    /// RFC 5280: extension keyUsage.
    KEY_USAGE = "2.5.29.15";
    /// RFC 5280: extension basicConstraints.
    BASIC_CONSTRAINTS = "2.5.29.19";
    /// RFC 5280: extension cRLNumber.
    CRL_NUMBER = "2.5.29.20";
    /// RFC 5280: extension reasonCode of an entry of a CRL.
    CRL_REASON = "2.5.29.21";
    /// RFC 5280: extension deltaCRLIndicator.
    DELTA_CRL = "2.5.29.27";
    /// RFC 5280: extension issuingDistributionPoint.
    ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    /// RFC 5280: extension certificatePolicies.
    CERTIFICATE_POLICIES = "2.5.29.32";
    /// RFC 5280: extension authorityKeyIdentifier.
    AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    /// RFC 5280: extension extKeyUsage.
    EXTENDED_KEY_USAGE = "2.5.29.37";

    /// RFC 5280: signs in to a server.
    CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    /// RFC 5280: signs messages; in Kazakhstan, documents.
    EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    /// RFC 3161: signs timestamps.
    TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    /// RFC 6960: answers about certificates.
    OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    /// RFC 6960: a basic answer.
    OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1";
    /// RFC 6960: the nonce.
    OCSP_NONCE = "1.3.6.1.5.5.7.48.1.2";

    /// X.520: commonName.
    COMMON_NAME = "2.5.4.3";
    /// X.520: surname.
    SURNAME = "2.5.4.4";
    /// X.520: serialNumber, here `IIN` and twelve digits.
    SERIAL_NUMBER = "2.5.4.5";
    /// X.520: countryName.
    COUNTRY = "2.5.4.6";
    /// X.520: organizationName.
    ORGANISATION_NAME = "2.5.4.10";
    /// X.520: organizationalUnitName, here `BIN` and twelve digits.
    ORGANISATIONAL_UNIT = "2.5.4.11";
    /// X.520: givenName, here the patronymic.
    GIVEN_NAME = "2.5.4.42";
}
