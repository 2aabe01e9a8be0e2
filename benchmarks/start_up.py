"""How long does the program take to start, against a bare script that does the same work?

    python benchmarks/start_up.py [PHOTO]

``recognize`` on one photo is timed as a whole process, in turn with a script that imports
InsightFace, loads the same two models and runs them once on the same photo; and ``web`` until
it answers on ``/``, in turn with a bare Gradio page that loads the models. The pack is the one
that the program would use: set FACEMIND_MODELS and FACEMIND_PACK to choose.
"""

from __future__ import annotations

import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

RUNS = 7

LOAD = """
import warnings
warnings.filterwarnings("ignore")
import cv2
from insightface.app import FaceAnalysis
analysis = FaceAnalysis({folder!r}, allowed_modules=["detection", "recognition"],
                        providers=["CPUExecutionProvider"])
analysis.prepare(ctx_id=-1, det_size=(640, 640))
"""
BARE_RECOGNITION = LOAD + "print(len(analysis.get(cv2.imread({photo!r}))))"
BARE_PAGE = (
    "import os; os.environ['GRADIO_ANALYTICS_ENABLED'] = 'False'\n"
    + LOAD
    + """
import gradio
with gradio.Blocks() as page:
    gradio.Markdown("Hello")
page.launch(server_port={port}, quiet=True)
"""
)


def timed(command: list[str], environment: dict[str, str]) -> float:
    """Return the seconds that a process takes from start to end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def timed_until_it_answers(command: list[str], environment: dict[str, str], port: int) -> float:
    """Return the seconds from starting a server to its first answer on ``/``."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            while True:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read()
                    return time.perf_counter() - start
                except (urllib.error.URLError, ConnectionError):
                    if server.poll() is not None:
                        raise
                    time.sleep(0.02)
        finally:
            server.kill()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def report(question: str, ours: list[float], bare: list[float]) -> None:
    """Print medians and the ratio of the pairs."""
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    ours_median, bare_median = statistics.median(ours), statistics.median(bare)
    print(f"{question}: {ours_median:.2f} s, bare script {bare_median:.2f} s, ratio {ratio:.2f}")


def main() -> None:
    """Time both sides in turn and print the ratios."""
    from face_process.model_packs import choose_pack
    from merge.settings import build_settings

    pack = choose_pack(build_settings({}), None).pack
    if len(sys.argv) > 1:
        photo = sys.argv[1]
    else:
        import insightface

        photo = str(Path(insightface.__file__).parent / "data" / "images" / "t1.jpg")
    client = [sys.executable, str(PROJECT / "client.py")]
    processor = platform.processor() or platform.machine()
    print(f"{processor}, {os.cpu_count()} processors, pack {pack.name}, {RUNS} runs each")
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "FACEMIND_DATABASE": str(Path(home, "known_faces.db"))}
        values = {"folder": str(pack.folder), "photo": photo}
        bare = [sys.executable, "-c", BARE_RECOGNITION.format(**values)]
        ours = [*client, "recognize", photo, "--json"]
        timed(ours, environment), timed(bare, environment)
        pairs = [(timed(ours, environment), timed(bare, environment)) for _ in range(RUNS)]
        report("recognize, one photo", *map(list, zip(*pairs, strict=True)))

        pairs = []
        for _ in range(RUNS):
            port = free_port()
            page = [sys.executable, "-c", BARE_PAGE.format(port=port, **values)]
            hello = timed_until_it_answers(page, environment, port)
            port = free_port()
            web = timed_until_it_answers([*client, "web", "--port", str(port)], environment, port)
            pairs.append((web, hello))
        report("web, first answer", *map(list, zip(*pairs, strict=True)))


if __name__ == "__main__":
    main()
