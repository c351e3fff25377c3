"""The keys of sealed text, as GUANGQIN_SEAL_KEYS names them: `name:base64,name:base64`, the newest first."""

import re
from base64 import b64decode
from binascii import Error

from django.core.exceptions import ImproperlyConfigured

VARIABLE = "GUANGQIN_SEAL_KEYS"
NEW_SEAL_KEY = (
    "请在 .env 中写入一把 32 字节的随机钥匙，由两个人各存一份，不与别处共用，也不放在备份盘上。可以这样生成："
    "python3 -c 'import base64, secrets; "
    'print("k1:" + base64.b64encode(secrets.token_bytes(32)).decode())\''
)
# small letters alone: SQLite takes k1 and K1 for the same beginning of a text
NAME = re.compile(r"[0-9a-z-]{1,20}")
SIZE = 32  # bytes, of AES-256
# 32 random bytes have about 30 different ones
LEAST_DIFFERENT = 16


def read_keys(text, *, secrets, public):
    """{name: key}, the newest first; `ImproperlyConfigured` with the remedy for a key that may not be used.

    `secrets` are the portal's other keys, `public` the parts of keys that everybody can read.
    """
    keys = {}
    for number, entry in enumerate(filter(None, map(str.strip, text.split(","))), start=1):
        name, _, written = entry.partition(":")
        key = _decoded(written)
        why = _fault(name, written, key, keys) or _guessed(written, key, secrets, public)
        if why:
            raise ImproperlyConfigured(f"{VARIABLE} 里的第 {number} 把钥匙{why}。{NEW_SEAL_KEY}")
        keys[name] = key
    return keys


def _decoded(written):
    try:
        return b64decode(written, validate=True)
    except (Error, ValueError):
        return b""


def _fault(name, written, key, others):
    """What is wrong with the form of a key; "" if nothing is."""
    if not NAME.fullmatch(name) or not written:
        return "没有名称或没有内容，要写成“名称:密钥”，名称只用小写字母、数字和短横"
    if name in others:
        return f"与前面一把同名（{name}）"
    if not key:
        return f"（{name}）不是完整的 base64"
    if len(key) != SIZE:
        return f"（{name}）是 {len(key)} 字节，要 {SIZE} 字节"
    return f"（{name}）与前面一把相同" if key in others.values() else ""


def _guessed(written, key, secrets, public):
    """Why others may know or guess a key; "" if they cannot."""
    if any(written.rstrip("=") in secret for secret in secrets):
        return "就是 GUANGQIN_SECRET_KEY，要另用一把"
    if any(part.encode() in key.lower() for part in public):
        return "是公开的，别人可以猜到"
    return "太简单，别人可以猜到" if public and len(set(key)) < LEAST_DIFFERENT else ""
