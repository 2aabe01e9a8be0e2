"""The starter pack that comes along is one that the program can begin with."""

from face_process.image_file import read_image
from face_process.init_InsightFace import load_engine
from face_process.model_packs import open_pack
from merge.settings import Device
from tests.command_line import PROJECT

FOLDER = PROJECT / "models" / "starter"
LARGEST = 6_000_000


def test_starter_is_small_and_tells_where_it_comes_from():
    files = [file for file in FOLDER.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) <= LARGEST
    names = {file.name for file in files}
    assert "card.md" in names
    assert any(name.startswith("LICENSE") for name in names)
    assert {file.name for file in FOLDER.glob("*.onnx")} == {
        open_pack(FOLDER).detection.name,
        open_pack(FOLDER).recognition.name,
    }


def test_starter_sees_a_face(astronaut):
    engine = load_engine(open_pack(FOLDER), Device.CPU)
    image = read_image(astronaut)
    faces = engine.detect(image)
    assert len(faces) == 1
    assert engine.embed(image, faces).shape == (1, engine.identity.dimension)
