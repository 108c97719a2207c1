"""Imitations of the platforms, as strict as their documentation, for tests and for bench."""
