"""The part of InsightFace that is used: its models, without the programs built of them.

The whole package, with SciPy for its add-ons, takes three times as long to import.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec, module_from_spec

WHOLE = "insightface"

if WHOLE in sys.modules:
    from insightface.model_zoo import SCRFD, ArcFaceONNX, get_model
else:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # as the package does
    # An empty package whose parts can be imported; whoever asks for the whole one still gets it.
    sys.modules[WHOLE] = module_from_spec(find_spec(WHOLE))
    try:
        from insightface.model_zoo import SCRFD, ArcFaceONNX, get_model
    finally:
        del sys.modules[WHOLE]

__all__ = ["SCRFD", "ArcFaceONNX", "get_model"]
