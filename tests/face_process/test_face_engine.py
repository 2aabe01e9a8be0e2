import warnings

import cv2
import numpy as np
import pytest

from face_process.align import align
from face_process.errors import ModelError
from face_process.image_file import read_image
from face_process.init_InsightFace import choose_device, load_engine
from face_process.model_packs import ModelPack
from merge.settings import Device


def insightface_answers(pack, image):
    """What bare InsightFace finds, from left to right."""
    from insightface.app import FaceAnalysis

    analysis = FaceAnalysis(str(pack), allowed_modules=["detection", "recognition"])
    analysis.prepare(ctx_id=-1, det_size=(640, 640))
    with warnings.catch_warnings(action="ignore"):
        return sorted(analysis.get(image), key=lambda face: face.bbox[0])


def test_faces_and_embeddings_are_those_of_bare_insightface(engine, shared_models, group_photo):
    image = read_image(group_photo)
    expected = insightface_answers(shared_models / "mini", image)
    faces = engine.detect(image)
    np.testing.assert_allclose(
        [face.box for face in faces], [face.bbox for face in expected], atol=0.01
    )
    embeddings = engine.embed(image, faces)
    similarities = np.sum(embeddings * [face.normed_embedding for face in expected], axis=1)
    assert similarities.min() > 0.999
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, atol=1e-5)


def test_a_batch_gives_what_single_faces_give(engine, group_photo):
    image = read_image(group_photo)
    crops = [align(image, face.landmarks) for face in engine.detect(image)]
    together = engine.embed_crops(crops * 12)  # more than one batch
    alone = np.concatenate([engine.embed_crops([crop]) for crop in crops])
    np.testing.assert_allclose(together, np.tile(alone, (12, 1)), atol=1e-5)


def test_a_small_picture_is_looked_at_in_its_own_size(engine, shared_data, monkeypatch):
    sides, look = [], engine.detect_at
    monkeypatch.setattr(
        engine, "detect_at", lambda image, side: sides.append(side) or look(image, side)
    )
    photo = read_image(shared_data / "lfw" / "known" / "Ann_Veneman" / "Ann_Veneman_0001.jpg")
    (face,) = engine.detect(photo)
    assert sides == [250]
    (finer,) = look(photo, 640)
    assert np.linalg.norm(face.landmarks - finer.landmarks, axis=1).max() < 5


def test_small_faces_in_a_small_picture_are_found(engine, group_photo):
    photo = read_image(group_photo)
    small = cv2.resize(photo, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    assert max(small.shape) <= 320
    assert len(engine.detect(small)) == 6


def test_a_face_that_fills_the_picture_is_found(engine, astronaut):
    portrait = read_image(astronaut)
    (face,) = engine.detect(portrait)
    x1, y1, x2, y2 = face.box.astype(int)
    close_up = cv2.resize(portrait[y1:y2, x1:x2], (900, 1200))
    (found,) = engine.detect(close_up)
    assert found.height > 800
    assert (found.box >= 0).all()
    assert (found.box <= [900, 1200, 900, 1200]).all()


@pytest.mark.parametrize("shape", [(1, 1), (3, 4000), (4000, 2), (37, 5000), (112, 112)])
def test_a_picture_of_any_shape_without_a_face_has_none(engine, shape):
    assert engine.detect(np.full((*shape, 3), 128, np.uint8)) == []


def test_no_crops_give_no_embeddings(engine):
    assert engine.embed_crops([]).shape == (0, engine.identity.dimension)


def test_alignment_is_insightfaces(engine, group_photo):
    from insightface.utils import face_align

    image = read_image(group_photo)
    for face in engine.detect(image):
        with warnings.catch_warnings(action="ignore"):
            expected = face_align.norm_crop(image, face.landmarks)
        assert np.abs(align(image, face.landmarks).astype(int) - expected).max() <= 2


def test_a_detector_with_free_input_size_finds_the_same(engine, shared_models, tmp_path):
    """buffalo_l's detector takes any size; the test pack's is made to here."""
    import onnx

    model = onnx.load(shared_models / "mini" / "det_500m.onnx")
    for axis, name in ((2, "height"), (3, "width")):
        model.graph.input[0].type.tensor_type.shape.dim[axis].dim_param = name
    for node in model.graph.node:
        if node.op_type == "Resize":
            scales = onnx.numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32))
            scales.name = f"{node.name}_scales"
            model.graph.initializer.append(scales)
            inputs = [node.input[0], node.input[1], scales.name]
            del node.input[:]
            node.input.extend(inputs)
    for output in model.graph.output:
        output.type.tensor_type.shape.dim[0].dim_param = "anchors"
    dynamic = tmp_path / "detector.onnx"
    onnx.save(model, dynamic)
    recognition = shared_models / "mini" / "arcface_mobilefacenet.onnx"
    free = load_engine(ModelPack("free", dynamic, recognition, None), Device.CPU)
    assert free._detector.static_input_size is None
    from skimage import data

    image = np.ascontiguousarray(data.astronaut()[:, :, ::-1])
    ours, theirs = free.detect(image), engine.detect(image)
    assert len(ours) == len(theirs) == 1
    np.testing.assert_allclose(ours[0].box, theirs[0].box, atol=2)


def test_swapped_model_files_are_told_apart(shared_models):
    pack = shared_models / "mini"
    swapped = ModelPack("x", pack / "arcface_mobilefacenet.onnx", pack / "det_500m.onnx", pack)
    with pytest.raises(ModelError) as refused:
        load_engine(swapped, Device.CPU)
    assert refused.value.key == "model_wrong_role"


def test_a_broken_model_file_is_told(shared_models, tmp_path):
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"not a model")
    pack = shared_models / "mini"
    with pytest.raises(ModelError) as refused:
        load_engine(ModelPack("x", broken, pack / "arcface_mobilefacenet.onnx", None), Device.CPU)
    assert refused.value.key == "model_unreadable"
    assert str(broken) in str(refused.value)


def test_a_device_that_is_not_here_is_told_with_those_that_are():
    with pytest.raises(ModelError, match=r"directml; it offers .*cpu"):
        choose_device(Device.DIRECTML)


def test_auto_takes_a_device_that_is_here():
    assert choose_device(Device.AUTO) in set(Device) - {Device.AUTO}
