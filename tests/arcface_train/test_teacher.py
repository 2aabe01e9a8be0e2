import numpy as np
import pytest

from arcface_train.backbones import new_network
from arcface_train.checkpoint import Checkpoint, write_checkpoint
from arcface_train.teacher import open_teacher
from arcface_train.training_record import TrainingRecord
from face_process.errors import ModelError


def test_a_pack_teaches_what_it_gives_in_the_program(shared_models, engine, six_crops):
    teacher = open_teacher("mini", shared_models)
    assert (teacher.source, teacher.embedder.width) == ("mini", 128)
    expected = engine.embed_crops(list(six_crops))
    np.testing.assert_allclose(teacher.embedder.embed(six_crops), expected, atol=1e-5)


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_packs_folder_gives_it_its_name(shared_models, slash):
    assert open_teacher(f"{shared_models / 'mini'}{slash}", None).source == "mini"


def test_a_checkpoint_is_called_after_what_it_began_with(tmp_path):
    record = TrainingRecord("mini_casia")
    write_checkpoint(tmp_path / "best.pt", Checkpoint(new_network("plain_net", 16), record))
    teacher = open_teacher(str(tmp_path / "best.pt"), None)
    assert (teacher.source, teacher.embedder.width) == ("mini_casia", 16)


def test_a_teacher_that_is_not_there_is_said():
    with pytest.raises(ModelError) as caught:
        open_teacher("nobody", None)
    assert "nobody" in caught.value.sentence("en")
