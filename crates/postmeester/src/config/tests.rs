use super::*;

fn environment(pairs: &[(&str, &str)]) -> impl Iterator<Item = (String, String)> {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>().into_iter()
}

#[test]
fn the_environment_comes_before_the_file_and_the_file_before_the_default() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.toml");
    std::fs::write(&file, "smtp_connections = 3\nlisten = \"127.0.0.1:1\"\n").unwrap();
    let config = Config::read(Some(&file), environment(&[("POSTMEESTER_LISTEN", "127.0.0.1:2")])).unwrap();
    assert_eq!((config.smtp_connections, config.listen.port(), config.refusals_per_hour), (3, 2, 100));
}

#[test]
fn numbers_and_switches_are_read_from_the_environments_text() {
    let pairs = [("POSTMEESTER_SMTP_CONNECTIONS", "12"), ("POSTMEESTER_VERIFY_SENDER_DOMAINS", "false")];
    assert_eq!(Config::read(None, environment(&pairs)).unwrap().smtp_connections, 12);
}

#[test]
fn a_key_that_does_not_exist_is_refused_with_the_nearest_that_does() {
    let error = Config::read(None, environment(&[("POSTMEESTER_SMPT_URL", "x")])).unwrap_err();
    assert!(format!("{error:#}").contains("smtp_url"), "{error:#}");
}

#[test]
fn domains_are_checked_for_servers_that_are_known() {
    let checked = |more: &[(&str, &str)]| {
        let pairs = [&[("POSTMEESTER_VERIFY_SENDER_DOMAINS", "true")], more].concat();
        Config::read(None, environment(&pairs)).map(|config| config.egress().unwrap().unwrap())
    };
    let (addresses, base_url) = (
        ("POSTMEESTER_EGRESS_ADDRESSES", "192.0.2.25,2001:db8::25"),
        ("POSTMEESTER_BASE_URL", "https://portaal.example"),
    );
    let faults = [
        (vec![], "helo_name"),
        (vec![base_url], "egress_addresses"),
        (vec![base_url, addresses, ("POSTMEESTER_SPF_INCLUDE", "x y")], "spf_include"),
        (vec![addresses, ("POSTMEESTER_HELO_NAME", "localhost")], "helo_name"),
        (vec![base_url, addresses, ("POSTMEESTER_DNS_SERVERS", "127.0.0.1")], "configuration"),
    ];
    for (given, named) in faults {
        let error = checked(&given).unwrap_err();
        assert!(format!("{error:#}").contains(named), "{error:#}");
    }
    assert!(checked(&[base_url, addresses, ("POSTMEESTER_DNS_SERVERS", "127.0.0.1:5353,[::1]:53")]).is_ok());
    let off = Config::read(None, environment(&[base_url, addresses])).unwrap();
    assert_eq!(off.egress().unwrap(), None, "nothing is checked unless it is wanted");
}

#[test]
fn what_comes_back_needs_a_domain_that_can_be_one_and_an_address_to_listen_on() {
    let read = |pairs: &[(&str, &str)]| Config::read(None, environment(pairs));
    let (domain, listen) = ("POSTMEESTER_BOUNCE_DOMAIN", "POSTMEESTER_BOUNCE_LISTEN");
    let config = read(&[(domain, "bounces.example.be"), (listen, "unix:/run/postmeester/bounces")]).unwrap();
    assert_eq!(config.bounce_listen().unwrap().unwrap().to_string(), "unix:/run/postmeester/bounces");
    for (pairs, wanted) in [
        (vec![(listen, "127.0.0.1:2424")], "set bounce_domain too"),
        (vec![(domain, "not a domain")], "bounce_domain"),
        (vec![(domain, "bounces.example.be"), (listen, "2424")], "write 127.0.0.1:2424"),
    ] {
        let error = format!("{:#}", read(&pairs).unwrap_err());
        assert!(error.contains(wanted), "{error}");
    }
}

/// `UPDATE_DOCS=1 cargo test -p postmeester` writes it anew.
#[test]
fn the_configuration_page_is_made_from_the_code() {
    let mut page = String::from(
        "# Configuration\n\nMade from `crates/postmeester/src/config.rs`; do not edit.\n\n\
         Every key can stand in a TOML file (`postmeester --config FILE …`) by its name, and in the environment in capitals\n\
         with the prefix `POSTMEESTER_`; the environment comes first. Keys that do not exist are refused.\n\n\
         | key | in the environment | what it is |\n|---|---|---|\n",
    );
    for (key, text) in keys() {
        page += &format!(
            "| `{key}` | `{PREFIX}{}` | {} |\n",
            key.to_uppercase(),
            text.replace('\n', " ").replace('|', "\\|")
        );
    }
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(kept, page, "docs/configuration.md is stale: UPDATE_DOCS=1 cargo test -p postmeester");
}
