import sqlite3

import pytest

from face_process import people_import
from face_process.errors import ArchiveError, StoreError
from face_process.face_enroll import enrol, examine
from face_process.face_recognize import recognize_image
from face_process.face_service import open_service
from face_process.image_file import read_image
from face_process.init_InsightFace import load_engine
from face_process.model_packs import open_pack
from face_process.people_export import export_people
from face_process.people_import import Imported, import_people
from merge.settings import Device
from SQL.database_operate import Store
from tests.face_process.moved_people import MODEL, everything, face, fill
from tests.SQL.test_people_transfer import read


@pytest.fixture
def empty(tmp_path):
    with Store(tmp_path / "other" / "known_faces.db") as opened:
        yield opened


@pytest.fixture
def filled(store):
    fill(store)
    return store


@pytest.fixture
def archive(filled, tmp_path):
    file = tmp_path / "people.zip"
    export_people(filled, file)
    return file


def test_people_arrive_as_they_left_bit_for_bit(filled, archive, empty):
    assert import_people(empty, archive) == Imported(people=2, new=2, faces=3, known=0)
    assert read(empty) == read(filled)
    assert [one[:2] for one in read(empty)] == [("张三", "第三组"), ("Zoë", "")]


def test_importing_again_changes_nothing(filled, archive, empty):
    import_people(empty, archive)
    for store in (empty, filled):
        before = everything(store)
        assert import_people(store, archive) == Imported(people=2, new=0, faces=0, known=3)
        assert everything(store) == before


def test_somebody_of_the_same_name_gets_the_faces_they_lack(archive, empty):
    model_id = empty.register_model(MODEL)
    empty.add_faces("张三", [face(2), face(9)], model_id)
    assert import_people(empty, archive) == Imported(people=2, new=1, faces=2, known=1)
    assert empty.people.find("张三").faces == 3
    assert empty.people.find("张三").note == ""


def test_an_archive_of_nobody_is_fine(store, empty, tmp_path):
    export_people(store, tmp_path / "nobody.zip")
    assert import_people(empty, tmp_path / "nobody.zip") == Imported()


def test_progress_is_told(archive, empty):
    told = []
    import_people(empty, archive, lambda *state: told.append(state))
    assert told == [(1, 4), (2, 4), (4, 4)]


def test_another_model_embeds_the_pictures_and_recognises(
    service, shared_models, group_photo, empty, tmp_path
):
    photo = read_image(group_photo)
    for number, name in enumerate(("张三", "Zoë"), start=1):
        enrol(service, name, [examine(service, photo, name, number=number)])
    export_people(service.store, tmp_path / "people.zip")
    import_people(empty, tmp_path / "people.zip")
    other_engine = load_engine(open_pack(shared_models / "mini_casia"), Device.CPU)
    told = []
    other = open_service(other_engine, empty, report=told.append)
    assert told == [2]
    assert [one.name for one in recognize_image(other, photo)] == ["张三", "Zoë"] + [None] * 4
    same = open_service(service.engine, empty, report=told.append)
    assert told == [2]  # the model's vectors came with the people
    before, after = (recognize_image(one, photo)[0].nearest.similarity for one in (service, same))
    assert before == after


def test_a_running_service_knows_whoever_is_imported(service, group_photo, tmp_path):
    photo = read_image(group_photo)
    enrol(service, "张三", [examine(service, photo, "张三", number=1)])
    export_people(service.store, tmp_path / "people.zip")
    service.store.people.remove("张三")
    service.refresh()
    assert recognize_image(service, photo)[0].name is None
    import_people(service.store, tmp_path / "people.zip")
    service.refresh()
    assert recognize_image(service, photo)[0].name == "张三"


def test_a_large_archive_goes_on_where_a_full_disk_stopped_it(
    filled,
    archive,
    empty,
    monkeypatch,
):
    monkeypatch.setattr(people_import, "FACES_AT_ONCE", 2)
    with sqlite3.connect(empty.file) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON person WHEN NEW.name = 'Zoë' "
            "BEGIN SELECT raise(ABORT, 'no room'); END"
        )
    with pytest.raises(ArchiveError, match=r"1 people of .* imported.*no room") as stopped:
        import_people(empty, archive)
    assert "没有" not in stopped.value.sentence("en")
    assert "no room" in stopped.value.sentence("zh")
    assert [one[0] for one in read(empty)] == ["张三"]
    with connection:
        connection.execute("DROP TRIGGER full")
    connection.close()
    assert import_people(empty, archive) == Imported(people=2, new=1, faces=1, known=2)
    assert read(empty) == read(filled)


def test_a_small_archive_is_imported_whole_or_not_at_all(archive, empty):
    with sqlite3.connect(empty.file) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON person WHEN NEW.name = 'Zoë' "
            "BEGIN SELECT raise(ABORT, 'no room'); END"
        )
    connection.close()
    with pytest.raises(StoreError):
        import_people(empty, archive)
    assert read(empty) == []
