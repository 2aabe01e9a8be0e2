import shutil

import pytest

from face_process.errors import ImageError
from face_process.photo_enroll import enrol_photos, people_in_folder


@pytest.fixture
def folder(tmp_path, astronaut):
    people = tmp_path / "people"
    for path in ("张三/a.png", "张三/deep/b.png", "张三/notes.txt", "Zoë.png", ".hidden/c.png"):
        (people / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(astronaut, people / path)
    (people / "空").mkdir()
    return people


def test_a_folder_is_a_person_each_and_so_is_a_photo(folder):
    found = {
        person.name: [file.name for file in person.files] for person in people_in_folder(folder)
    }
    assert found == {"张三": ["a.png", "b.png"], "Zoë": ["Zoë.png"]}


def test_an_empty_folder_is_told(tmp_path):
    with pytest.raises(ImageError, match="no photos or videos"):
        people_in_folder(tmp_path)
    with pytest.raises(ImageError):
        people_in_folder(tmp_path / "nowhere")


def test_good_photos_are_stored_and_bad_ones_told_with_the_reason(service, folder, group_photo):
    bad = folder / "张三" / "c.jpg"
    bad.write_text("no picture")
    files = [folder / "张三" / "a.png", bad, group_photo]
    outcomes = list(enrol_photos(service, "张三", files))
    reasons = [outcome.error and outcome.error.key for outcome in outcomes]
    assert reasons == [None, "image_unreadable", "several_faces"]
    assert service.store.people.find("张三").faces == 1


def test_what_is_told_is_stored_already(service, folder, astronaut, monkeypatch):
    monkeypatch.setattr("face_process.photo_enroll.LONGEST_UNSAVED", 0.0)
    outcomes = enrol_photos(service, "Eileen", [astronaut] * 3)
    for told, _outcome in enumerate(outcomes, start=1):
        assert service.store.people.find("Eileen").faces >= told
