import shutil

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from arcface_train.every_face import app
from arcface_train.face_set import read_face_set, read_list


@pytest.fixture(scope="module")
def made(group_photo, shared_data, shared_models, tmp_path_factory):
    """Return a face set of the group of six, a video and what is no picture; and its words."""
    folder = tmp_path_factory.mktemp("every face")
    photos = folder / "photos"
    (photos / "deeper").mkdir(parents=True)
    shutil.copy(group_photo, photos / "group.jpg")
    shutil.copy(shared_data / "videos" / "talking" / "d3.mp4", photos / "deeper" / "talk.mp4")
    (photos / "broken.jpg").write_bytes(b"no picture")
    given = [str(photos), str(folder / "faces"), "--frame-every", "60", "--language", "en"]
    environment = {"FACEMIND_MODELS": str(shared_models), "FACEMIND_PACK": "mini"}
    done = CliRunner().invoke(app, given, env=environment)
    assert done.exit_code == 0, done.output
    return folder / "faces", done.output


def test_every_face_of_a_photo_and_of_some_frames_is_somebody(made):
    faces = read_face_set(made[0])
    group = [file for file in faces.files if "group_jpg" in file]
    frames = [file for file in faces.files if "talk_mp4" in file]
    assert (len(group), len(frames)) == (6, 6)
    assert len(faces.names) == 12
    assert "12 faces in 3 files" in made[1]
    assert "can't be read: 1" in made[1]


def test_crops_are_aligned(made, engine):
    faces = read_face_set(made[0])
    eyes = faces.landmarks[:, :2]
    assert np.abs(eyes[:, 0] - [38.3, 51.7]).max() < 8
    assert np.abs(eyes[:, 1] - [73.5, 51.5]).max() < 8
    vectors = engine.embed_crops([faces.crop(index) for index in range(len(faces))])
    talking = vectors[[index for index, file in enumerate(faces.files) if "talk" in file]]
    assert (talking @ talking.T).min() > 0.5
    strangers = vectors[[index for index, file in enumerate(faces.files) if "group" in file]]
    assert (strangers @ strangers.T - np.eye(6)).max() < 0.5


def test_small_faces_are_left_out_where_that_is_asked(made, group_photo, tmp_path, shared_models):
    photos = tmp_path / "photos"
    photos.mkdir()
    image = cv2.imread(str(group_photo))
    cv2.imwrite(str(photos / "small.png"), cv2.resize(image, None, fx=0.3, fy=0.3))
    environment = {"FACEMIND_MODELS": str(shared_models), "FACEMIND_PACK": "mini"}
    for smallest, count in (("8", 6), ("33", 1), ("200", 0)):
        out = tmp_path / smallest
        given = [str(photos), str(out), "--smallest", smallest]
        assert CliRunner().invoke(app, given, env=environment).exit_code == 0
        assert len(read_list(out)) == count


def test_a_folder_without_pictures_is_told(tmp_path):
    done = CliRunner().invoke(app, [str(tmp_path), str(tmp_path / "out"), "--language", "en"])
    assert done.exit_code == 1
    assert str(tmp_path) in done.output
