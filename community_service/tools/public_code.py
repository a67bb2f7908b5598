"""Codes that strangers type from a paper, and addresses that they come from: pure functions."""

import ipaddress
import secrets

# Read aloud and typed from paper: of characters that look alike (0 O, 1 I L, 2 Z, 5 S, 8 B, U V)
# none is there.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 6


def new_code():
    """Return a new random code, one of 148 million.

    >>> code = new_code()
    >>> len(code), set(code) <= set(ALPHABET)
    (6, True)
    """
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def typed_code(text):
    """Return a code as it is stored: in capitals, without spaces and hyphens.

    >>> typed_code(" k7m-4qx "), typed_code("Ｋ７Ｍ４ＱＸ"), typed_code(None)
    ('K7M4QX', 'K7M4QX', '')
    """
    text = "".join(
        chr(ord(char) - 0xFEE0) if 0xFF01 <= ord(char) <= 0xFF5E else char
        for char in str(text or "")
    )
    return "".join(char for char in text.upper() if char.isalnum())


def network_of(address):
    """Return what stands for one connection: an IPv4 address, or the network of an IPv6 address.

    Whoever has one IPv6 address has 2**64 of them.

    >>> network_of("203.0.113.7"), network_of("2001:db8:1:2:3:4:5:6"), network_of("unknown")
    ('203.0.113.7', '2001:db8:1:2::/64', 'unknown')
    >>> network_of("::ffff:203.0.113.7")
    '203.0.113.7'
    """
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return address or ""
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
