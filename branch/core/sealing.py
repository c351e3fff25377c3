"""Sealed text: AES-256-GCM under a key of the environment, bound to the place where it is stored.

A sealed text is `enc1.<name of the key>.<nonce>.<ciphertext>`, the last two in base64. It is a text and not bytes,
so that a constraint of the database refuses a plain one, and one query finds what is not under the newest key.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

MARK = "enc1"
NONCE_SIZE = 12  # bytes, as AES-GCM is specified for


class SealError(Exception):
    """A text cannot be sealed or opened; the message names the place and the reason, never the text."""


class NoKeyError(SealError):
    """There is no key to seal with."""


class LostKeyError(SealError):
    """The key a text was sealed with is not among the keys."""


class NotSealedError(SealError):
    """The value is not a sealed text: empty, cut off, or written by something else."""


class AlteredError(SealError):
    """The text was changed since it was sealed, or was sealed for another place."""


@sensitive_variables("text")
def seal(text, *, place):
    """Return the text sealed under the newest key, for this place alone."""
    name = newest_key()
    nonce = os.urandom(NONCE_SIZE)
    # a browser sends no lone surrogate, but a text from elsewhere must come back as it was
    content = text.encode("utf-8", "surrogatepass")
    return _written(
        name, nonce, AESGCM(settings.SEAL_KEYS[name]).encrypt(nonce, content, _of(place))
    )


def unseal(sealed, *, place):
    """Return the text that was sealed for this place; raise a `SealError` for anything else."""
    name, nonce, content = _parts(sealed, place)
    if name not in settings.SEAL_KEYS:
        raise LostKeyError(f"{place}：GUANGQIN_SEAL_KEYS 里没有钥匙 {name}")
    try:
        opened = AESGCM(settings.SEAL_KEYS[name]).decrypt(nonce, content, _of(place))
    except InvalidTag:
        raise AlteredError(f"{place}：密文被改动过，或者不是这一条的") from None
    return opened.decode("utf-8", "surrogatepass")


def newest_key():
    """The name of the key that writes; `NoKeyError` if there is none, which only dev and demo allow."""
    if not settings.SEAL_KEYS:
        raise NoKeyError("没有 GUANGQIN_SEAL_KEYS。请运行 make run 或 make seed，会写进 .env。")
    return next(iter(settings.SEAL_KEYS))


def beginning(name):
    """The beginning of every text sealed under the key of this name."""
    return f"{MARK}.{name}."


def _of(place):
    return place.encode()


def _written(name, nonce, content):
    return beginning(name) + ".".join(urlsafe_b64encode(part).decode() for part in (nonce, content))


def _parts(sealed, place):
    """The name of the key, the nonce and the ciphertext.

    Base64 has several spellings of some bytes; only the one that `seal` writes is accepted, so that any changed
    character is refused.
    """
    try:
        _, name, nonce, content = sealed.split(".")
        parts = name, urlsafe_b64decode(nonce), urlsafe_b64decode(content)
    except (AttributeError, ValueError, Error):
        raise NotSealedError(f"{place}：存的不是密文") from None
    if _written(*parts) != sealed or len(parts[1]) != NONCE_SIZE:
        raise NotSealedError(f"{place}：存的不是密文")
    return parts
