//! Addresses and what is thought of them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use proptest::prelude::*;

use super::*;

fn judged(address: &str) -> Option<Inside> {
    Guard::default().judge(address.parse().expect(address))
}

#[test]
fn addresses_of_the_public_internet_are_let_through() {
    for address in [
        "8.8.8.8",
        "40.99.200.34",
        "172.15.255.255",
        "172.32.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "192.0.1.1",
        "169.253.255.255",
        "168.63.129.17",
        "223.255.255.255",
        "2603:1026:c03:1800::2",
        "2a00:1450:400c:c00::6c",
        "2001:4860:4860::8888",
        "::ffff:8.8.8.8",
        // Google, as a network without IPv4 sees it.
        "64:ff9b::8.8.8.8",
    ] {
        assert_eq!(judged(address), None, "{address}");
    }
}

#[test]
fn addresses_inside_somebodys_network_are_refused_each_for_what_it_is() {
    use Inside::*;
    for (address, what) in [
        ("0.0.0.0", Nobody),
        ("0.1.2.3", Nobody),
        ("10.0.0.5", Private),
        ("172.16.0.1", Private),
        ("172.31.255.255", Private),
        ("192.168.1.1", Private),
        ("100.64.0.1", SharedByCarrier),
        ("100.100.100.200", SharedByCarrier),
        ("127.0.0.1", Loopback),
        ("127.255.255.254", Loopback),
        ("169.254.169.254", LinkLocal),
        ("168.63.129.16", CloudMetadata),
        ("192.0.0.192", Reserved),
        ("192.0.2.1", Documentation),
        ("198.18.0.1", Documentation),
        ("198.51.100.7", Documentation),
        ("203.0.113.7", Documentation),
        ("192.88.99.1", Translated),
        ("224.0.0.1", Multicast),
        ("239.255.255.250", Multicast),
        ("240.0.0.1", Reserved),
        ("255.255.255.255", Nobody),
        ("::", Nobody),
        ("::1", Loopback),
        ("fc00::1", Private),
        ("fd00:ec2::254", Private),
        ("fe80::1", LinkLocal),
        ("fec0::1", Reserved),
        ("ff02::1", Multicast),
        ("2001:db8::1", Documentation),
        ("3fff::1", Documentation),
        ("2001:2::1", Reserved),
        ("5f00::1", Reserved),
        // An address in an address.
        ("::ffff:127.0.0.1", Loopback),
        ("::ffff:10.0.0.5", Private),
        ("::ffff:169.254.169.254", LinkLocal),
        ("::127.0.0.1", Reserved),
        ("64:ff9b::10.0.0.5", Private),
        ("64:ff9b::169.254.169.254", LinkLocal),
        ("64:ff9b:1::10.0.0.5", Translated),
        ("2002:0a00:0005::1", Translated),
        ("2002:0808:0808::1", Translated),
        ("2001:0:53aa::1", Translated),
    ] {
        assert_eq!(judged(address), Some(what), "{address}");
    }
}

#[test]
fn what_the_operator_allows_is_let_through_and_nothing_beside_it() {
    let networks = ["10.1.0.0/16", "fd00:1::/32"].map(|net| net.parse().expect("a network"));
    let guard = Guard::allowing(networks.to_vec(), vec![1025]);
    let passes = |address: &str| guard.judge(address.parse().expect(address)).is_none();
    for address in ["10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::10.1.2.3", "fd00:1::5", "8.8.8.8"] {
        assert!(passes(address), "{address}");
    }
    for address in ["10.2.0.1", "127.0.0.1", "::ffff:10.2.0.1", "fd00:2::5"] {
        assert!(!passes(address), "{address}");
    }
    let may_be_at = |port| guard.check_port(port, &RELAY_PORTS).is_ok();
    assert!(may_be_at(1025) && may_be_at(587) && !may_be_at(22));
}

#[test]
fn relays_listen_on_four_ports() {
    for port in [25, 465, 587, 2525] {
        assert!(Guard::default().check_port(port, &RELAY_PORTS).is_ok(), "{port}");
    }
    for port in [0, 22, 80, 443, 3306, 5432, 6379, 11211] {
        assert!(Guard::default().check_port(port, &RELAY_PORTS).is_err(), "{port}");
    }
    assert!(Guard::default().check_port(443, &PROVIDER_PORTS).is_ok());
    assert!(Guard::default().check_port(80, &PROVIDER_PORTS).is_err());
    let said = Guard::default().check_port(6379, &RELAY_PORTS).expect_err("not a relay's").to_string();
    assert!(said.contains("587") && said.contains("operator"), "{said}");
}

#[test]
fn of_a_name_with_addresses_inside_and_outside_only_those_outside_are_used() {
    let at = |address: [u8; 4]| SocketAddr::from((Ipv4Addr::from(address), 25));
    let mixed = [at([10, 0, 0, 5]), at([8, 8, 8, 8]), at([127, 0, 0, 1])];
    let outside = Guard::default().filter("relay.example.be", mixed.into_iter());
    assert_eq!(outside.expect("one of them"), [at([8, 8, 8, 8])]);

    let error = Guard::default().filter("relay.example.be", [at([10, 0, 0, 5])].into_iter());
    let said = error.expect_err("inside").to_string();
    for word in ["relay.example.be", "10.0.0.5", "private network", "operator", "10.0.0.5/32"] {
        assert!(said.contains(word), "{word} in {said}");
    }
    let nothing = Guard::default().filter("relay.example.be", [].into_iter());
    assert!(matches!(nothing, Err(GuardError::NoAddress { .. })));
}

#[tokio::test]
async fn every_way_to_write_this_machine_is_this_machine() {
    for host in
        ["localhost", "127.0.0.1", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "::1", "::ffff:127.0.0.1"]
    {
        match Guard::default().resolve(host, 25).await {
            // A resolver that does not know this way to write it does as well.
            Err(GuardError::Inside { inside: Inside::Loopback, .. } | GuardError::Resolve { .. }) => {}
            other => panic!("{host}: {other:?}"),
        }
    }
}

proptest! {
    #[test]
    fn an_address_hidden_in_another_is_judged_as_itself(bits: u32) {
        let bare = Ipv4Addr::from(bits);
        let verdict = Guard::default().judge(IpAddr::V4(bare));
        let mapped = bare.to_ipv6_mapped();
        let translated = Ipv6Addr::from((0x0064_ff9b_u128 << 96) | u128::from(bits));
        prop_assert_eq!(Guard::default().judge(IpAddr::V6(mapped)), verdict);
        prop_assert_eq!(Guard::default().judge(IpAddr::V6(translated)), verdict);
    }

    #[test]
    fn nothing_outside_what_was_given_out_is_public(bits: u128) {
        let address = Ipv6Addr::from(bits);
        if Guard::default().judge(IpAddr::V6(address)).is_none() {
            let [first, ..] = address.octets();
            let hides_another = address.to_ipv4_mapped().is_some() || address.segments()[..2] == [0x64, 0xff9b];
            prop_assert!(first >> 5 == 1 || hides_another, "{}", address);
        }
    }
}
