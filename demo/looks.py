"""What imaginary patients look like, and what their skin shows of what they tell."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from typing import Any, Final

from demo.faces import Look, Skin
from demo.faces.looks import Colour

DARK_HAIR: Final[tuple[Colour, ...]] = (
    (0.02, 0.014, 0.011),
    (0.035, 0.02, 0.013),
    (0.01, 0.009, 0.008),
)
FAIR_HAIR: Final[tuple[Colour, ...]] = ((0.30, 0.17, 0.07), (0.12, 0.06, 0.028), (0.2, 0.07, 0.025))
DARK_EYES: Final[Colour] = (0.07, 0.035, 0.018)
FAIR_EYES: Final[tuple[Colour, ...]] = ((0.12, 0.2, 0.25), (0.12, 0.16, 0.08), (0.14, 0.08, 0.04))
CLOTHES: Final[tuple[Colour, ...]] = (
    *((0.2, 0.3, 0.33), (0.05, 0.08, 0.15), (0.4, 0.1, 0.12), (0.5, 0.3, 0.06)),
    *((0.12, 0.22, 0.3), (0.5, 0.45, 0.38), (0.1, 0.18, 0.1), (0.26, 0.13, 0.25)),
)
# What a face's skin shows of each concern or symptom, or of a kind's own looks, and how much of it.
SEEN: Final[Mapping[str, Mapping[str, float]]] = {
    "redness": {"redness": 0.95},
    "acne": {"blemishes": 0.8},
    "cystic_acne": {"blemishes": 0.9, "redness": 0.3},
    "acne_scars": {"marks": 0.4, "roughness": 0.6},
    "pih": {"marks": 0.8},
    "melasma": {"marks": 0.7},
    "pigmentation": {"marks": 0.6},
    "texture": {"roughness": 0.9},
    "large_pores": {"roughness": 0.6},
    "oiliness": {"shine": 1.0},
    "dark_circles": {"circles": 0.9},
    "burning": {"redness": 0.3},
    "stinging": {"redness": 0.25},
    "waxy_shine": {"shine": 0.7, "redness": 0.2},
    "dryness": {"roughness": 0.7},
    "flaking": {"roughness": 0.8, "redness": 0.3},
    "dullness": {"roughness": 0.4},
    "breakouts": {"blemishes": 0.5},
    "red": {"redness": 0.9},
    "spots": {"blemishes": 0.85},
    "marked": {"marks": 0.8},
    "shiny": {"shine": 1.0},
    "circles": {"circles": 1.0},
}

# What of it is left on the next picture, some weeks later.
FADES: Final = 0.5


def look_of(kind: Mapping[str, Any], age: int, rng: random.Random) -> Look:
    """Return the look of somebody of a kind of patients (data/patients.yml)."""
    looks = kind["looks"]
    tone, hair = rng.choice(looks["tones"]), rng.choice(looks["hair"])
    is_fair = tone == "very_light" or (tone == "light" and rng.random() < 1 / 3)
    has_beard = looks.get("beard") and rng.random() < 1 / 2
    return Look(
        tone=tone,
        hair=hair,
        hair_colour=rng.choice(FAIR_HAIR if is_fair else DARK_HAIR),
        eyes=rng.choice(FAIR_EYES) if is_fair else DARK_EYES,
        clothes=rng.choice(CLOTHES),
        jaw=rng.uniform(1.0, 1.09) if hair == "short" else rng.uniform(0.96, 1.03),
        length=rng.uniform(0.96, 1.04),
        brows=rng.uniform(1.1, 1.35) if hair == "short" else rng.uniform(0.75, 1.05),
        age=age,
        beard=rng.uniform(0.35, 0.6) if has_beard else 0.0,
        seed=rng.getrandbits(24),
    )


def skin_of(told: Collection[str], times: int, rng: random.Random) -> Skin:
    """Return what is seen of what somebody tells; it fades with each picture.

    Args:
        told: their concerns and symptoms, and what else their kind shows.
        times: how many pictures they took before.
        rng: how clearly it is seen.
    """
    strength: dict[str, float] = {}
    for each in told:
        for what, most in SEEN.get(each, {}).items():
            strength[what] = max(strength.get(what, 0.0), most)
    fades = FADES**times
    return Skin(**{what: most * fades * rng.uniform(0.8, 1.1) for what, most in strength.items()})
