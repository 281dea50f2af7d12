"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no clock", deadline=None)  # the machine may be busy
settings.load_profile("no clock")
