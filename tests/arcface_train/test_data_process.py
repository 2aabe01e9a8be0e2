import csv
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from filelock import FileLock
from typer.testing import CliRunner

from arcface_train import data_process
from arcface_train.augment import TWELVE
from arcface_train.data_process import make_face_set
from arcface_train.face_set import read_face_set
from face_process.errors import FaceMindError
from merge.settings import Settings
from tests.command_line import PROJECT


@pytest.fixture
def known(shared_data):
    return shared_data / "lfw" / "known"


@pytest.fixture
def photos(tmp_path, known):
    """Return a folder of three people, four photos each."""
    folder = tmp_path / "photos"
    for person in ("Andy_Roddick", "Billy_Crystal", "Jim_Furyk"):
        (folder / person).mkdir(parents=True)
        for photo in sorted((known / person).iterdir())[:4]:
            shutil.copy(photo, folder / person)
    return folder


@pytest.fixture
def made(shared_models):
    """Return how to make a face set in this process, and what that tells."""

    def make(photos, out, pack="mini"):
        from merge.commands.bar import progress

        return make_face_set(Settings(models=shared_models, pack=pack), photos, out, progress)

    return make


@pytest.fixture
def looked(monkeypatch):
    """Return the photos that are looked at from now on."""
    keys, look_at = [], data_process.look_at
    monkeypatch.setattr(
        data_process,
        "look_at",
        lambda engine, out, job: keys.append(job.key) or look_at(engine, out, job),
    )
    return keys


def run(*arguments, **environment):
    return CliRunner().invoke(data_process.app, [*map(str, arguments)], env=environment)


def contents(folder):
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def report(out):
    with (out / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            (row["person"], Path(row["source"]).name): (row["fault"], row["detail"])
            for row in csv.DictReader(file)
        }


def test_every_photo_gives_an_aligned_crop_with_its_landmarks(made, photos, tmp_path, engine):
    out = tmp_path / "faces"
    assert made(photos, out) == []
    faces = read_face_set(out)
    assert faces.names == ("Andy_Roddick", "Billy_Crystal", "Jim_Furyk")
    assert np.bincount(faces.labels).tolist() == [4, 4, 4]
    assert report(out) == {}
    vectors = engine.embed_crops([faces.crop(index) for index in range(len(faces))])
    similarities = vectors @ vectors.T
    same = faces.labels[:, None] == faces.labels
    assert similarities[same].min() > similarities[~same].max()
    # Where the template has them, give or take how faces differ.
    assert faces.landmarks.mean(axis=0)[:2] == pytest.approx(np.array([[38, 52], [74, 52]]), abs=3)


def test_planted_faults_are_reported_and_nothing_is_changed(
    made, photos, tmp_path, astronaut, group_photo
):
    furyk = photos / "Jim_Furyk"
    first = sorted(furyk.iterdir())[0]
    shutil.copy(astronaut, furyk / "wrong.png")
    shutil.copy(group_photo, furyk / "group.jpg")
    shutil.copy(first, furyk / "z_same.jpg")
    again = cv2.imread(str(first))
    cv2.imwrite(str(furyk / "z_saved_again.jpg"), again, [cv2.IMWRITE_JPEG_QUALITY, 60])
    cv2.imwrite(str(furyk / "blank.png"), np.full((200, 200, 3), 128, np.uint8))
    (furyk / "broken.jpg").write_text("no picture")
    (furyk / "notes.txt").write_text("not looked at")
    before, out = contents(photos), tmp_path / "faces"
    told = made(photos, out)
    found = report(out)
    assert len(told) == len(found) == 6
    person = "Jim_Furyk"
    assert found.pop((person, "wrong.png"))[0] == "unlike"
    assert found == {
        (person, "group.jpg"): ("several_faces", "6"),
        (person, "z_same.jpg"): ("duplicate", str(first)),
        (person, "z_saved_again.jpg"): ("duplicate", str(first)),
        (person, "blank.png"): ("no_face", "0"),
        (person, "broken.jpg"): ("unreadable", "image_unreadable"),
    }
    assert np.bincount(read_face_set(out).labels).tolist() == [4, 4, 4]
    assert contents(photos) == before


def test_bitmaps_of_casia_and_grey_pictures_of_orl_are_read(made, shared_data, known, tmp_path):
    photos = tmp_path / "photos"
    for number, person in enumerate(("Jim_Furyk", "Andy_Roddick")):
        (photos / f"{number:03}").mkdir(parents=True)
        for shot, photo in enumerate(sorted((known / person).iterdir())[:2]):
            bitmap = photos / f"{number:03}" / f"{number:03}_{shot}.bmp"
            cv2.imwrite(str(bitmap), cv2.imread(str(photo)))
    (photos / "s1").mkdir()
    for photo in sorted((shared_data / "orl" / "att_faces" / "s1").iterdir())[:3]:
        shutil.copy(photo, photos / "s1")
    assert made(photos, tmp_path / "faces") == []
    faces = read_face_set(tmp_path / "faces")
    assert faces.files[0] == "crops/000/000_0.png"
    assert np.bincount(faces.labels).tolist() == [2, 2, 3]


def test_faces_in_tight_crops_are_found(made, shared_data, tmp_path):
    photos = tmp_path / "photos"
    for person in ("Abdullah_Gul", "Al_Pacino"):
        shutil.copytree(shared_data / "lfw_train" / person, photos / person)
    count = len(list(photos.rglob("*.jpg")))
    assert made(photos, tmp_path / "faces") == []
    assert len(read_face_set(tmp_path / "faces")) == count > 5


def test_photos_that_differ_in_their_ending_only_keep_a_crop_each(made, photos, tmp_path):
    crystal = sorted((photos / "Billy_Crystal").iterdir())
    crystal[1].rename(crystal[0].with_suffix(".jpeg"))
    made(photos, tmp_path / "faces")
    faces = read_face_set(tmp_path / "faces")
    assert len(set(faces.files)) == len(faces) == 12


def test_a_second_run_looks_only_at_what_is_new_or_changed(made, photos, tmp_path, known, looked):
    out = tmp_path / "faces"
    made(photos, out)
    assert len(looked) == 12
    looked.clear()
    made(photos, out)
    assert looked == []
    changed, gone = sorted((photos / "Billy_Crystal").iterdir())[:2]
    shutil.copy(known / "Jim_Furyk" / "Jim_Furyk_0005.jpg", changed)
    gone.unlink()
    shutil.copy(known / "Jim_Furyk" / "Jim_Furyk_0006.jpg", photos / "Jim_Furyk")
    made(photos, out)
    assert sorted(looked) == [f"Billy_Crystal/{changed.name}", "Jim_Furyk/Jim_Furyk_0006.jpg"]
    assert np.bincount(read_face_set(out).labels).tolist() == [4, 2, 5]
    assert report(out).keys() == {("Billy_Crystal", changed.name)}


def test_a_killed_run_leaves_nothing_half_written_and_goes_on(
    made, known, tmp_path, looked, shared_models
):
    out, photos = tmp_path / "faces", tmp_path / "photos"
    for person in sorted(known.iterdir())[:12]:
        shutil.copytree(person, photos / person.name)
    command = [sys.executable, "-m", "arcface_train.data_process", str(photos), str(out)]
    log = out / "looks.jsonl"
    environment = {**os.environ, "FACEMIND_PACK": "mini"}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE) as process:
        while not (log.exists() and log.read_bytes().count(b"\n") > 12):
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    done = log.read_bytes().count(b"\n") - 1
    crops = list((out / "crops").rglob("*.png"))
    assert len(crops) >= 10
    assert all(cv2.imread(str(crop)).shape == (112, 112, 3) for crop in crops)
    assert not (out / "faces.csv").exists()
    (crops[0].with_name("x.png.1234.part")).write_bytes(b"half")
    with log.open("ab") as file:
        file.write(b'{"photo": "cut o')
    made(photos, out)
    assert len(looked) == 72 - done
    assert list(out.rglob("*.part")) == []
    made(photos, tmp_path / "at once")
    ours, theirs = (contents(folder) for folder in (out, tmp_path / "at once"))
    ours.pop("looks.jsonl")
    theirs.pop("looks.jsonl")
    assert ours == theirs


def test_a_crop_that_was_deleted_is_made_again(made, photos, tmp_path, looked):
    out = tmp_path / "faces"
    made(photos, out)
    looked.clear()
    (out / read_face_set(out).files[0]).unlink()
    made(photos, out)
    assert len(looked) == 1
    assert read_face_set(out).crop(0).shape == (112, 112, 3)


def test_the_twelve_lie_beside_each_crop_and_stay_in_a_second_run(photos, tmp_path):
    out = tmp_path / "faces"
    assert run(photos, out, "--twelve", "--pack", "mini").exit_code == 0
    faces = read_face_set(out)
    crops = list((out / "crops").rglob("*.png"))
    assert len(crops) == 13 * len(faces)
    file = out / faces.files[0]
    for name, augmentation in TWELVE.items():
        written = cv2.imread(str(file.with_suffix(f".{name}.png")))
        assert (written == augmentation(faces.crop(0), faces.landmarks[0])).all()
    file.with_suffix(".grey.png").unlink()
    before = {crop: crop.stat().st_mtime_ns for crop in crops if crop.exists()}
    assert run(photos, out, "--twelve", "--pack", "mini").exit_code == 0
    assert file.with_suffix(".grey.png").exists()
    assert {crop: crop.stat().st_mtime_ns for crop in before} == before


def test_the_command_tells_what_became_of_the_photos(photos, tmp_path, astronaut):
    shutil.copy(astronaut, photos / "Billy_Crystal" / "wrong.png")
    answer = run(photos, tmp_path / "faces", FACEMIND_PACK="mini")
    assert answer.exit_code == 0
    assert answer.stdout.strip().endswith("12 faces of 3 people")
    assert "Photos left out: 1 (1 of somebody else)" in answer.stderr
    answer = run(photos, tmp_path / "faces", FACEMIND_PACK="mini", FACEMIND_LANGUAGE="zh")
    assert answer.stdout.strip().endswith("3 人，12 张人脸")
    assert "1 张疑为他人" in answer.stderr


@pytest.mark.parametrize("case", ["missing", "empty", "file"])
def test_a_folder_without_photos_is_told(tmp_path, case):
    photos = tmp_path / "photos"
    if case == "empty":
        photos.mkdir()
    elif case == "file":
        photos.write_text("no folder")
    answer = run(photos, tmp_path / "faces", FACEMIND_PACK="mini")
    assert answer.exit_code == 1
    assert "sub-folder for each person" in answer.stderr
    assert not (tmp_path / "faces").exists()


def test_photos_without_any_face_are_reported_and_told(tmp_path):
    (tmp_path / "photos" / "A").mkdir(parents=True)
    cv2.imwrite(str(tmp_path / "photos" / "A" / "a.png"), np.zeros((99, 99, 3), np.uint8))
    answer = run(tmp_path / "photos", tmp_path / "faces", FACEMIND_PACK="mini")
    assert answer.exit_code == 1
    assert "holds no face" in answer.stderr
    assert report(tmp_path / "faces") == {("A", "a.png"): ("no_face", "0")}


def refused(made, photos, out, pack="mini"):
    with pytest.raises(FaceMindError) as caught:
        made(photos, out, pack)
    return caught.value.key


@pytest.mark.parametrize("inside", ["out", "photos", "the same"])
def test_a_face_set_and_its_photos_lie_apart(made, photos, inside):
    out = {"out": photos / "faces", "photos": photos.parent, "the same": photos}[inside]
    assert refused(made, photos, out) == "face_set_inside"


def test_a_folder_with_other_things_is_left_alone(made, photos, tmp_path):
    out = tmp_path / "faces"
    out.mkdir()
    (out / "diary.txt").write_text("mine")
    assert refused(made, photos, out) == "face_set_elsewhere"
    assert [entry.name for entry in out.iterdir()] == ["diary.txt"]
    assert refused(made, photos, out / "diary.txt") == "output_unwritable"


def test_a_face_set_is_of_one_folder_and_one_pack(made, photos, tmp_path):
    out = tmp_path / "faces"
    made(photos, out)
    before = contents(out)
    assert refused(made, photos, out, "mini_casia") == "face_set_of_other_models"
    others = shutil.copytree(photos, tmp_path / "others")
    assert refused(made, others, out) == "face_set_of_others"
    assert contents(out) == before


def test_two_programs_do_not_make_the_same_face_set(made, photos, tmp_path):
    out = tmp_path / "faces"
    out.mkdir()
    with FileLock(out / "looks.lock"):
        assert refused(made, photos, out) == "face_set_busy"
