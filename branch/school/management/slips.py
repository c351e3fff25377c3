"""Sign-in slips printed on the server's terminal."""

from django.conf import settings

from branch.core.templatetags.portal_format import iso
from branch.school.slips import Slip


def write_slip(link, out):
    """Write the address of a slip and until when it is valid."""
    slip = Slip.of(link, origin=_origin())
    out.write(f"请让{slip.name}本人在 {iso(slip.expires_at)} 前打开下面的网址，自己设密码：")
    out.write(slip.address)


def _origin():
    """The portal's address in a browser; a demo runs on this machine only."""
    if settings.MODE == "production":
        return f"https://{settings.ALLOWED_HOSTS[0]}"
    return "http://127.0.0.1:8000"
