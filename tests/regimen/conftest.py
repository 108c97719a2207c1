"""The first facts of a run wait for the knowledge files to be read: no deadline for an example."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("regimen", parent=settings.default, deadline=None)
settings.load_profile("regimen")
