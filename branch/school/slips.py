"""登录条: what stands on paper for one colleague, eight to a sheet."""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import segno
from django.urls import reverse

PER_SHEET = 8


@dataclass(frozen=True)
class Slip:
    """One person's link, as an address to type and a picture to scan; `later` is where to sign in then."""

    name: str
    number: str
    address: str
    later: str
    expires_at: datetime

    @classmethod
    def of(cls, link, *, origin):
        address = origin + reverse("accounts:first", args=[link.token])
        later = urlsplit(origin).netloc + reverse("login")
        return cls(link.user.name, link.user.username, address, later, link.expires_at)

    @property
    def picture(self):
        """The QR code as an image that needs no file: it is seen once and kept nowhere."""
        return segno.make(self.address, error="m").svg_data_uri(border=0, scale=4)


def sheets(slips):
    """The slips in the order given, eight to a sheet of A4."""
    return [slips[at : at + PER_SHEET] for at in range(0, len(slips), PER_SHEET)]


def local_host(host):
    """The name of a host that only this very computer knows, which no phone can open; else ""."""
    name = urlsplit(f"//{host}").hostname
    try:
        is_local = ip_address(name).is_loopback
    except ValueError:
        is_local = name == "localhost" or name.endswith(".localhost")
    return name if is_local else ""
