"""The starter pack that comes along is one that the program can begin with."""

import json

from face_process.image_file import read_image
from face_process.init_InsightFace import load_engine
from face_process.model_packs import open_pack
from merge.settings import Device
from tests.clone import CLONE, bare
from tests.command_line import PROJECT, run
from tests.UI.films import write_video

FOLDER = PROJECT / "models" / "starter"
LARGEST = 6_000_000


def test_starter_is_small_and_tells_where_it_comes_from():
    files = [file for file in FOLDER.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) <= LARGEST
    names = {file.name for file in files}
    assert "card.md" in names
    assert "non-commercial" in (FOLDER / "LICENSE.md").read_text("utf-8")
    card = (FOLDER / "card.md").read_text("utf-8")
    assert all(file.name in card for file in FOLDER.glob("*.onnx"))
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


def test_a_clone_enrols_and_recognises_photos_and_videos(tmp_path, astronaut, group_photo):
    home = bare(tmp_path)
    film = write_video(tmp_path / "film.mp4", [read_image(astronaut)], 1)
    begun = run("enroll", "张三", astronaut, program=CLONE, **home)
    assert begun.returncode == 0, begun.stderr
    assert "Starter model: good for a try." in begun.stderr
    answer = run("recognize", astronaut, group_photo, film, "--json", program=CLONE, **home)
    assert answer.returncode == 0, answer.stderr
    assert "Starter model" not in answer.stderr
    documents = [json.loads(line) for line in answer.stdout.splitlines()]
    portrait, group, *frames = [
        [face["name"] for face in document["faces"]] for document in documents
    ]
    assert portrait == ["张三"]
    assert group == [None] * 6
    assert frames.count(["张三"]) > len(frames) / 2 > 0
