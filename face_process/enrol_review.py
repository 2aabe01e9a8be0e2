"""Look at photos of somebody before they are enrolled: which are of use, what has to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from face_process.errors import ImageError
from face_process.face_enroll import EnrolCandidate, examine_file
from face_process.face_service import FaceService
from SQL.person_name import person_name


@dataclass(frozen=True, slots=True)
class Refusal:
    """A photo that is of no use, and why."""

    file: Path
    error: ImageError


@dataclass(frozen=True, slots=True, eq=False)
class EnrolReview:
    """What photos of somebody are good for; nothing is stored yet.

    Attributes:
        name: Whom they are to show.
        found: The faces to enrol.
        already: Photos that they are enrolled from.
        refused: Photos that are of no use.
    """

    name: str
    found: tuple[EnrolCandidate, ...]
    already: tuple[Path, ...]
    refused: tuple[Refusal, ...]

    @property
    def resembling(self) -> tuple[EnrolCandidate, ...]:
        """The faces that look like somebody else's."""
        return tuple(one for one in self.found if one.resembles)

    @property
    def to_choose(self) -> Refusal | None:
        """The only photo, where it shows several faces of which none stands out; else None."""
        alone = len(self.refused) == 1 and not self.found and not self.already
        if alone and self.refused[0].error.key == "several_faces":
            return self.refused[0]
        return None


def review_photos(
    service: FaceService, name: str, files: Sequence[Path], number: int | None = None
) -> EnrolReview:
    """Examine photos of one person.

    Args:
        service: The recogniser.
        name: Whom they are to show.
        files: The photos.
        number: Which face of each, from the left from 1; None takes the one that stands out.

    Raises:
        GalleryError: The name is none.
    """
    name = person_name(name)
    found: list[EnrolCandidate] = []
    already, refused = [], []
    for file in files:
        try:
            one = examine_file(service, file, name, number=number)
        except ImageError as error:
            refused.append(Refusal(file, error))
            continue
        enrolled = service.store.faces_of_photos([one.photo_sha256])
        # A face that was asked for may be another one of the same photo.
        if number is None and any(known.name == name for known in enrolled):
            already.append(file)
        else:
            found.append(one)
    return EnrolReview(name, tuple(found), tuple(already), tuple(refused))
