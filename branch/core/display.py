"""The reader's display settings (text size, contrast, type size of articles), from one cookie."""

from dataclasses import dataclass, replace

COOKIE = "gq-display"
CHOICES = {"size": ("", "l", "xl"), "contrast": ("", "high"), "font": ("m", "s", "l")}


@dataclass(frozen=True)
class Display:
    size: str = ""
    contrast: str = ""
    font: str = "m"

    @classmethod
    def of(cls, request):
        """The settings in the cookie; unknown values are ignored."""
        values = request.COOKIES.get(COOKIE, "").split(".")
        named = dict(zip(CHOICES, values, strict=False))
        return cls(**{name: value for name, value in named.items() if value in CHOICES[name]})

    @property
    def is_elder(self):
        return self.size == "xl"

    @property
    def cookie(self):
        return f"{self.size}.{self.contrast}.{self.font}"

    def changed(self, **settings):
        return replace(self, **settings)
