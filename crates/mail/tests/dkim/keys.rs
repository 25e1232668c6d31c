//! Our keys, as others see them.

use std::{io::Write as _, process::Command};

use mail::dkim::{Algorithm, Pkcs8, PrivateKey};

/// `openssl` looks whether RSA's primes are primes and all its numbers belong together.
#[test]
#[ignore = "needs openssl; ./test runs it"]
fn openssl_finds_nothing_wrong_with_our_rsa_keys() {
    for _ in 0..20 {
        let pkcs8 = PrivateKey::make(Algorithm::Rsa).unwrap();
        let said = openssl(&["pkey", "-check", "-noout", "-text"], &pkcs8);
        assert!(said.contains("Key is valid"), "{said}");
        assert!(said.contains("Private-Key: (2048 bit, 2 primes)"), "{}", &said[..200]);
        assert!(said.contains("publicExponent: 65537"), "{}", &said[..200]);
    }
}

/// The public key is the one that belongs to the private one.
#[test]
#[ignore = "needs openssl; ./test runs it"]
fn openssl_derives_the_public_key_that_we_publish() {
    let pkcs8 = PrivateKey::make(Algorithm::Rsa).unwrap();
    let key = PrivateKey::read(Algorithm::Rsa, &pkcs8).unwrap();
    let pem = openssl(&["pkey", "-pubout"], &pkcs8);
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    assert_eq!(base64, key.public());
}

fn openssl(arguments: &[&str], key: &Pkcs8) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(key.secret()).unwrap();
    let output = Command::new("openssl")
        .args(arguments)
        .args(["-inform", "DER", "-in"])
        .arg(file.path())
        .output()
        .expect("openssl (Debian: apt-get install openssl)");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}
