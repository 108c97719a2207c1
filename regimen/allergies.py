"""Which products a stated allergy speaks against."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Final

from regimen.knowledge import members, product_name, products

# Classes whose words, such as "cream" or "soap", name no ingredient.
UNSPECIFIC: Final = frozenset({"hydrating", "cleansing", "exfoliant_unspecified"})
# A doctor decides about these, even then.
DOCTORS: Final = frozenset({"topical_steroid"})
# Aspirin is a salicylate.
RELATED: Final = {"aspirin": "class_bha", "salicylate": "class_bha", "salicylates": "class_bha"}


def allergens(stated: Iterable[str]) -> frozenset[str]:
    """Return the products that contain what a patient says to be allergic to."""
    named = (_named().get(word.strip().lower(), frozenset()) for word in stated)
    return frozenset().union(*named) - DOCTORS


@functools.cache
def _named() -> dict[str, frozenset[str]]:
    """Return the products that each word stands for."""
    found: dict[str, frozenset[str]] = {word: members(name) for word, name in RELATED.items()}
    for identifier, product in products().items():
        words = {product_name(identifier), identifier.replace("_", " ")}
        if product["class"] not in UNSPECIFIC:
            words.update(product["words"])
        for word in words:
            found[word.lower()] = found.get(word.lower(), frozenset()) | {identifier}
    return found
