"""People, their faces, files of people, and who was seen, as the command line shows them."""

import csv
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from face_process.types import ModelIdentity
from SQL.copies import BACKUP_FOLDER
from SQL.database_operate import Store
from SQL.migrations import copy_database
from SQL.rows import NewFace
from SQL.sightings import Sighting
from tests.command_line import run_here as run

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


def face(seed):
    random = np.random.default_rng(seed)
    vector = random.standard_normal(8).astype(np.float32)
    pixels = random.integers(0, 256, (112, 112, 3), np.uint8)
    crop = cv2.imencode(".png", pixels)[1].tobytes()
    return NewFace(crop, vector / np.linalg.norm(vector), seed / 10, f"{seed}.jpg")


@pytest.fixture
def shanghai(monkeypatch):
    """Let clocks here be those of China."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def home(tmp_path):
    """The environment of a user who knows 张三 (faces 1 and 2) and Zoë (face 3); no models."""
    file = tmp_path / "known_faces.db"
    with Store(file) as store:
        model_id = store.register_model(ModelIdentity("mini", "a" * 64, 8))
        store.add_faces("张三", [face(1), face(2)], model_id)
        store.add_faces("Zoë", [face(3)], model_id)
        embedding, crop = face(4).vector, face(4).crop
        for person, at in ((1, NOON), (None, NOON.replace(hour=13))):
            similarity = 0.75 if person else None
            sighting = Sighting(
                person, "clip.mp4", at, at, 1.5, 3.5, similarity, crop, model_id, embedding
            )
            store.sightings.add([sighting])
    return {"FACEMIND_DATABASE": str(file), "FACEMIND_PACK": "none"}


def documents(answer):
    assert answer.returncode == 0, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


def faces(home, name):
    return documents(run("people", "faces", name, "--json", **home))


def people(home):
    return {one["name"]: one for one in documents(run("people", "list", "--json", **home))}


def test_a_note_is_shown_in_every_form_and_taken_away(home):
    assert run("people", "note", "张三", "第三组\nthird floor", **home).returncode == 0
    assert people(home)["张三"]["note"] == "第三组\nthird floor"
    assert run("people", "list", **home).stdout == "Zoë\t1\n张三\t2\t第三组 third floor\n"
    run("people", "note", "张三", "", **home)
    assert people(home)["张三"]["note"] == ""
    refused = run("people", "note", "张三", "x" * 2001, **home)
    assert refused.returncode == 1
    assert "2001 characters" in refused.stderr


def test_faces_are_listed_with_their_numbers(home):
    first, second = faces(home, "张三")
    assert (first["number"], first["source"], first["quality"]) == (1, "1.jpg", 0.1)
    assert (first["picture"], first["portrait"], second["portrait"]) == (True, False, True)
    assert datetime.fromisoformat(first["created_at"]).tzinfo
    assert run("people", "portrait", "1", **home).returncode == 0
    assert [one["portrait"] for one in faces(home, "张三")] == [True, False]
    lines = run("people", "faces", "张三", **home).stdout.splitlines()
    assert [line.split("\t")[0::4] for line in lines] == [["1", "yes"], ["2"]]


def test_two_people_become_one(home):
    answer = run("people", "merge", "Zoë", "张三", **home)
    assert "who has 3 faces" in answer.stdout
    assert list(people(home)) == ["张三"]
    again = run("people", "merge", "Zoë", "张三", **home)
    assert again.returncode == 1
    assert "Nobody called Zoë" in again.stderr.splitlines()[-1]


def test_a_face_goes_to_somebody_else_or_away(home):
    assert run("people", "move", "2", "新人", **home).returncode == 0
    assert [one["number"] for one in faces(home, "新人")] == [2]
    assert run("people", "remove-face", "2", **home).returncode == 0
    assert run("people", "faces", "新人", **home).stderr.strip() == "新人 has no faces."
    missing = run("people", "remove-face", "2", **home)
    assert missing.returncode == 1
    assert "people faces NAME" in missing.stderr.splitlines()[-1]


def test_the_kept_threshold_tells_which_looks_of_others_go_with_somebody(home):
    with Store(Path(home["FACEMIND_DATABASE"])) as store:
        (model_id,), (vector,) = store.models(), store.templates.of_faces(1, [1]).vectors
        other = np.linalg.svd(vector[None])[2][1].astype(np.float32)
        zoe = store.people.find("Zoë").id
        for similarity in (0.4, 0.2):
            look = similarity * vector + np.sqrt(1 - similarity**2) * other
            store.rejections.keep(zoe, b"crop", look.astype(np.float32), model_id)
        store.set_setting("threshold", "0.3")
    assert run("people", "remove", "张三", **home).returncode == 0
    with Store(Path(home["FACEMIND_DATABASE"])) as store:
        assert store.rejections.of_model(model_id).ids.tolist() == [2]


def backup(home):
    file = Path(home["FACEMIND_DATABASE"])
    copy = file.parent / BACKUP_FOLDER / f"{file.stem}-20261124T090000Z.db"
    copy.parent.mkdir()
    copy_database(file, copy)
    return copy


@pytest.mark.parametrize(
    "removal", [("remove", "张三"), ("remove-face", "1")], ids=["person", "face"]
)
def test_copies_that_still_hold_what_was_removed_are_named(home, removal):
    copy = backup(home)
    before = copy.read_bytes()
    answer = run("people", *removal, **home)
    assert answer.returncode == 0
    assert str(copy) in answer.stderr
    assert "--purge-copies" in answer.stderr
    assert copy.read_bytes() == before
    again = run("people", *removal, "--purge-copies", **home)
    assert again.returncode == 0
    assert f"{copy} is rewritten" in again.stdout
    assert face(1).crop[100:400] not in copy.read_bytes()
    assert run("people", *removal, "--purge-copies", **home).returncode == 1


@pytest.mark.parametrize(
    "removal", [("remove", "张三"), ("remove-face", "1")], ids=["person", "face"]
)
def test_copies_are_purged_where_that_is_asked_for(home, removal):
    copy = backup(home)
    gone, kept = (face(seed).crop[100:400] for seed in (1, 3))
    assert gone in copy.read_bytes()
    answer = run("people", *removal, "--purge-copies", **home)
    assert answer.returncode == 0
    assert f"{copy} is rewritten" in answer.stdout
    assert gone not in copy.read_bytes()
    assert kept in copy.read_bytes()


def test_people_move_to_another_machine_without_a_model(home, tmp_path):
    archive = tmp_path / "people.zip"
    run("people", "note", "张三", "第三组", **home)
    exported = run("people", "export", archive, **home)
    assert exported.stdout == f"{archive}: 2 people, 3 faces\n"
    other = {**home, "FACEMIND_DATABASE": str(tmp_path / "other" / "known_faces.db")}
    imported = run("people", "import", archive, **other)
    assert imported.stdout.startswith("2 people, 2 of them new; 3 faces added")
    again = run("people", "import", archive, **other)
    assert again.stdout.startswith("2 people, 0 of them new; 0 faces added, 3 were here")
    assert (people(other)["张三"]["faces"], people(other)["张三"]["note"]) == (2, "第三组")
    run("people", "export", archive, "Zoë", **home)
    third = {**home, "FACEMIND_DATABASE": str(tmp_path / "third" / "known_faces.db")}
    run("people", "import", archive, **third)
    assert list(people(third)) == ["Zoë"]


def test_people_become_a_table(home, tmp_path):
    answer = run("people", "export", tmp_path / "people.CSV", **home)
    assert answer.returncode == 0, answer.stderr
    table = (tmp_path / "people.CSV").read_text("utf-8-sig")
    rows = list(csv.DictReader(table.splitlines()))
    assert [(row["name"], row["faces"]) for row in rows] == [("Zoë", "1"), ("张三", "2")]


def test_files_that_cannot_be_used_are_told(home, tmp_path):
    (tmp_path / "people.zip").write_bytes(b"no archive")
    for arguments in (
        ["import", tmp_path / "people.zip"], ["import", tmp_path / "none.zip"],
        ["export", tmp_path / "nowhere" / "people.zip"],
        ["export", tmp_path / "new.zip", "Eve"],
    ):  # fmt: skip
        answer = run("people", *arguments, **home)
        assert answer.returncode == 1
        assert len(answer.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "new.zip").exists()
    assert list(people(home)) == ["Zoë", "张三"]


def test_who_was_seen_is_listed_the_latest_first(home, shanghai):
    unknown, known = documents(run("sightings", "list", "--json", **home))
    assert (unknown["name"], unknown["similarity"]) == (None, None)
    assert known["name"] == "张三"
    assert (known["started_at"], known["model"]) == ("2025-06-01T12:00:00+00:00", "mini")
    assert list(known) == [
        "id", "person_id", "name", "source", "started_at", "ended_at", "from_seconds",
        "to_seconds", "similarity", "model", "clip",
    ]  # fmt: skip
    lines = run("sightings", "list", **home).stdout.splitlines()
    assert lines == [
        "2025-06-01 21:00\t2025-06-01 21:00\tUnknown\t\tclip.mp4\t1.5–3.5 s",
        "2025-06-01 20:00\t2025-06-01 20:00\t张三\t0.75\tclip.mp4\t1.5–3.5 s",
    ]
    assert documents(run("sightings", "list", "--json", "--limit", "1", **home)) == [unknown]
    assert documents(run("sightings", "list", "--json", "--person", "张三", **home)) == [known]
    nobody = run("sightings", "list", "--person", "Eve", **home)
    assert nobody.returncode == 1
    assert "Nobody called Eve" in nobody.stderr


def test_who_was_seen_becomes_a_table(home, tmp_path):
    file = tmp_path / "seen.csv"
    assert run("sightings", "export", file, **home).stdout == f"{file}: 2 sightings\n"
    unknown, known = csv.DictReader(file.read_text("utf-8-sig").splitlines())
    assert (known["name"], known["started_at"]) == ("张三", "2025-06-01T12:00:00+00:00")
    assert (unknown["name"], unknown["similarity"]) == ("", "")
    run("sightings", "export", file, "--person", "张三", **home)
    assert list(csv.DictReader(file.read_text("utf-8-sig").splitlines())) == [known]
