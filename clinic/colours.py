"""Colours that are read well: contrast as WCAG 2.2 defines it, and the tones of an accent.

An accent is darkened on light paper and lightened on dark, by small steps, until words in it are
read. Pure; colours are `#rrggbb`, in sRGB.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import starmap
from typing import Final, Literal

OWN_ACCENT: Final = "#8c3b55"
"""Dewy's, as in the widget's base.css and dewy.js."""
ENOUGH: Final = 4.5
"""The least contrast of words with their ground (WCAG 2.2, 1.4.3, level AA)."""
GOOD: Final = 7.0
"""What is aimed at on dark paper (1.4.6, AAA): light words glare less when they stand out more."""
WHITE: Final = "#ffffff"
BLACK: Final = "#000000"
# The papers of bot/chat/static/base.css that carry the accent; the worst one decides.
LIGHT: Final = ("#ffffff", "#fbf6f2", "#fdf1ec")
DARK: Final = ("#241b19", "#17110f", "#2f2320")
STEPS: Final = 50

Scheme = Literal["light", "dark"]
Tones = Mapping[Scheme, Mapping[str, str]]


def colour_of(text: str) -> str | None:
    """Return a colour as `#rrggbb`, in lower case; None for what is no `#rgb` or `#rrggbb`."""
    found = re.fullmatch(r"#([\da-f]{3}|[\da-f]{6})", text.strip().lower(), re.ASCII)
    if not found:
        return None
    digits = found[1]
    # three digits stand for six, each twice (CSS Color 4, 5.2)
    return f"#{digits}" if len(digits) > len("rgb") else "#" + "".join(each * 2 for each in digits)


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1.

    WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance; its threshold of 0.04045 is that
    of IEC 61966-2-1.
    """
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in (each / 255 for each in bytes.fromhex(colour[1:]))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21.

    WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def tones(accent: str) -> Tones:
    """Return what an accent becomes, by scheme: the custom properties of base.css."""
    deep = towards(accent, BLACK, LIGHT, ENOUGH)
    pale = towards(accent, WHITE, DARK, GOOD)
    on_pale = towards(mixed(accent, BLACK, 0.7), BLACK, [pale], ENOUGH)
    return {
        "light": _properties(deep, mixed(deep, BLACK, 0.18), WHITE, deep),
        "dark": _properties(pale, mixed(pale, WHITE, 0.3), on_pale, mixed(deep, BLACK, 0.1)),
    }


def towards(colour: str, end: str, papers: Sequence[str], least: float) -> str:
    """Return a colour, mixed with `end` until it has the least contrast with each paper."""
    for step in range(STEPS):
        tried = mixed(colour, end, step / STEPS)
        if all(contrast(tried, paper) >= least for paper in papers):
            return tried
    return end


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with so much of another in it, 0 to 1."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(starmap(lambda a, b: round(a + (b - a) * share), pairs)).hex()


def _properties(accent: str, hover: str, on_accent: str, said: str) -> dict[str, str]:
    return {
        "--accent": accent,
        "--accent-hover": hover,
        "--on-accent": on_accent,
        "--said-1": said,
        "--said-2": mixed(said, BLACK, 0.2),
    }
