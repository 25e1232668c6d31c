//! The addresses that are not of the public Internet (IANA's special-purpose registries, RFC 6890), and those in which
//! another address is hidden.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

/// What kind of address it is that nobody outside can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// This machine.
    Loopback,
    /// A private network (RFC 1918, RFC 4193).
    Private,
    /// This link alone (RFC 3927, RFC 4291); from such an address clouds hand out credentials.
    LinkLocal,
    /// A network behind a carrier's translation (RFC 6598).
    SharedByCarrier,
    /// An address at which a cloud answers its own machines about themselves, though it looks public.
    CloudMetadata,
    /// Many machines at once.
    Multicast,
    /// No machine: unspecified, broadcast.
    Nobody,
    /// For examples, tests and measurements.
    Documentation,
    /// Leads to another address by a way that cannot be foreseen here (6to4, Teredo, NAT64 of a network's own).
    Translated,
    /// Set aside, for something else than machines on the Internet.
    Reserved,
}

impl fmt::Display for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Loopback => "an address of this machine itself",
            Self::Private => "an address of a private network",
            Self::LinkLocal => "an address of the local link",
            Self::SharedByCarrier => "an address of a carrier's own network",
            Self::CloudMetadata => "an address at which a cloud tells its machines about themselves",
            Self::Multicast => "an address of many machines at once",
            Self::Nobody => "an address of nobody",
            Self::Documentation => "an address for examples and tests",
            Self::Translated => "an address that is translated into another",
            Self::Reserved => "a reserved address",
        })
    }
}

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

/// The more particular first.
const V4: [(Ipv4Net, Inside); 17] = [
    (v4(0, 0, 0, 0, 8), Inside::Nobody),
    (v4(10, 0, 0, 0, 8), Inside::Private),
    (v4(100, 64, 0, 0, 10), Inside::SharedByCarrier),
    (v4(127, 0, 0, 0, 8), Inside::Loopback),
    // Azure, to every machine in it.
    (v4(168, 63, 129, 16, 32), Inside::CloudMetadata),
    (v4(169, 254, 0, 0, 16), Inside::LinkLocal),
    (v4(172, 16, 0, 0, 12), Inside::Private),
    (v4(192, 0, 2, 0, 24), Inside::Documentation),
    (v4(192, 0, 0, 0, 24), Inside::Reserved),
    (v4(192, 88, 99, 0, 24), Inside::Translated),
    (v4(192, 168, 0, 0, 16), Inside::Private),
    (v4(198, 18, 0, 0, 15), Inside::Documentation),
    (v4(198, 51, 100, 0, 24), Inside::Documentation),
    (v4(203, 0, 113, 0, 24), Inside::Documentation),
    (v4(224, 0, 0, 0, 4), Inside::Multicast),
    (v4(255, 255, 255, 255, 32), Inside::Nobody),
    (v4(240, 0, 0, 0, 4), Inside::Reserved),
];

const fn v6(a: u16, b: u16, c: u16, prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), prefix)
}

const V6: [(Ipv6Net, Inside); 11] = [
    (Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128), Inside::Loopback),
    (Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 128), Inside::Nobody),
    (v6(0x64, 0xff9b, 1, 48), Inside::Translated),
    (v6(0x2001, 0, 0, 32), Inside::Translated),
    (v6(0x2001, 0xdb8, 0, 32), Inside::Documentation),
    (v6(0x2001, 0, 0, 23), Inside::Reserved),
    (v6(0x2002, 0, 0, 16), Inside::Translated),
    (v6(0x3fff, 0, 0, 20), Inside::Documentation),
    (v6(0xfc00, 0, 0, 7), Inside::Private),
    (v6(0xfe80, 0, 0, 10), Inside::LinkLocal),
    (v6(0xff00, 0, 0, 8), Inside::Multicast),
];

/// All of IPv6 that was given out to networks of the Internet (RFC 4291 §2.4). What is not in it cannot be public.
const GIVEN_OUT: Ipv6Net = v6(0x2000, 0, 0, 3);
/// The translation into IPv4 that everybody knows (RFC 6052): how a network without IPv4 reaches what has nothing else.
const NAT64: Ipv6Net = v6(0x64, 0xff9b, 0, 96);

/// What kind of inside this is; `None` for an address of the public Internet.
pub(super) fn inside(address: IpAddr) -> Option<Inside> {
    match address.to_canonical() {
        IpAddr::V4(address) => V4.iter().find(|(net, _)| net.contains(&address)).map(|(_, what)| *what),
        IpAddr::V6(address) => match embedded(IpAddr::V6(address)) {
            Some(embedded) => inside(embedded),
            None => V6
                .iter()
                .find(|(net, _)| net.contains(&address))
                .map(|(_, what)| *what)
                .or((!GIVEN_OUT.contains(&address)).then_some(Inside::Reserved)),
        },
    }
}

/// The IPv4 address that a translator on the way will make of this one.
pub(super) fn embedded(address: IpAddr) -> Option<IpAddr> {
    let IpAddr::V6(address) = address else { return None };
    let [.., a, b, c, d] = address.octets();
    NAT64.contains(&address).then(|| IpAddr::V4(Ipv4Addr::new(a, b, c, d)))
}
