import numpy as np
import pytest

from face_process import coded_templates
from face_process.coded_templates import CodedTemplates
from face_process.sign_codes import encode, farthest, within

ROWS = 40_000


def unit_rows(count, width, seed=1):
    rows = np.random.default_rng(seed).standard_normal((count, width)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def probes_of(rows, similarity, seed=2):
    """Return, for each row, a vector of a certain similarity to it."""
    others = unit_rows(len(rows), rows.shape[1], seed)
    others -= (others * rows).sum(1, keepdims=True) * rows
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    return (similarity * rows + np.sqrt(1 - similarity**2) * others).astype(np.float32)


def filled(rows):
    templates = CodedTemplates(rows.shape[1])
    ids = np.arange(len(rows))
    templates.append(ids, ids + 1_000_000, rows)
    return templates


def nearest(similar):
    return int(similar.face_ids[similar.similarities.argmax()])


@pytest.mark.parametrize("width", [128, 512])
def test_the_nearest_of_many_is_the_one_that_exact_search_finds(width):
    rows = unit_rows(ROWS, width)
    probes = probes_of(rows[:300], 0.45)
    exact = (probes @ rows.T).argmax(axis=1)
    found = [nearest(similar) for similar in filled(rows).similar(probes)]
    assert (np.array(found) == exact).mean() >= 0.995


def test_similarities_are_right_to_a_thousandth():
    rows = unit_rows(2_000, 512)
    (similar,) = filled(rows).similar(probes_of(rows[:1], 0.6))
    assert similar.similarities.max() == pytest.approx(0.6, abs=1e-3)


def test_of_very_many_found_only_the_promising_are_compared(monkeypatch):
    monkeypatch.setattr(coded_templates, "COMPARED_AT_ONCE", 300)
    rows = unit_rows(ROWS, 128)
    templates = filled(rows)
    similar = templates.similar(probes_of(rows[:20], 0.8))
    assert [nearest(one) for one in similar] == list(range(20))
    monkeypatch.setattr(coded_templates, "MOST_COMPARED", 500)
    similar = templates.similar(probes_of(rows[:20], 0.45))
    assert max(len(one.face_ids) for one in similar) <= 500


def test_rows_are_spread_over_blocks_and_taken_out_of_any(monkeypatch):
    monkeypatch.setattr(coded_templates, "BLOCK", 1_000)
    rows = unit_rows(4_500, 512)
    templates = filled(rows)
    assert [block.n for block in templates.blocks] == [1_000] * 4 + [500]
    templates.drop([0, 3_999, 4_499, 77_777])
    assert len(templates) == 4_497
    found = templates.similar(rows[[0, 1, 3_999]])
    assert nearest(found[1]) == 1
    assert 0 not in found[0].face_ids
    assert 3_999 not in found[2].face_ids
    templates.append(np.array([9_000]), np.array([5]), rows[:1])
    (again,) = templates.similar(rows[:1])
    assert nearest(again) == 9_000
    assert len(templates) == 4_498


def test_what_is_taken_out_leaves_nothing_of_its_vector():
    templates = filled(unit_rows(100, 512))
    templates.drop([50])
    block = templates.blocks[0]
    assert not block.codes[50].any()
    assert not block.levels[50].any()


def test_one_and_many_probes_get_the_same_answer():
    rows = unit_rows(5_000, 512)
    templates = filled(rows)
    probes = probes_of(rows[:40], 0.5)
    singly = [nearest(templates.similar(probe[None])[0]) for probe in probes]
    assert [nearest(one) for one in templates.similar(probes)] == singly


def test_codes_differ_in_the_share_of_bits_that_the_angle_tells():
    rows = unit_rows(2_000, 512)
    codes, others = encode(rows), encode(probes_of(rows, 0.5))
    differing = np.bitwise_count(codes ^ others).sum(axis=1)
    assert differing.mean() == pytest.approx(512 / 3, rel=0.01)
    assert (differing <= farthest(0.5, 512)).mean() >= 0.997


def test_codes_within_a_distance_are_all_found():
    codes = encode(unit_rows(500, 512))
    bits = np.bitwise_count(codes ^ codes[:1]).sum(axis=1)
    ((rows, distances),) = within(codes, codes[:1], 250)
    assert sorted(rows) == np.flatnonzero(bits <= 250).tolist()
    np.testing.assert_array_equal(distances, bits[rows])
