"""``enroll``: make people known from photos or a folder of photos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import typer

from face_process.errors import ImageError
from face_process.photo_enroll import PersonPhotos, enrol_people, enrol_photos, people_in_folder
from face_process.photo_keep import PhotoOutcome
from merge.commands.bar import progress
from merge.commands.options import warn
from merge.facemind import opened_service
from merge.settings import Settings
from SQL.person_name import person_name
from UI.texts import CATALOGUE, Language, text

Outcomes = Generator[PhotoOutcome]


@dataclass(frozen=True, slots=True)
class _Report:
    """What each person got, and which photos were of no use.

    Attributes:
        faces: How many faces of a person are stored now.
        already: How many photos of a person were enrolled before.
        refused: The photos that couldn't be used.
    """

    faces: Counter[str] = field(default_factory=Counter)
    already: Counter[str] = field(default_factory=Counter)
    refused: list[PhotoOutcome] = field(default_factory=list)


def enroll_person(settings: Settings, name: str, photos: list[Path], number: int | None) -> None:
    """Enrol one person from their photos.

    Raises:
        FaceMindError: No photo could be used; with one photo, the reason.
    """
    name, language = person_name(name), settings.language
    with opened_service(settings, warn, progress) as service:
        outcomes = enrol_photos(service, name, photos, number)
        report = _enroll(language, [PersonPhotos(name, tuple(photos))], outcomes)
    if count := report.already.total():
        typer.echo(text(language, "cli.enrolled_already", name=name, count=count))
    if len(photos) == 1 and report.refused:
        raise report.refused[0].error
    _list_refused(report, language)
    if not report.faces and not report.already:
        raise ImageError("nothing_enrolled")


def enroll_folder(settings: Settings, folder: Path) -> None:
    """Enrol everybody whom a folder shows.

    Raises:
        FaceMindError: Somebody got no face; the others are enrolled.
    """
    language = settings.language
    people = people_in_folder(folder)
    with opened_service(settings, warn, progress) as service:
        report = _enroll(language, people, enrol_people(service, people))
    _list_refused(report, language)
    _tell_skipped(report, language)
    people_count = len(report.faces)
    faces = report.faces.total()
    typer.echo(text(language, "cli.enrolled_folder", people=people_count, faces=faces))
    with_face = report.faces.keys() | report.already.keys()
    missing = [person.name for person in people if person.name not in with_face]
    if missing:
        raise ImageError("people_without_face", names=", ".join(missing))


def _enroll(language: Language, people: list[PersonPhotos], outcomes: Outcomes) -> _Report:
    """Go through the outcomes, which come person by person, and tell them on the way."""
    report, done = _Report(), 0
    total = sum(len(person.files) for person in people)
    words, rate = text(language, "cli.enrolling"), text(language, "cli.photos_a_second")
    try:
        with closing(outcomes), progress(words, total, rate) as advance:
            for person in people:
                for outcome in islice(outcomes, len(person.files)):
                    done += 1
                    advance(done)
                    _take_in(report, outcome, language)
                if count := report.faces.get(person.name):
                    typer.echo(text(language, "cli.enrolled", name=person.name, count=count))
    except KeyboardInterrupt:
        warn(text(language, "cli.enrolling_stopped", done=f"{done:,}", total=f"{total:,}"))
        raise
    return report


def _take_in(report: _Report, outcome: PhotoOutcome, language: Language) -> None:
    if outcome.candidate:
        report.faces[outcome.name] += 1
        _tell_doubts(outcome, language)
    elif outcome.error:
        report.refused.append(outcome)
    else:
        report.already[outcome.name] += 1


def _tell_doubts(outcome: PhotoOutcome, language: Language) -> None:
    doubts = [text(language, f"quality.{doubt}") for doubt in outcome.candidate.quality.doubts]
    alike = outcome.candidate.resembles
    if outcome.shared_with:
        names = ", ".join(outcome.shared_with)
        doubts.append(text(language, "cli.shared_photo", names=names))
    elif alike:
        similarity = f"{alike.similarity:.2f}"
        doubts.append(text(language, "cli.resembles", name=alike.name, similarity=similarity))
    for doubt in doubts:
        warn(text(language, "cli.doubt", file=outcome.file, doubt=doubt))


def _list_refused(report: _Report, language: Language) -> None:
    for outcome in report.refused:
        reason = outcome.error.sentence(language)
        warn(text(language, "cli.refused", file=outcome.file, reason=reason))


def _tell_skipped(report: _Report, language: Language) -> None:
    """Tell how many photos were skipped for each reason, the commonest first."""
    counts = Counter(_reason(outcome) for outcome in report.refused)
    counts["cli.skipped_already"] = report.already.total()
    told = [text(language, key, count=f"{count:,}") for key, count in counts.most_common() if count]
    if told:
        count = f"{counts.total():,}"
        reasons = text(language, "cli.listed").join(told)
        warn(text(language, "cli.skipped", count=count, reasons=reasons))


def _reason(outcome: PhotoOutcome) -> str:
    key = f"cli.skipped_{outcome.error.key}"
    return key if key in CATALOGUE else "cli.skipped_else"
