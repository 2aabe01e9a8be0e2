"""``enroll``: make people known from photos or a folder of photos."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import typer

from face_process.errors import ImageError
from face_process.photo_enroll import PersonPhotos, PhotoOutcome, enrol_photos, people_in_folder
from merge.commands.options import progress, warn
from merge.facemind import opened_service
from merge.settings import Settings
from SQL.person_name import person_name
from UI.texts import Language, text


@dataclass(frozen=True, slots=True)
class _Report:
    """How many faces each person got, and which photos were refused."""

    faces: Counter[str] = field(default_factory=Counter)
    refused: list[PhotoOutcome] = field(default_factory=list)


def enroll_person(settings: Settings, name: str, photos: list[Path], number: int | None) -> None:
    """Enrol one person from their photos.

    Raises:
        FaceMindError: No photo could be used; with one photo, the reason.
    """
    report = _enroll(settings, [PersonPhotos(person_name(name), tuple(photos))], number)
    if len(photos) == 1 and report.refused:
        raise report.refused[0].error
    _list_refused(report, settings.language)
    if not report.faces:
        raise ImageError("nothing_enrolled")


def enroll_folder(settings: Settings, folder: Path) -> None:
    """Enrol everybody whom a folder shows.

    Raises:
        FaceMindError: Somebody got no face; the others are enrolled.
    """
    people = people_in_folder(folder)
    report = _enroll(settings, people, None)
    _list_refused(report, settings.language)
    people_count = len(report.faces)
    faces = report.faces.total()
    typer.echo(text(settings.language, "cli.enrolled_folder", people=people_count, faces=faces))
    missing = [person.name for person in people if person.name not in report.faces]
    if missing:
        raise ImageError("people_without_face", names=", ".join(missing))


def _enroll(settings: Settings, people: list[PersonPhotos], number: int | None) -> _Report:
    language, report, done = settings.language, _Report(), 0
    total = sum(len(person.files) for person in people)
    with (
        opened_service(settings, warn, progress) as service,
        progress(text(language, "cli.enrolling"), total) as advance,
    ):
        for person in people:
            for outcome in enrol_photos(service, person.name, person.files, number):
                done += 1
                advance(done)
                if outcome.candidate:
                    report.faces[person.name] += 1
                    _tell_doubts(outcome, language)
                else:
                    report.refused.append(outcome)
            if count := report.faces.get(person.name):
                typer.echo(text(language, "cli.enrolled", name=person.name, count=count))
    return report


def _tell_doubts(outcome: PhotoOutcome, language: Language) -> None:
    doubts = [text(language, f"quality.{doubt}") for doubt in outcome.candidate.quality.doubts]
    alike = outcome.candidate.resembles
    if alike:
        similarity = f"{alike.similarity:.2f}"
        doubts.append(text(language, "cli.resembles", name=alike.name, similarity=similarity))
    for doubt in doubts:
        warn(text(language, "cli.doubt", file=outcome.file, doubt=doubt))


def _list_refused(report: _Report, language: Language) -> None:
    for outcome in report.refused:
        reason = outcome.error.sentence(language)
        warn(text(language, "cli.refused", file=outcome.file, reason=reason))
