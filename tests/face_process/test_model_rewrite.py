import numpy as np
import onnx
import onnxruntime
import pytest

from face_process.init_InsightFace import load_engine
from face_process.model_inspect import cache_folder
from face_process.model_packs import ModelPack
from face_process.model_rewrite import quick_detector, quick_recognizer
from merge.settings import Device

RECOGNIZERS = ("mini/arcface_mobilefacenet.onnx", "mini_casia/arcface_mobilefacenet_casia.onnx")


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("FACEMIND_CACHE", str(tmp_path / "cache"))


def answers(file, picture):
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: picture})


def operators(file):
    return {node.op_type for node in onnx.load(str(file)).graph.node}


@pytest.mark.parametrize("name", RECOGNIZERS)
def test_a_recogniser_without_prelu_gives_the_same_embeddings(shared_models, name):
    file = shared_models / name
    quick = quick_recognizer(file)
    assert quick.parent.parent == cache_folder()
    assert "PRelu" in operators(file)
    assert "PRelu" not in operators(quick)
    crops = np.random.default_rng(1).uniform(-1, 1, (3, 3, 112, 112)).astype(np.float32)
    np.testing.assert_allclose(answers(quick, crops)[0], answers(file, crops)[0], atol=1e-4)


def test_a_detector_of_fixed_size_takes_any(shared_models):
    file = shared_models / "mini" / "det_500m.onnx"
    quick = quick_detector(file)
    square = np.random.default_rng(1).uniform(-1, 1, (1, 3, 640, 640)).astype(np.float32)
    for one, other in zip(answers(quick, square), answers(file, square), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)
    wide = answers(quick, square[:, :, :384])
    assert [output.shape[1] for output in wide[:3]] == [7680, 1920, 480]


def test_it_is_made_once_and_again_when_it_was_lost(shared_models):
    file = shared_models / RECOGNIZERS[0]
    quick = quick_recognizer(file)
    made = quick.stat().st_mtime_ns
    assert quick_recognizer(file).stat().st_mtime_ns == made
    quick.unlink()
    assert quick_recognizer(file).is_file()
    assert [left.name for left in quick.parent.iterdir()] == [quick.name]


def test_a_model_with_nothing_to_rewrite_is_used_as_it_is(shared_models):
    detector = shared_models / "mini" / "det_500m.onnx"
    assert quick_recognizer(detector) == detector
    assert quick_recognizer(detector) == detector


def test_a_damaged_rewritten_model_is_replaced_by_the_original(shared_models):
    pack = shared_models / "mini"
    recognition = pack / "arcface_mobilefacenet.onnx"
    quick = quick_recognizer(recognition)
    quick.write_bytes(b"cut off")
    engine = load_engine(ModelPack("mini", pack / "det_500m.onnx", recognition, pack), Device.CPU)
    assert engine.identity.dimension == 128
    assert not quick.exists()


def test_no_place_to_keep_it_costs_only_speed(shared_models, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("FACEMIND_CACHE", str(tmp_path / "file"))
    file = shared_models / RECOGNIZERS[0]
    assert quick_recognizer(file) == file
