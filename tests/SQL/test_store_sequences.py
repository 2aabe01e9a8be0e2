"""Whatever is done in whatever order: store, galleries and their files agree with a plain model."""

import copy
import os
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from unittest import mock

import cv2
import numpy as np
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from face_process.errors import GalleryError
from face_process.gallery import Gallery
from face_process.people_export import export_people
from face_process.people_import import import_people
from face_process.types import ModelIdentity
from SQL import backups
from SQL.database_operate import Store
from SQL.rows import NewFace

WIDTH = 64
MODELS = [ModelIdentity(name, name * 64, WIDTH) for name in "ab"]
LARGE = 6
"""Faces from which galleries use codes and keep them in a file."""
EXAMPLES = int(os.environ.get("FACEMIND_TEST_SEQUENCES", "100"))
"""More by hand."""
NAMES = st.sampled_from(["Ann", "Bob", "Zoë", "张三", "李四"])


def unit(number, model):
    row = np.random.default_rng([number, model]).standard_normal(WIDTH).astype(np.float32)
    return row / np.linalg.norm(row)


def crop(number):
    picture = np.full((112, 112, 3), (number % 256, number // 256, 7), np.uint8)
    return cv2.imencode(".png", picture)[1].tobytes()


class Sequences(RuleBasedStateMachine):
    """A store used by two parts of a program, beside a dict of what must be in it."""

    faces = Bundle("faces")
    copies = Bundle("copies")
    archives = Bundle("archives")

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store(Path(self.folder.name, "known_faces.db"))
        self.models = [self.store.register_model(model) for model in MODELS]
        self.people = {}  # name: {face id: number of its vectors}
        self.embedded = set()  # face ids that the second model knows
        self.numbers = 0
        self.copy_numbers = count()
        self.galleries = []
        with small_limits():
            self.galleries = [Gallery(self.store, model) for model in self.models]

    def teardown(self):
        self.store.close()
        self.folder.cleanup()

    def owner(self, face_id):
        return next((name for name, faces in self.people.items() if face_id in faces), None)

    @rule(target=faces, name=NAMES, how_many=st.integers(1, 6))
    def enrol(self, name, how_many):
        numbers = range(self.numbers, self.numbers + how_many)
        self.numbers += how_many
        new = [NewFace(crop(n), unit(n, 0), None, "") for n in numbers]
        enrolment = self.store.add_faces(name, new, self.models[0])
        self.people.setdefault(name, {}).update(zip(enrolment.face_ids, numbers, strict=True))
        return multiple(*enrolment.face_ids)

    @rule(name=NAMES, new_name=NAMES)
    def rename(self, name, new_name):
        try:
            self.store.people.rename(name, new_name)
        except GalleryError:
            assert name not in self.people or (new_name in self.people and new_name != name)
        else:
            self.people[new_name] = self.people.pop(name)

    @rule(name=NAMES, into=NAMES)
    def merge(self, name, into):
        try:
            self.store.people.merge(name, into)
        except GalleryError:
            assert name == into or not {name, into} <= self.people.keys()
        else:
            self.people[into].update(self.people.pop(name))

    @rule(face_id=faces, name=NAMES)
    def move(self, face_id, name):
        before = self.owner(face_id)
        try:
            self.store.people.move_face(face_id, name)
        except GalleryError:
            assert before is None
        else:
            number = self.people[before].pop(face_id)
            self.people.setdefault(name, {})[face_id] = number

    @rule(face_id=consumes(faces))
    def remove_face(self, face_id):
        before = self.owner(face_id)
        try:
            self.store.people.remove_face(face_id)
        except GalleryError:
            assert before is None
        else:
            del self.people[before][face_id]

    @rule(name=NAMES)
    def remove_person(self, name):
        try:
            self.store.people.remove(name)
        except GalleryError:
            assert name not in self.people
        else:
            del self.people[name]

    @rule(most=st.integers(1, 5))
    def embed_with_the_other_model(self, most):
        """As a switch of the model does, which may be stopped at any time."""
        numbers = {id_: n for faces in self.people.values() for id_, n in faces.items()}
        lacking = self.store.templates.lacking(self.models[1])
        assert set(lacking) == numbers.keys() - self.embedded
        some = lacking[:most]
        vectors = [(face_id, unit(numbers[face_id], 1)) for face_id in some]
        self.store.templates.add(self.models[1], vectors)
        self.embedded.update(some)

    @rule(target=copies)
    def back_up(self):
        backup = Path(self.folder.name, f"copy-{next(self.copy_numbers)}.db")
        backups.write_backup(self.store, backup)
        return (backup, copy.deepcopy(self.people), set(self.embedded))

    @rule(kept=copies)
    def restore(self, kept):
        backup, self.people, self.embedded = kept[0], copy.deepcopy(kept[1]), set(kept[2])
        backups.restore(self.store, backup)

    @rule(target=archives)
    def export(self):
        archive = Path(self.folder.name, f"people-{next(self.copy_numbers)}.zip")
        export_people(self.store, archive)
        people = {
            name: [(number, face_id in self.embedded) for face_id, number in sorted(faces.items())]
            for name, faces in self.people.items()
        }
        return archive, people

    @rule(kept=archives)
    def take_in(self, kept):
        """Who is there already gets only what they haven't got; who isn't gets everything."""
        archive, people = kept
        import_people(self.store, archive)
        for name, faces in people.items():
            owned = self.people.setdefault(name, {})
            there = {number: face_id for face_id, number in sorted(owned.items())}
            ids = {face.id for face in self.store.people.faces(name)}
            new_ids = iter(sorted(ids - owned.keys()))
            for number, embedded in faces:
                face_id = there[number] if number in there else next(new_ids)
                owned[face_id] = number
                if embedded:
                    self.embedded.add(face_id)
            assert next(new_ids, None) is None

    @rule()
    def reopen(self):
        self.store.close()
        self.store = Store(self.store.file)
        with small_limits():
            self.galleries = [Gallery(self.store, model) for model in self.models]

    @precondition(lambda self: self.galleries)
    @rule()
    def start_another_gallery(self):
        with small_limits():
            self.galleries[0] = Gallery(self.store, self.models[0])

    @invariant()
    def store_agrees(self):
        there = {person.name: person.faces for person in self.store.people.all()}
        assert there == {name: len(faces) for name, faces in self.people.items()}
        for name, faces in self.people.items():
            assert [face.id for face in self.store.people.faces(name)] == sorted(faces)

    @invariant()
    def galleries_agree(self):
        with small_limits():
            for model, gallery in enumerate(self.galleries):
                gallery.refresh()
                known = {
                    face_id: (name, number)
                    for name, faces in self.people.items()
                    for face_id, number in faces.items()
                    if model == 0 or face_id in self.embedded
                }
                assert len(gallery) == len(known)
                for number in {number for _, number in known.values()}:
                    (match,) = gallery.nearest(unit(number, model)[None])
                    assert known[match.face_id] == (match.name, number)
                    assert match.similarity > 0.999


@contextmanager
def small_limits():
    with (
        mock.patch("face_process.gallery.LARGEST_PRODUCT", LARGE * WIDTH),
        mock.patch("face_process.gallery.KEPT_BEHIND", 4),
        mock.patch("face_process.gallery.CHANGES_AT_ONCE", 3),
        mock.patch("face_process.coded_templates.BLOCK", 4),
        mock.patch("face_process.gallery_cache.BLOCK", 4),
    ):
        yield


def test_store_galleries_and_their_files_agree_after_any_sequence():
    run_state_machine_as_test(
        Sequences,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=30,
            deadline=None,
            derandomize=EXAMPLES <= 100,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
