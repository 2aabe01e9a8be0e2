"""Right about who is who, measured through the command line on real people."""

import json
import shutil

import pytest

from tests.command_line import run


@pytest.fixture(scope="module")
def answers(shared_data, shared_models, tmp_path_factory):
    """Enrol 3 photos each of 60 people and recognise their other 180 and 240 strangers."""
    home = tmp_path_factory.mktemp("accuracy")
    known, probes = home / "known", home / "probes"
    for person in sorted((shared_data / "lfw" / "known").iterdir()):
        photos = sorted(person.iterdir())
        (known / person.name).mkdir(parents=True)
        (probes / person.name).mkdir(parents=True)
        for photo in photos[:3]:
            shutil.copy(photo, known / person.name)
        for photo in photos[3:]:
            shutil.copy(photo, probes / person.name)
    environment = {"FACEMIND_DATABASE": str(home / "known_faces.db"), "FACEMIND_PACK": "mini"}
    enrolled = run("enroll", "--folder", known, **environment)
    assert enrolled.returncode == 0, enrolled.stderr
    strangers = shared_data / "lfw" / "strangers"
    recognized = run("recognize", probes, strangers, "--json", **environment)
    assert recognized.returncode == 0, recognized.stderr
    documents = [json.loads(line) for line in recognized.stdout.splitlines()]
    mine = [each for each in documents if each["file"].startswith(str(probes))]
    theirs = [each for each in documents if each["file"].startswith(str(strangers))]
    assert (len(mine), len(theirs)) == (180, 240)
    return mine, theirs


def central(document):
    """The face nearest to the picture's middle: LFW pictures are 250×250 and centred."""

    def distance(face):
        x1, y1, x2, y2 = face["box"]
        return (x1 + x2 - 250) ** 2 + (y1 + y2 - 250) ** 2

    return min(document["faces"], key=distance, default=None)


def test_the_right_person_is_nearest_for_nearly_all(answers):
    mine, _ = answers
    right = sum(
        bool(face := central(each)) and f"/{face['nearest']}/" in each["file"] for each in mine
    )
    assert right >= 178


def test_no_stranger_is_named_and_nearly_all_known_people_are(answers):
    mine, theirs = answers
    named_strangers = [face for each in theirs for face in each["faces"] if face["name"]]
    assert named_strangers == []
    named = sum(
        bool(face := central(each)) and f"/{face['name']}/" in each["file"] for each in mine
    )
    assert named / len(mine) >= 0.92
    assert {each["threshold"] for each in mine} == {0.5}
