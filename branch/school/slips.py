"""登录条 on paper: sign-in links to print, eight to a sheet."""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import segno
from django.urls import reverse

PER_SHEET = 8


@dataclass(frozen=True)
class Slip:
    """A printed link: the address to type, its QR code, and in `later` the address for later sign-ins."""

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
        """The QR code as a data URI, so that it is stored nowhere."""
        return segno.make(self.address, error="m").svg_data_uri(border=0, scale=4)


def sheets(slips):
    """The slips in their order, divided into sheets of `PER_SHEET`."""
    return [slips[at : at + PER_SHEET] for at in range(0, len(slips), PER_SHEET)]


def local_host(host):
    """The name of the host if it is local to this computer, so that no phone can open it; else ""."""
    name = urlsplit(f"//{host}").hostname
    try:
        is_local = ip_address(name).is_loopback
    except ValueError:
        is_local = name == "localhost" or name.endswith(".localhost")
    return name if is_local else ""
