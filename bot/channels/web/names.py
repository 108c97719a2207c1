"""Readable names for the identifiers of a plan."""

from __future__ import annotations

from bot.gateway.words import words
from regimen.knowledge import product_name, products


def names(language: str) -> dict[str, str]:
    """Return what patients call the products and concerns whose identifiers say it badly."""
    concerns: dict[str, str] = words("names", language)
    return {identifier: product_name(identifier) for identifier in products()} | concerns
