"""What GUANGQIN_SEAL_KEYS may be, and what is said of anything else."""

from base64 import b64encode

import pytest
from django.core.exceptions import ImproperlyConfigured

from guangqin.seal_keys import read_keys

PUBLIC = ("a-key-of-the-tests",)


def written(key):
    return b64encode(key).decode()


ONE, OTHER = written(bytes(range(32))), written(bytes(range(32, 64)))


def read(text, secrets=()):
    return read_keys(text, secrets=secrets, public=PUBLIC)


def test_the_newest_key_comes_first():
    keys = read(f"k2:{OTHER}, k1:{ONE},")

    assert list(keys.items()) == [("k2", bytes(range(32, 64))), ("k1", bytes(range(32)))]


def test_nothing_is_no_key():
    assert read("") == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (ONE, "第 1 把钥匙没有名称或没有内容"),
        (f":{ONE}", "第 1 把钥匙没有名称或没有内容"),
        (f"K 1:{ONE}", "第 1 把钥匙没有名称或没有内容"),
        ("k1:", "第 1 把钥匙没有名称或没有内容"),
        (f"k1:{ONE},k1:{OTHER}", "第 2 把钥匙与前面一把同名（k1）"),
        (f"k1:{ONE},k2:{ONE}", "第 2 把钥匙（k2）与前面一把相同"),
        (f"k1:{ONE}!", "第 1 把钥匙（k1）不是完整的 base64"),
        (f"k1:{ONE[:-1]}", "第 1 把钥匙（k1）不是完整的 base64"),
        ("k1:钥匙", "第 1 把钥匙（k1）不是完整的 base64"),
        (f"k1:{written(bytes(range(16)))}", "第 1 把钥匙（k1）是 16 字节，要 32 字节"),
        (f"k1:{written(bytes(32))}", "第 1 把钥匙太简单"),
        (f"k1:{written(b'a-key-of-the-tests'.ljust(32, b'.'))}", "第 1 把钥匙是公开的"),
    ],
)
def test_a_key_that_cannot_be_used_is_refused_with_the_remedy(text, why):
    with pytest.raises(ImproperlyConfigured) as refused:
        read(text)

    said = str(refused.value)
    assert said.startswith(f"GUANGQIN_SEAL_KEYS 里的{why}")
    assert "请在 .env 中写入一把 32 字节的随机钥匙" in said
    assert ONE not in said


def test_the_key_of_sessions_is_no_key_of_texts():
    with pytest.raises(ImproperlyConfigured, match="就是 GUANGQIN_SECRET_KEY，要另用一把"):
        read(f"k1:{ONE}", secrets=[ONE.rstrip("=")])
