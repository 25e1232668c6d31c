//! What a domain publishes, so that our signature can be checked.

use std::str;

use super::{key::PrivateKey, key_name::KeyName};

/// The TXT record of a public key (RFC 6376 §3.6.1). It has no flags: nothing is being tested (`t=y`), and no
/// algorithm is ruled out for a domain that others sign for too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    name: KeyName,
    value: String,
}

impl Record {
    /// The record of this key under this name.
    #[must_use]
    pub fn of(name: KeyName, key: &PrivateKey) -> Self {
        let value = format!("v=DKIM1; k={}; p={}", key.algorithm().code(), key.public());
        Self { name, value }
    }

    /// Where it stands.
    #[must_use]
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// The whole text, as most DNS hosts' forms want it: they split it by themselves. With RSA it has some 410
    /// characters. What is published has to be equal to it when its strings are joined with nothing between
    /// (RFC 6376 §3.6.2.2).
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The text in strings of 255 octets at most, which is what one string of a TXT record can hold (RFC 1035 §3.3.14).
    pub fn strings(&self) -> impl Iterator<Item = &str> {
        // It is ASCII, so that no character is cut.
        self.value.as_bytes().chunks(255).filter_map(|chunk| str::from_utf8(chunk).ok())
    }

    /// The record as a line of a zone file (RFC 1035 §5.1), an hour to live:
    /// `pm1._domainkey.example.be. 3600 IN TXT ( "…" "…" )`.
    #[must_use]
    pub fn zone_line(&self) -> String {
        let strings: Vec<_> = self.strings().map(|string| format!("\"{string}\"")).collect();
        format!("{}. 3600 IN TXT ( {} )", self.name.dns(), strings.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dkim::{Algorithm, Generation};

    fn record(algorithm: Algorithm) -> Record {
        let key = PrivateKey::read(algorithm, &PrivateKey::make(algorithm).unwrap()).unwrap();
        Record::of(KeyName::new("example.be", Generation::FIRST.selector(algorithm)).unwrap(), &key)
    }

    #[test]
    fn a_record_of_rsa_is_two_strings_and_its_public_key_the_usual_one() {
        let record = record(Algorithm::Rsa);
        // SEQUENCE { SEQUENCE { rsaEncryption, NULL }, BIT STRING … } of a key of 2048 bits, and 65537 at the end.
        assert!(record.value().starts_with("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"));
        assert!(record.value().ends_with("IDAQAB"));
        let strings: Vec<_> = record.strings().collect();
        assert_eq!(strings.iter().map(|string| string.len()).collect::<Vec<_>>(), [255, 155]);
        assert_eq!(strings.concat(), record.value());
        let line = format!(r#"pm1._domainkey.example.be. 3600 IN TXT ( "{}" "{}" )"#, strings[0], strings[1]);
        assert_eq!(record.zone_line(), line);
    }

    #[test]
    fn a_record_of_ed25519_is_one_string() {
        let record = record(Algorithm::Ed25519);
        assert!(record.value().starts_with("v=DKIM1; k=ed25519; p="));
        assert_eq!(record.strings().collect::<Vec<_>>(), [record.value()]);
        assert_eq!(record.value().len(), 22 + 44);
        assert_eq!(record.name().dns(), "pm1e._domainkey.example.be");
    }
}
