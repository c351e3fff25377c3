"""A picture of an article as pages show it: its addresses in the sizes that exist."""

from dataclasses import dataclass

from django.core.files.storage import storages

from branch.core.files import webp_name
from branch.core.models.abstract import thumb_width


def public_storage():
    """The storage of files that are meant to be published, separate from private files."""
    return storages["public"]


class ShownPicture:
    """The addresses of a picture that has `file`, `thumb`, `width`, `height` and `webp_widths`."""

    @property
    def url(self):
        return public_storage().url(str(self.file))

    @property
    def thumb_url(self):
        return public_storage().url(str(self.thumb))

    @property
    def thumb_width(self):
        return thumb_width(self.width, self.height)

    @property
    def webp_srcset(self):
        """The value of `srcset` with the WebP of all widths; "" until they are made."""
        url = self.url
        return ", ".join(f"{webp_name(url, width)} {width}w" for width in self.webp_widths.split())

    @property
    def small_webp_url(self):
        """The address of the narrowest WebP, for lists; "" until it is made."""
        widths = self.webp_widths.split()
        return webp_name(self.url, widths[0]) if widths else ""


@dataclass(frozen=True)
class Cover(ShownPicture):
    """The first picture of an article, as a list needs it."""

    NAMES = ("file", "thumb", "alt", "caption", "width", "height", "webp_widths")

    file: str
    thumb: str
    alt: str
    caption: str
    width: int
    height: int
    webp_widths: str
