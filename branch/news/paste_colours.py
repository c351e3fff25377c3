"""Whether text can be told from its ground."""

from dataclasses import dataclass

from .paste_rules import IS

# A shade as near as this to its ground is read by nobody.
NEAR = 32


@dataclass(frozen=True)
class Colours:
    """The colours of text and ground within a box that gives both one colour; empty outside of one."""

    ink: str = ""
    ground: str = ""

    @property
    def are_merged(self):
        """Whether no part of the ground is known to set off the text; unknown colours set off none."""
        if not self.ground:
            return False
        is_picture = bool(IS["pictured"].search(self.ground))
        grounds = _known(self.ground)
        return not any(
            is_picture or any(_differ(ink, ground) for ground in grounds)
            for ink in _known(self.ink)
        )

    def inside(self, said):
        """The colours inside a child described by the line `said`."""
        merged = IS["merged"].search(said)
        if not (self.ground or merged):
            return self
        ink, ground = IS["ink"].search(said), IS["ground"].search(said)
        before = merged[2] if merged else self.ground
        # `background` may have been declared after the picture, which it then removes.
        is_decided = ground and not (merged and not merged[1])
        return Colours(ink[1] if ink else self.ink, ground[1] if is_decided else before)


PLAIN = Colours()


def _known(value):
    """The opaque colours in the value of a property, as red, green and blue."""
    return [rgb for name in IS["colour"].findall(value) if (rgb := _rgb(name))]


def _rgb(name):
    # loaded by who pastes colours, and not by each process at its start
    from PIL import ImageColor

    try:
        rgb = ImageColor.getrgb(name)
    except ValueError:
        return None
    return rgb if len(rgb) == 3 else None


def _differ(one, other):
    return any(abs(a - b) > NEAR for a, b in zip(one, other, strict=True))
