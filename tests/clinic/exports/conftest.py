"""The first export of a run waits for the knowledge and the fonts: no deadline for an example."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("exports", parent=settings.default, deadline=None)
settings.load_profile("exports")
