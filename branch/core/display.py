"""How a reader likes the page: text size, contrast and article type size, from one small cookie."""

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
        """What the cookie says; anything it cannot say counts as not said."""
        said = request.COOKIES.get(COOKIE, "").split(".")
        named = dict(zip(CHOICES, said, strict=False))
        return cls(**{name: value for name, value in named.items() if value in CHOICES[name]})

    @property
    def is_elder(self):
        return self.size == "xl"

    @property
    def cookie(self):
        return f"{self.size}.{self.contrast}.{self.font}"

    def changed(self, **wishes):
        return replace(self, **wishes)
