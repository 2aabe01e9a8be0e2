"""Which pack is used, and how a model's role and identity are found."""

import hashlib
import os
import shutil
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper

from face_process import model_inspect, pack_places
from face_process.errors import ModelError
from face_process.model_packs import choose_pack, installed_packs, open_pack
from face_process.onnx_graph import read_signature
from merge.settings import Settings

DETECTOR = "det_500m.onnx"


@pytest.fixture(autouse=True)
def places(tmp_path, monkeypatch):
    """Give each test a home, a project's folder of packs and a cache of its own."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FACEMIND_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(pack_places, "PROJECT_PACKS", tmp_path / "project")
    return tmp_path


@pytest.fixture
def packs(places, shared_models):
    """Return a folder with the packs mini and mini_casia."""
    shutil.copytree(shared_models / "mini", places / "own" / "mini")
    shutil.copytree(shared_models / "mini_casia", places / "own" / "mini_casia")
    return places / "own"


def save_model(file: Path, inputs: list, outputs: int = 1, weights: tuple = ()) -> Path:
    values = [helper.make_tensor_value_info(f"x{i}", 1, one) for i, one in enumerate(inputs)]
    values += [helper.make_tensor_value_info(one, TensorProto.FLOAT, [1]) for one in weights]
    ends = [helper.make_tensor_value_info(f"y{i}", 1, None) for i in range(outputs)]
    nodes = [helper.make_node("Identity", ["x0"], [f"y{i}"]) for i in range(outputs)]
    initial = [helper.make_tensor(one, TensorProto.FLOAT, [1], [0.5]) for one in weights]
    onnx.save(helper.make_model(helper.make_graph(nodes, "g", values, ends, initial)), file)
    return file


def refused(settings: Settings, chosen: str | None = None) -> ModelError:
    with pytest.raises(ModelError) as caught:
        choose_pack(settings, chosen)
    return caught.value


def test_packs_are_listed_by_name_and_an_earlier_folder_shadows_a_later_one(packs, places):
    shutil.copytree(packs / "mini", places / "project" / "mini")
    shutil.copytree(packs / "mini", places / "home" / ".insightface" / "models" / "at_home")
    listed = installed_packs(packs)
    assert [pack.name for pack in listed] == ["mini", "mini_casia", "at_home"]
    assert listed[0].folder == packs / "mini"
    assert listed[0].detection.name == DETECTOR
    assert listed[1].recognition.name == "arcface_mobilefacenet_casia.onnx"


def test_broken_and_incomplete_packs_are_left_out_of_the_list(packs, places, caplog):
    (packs / "mini" / "arcface_mobilefacenet.onnx").write_bytes(b"not a model")
    (packs / "mini_casia" / DETECTOR).unlink()
    (packs / ".hidden").mkdir()
    assert installed_packs(packs) == []
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_name_takes_the_complete_pack_behind_an_incomplete_one(packs, places):
    (packs / "mini" / DETECTOR).rename(places / DETECTOR)
    shutil.copytree(packs / "mini_casia", places / "project" / "mini")
    found = choose_pack(Settings(models=packs, pack="mini"), None).pack
    assert found.folder == places / "project" / "mini"


def test_nothing_found_says_that_there_are_no_models(places):
    assert refused(Settings(models=places / "missing")).key == "no_models"


def test_pack_none_plays_a_machine_without_models(packs):
    assert refused(Settings(models=packs, pack="none"), "mini").key == "no_models"


def test_first_by_name_is_used_where_nothing_is_chosen(packs):
    assert choose_pack(Settings(models=packs), None).pack.name == "mini"


def test_buffalo_l_is_used_where_nothing_is_chosen_and_it_is_found(packs, places):
    shutil.copytree(packs / "mini", places / "project" / "buffalo_l")
    assert choose_pack(Settings(models=packs), None).pack.name == "buffalo_l"


def test_remembered_pack_comes_before_buffalo_l(packs, places):
    shutil.copytree(packs / "mini", places / "project" / "buffalo_l")
    chosen = choose_pack(Settings(models=packs), "mini_casia")
    assert (chosen.pack.name, chosen.shadowed) == ("mini_casia", None)


def test_remembered_pack_that_is_gone_is_passed_over_with_a_warning(packs, caplog):
    chosen = choose_pack(Settings(models=packs), "gone")
    assert (chosen.pack.name, chosen.shadowed) == ("mini", None)
    assert "gone" in caplog.text


@pytest.mark.parametrize("pack", ["mini", "folder"], ids=["name", "folder"])
def test_pack_of_the_settings_shadows_the_remembered_one_and_says_so(packs, places, pack):
    wanted = pack if pack == "mini" else str(packs / "mini")
    chosen = choose_pack(Settings(models=packs, pack=wanted), "mini_casia")
    assert (chosen.pack.name, chosen.shadowed) == ("mini", "mini_casia")
    assert choose_pack(Settings(models=packs, pack=wanted), "mini").shadowed is None


def test_folder_outside_the_searched_ones_can_be_named(packs, monkeypatch):
    assert choose_pack(Settings(pack=str(packs / "mini")), None).pack.folder == packs / "mini"
    monkeypatch.chdir(packs / "mini")
    assert choose_pack(Settings(pack="."), None).pack.name == "mini"


def test_starter_is_used_where_nothing_else_is_and_known_as_a_stopgap(places, starter):
    chosen = choose_pack(Settings(models=places / "missing"), None)
    assert (chosen.pack.name, chosen.pack.folder, chosen.stopgap) == ("starter", starter, True)
    assert choose_pack(Settings(), "gone").stopgap
    detector = choose_pack(Settings(detection_model=open_pack(starter).detection), None)
    assert (detector.pack.name, detector.stopgap) == ("starter", True)


@pytest.mark.parametrize("beside", [False, True], ids=["elsewhere", "beside"])
def test_starter_comes_after_every_other_pack_whatever_it_is_called(packs, starter, beside):
    folder = starter.parent if beside else packs
    for name in ("mini", "mini_casia"):
        (packs / name).rename(folder / f"z_{name}")
    listed = installed_packs(folder)
    assert [pack.name for pack in listed] == ["z_mini", "z_mini_casia", "starter"]
    chosen = choose_pack(Settings(models=folder), None)
    assert (chosen.pack.name, chosen.stopgap) == ("z_mini", False)


def test_starter_can_be_chosen_and_is_no_stopgap_then(packs, starter):
    for chosen in (
        choose_pack(Settings(models=packs), "starter"),
        choose_pack(Settings(models=packs, pack="starter"), None),
        choose_pack(Settings(pack=str(starter)), "mini"),
    ):
        assert (chosen.pack.folder, chosen.stopgap) == (starter, False)
    model = packs / "mini_casia" / "arcface_mobilefacenet_casia.onnx"
    assert not choose_pack(Settings(recognition_model=model), None).stopgap


def test_starter_of_which_only_the_card_is_there_is_none(starter):
    for file in starter.glob("*.onnx"):
        file.unlink()
    (starter / "card.md").write_text("# starter")
    assert installed_packs(None) == []
    assert refused(Settings()).key == "no_models"


def test_pack_none_plays_a_machine_without_a_starter_too(starter):
    assert refused(Settings(pack="none")).key == "no_models"


def test_unknown_pack_is_missing(packs):
    error = refused(Settings(models=packs, pack="nope"))
    assert (error.key, error.values) == ("pack_missing", {"pack": "nope"})


def test_a_mistyped_folder_of_packs_is_told(tmp_path):
    error = refused(Settings(models=tmp_path / "mistyped", pack="mini"))
    assert error.key == "models_folder_missing"
    assert str(tmp_path / "mistyped") in str(error)


@pytest.mark.parametrize("role", ["detection", "recognition"])
def test_named_pack_without_a_role_is_incomplete(packs, role):
    gone = DETECTOR if role == "detection" else "arcface_mobilefacenet.onnx"
    (packs / "mini" / gone).unlink()
    error = refused(Settings(models=packs, pack="mini"))
    assert (error.key, error.values) == ("pack_incomplete", {"pack": "mini", "role": role})
    assert role in error.sentence("en")
    assert role in error.sentence("zh")


def test_named_pack_with_a_cut_file_names_the_file(packs):
    file = packs / "mini" / "arcface_mobilefacenet.onnx"
    file.write_bytes(file.read_bytes()[:-1])
    error = refused(Settings(models=packs, pack="mini"))
    assert (error.key, error.values["file"]) == ("model_unreadable", file)


def test_both_files_given_need_no_pack(packs):
    detection, recognition = packs / "mini" / DETECTOR, packs / "mini" / "my_model.onnx"
    (packs / "mini" / "arcface_mobilefacenet.onnx").rename(recognition)
    settings = Settings(detection_model=detection, recognition_model=recognition)
    pack = choose_pack(settings, None).pack
    assert (pack.name, pack.folder) == ("my_model", None)
    assert (pack.detection, pack.recognition) == (detection, recognition)


def test_one_file_given_takes_the_other_from_the_pack_that_would_be_used(packs):
    casia = packs / "mini_casia" / "arcface_mobilefacenet_casia.onnx"
    chosen = choose_pack(Settings(models=packs, recognition_model=casia), "mini")
    assert chosen.pack.name == "arcface_mobilefacenet_casia"
    assert chosen.pack.detection == packs / "mini" / DETECTOR
    assert chosen.shadowed == "mini"
    detector = packs / "mini_casia" / DETECTOR
    chosen = choose_pack(Settings(models=packs, detection_model=detector), "mini")
    assert (chosen.pack.name, chosen.pack.detection) == ("mini", detector)
    assert chosen.shadowed is None


def test_files_of_the_wrong_kind_are_refused(packs, tmp_path):
    detector, recognizer = packs / "mini" / DETECTOR, packs / "mini" / "arcface_mobilefacenet.onnx"
    text = tmp_path / "text.onnx"
    text.write_text("hello")
    keys = [
        refused(Settings(models=packs, recognition_model=detector)).key,
        refused(Settings(models=packs, detection_model=recognizer)).key,
        refused(Settings(models=packs, detection_model=text)).key,
        refused(Settings(models=packs, detection_model=tmp_path / "gone.onnx")).key,
    ]
    expected = ["model_wrong_role"] * 2 + ["model_unreadable", "model_file_missing"]
    assert keys == expected


@pytest.mark.parametrize(
    ("inputs", "outputs", "role"),
    [
        ([["N", 3, "h", "w"]], 9, "detection"),
        ([["N", 3, 112, 112]], 1, "recognition"),
        ([[1, 3, 192, 192]], 1, "other"),
        ([[None, 3, 96, 96]], 1, "other"),
        ([[1, 3, 128, 128], [1, 512]], 1, "other"),
        ([[1, 3, 112, 96]], 1, "other"),
        ([[1, 3, 120, 120]], 1, "other"),
        ([[1, 3, "h", "w"]], 1, "other"),
        ([[1, 3, 80, 80]], 1, "other"),
    ],
    ids=["SCRFD", "ArcFace", "landmarks", "genderage", "swapper", "oblong", "odd", "free", "small"],
)
def test_role_is_told_by_inputs_and_outputs(tmp_path, inputs, outputs, role):
    assert model_inspect.model_role(save_model(tmp_path / "m.onnx", inputs, outputs)) == role


def test_weights_listed_among_the_inputs_are_no_inputs(tmp_path):
    file = save_model(tmp_path / "old.onnx", [[1, 3, 112, 112]], weights=("w", "b"))
    assert read_signature(file).inputs == ((1, 3, 112, 112),)


def test_role_and_digest_are_remembered_until_the_file_changes(packs, monkeypatch):
    file = packs / "mini" / "arcface_mobilefacenet.onnx"
    digest = model_inspect.model_sha256(file)
    assert digest == hashlib.sha256(file.read_bytes()).hexdigest()
    assert model_inspect.model_role(file) == "recognition"
    read = []
    real = model_inspect.read_signature
    monkeypatch.setattr(model_inspect, "read_signature", lambda one: read.append(one) or real(one))
    monkeypatch.setattr(model_inspect, "file_sha256", lambda one: read.append(one) or "new")
    assert (model_inspect.model_role(file), model_inspect.model_sha256(file)) == (
        "recognition", digest,
    )  # fmt: skip
    assert read == []
    os.utime(file, ns=(1, 1))
    assert model_inspect.model_role(file) == "recognition"
    assert read == [file]


def test_another_file_of_the_same_size_and_time_is_another_model(packs):
    file = packs / "mini" / "arcface_mobilefacenet.onnx"
    before, status = model_inspect.model_sha256(file), file.stat()
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert model_inspect.model_sha256(file) != before


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"x": 1}', b"\xff\xfe"],
    ids=["empty", "cut", "list", "odd", "raw"],
)
def test_damaged_notes_are_ignored_and_written_anew(packs, places, content):
    notes = places / "cache" / model_inspect.NOTES
    notes.parent.mkdir()
    notes.write_bytes(content)
    assert len(installed_packs(packs)) == 2
    assert b"mini_casia" in notes.read_bytes()
    assert [file.name for file in notes.parent.iterdir()] == [notes.name]


def test_nonsense_role_in_the_notes_is_found_anew(packs, places):
    installed_packs(packs)
    notes = places / "cache" / model_inspect.NOTES
    notes.write_text(notes.read_text().replace('"detection"', '"magic"'))
    assert len(installed_packs(packs)) == 2


def test_packs_are_found_where_nothing_can_be_remembered(packs, places):
    (places / "cache").write_text("a file is in the way")
    assert len(installed_packs(packs)) == 2


def test_nothing_is_written_into_a_pack(packs):
    before = sorted(packs.rglob("*"))
    model_inspect.model_sha256(open_pack(packs / "mini").recognition)
    assert sorted(packs.rglob("*")) == before
