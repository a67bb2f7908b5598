"""A box of sealed envelopes: whoever has the public half seals, only the counting code opens.

Built from X25519, HKDF, ChaCha20-Poly1305 and scrypt of the package ``cryptography``, which Odoo
itself requires. Nothing here touches a record.
"""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

# Letters and digits that nobody mistakes for one another when they are read from paper.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 16
NONCE = bytes(12)  # every key is used once


def new_code():
    """Return a counting code in groups of four, about 79 bits of chance.

    >>> len(new_code()), new_code() == new_code()
    (19, False)
    """
    letters = "".join(secrets.choice(ALPHABET) for _letter in range(CODE_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def new_box(code):
    """Return (public half, private half locked with the code) of a new box, both as text.

    >>> code = new_code()
    >>> public, locked = new_box(code)
    >>> letters = [seal(public, text, 64) for text in ("yes", "no", "yes")]
    >>> sorted(open_all(locked, code, letters))
    ['no', 'yes', 'yes']
    >>> len({len(letter) for letter in letters}), len(set(letters))
    (1, 3)
    >>> open_all(locked, new_code(), letters) is None
    True
    >>> open_all(locked, code.lower().replace("-", " "), letters[:1])
    ['yes']
    """
    private = X25519PrivateKey.generate()
    salt = secrets.token_bytes(16)
    secret = private.private_bytes(
        serialization.Encoding.Raw,
        serialization.PrivateFormat.Raw,
        serialization.NoEncryption(),
    )
    locked = ChaCha20Poly1305(_code_key(code, salt)).encrypt(NONCE, secret, b"")
    return _text(_public_half(private)), _text(salt + locked)


def seal(public, text, size):
    """Return ``text`` sealed for the box, of a length that tells nothing about it.

    :param str public: public half of the box
    :param int size: bytes to which every text of this box is filled up
    :raises ValueError: when the text is longer than ``size``

    >>> seal(new_box(new_code())[0], "a long text", 4)
    Traceback (most recent call last):
    ...
    ValueError: a text of 11 bytes does not fit into 4
    """
    data = text.encode()
    if len(data) > size:
        raise ValueError(f"a text of {len(data)} bytes does not fit into {size}")
    once = X25519PrivateKey.generate()
    own = _public_half(once)
    shared = once.exchange(X25519PublicKey.from_public_bytes(_bytes(public)))
    # Text never holds a zero byte, so that what fills up can be taken off again.
    filled = data.ljust(size, b"\0")
    return _text(own + ChaCha20Poly1305(_letter_key(shared, own)).encrypt(NONCE, filled, b""))


def open_all(locked, code, letters):
    """Return the texts of all letters in an order drawn by lot, or None when the code is wrong.

    :raises ValueError: when a letter was not sealed for this box or was changed
    """
    raw = _bytes(locked)
    try:
        secret = ChaCha20Poly1305(_code_key(code, raw[:16])).decrypt(NONCE, raw[16:], b"")
    except InvalidTag:
        return None
    private = X25519PrivateKey.from_private_bytes(secret)
    texts = []
    for letter in letters:
        data = _bytes(letter)
        shared = private.exchange(X25519PublicKey.from_public_bytes(data[:32]))
        try:
            filled = ChaCha20Poly1305(_letter_key(shared, data[:32])).decrypt(NONCE, data[32:], b"")
        except InvalidTag as error:
            raise ValueError("a letter was not sealed for this box") from error
        texts.append(filled.rstrip(b"\0").decode())
    shuffle(texts)
    return texts


def shuffle(items):
    """Put a list into an order that nobody can work out again.

    >>> items = list(range(5))
    >>> shuffle(items)
    >>> sorted(items)
    [0, 1, 2, 3, 4]
    """
    secrets.SystemRandom().shuffle(items)


def _public_half(private):
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    return private.public_key().public_bytes(*raw)


def _code_key(code, salt):
    letters = "".join(letter for letter in code.upper() if letter in ALPHABET)
    return Scrypt(salt=salt, length=32, n=2**14, r=8, p=1).derive(letters.encode())


def _letter_key(shared, own):
    return HKDF(hashes.SHA256(), 32, None, b"sealed letter" + own).derive(shared)


def _text(data):
    return base64.b64encode(data).decode()


def _bytes(text):
    return base64.b64decode(text)
