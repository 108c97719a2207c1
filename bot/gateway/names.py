"""Readable names for the identifiers of a plan."""

from __future__ import annotations

from typing import Final

from regimen.knowledge import product_name, products

# What people call a concern whose identifier is no word; the others read well without underscores.
CONCERNS: Final = {"pih": "dark marks"}


def names() -> dict[str, str]:
    """Return what patients call the products and concerns whose identifiers say it badly."""
    return {identifier: product_name(identifier) for identifier in products()} | CONCERNS
