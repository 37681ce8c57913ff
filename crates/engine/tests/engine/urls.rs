//! What may be registered as a webhook endpoint: more than 200 ways to write the inside of a
//! network, all turned away, and honest URLs, all let through.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use engine::webhooks::address::is_public;
use engine::webhooks::url::check;

/// Addresses that must never be reached.
const INSIDE_V4: [Ipv4Addr; 14] = [
    Ipv4Addr::new(127, 0, 0, 1),
    Ipv4Addr::new(127, 255, 255, 254),
    Ipv4Addr::new(0, 0, 0, 0),
    Ipv4Addr::new(10, 0, 0, 1),
    Ipv4Addr::new(172, 16, 0, 1),
    Ipv4Addr::new(172, 31, 255, 255),
    Ipv4Addr::new(192, 168, 1, 1),
    Ipv4Addr::new(169, 254, 169, 254),
    Ipv4Addr::new(100, 100, 100, 200),
    Ipv4Addr::new(198, 18, 0, 1),
    Ipv4Addr::new(192, 0, 2, 1),
    Ipv4Addr::new(224, 0, 0, 1),
    Ipv4Addr::new(255, 255, 255, 255),
    Ipv4Addr::new(203, 0, 113, 9),
];

/// The spellings of an IPv4 address that URL parsers and resolvers take for it.
fn spellings(ip: Ipv4Addr) -> Vec<String> {
    let [a, b, c, d] = ip.octets();
    let number = u32::from(ip);
    vec![
        ip.to_string(),
        format!("{ip}."),
        number.to_string(),
        format!("0x{number:x}"),
        format!("0X{number:08X}"),
        format!("0{number:o}"),
        format!("0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}"),
        format!("0{a:o}.0{b:o}.0{c:o}.0{d:o}"),
        format!("{a}.{}", number & 0x00FF_FFFF),
        format!("{a}.{b}.{}", number & 0xFFFF),
        format!("0x{a:x}.{b}.0{c:o}.{d}"),
        // Full-width digits and an ideographic full stop, which IDNA maps to ASCII.
        ip.to_string().chars().map(full_width).collect(),
        format!("{a}%2e{b}%2e{c}%2e{d}"),
    ]
}

fn full_width(c: char) -> char {
    match c {
        '.' => '\u{3002}',
        digit => char::from_u32(u32::from(digit) - u32::from('0') + 0xFF10).unwrap(),
    }
}

/// IPv6 addresses that lead to an IPv4 one, in some network or other.
fn embeddings(ip: Ipv4Addr) -> Vec<Ipv6Addr> {
    let [a, b, c, d] = ip.octets();
    let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
    vec![
        ip.to_ipv6_mapped(),
        Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
        Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
        Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, high, low),
        Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
        Ipv6Addr::new(0x2001, 0, high, low, 0, 0, !high, !low),
        Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, high, low),
    ]
}

const INSIDE_V6: [&str; 14] = [
    "::",
    "::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "2001:db8::1",
    "2001:2::1",
    "2001:10::1",
    "3fff::1",
    "5f00::1",
    "100::1",
];

const BAD_URLS: [&str; 34] = [
    "http://hooks.example.com/",
    "ftp://hooks.example.com/",
    "file:///etc/passwd",
    "gopher://hooks.example.com/",
    "javascript:alert(1)",
    "hooks.example.com",
    "//hooks.example.com/",
    "",
    "https://",
    "https:///path",
    "https://user@hooks.example.com/",
    "https://user:secret@hooks.example.com/",
    "https://hooks.example.com@127.0.0.1/",
    "https://:secret@hooks.example.com/",
    "https://hooks.example.com:22/",
    "https://hooks.example.com:80/",
    "https://hooks.example.com:25/",
    "https://hooks.example.com:5432/",
    "https://hooks.example.com:6379/",
    "https://hooks.example.com:0/",
    "https://hooks.example.com:65536/",
    "https://hooks.example.com/#fragment",
    "https://localhost/",
    "https://LOCALHOST/",
    "https://localhost./",
    "https://a.localhost/",
    "https://printer.local/",
    "https://metadata.google.internal/computeMetadata/v1/",
    "https://vault.corp/",
    "https://router.home.arpa/",
    "https://intranet/",
    "https://1.0.0.127.in-addr.arpa/",
    "https://abcdefghij234567.onion/",
    "https://[::1%25eth0]/",
];

const GOOD_URLS: [&str; 10] = [
    "https://hooks.example.com/",
    "https://hooks.example.com/path?query=1",
    "https://hooks.example.com:443/",
    "https://hooks.example.com:8443/hook",
    "https://8.8.8.8/",
    "https://[2606:4700:4700::1111]/",
    "https://b\u{fc}cher.example/",
    "https://localhost.example.com/",
    "https://mylocal.example.org./",
    "https://1.2.3.4.example.net/",
];

#[test]
fn more_than_two_hundred_ways_inside_are_turned_away() {
    let mut refused = 0;
    let mut turn_away = |url: &str| {
        assert!(check(url, false).is_err(), "let through: {url}");
        refused += 1;
    };
    for ip in INSIDE_V4 {
        spellings(ip).iter().for_each(|host| turn_away(&format!("https://{host}/hook")));
        embeddings(ip).iter().for_each(|host| turn_away(&format!("https://[{host}]/hook")));
        // The same address with the IPv4 part in dots.
        turn_away(&format!("https://[::ffff:{ip}]/hook"));
        assert!(!is_public(IpAddr::V4(ip)));
        assert!(embeddings(ip).into_iter().all(|ip| !is_public(IpAddr::V6(ip))), "{ip}");
    }
    INSIDE_V6.iter().for_each(|host| turn_away(&format!("https://[{host}]:8443/")));
    BAD_URLS.iter().for_each(|url| turn_away(url));
    turn_away(&format!("https://hooks.example.com/{}", "a".repeat(2_048)));
    assert!(refused >= 200, "{refused}");
}

#[test]
fn honest_urls_are_let_through() {
    for url in GOOD_URLS {
        assert!(check(url, false).is_ok(), "{url}: {:?}", check(url, false));
    }
}

#[test]
fn development_endpoints_may_be_anywhere_but_must_be_web_addresses() {
    for url in ["http://localhost:3000/hook", "http://127.0.0.1:8080/", "https://[::1]/"] {
        assert!(check(url, true).is_ok(), "{url}");
    }
    for url in ["file:///etc/passwd", "http://user@localhost/", "ftp://localhost/"] {
        assert!(check(url, true).is_err(), "{url}");
    }
}
