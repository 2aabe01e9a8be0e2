import subprocess
import sys

import pytest

from tests.command_line import PROJECT

ENGINE = "import sys; import face_process.init_InsightFace"
WHOLE = "import insightface; assert insightface.app.FaceAnalysis and insightface.__version__"
SAME = (
    "from face_process.insightface_models import SCRFD; assert insightface.model_zoo.SCRFD is SCRFD"
)


@pytest.mark.parametrize(
    "program",
    [
        f"{ENGINE}; assert 'scipy' not in sys.modules and 'insightface.app' not in sys.modules",
        f"{ENGINE}; {WHOLE}; {SAME}",
        f"{WHOLE}; {ENGINE}; {SAME}",
    ],
    ids=["nothing else is imported", "the whole after it", "the whole before it"],
)
def test_only_the_models_are_imported_and_the_whole_is_there_for_others(program):
    subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=True, timeout=120)
