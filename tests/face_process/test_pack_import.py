"""Packs from zips and folders come into place whole, or not at all."""

import shutil
import zipfile
from pathlib import Path

import pytest

from face_process import pack_import
from face_process.errors import ModelError
from face_process.pack_import import import_pack

DETECTOR, RECOGNIZER = "det_500m.onnx", "arcface_mobilefacenet.onnx"


@pytest.fixture
def mini(shared_models):
    """Return the folder of the pack mini."""
    return shared_models / "mini"


@pytest.fixture
def into(tmp_path):
    """Return a folder of packs that doesn't exist yet."""
    return tmp_path / "place" / "models"


def zip_of(file: Path, members: dict[str, Path | bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content if isinstance(content, bytes) else content.read_bytes())
    return file


def refused(source: Path, into: Path, name: str | None = None) -> ModelError:
    before = sorted(into.rglob("*"))
    with pytest.raises(ModelError) as caught:
        import_pack(source, into, name)
    assert sorted(into.rglob("*")) == before, "something was left behind"
    assert caught.value.sentence("en")
    assert caught.value.sentence("zh")
    return caught.value


@pytest.mark.parametrize("inside", ["", "mini/", "models/mini/"], ids=["top", "folder", "deep"])
def test_zip_becomes_a_pack_of_its_name(tmp_path, into, mini, inside):
    models = {inside + one: mini / one for one in (DETECTOR, RECOGNIZER)}
    extra = {inside + "README.md": b"hello", inside + "run.sh": b"rm", "__MACOSX/x.onnx": b"junk"}
    pack = import_pack(zip_of(tmp_path / "office.zip", {**models, **extra}), into)
    assert (pack.name, pack.folder) == ("office", into / "office")
    assert pack.recognition.read_bytes() == (mini / RECOGNIZER).read_bytes()
    assert sorted(file.name for file in pack.folder.iterdir()) == [
        "README.md", RECOGNIZER, DETECTOR,
    ]  # fmt: skip
    assert [one.name for one in into.iterdir()] == ["office"]


def test_folder_becomes_a_pack_and_stays_as_it_was(tmp_path, into, mini):
    shutil.copytree(mini, tmp_path / "v1.5")
    (tmp_path / "v1.5" / "zz_broken.onnx").write_bytes(b"junk")
    pack = import_pack(tmp_path / "v1.5", into)
    assert pack.name == "v1.5"
    assert sorted(file.name for file in pack.folder.iterdir()) == [RECOGNIZER, DETECTOR]
    assert len(list((tmp_path / "v1.5").iterdir())) == 3


def test_folder_around_the_packs_folder_is_understood(tmp_path, into, mini):
    shutil.copytree(mini, tmp_path / "unpacked" / "mini")
    assert import_pack(tmp_path / "unpacked", into, "named").name == "named"


def test_file_that_leads_out_of_the_zip_is_not_written(tmp_path, into, mini):
    models = {one: mini / one for one in (DETECTOR, RECOGNIZER)}
    evil = {f"../../{i}evil.onnx" if i else "/evil.onnx": b"evil" for i in range(3)}
    import_pack(zip_of(tmp_path / "slip.zip", {**evil, "..\\evil.md": b"evil", **models}), into)
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize(
    "content", [b"", b"only text", b"PK\x03\x04 cut"], ids=["empty", "text", "cut"]
)
def test_file_that_is_no_zip_is_refused(tmp_path, into, content):
    (tmp_path / "a.zip").write_bytes(content)
    assert refused(tmp_path / "a.zip", into).key == "pack_unreadable"


def test_damaged_zip_is_refused(tmp_path, into, mini):
    file = zip_of(tmp_path / "a.zip", {one: mini / one for one in (DETECTOR, RECOGNIZER)})
    content = bytearray(file.read_bytes())
    content[100_000:100_100] = bytes(100)
    file.write_bytes(content)
    assert refused(file, into).key == "pack_unreadable"


def test_encrypted_zip_is_refused(tmp_path, into, mini):
    file = zip_of(tmp_path / "a.zip", {one: mini / one for one in (DETECTOR, RECOGNIZER)})
    content = bytearray(file.read_bytes())
    content[6] |= 1  # the flag in the first file's own header and in the directory's
    content[content.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(content)
    assert refused(file, into).key == "pack_unreadable"


def test_zip_without_models_is_refused(tmp_path, into):
    assert refused(zip_of(tmp_path / "a.zip", {"x.txt": b"x"}), into).key == "pack_unreadable"


def test_zip_without_a_recogniser_is_incomplete(tmp_path, into, mini):
    error = refused(zip_of(tmp_path / "a.zip", {DETECTOR: mini / DETECTOR}), into)
    assert (error.key, error.values) == ("pack_incomplete", {"pack": "a", "role": "recognition"})


def test_broken_model_in_a_zip_is_named(tmp_path, into, mini):
    file = zip_of(tmp_path / "a.zip", {DETECTOR: mini / DETECTOR, "face.onnx": b"junk"})
    error = refused(file, into)
    assert (error.key, error.values) == ("model_unreadable", {"file": "face.onnx"})


def test_several_packs_in_one_zip_are_refused(tmp_path, into, mini):
    file = zip_of(tmp_path / "a.zip", {f"{p}/{DETECTOR}": mini / DETECTOR for p in ("x", "y")})
    error = refused(file, into)
    assert (error.key, error.values["packs"]) == ("pack_several", "x, y")


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, into, mini, monkeypatch):
    monkeypatch.setattr(pack_import, "LARGEST_PACK_GIGABYTES", 0)
    file = zip_of(tmp_path / "a.zip", {one: mini / one for one in (DETECTOR, RECOGNIZER)})
    assert refused(file, into).key == "pack_too_large"


def test_name_that_is_taken_is_refused_and_the_pack_kept(tmp_path, into, mini):
    import_pack(mini, into)
    assert refused(mini, into).key == "pack_exists"
    assert import_pack(mini, into, "mini 2").name == "mini 2"


def test_pack_that_came_up_meanwhile_is_kept(into, mini):
    def fill(folder):
        pack_import.take_models(mini, folder)
        shutil.copytree(mini, into / "mini")

    with pytest.raises(ModelError) as caught:
        pack_import.place_pack("mini", into, fill)
    assert caught.value.key == "pack_exists"
    assert [one.name for one in into.iterdir()] == ["mini"]


@pytest.mark.parametrize("name", ["", ".x", "a/b", "..", "none", "a\n", " a", "a" * 65, "a\\b"])
def test_name_that_cannot_be_a_folder_is_refused(into, mini, name):
    assert refused(mini, into, name).key == "pack_name_unusable"


def test_missing_source_is_refused(tmp_path, into):
    assert refused(tmp_path / "gone.zip", into).key == "model_file_missing"


def test_place_that_cannot_be_written_is_named(tmp_path, mini):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ModelError) as caught:
        import_pack(mini, tmp_path / "file" / "models")
    assert caught.value.key == "models_unwritable"
