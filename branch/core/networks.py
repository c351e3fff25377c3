"""Who is counted as one where strangers are counted by their address."""

from ipaddress import ip_address, ip_network

from django.utils.crypto import salted_hmac

# a household is given so many bits of an address of version 6, and changes the rest as it likes
HOUSEHOLD = 64


def network_of(address):
    """The address, of version 6 the first one of its household, or the one of version 4 in it; other text as it is."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 6:
        within = ip_network((found, HOUSEHOLD), strict=False).network_address
        found = found.ipv4_mapped or within
    return str(found)


def pseudonym_of(address, *, purpose, day):
    """An HMAC of the network of an address with a key of the day and the purpose, so that two days cannot be compared."""
    key = f"{purpose}.{day.isoformat()}"
    return salted_hmac(key, network_of(address), algorithm="sha256").hexdigest()
