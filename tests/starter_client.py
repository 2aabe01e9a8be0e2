"""Run the program as a clone that has nothing but a starter pack: its own, or STARTER."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import client
from face_process import pack_places

pack_places.STARTER_PACK = Path(os.environ.get("STARTER", pack_places.STARTER_PACK))
pack_places.PROJECT_PACKS = pack_places.STARTER_PACK.parent / "none"
client.app()
