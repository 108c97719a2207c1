"""What a drawn face looks like: whose it is, how its skin is today, how the picture was taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Colour = tuple[float, float, float]
Hair = Literal["short", "long", "tied", "scarf"]

# Linear R, G, B of cheeks under a neutral light.
TONES: Final[dict[str, Colour]] = {
    "very_light": (0.56, 0.40, 0.33),
    "light": (0.52, 0.34, 0.26),
    "intermediate": (0.46, 0.275, 0.19),
    "tan": (0.36, 0.20, 0.128),
    "brown": (0.23, 0.12, 0.072),
    "dark": (0.135, 0.072, 0.047),
}


@dataclass(frozen=True)
class Look:
    """Somebody: a tone of `TONES`, hair, eyes and clothes, and a seed for all that is theirs.

    `jaw` widens the lower face, `length` lengthens the whole, both about 1; with `age` in years
    hair loses its colour.
    """

    tone: str
    hair: Hair
    hair_colour: Colour = (0.02, 0.014, 0.011)
    eyes: Colour = (0.09, 0.045, 0.022)
    clothes: Colour = (0.2, 0.3, 0.33)
    jaw: float = 1.0
    length: float = 1.0
    brows: float = 1.0
    age: int = 30
    beard: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class Skin:
    """How much of each concern the skin shows: 0 is none of it, 1 is clearly there."""

    redness: float = 0.0
    blemishes: float = 0.0
    marks: float = 0.0
    circles: float = 0.0
    shine: float = 0.0
    roughness: float = 0.0


@dataclass(frozen=True)
class Shot:
    """How the picture was taken: light as a factor, blur in pixels, the lean in degrees."""

    light: float = 1.0
    blur: float = 0.0
    lean: float = 0.0
    seed: int = 0
