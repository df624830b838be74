//! Which addresses of the Internet are for everybody: those that the IANA registries call globally reachable.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Returns whether an address is no private, local, shared, reserved, documentation or multicast one.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_4(address),
        IpAddr::V6(address) => is_public_6(address),
    }
}

fn is_public_4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let local = matches!(
        (a, b),
        (0 | 10 | 127, _) | (169, 254) | (172, 16..=31) | (192, 168)
    );
    let shared = matches!((a, b), (100, 64..=127));
    let reserved = matches!((a, b, c), (192, 0, 0) | (192, 88, 99) | (198, 18 | 19, _));
    let documentation = matches!((a, b, c), (192, 0, 2) | (198, 51, 100) | (203, 0, 113));
    let multicast_or_future = a >= 224;
    !(local || shared || reserved || documentation || multicast_or_future)
}

fn is_public_6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    if (a, b, c, d, e, f) == (0x64, 0xff9b, 0, 0, 0, 0) {
        // Where a network knows IPv6 alone, the addresses of IPv4 are written so.
        let [[w, x], [y, z]] = [g.to_be_bytes(), h.to_be_bytes()];
        return is_public_4(Ipv4Addr::new(w, x, y, z));
    }
    let protocol = a == 0x2001 && b <= 0x1ff;
    let documentation = matches!((a, b), (0x2001, 0xdb8) | (0x3fff, 0..=0xfff));
    let holds_ipv4 = a == 0x2002;
    (0x2000..=0x3fff).contains(&a) && !(protocol || documentation || holds_ipv4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_everybody_are_told_from_all_others() {
        for address in [
            "1.1.1.1",
            "93.184.215.14",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "2001:200::1",
            "64:ff9b::101:101",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:1.1.1.1",
            "::ffff:127.0.0.1",
            "::1.1.1.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:1ff::1",
            "2001:db8::1",
            "2002:a00:1::",
            "3fff:1::1",
            "5f00::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }
}
