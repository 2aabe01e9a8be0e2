"""The ways FaceMind can run."""

from __future__ import annotations

from enum import Enum


class Mode(Enum):
    """What ``python client.py`` asks for."""

    WEB = "web"
    LOCAL_RECOGNIZE = "local recognize"
    LOCAL_ENROLL = "local enroll"
