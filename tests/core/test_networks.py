"""Which addresses are counted as one."""

import pytest

from branch.core.networks import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:7:1:ffff::9", "2001:db8:7:1::"),
        ("2001:DB8:7:1::9%eth0", "2001:db8:7:1::"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_of_version_6_a_household_is_one(address, network):
    assert network_of(address) == network
