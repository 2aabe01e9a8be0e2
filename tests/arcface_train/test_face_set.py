import csv

import cv2
import numpy as np
import pytest

from arcface_train.face_set import COLUMNS, FaceSet, ListedFace, read_face_set, write_list
from face_process.align import ARCFACE_TEMPLATE
from face_process.errors import TrainError

PEOPLE = {"张三": 2, 'Zoë "Z", the first': 1}


@pytest.fixture
def folder(tmp_path):
    """Return a face set of three grey crops, each of another brightness."""
    faces = []
    for person, count in PEOPLE.items():
        (tmp_path / "crops" / person).mkdir(parents=True)
        for number in range(count):
            file = f"crops/{person}/{number}.png"
            crop = np.full((112, 112, 3), 50 * len(faces), np.uint8)
            (tmp_path / file).write_bytes(cv2.imencode(".png", crop)[1])
            landmarks = ARCFACE_TEMPLATE + len(faces)
            faces.append(ListedFace(file, person, f"photos/{number}.jpg", landmarks, 0.875))
    write_list(tmp_path, faces)
    return tmp_path


def test_what_was_listed_is_read_back(folder):
    faces = read_face_set(folder)
    assert len(faces) == 3
    assert faces.names == tuple(sorted(PEOPLE))
    assert [faces.names[label] for label in faces.labels] == ["张三", "张三", 'Zoë "Z", the first']
    assert faces.landmarks[2] == pytest.approx(ARCFACE_TEMPLATE + 2, abs=0.01)
    assert [int(faces.crop(index)[0, 0, 0]) for index in range(3)] == [0, 50, 100]


def test_a_list_that_a_spreadsheet_saved_again_is_read(folder):
    file = folder / "faces.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert len(read_face_set(folder)) == 3


def test_a_folder_without_a_list_is_told_with_the_command_that_makes_one(tmp_path):
    with pytest.raises(TrainError, match=r"arcface_train\.data_process"):
        read_face_set(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        ["crops/a.png", "A", "a.jpg"],
        ["crops/a.png", "A", "a.jpg", *["1"] * 10, "high"],
        ["crops/a.png", "A", "a.jpg", *["nan"] * 10, "0.9"],
    ],
    ids=["too short", "no number", "no finite number"],
)
def test_a_broken_line_is_told_by_its_number(folder, line):
    with (folder / "faces.csv").open("a", encoding="utf-8", newline="") as out:
        csv.writer(out).writerow(line)
    with pytest.raises(TrainError, match="Line 5"):
        read_face_set(folder)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"name,photo\n"])
def test_another_kind_of_file_is_no_list(tmp_path, content):
    (tmp_path / "faces.csv").write_bytes(content)
    with pytest.raises(TrainError, match="Line 1"):
        read_face_set(tmp_path)


def test_a_set_without_faces_is_told(tmp_path):
    write_list(tmp_path, [])
    with pytest.raises(TrainError, match=r"report\.csv"):
        read_face_set(tmp_path)


@pytest.mark.parametrize(
    "crop",
    [None, b"", b"no picture", cv2.imencode(".png", np.zeros((96, 112, 3), np.uint8))[1].tobytes()],
    ids=["missing", "empty", "no picture", "another size"],
)
def test_a_crop_that_is_gone_or_damaged_is_told(folder, crop):
    file = folder / "crops" / "张三" / "1.png"
    if crop is None:
        file.unlink()
    else:
        file.write_bytes(crop)
    with pytest.raises(TrainError, match=r"1\.png"):
        read_face_set(folder).crop(1)


def test_arrays_that_do_not_fit_are_refused(tmp_path):
    with pytest.raises(ValueError, match="expected labels"):
        FaceSet(tmp_path, ("a.png",), np.zeros(2, np.int64), ("A",), np.zeros((1, 5, 2), "f4"))


def test_the_columns_are_those_that_are_documented():
    assert ",".join(COLUMNS) == "file,person,source,x1,y1,x2,y2,x3,y3,x4,y4,x5,y5,score"
