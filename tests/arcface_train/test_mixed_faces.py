"""Faces that nobody has."""

import numpy as np
import pytest
from typer.testing import CliRunner

from arcface_train.face_set import ListedFace, read_face_set, read_list, write_list
from arcface_train.mixed_faces import app, even, inner, mixed, upper
from arcface_train.photo_look import write_crop

BETWEEN = np.array([[38, 52], [74, 52], [56, 72], [42, 92], [71, 92]], np.float32)


@pytest.fixture
def random():
    return np.random.default_rng(1)


@pytest.fixture
def six(six_crops, tmp_path):
    """Return a face set of the six people in the group photo."""
    return made(tmp_path / "six", six_crops)


def made(folder, crops):
    listed = []
    for number, crop in enumerate(crops):
        write_crop(folder / f"{number}.png", crop)
        listed.append(ListedFace(f"{number}.png", str(number), "photo", BETWEEN, 0.9))
    write_list(folder, listed)
    return folder


def run(*given):
    return CliRunner().invoke(app, [*map(str, given), "--language", "en"])


def test_the_upper_part_is_of_the_one_and_the_lower_of_the_other(random, six_crops):
    shares = upper(random)
    assert shares[10].min() > 0.99
    assert shares[-10].max() < 0.01
    seen = mixed(six_crops[0], six_crops[1], shares)
    assert np.abs(seen[-10:].astype(int) - six_crops[1][-10:]).max() <= 2


def test_eyes_nose_and_mouth_are_of_the_one_and_the_outline_of_the_other(random):
    for _ in range(10):
        shares = inner(random)[..., 0]
        assert min(shares[round(y), round(x)] for x, y in BETWEEN) > 0.5
        assert max(shares[0].max(), shares[:, 0].max(), shares[:, -1].max()) < 0.1


def test_an_even_mix_is_neither_of_both_alone(random):
    for _ in range(10):
        shares = even(random)
        assert shares.min() == shares.max()
        assert 0.3 <= shares[0, 0, 0] <= 0.7


def test_the_one_takes_the_colours_of_the_other():
    rows = np.linspace(60, 120, 112)[:, None, None]
    reddish = np.broadcast_to(np.add(rows, [0, 0, 60]), (112, 112, 3)).astype(np.uint8)
    bluish = np.broadcast_to(np.add(rows, [60, 0, 0]), (112, 112, 3)).astype(np.uint8)
    seen = mixed(reddish, bluish, np.ones((112, 112, 1), np.float32))
    assert np.abs(seen.astype(int) - bluish).max() <= 2


def test_a_mixed_face_is_like_both_and_is_neither(engine, six_crops, random):
    own = engine.embed_crops(list(six_crops))
    for mix in (even, inner):
        seen = [mixed(six_crops[one], six_crops[one - 1], mix(random)) for one in range(6)]
        alike = engine.embed_crops(seen) @ own.T  # (6, 6)
        parents = np.stack([np.diag(alike), np.diag(np.roll(alike, 1, axis=1))])
        others = (alike.sum() - parents.sum()) / 24
        assert parents.mean() > others + 0.2
        assert parents.min(axis=0).mean() < 0.7


def test_a_face_set_of_mixed_faces(six, tmp_path):
    done = run(six, "--out", tmp_path / "mixed", "--count", "12")
    assert done.exit_code == 0, done.output
    assert "12 mixed faces" in done.output
    faces = read_face_set(tmp_path / "mixed")
    assert len(faces) == len(faces.names) == 12
    assert all(faces.crop(index).std() > 10 for index in range(12))
    assert np.abs(faces.landmarks - BETWEEN).max() < 6
    for face in read_list(tmp_path / "mixed"):
        one, other = face.source.split(" + ")
        assert one != other


def test_a_seed_decides_which_faces(six, tmp_path):
    for name, seed in (("one", 3), ("same", 3), ("other", 4)):
        run(six, "--out", tmp_path / name, "--count", "4", "--seed", seed)
    one, same, other = (
        [read_face_set(tmp_path / name).crop(index) for index in range(4)]
        for name in ("one", "same", "other")
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_several_sets_are_mixed_with_each_other(six, six_crops, tmp_path):
    grey = made(tmp_path / "grey", six_crops // 2)
    run(six, grey, "--out", tmp_path / "mixed", "--count", "20")
    sources = " ".join(face.source for face in read_list(tmp_path / "mixed"))
    assert str(six) in sources
    assert str(grey) in sources


def test_one_face_alone_cannot_be_mixed(six_crops, tmp_path):
    one = made(tmp_path / "one", six_crops[:1])
    done = run(one, "--out", tmp_path / "mixed")
    assert done.exit_code != 0
    assert not (tmp_path / "mixed").exists()
