"""What the enrolment tab shows: a card for each photo, whom it looks like, who is known now."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from face_process.errors import GalleryError
from face_process.face_enroll import EnrolCandidate
from face_process.photo_seen import Proposal, SeenPhoto
from face_process.types import Match
from UI.markup import note, picture_source, safe
from UI.texts import text
from UI.viewer import Viewer

PEOPLE_SHOWN = 60
FACES_SHOWN = 24
"""Of the person who was just enrolled, the newest."""


@dataclass(frozen=True, slots=True, eq=False)
class Doubt:
    """Why a face may be another person's.

    Attributes:
        words: The question.
        candidate: The face.
        beside: By name, whose portrait to compare it with.
    """

    words: str
    candidate: EnrolCandidate
    beside: str


def cards(viewer: Viewer, seen: Sequence[SeenPhoto]) -> str:
    """Return what photos show and whom they look like, as HTML."""
    looks = [one for one in seen if one.file is None]
    parts = [known_as(viewer, match) for match in _resembled(seen)]
    parts += [_looks_card(viewer, looks)] if looks else []
    parts += [card(viewer, at, one) for at, one in enumerate(seen) if one.file is not None]
    return f'<div class="fm-seen">{"".join(parts)}</div>' if parts else ""


def known_as(viewer: Viewer, match: Match) -> str:
    """Return the offer to add faces to somebody who is known already, as HTML."""
    try:
        faces = viewer.page.store.people.find(match.name).faces
    except GalleryError:  # removed a moment ago
        return ""
    similarity = f"{match.similarity:.2f}"
    about = viewer.say("enrol.similar", similarity=similarity, count=faces)
    return (
        f'<div class="fm-known">{portrait(viewer, match.name)}'
        f"<div><strong>{safe(viewer.say('enrol.known_as', name=match.name))}</strong>"
        f"<small>{safe(about)}</small></div>"
        f'<button type="button" class="fm-button" data-do="name" data-name="{safe(match.name)}">'
        f"{safe(viewer.say('enrol.add_to', name=match.name))}</button></div>"
    )


def card(viewer: Viewer, at: int, photo: SeenPhoto) -> str:
    """Return a photo's face, how good it is and what speaks against it, as HTML.

    Args:
        viewer: Who is to read it.
        at: The photo's place among all, which clicks on its faces tell.
        photo: What was seen.
    """
    if photo.error:
        grade, lines = "none", [viewer.explain(photo.error)]
    elif photo.candidate:
        grade, lines = str(photo.candidate.quality.grade), _about(viewer, photo.candidate)
    else:
        grade, lines = "open", [viewer.say("enrol.choose_here", count=len(photo.faces))]
    if photo.enrolled_as:
        names = viewer.say("list_separator").join(photo.enrolled_as)
        lines.append(viewer.say("enrol.already", names=names))
    if photo.candidate and len(photo.faces) > 1:
        lines.append(viewer.say("enrol.choose_other"))
    image = _crop(photo.candidate) if photo.candidate else '<span class="fm-no-crop"></span>'
    chooser = face_chooser(viewer, at, photo) if len(photo.faces) > 1 else ""
    return (
        f'<div class="fm-photo" role="group" aria-label="{safe(photo.label)}">{image}'
        f"<div>{badge(viewer, grade)}<b>{safe(photo.label)}</b>{_lines(lines)}</div>{chooser}</div>"
    )


def badge(viewer: Viewer, grade: str) -> str:
    """Return a grade in a word, coloured, as HTML."""
    return (
        f'<span class="fm-grade fm-grade-{grade}">{safe(viewer.say(f"enrol.grade_{grade}"))}</span>'
    )


def face_chooser(viewer: Viewer, at: int, photo: SeenPhoto) -> str:
    """Return a photo with a numbered button on every face, as HTML."""
    width, height = photo.size
    chosen = photo.candidate and photo.candidate.face
    buttons = "".join(
        f'<button type="button" data-do="face" data-photo="{at}" data-number="{number}" '
        f'aria-pressed="{str(face is chosen).lower()}" '
        f'aria-label="{safe(viewer.say("enrol.face", number=number))}" '
        f'style="left:{face.box[0] / width:.2%};top:{face.box[1] / height:.2%};'
        f'width:{face.width / width:.2%};height:{face.height / height:.2%}">'
        f"<b>{number}</b></button>"
        for number, face in enumerate(photo.faces, 1)
    )
    source = f"data:image/jpeg;base64,{base64.b64encode(photo.preview).decode()}"
    return f'<div class="fm-choose"><img alt="" src="{source}">{buttons}</div>'


def success(viewer: Viewer, name: str, stored: Sequence[EnrolCandidate]) -> str:
    """Return that somebody is known now, with all their faces and what to do better, as HTML."""
    people = viewer.page.store.people
    faces = people.faces(name)
    parts = [note(viewer.say("enrol.created", name=name, count=len(faces)), "good")]
    doubts = dict.fromkeys(doubt for one in stored for doubt in one.quality.doubts)
    parts += [note(text(viewer.language, f"quality.{doubt}"), "warn") for doubt in doubts]
    crops = (viewer.page.store.crop(face.id) for face in faces[-FACES_SHOWN:][::-1])
    images = "".join(_png(crop) for crop in crops if crop)
    label = safe(viewer.say("enrol.faces_of", name=name))
    return f'{"".join(parts)}<div class="fm-crops" role="group" aria-label="{label}">{images}</div>'


def doubt(viewer: Viewer, proposal: Proposal) -> Doubt | None:
    """Return what to ask before faces are stored; None where nothing speaks against it."""
    name = proposal.name
    for one in proposal.candidates:
        if other := one.resembles:
            facts = {"other": other.name, "similarity": f"{other.similarity:.2f}", "name": name}
            return Doubt(viewer.say("enrol.resembles", **facts), one, other.name)
    for unlike in proposal.unlike:
        facts = {"similarity": f"{unlike.similarity:.2f}", "name": name}
        return Doubt(viewer.say("enrol.unlike", **facts), unlike.candidate, name)
    return None


def crops(candidates: Iterable[EnrolCandidate], beside: str = "") -> str:
    """Return faces as they are kept, and perhaps something beside them, as HTML."""
    return f'<div class="fm-crops">{"".join(_crop(one) for one in candidates)}{beside}</div>'


def not_used(viewer: Viewer, proposal: Proposal) -> str:
    """Return which photos weren't stored, and why, as HTML."""
    repeated = [
        viewer.say("enrol.repeated", file=one.label, name=proposal.name)
        for one in proposal.repeated
    ]
    refused = [reason(viewer, one) for one in proposal.unused]
    return "".join([note(one, "warn") for one in repeated] + [note(one, "bad") for one in refused])


def reason(viewer: Viewer, photo: SeenPhoto) -> str:
    """Return why a photo isn't used, plain text."""
    if photo.error is None:
        why = viewer.say("enrol.several", count=len(photo.faces))
    else:
        why = viewer.explain(photo.error)
    return viewer.say("enrol.refused", file=photo.label, reason=why)


def people_list(viewer: Viewer) -> str:
    """Return everybody who is known, as HTML."""
    people = viewer.page.store.people.all()
    title = f'<h3 class="fm-title">{safe(viewer.say("people"))}</h3>'
    if not people:
        return title + note(viewer.say("people.none"))
    chips = [
        f"<li>{safe(person.name)}<small>{person.faces}</small></li>"
        for person in people[:PEOPLE_SHOWN]
    ]
    if len(people) > PEOPLE_SHOWN:
        more = viewer.say("people.more", count=len(people) - PEOPLE_SHOWN)
        chips.append(f"<li>{safe(more)}</li>")
    return f'{title}<ul class="fm-people">{"".join(chips)}</ul>'


def portrait(viewer: Viewer, name: str) -> str:
    """Return the face that shows a person best, as HTML; nothing where they have no picture."""
    try:
        face_id = viewer.page.store.people.portrait(name)
    except GalleryError:  # removed a moment ago
        return ""
    crop = viewer.page.store.crop(face_id) if face_id is not None else None
    return _png(crop, name) if crop else ""


def _looks_card(viewer: Viewer, looks: Sequence[SeenPhoto]) -> str:
    found = [one.candidate for one in looks if one.candidate]
    worst = min(found, key=attrgetter("quality.score"))
    label = safe(viewer.say("enrol.from_camera"))
    return (
        f'<div class="fm-photo" role="group" aria-label="{label}">'
        f"<div>{badge(viewer, worst.quality.grade)}<b>{label}</b></div>"
        f"{crops(found)}</div>"
    )


def _resembled(seen: Iterable[SeenPhoto]) -> list[Match]:
    """Return whom photos look like, each person once with their highest similarity."""
    best: dict[str, Match] = {}
    for photo in seen:
        match = photo.candidate and photo.candidate.resembles
        if match and (match.name not in best or match.similarity > best[match.name].similarity):
            best[match.name] = match
    return list(best.values())


def _about(viewer: Viewer, candidate: EnrolCandidate) -> list[str]:
    lines = [text(viewer.language, f"quality.{doubt}") for doubt in candidate.quality.doubts]
    if other := candidate.resembles:
        similarity = f"{other.similarity:.2f}"
        lines.insert(0, viewer.say("enrol.looks_like", name=other.name, similarity=similarity))
    return lines


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"<p>{safe(line)}</p>" for line in lines)


def _crop(candidate: EnrolCandidate) -> str:
    """Return a face as it would be kept, as HTML."""
    return f'<img alt="" src="{picture_source(candidate.crop)}">'


def _png(content: bytes, alt: str = "") -> str:
    source = f"data:image/png;base64,{base64.b64encode(content).decode()}"
    return f'<img alt="{safe(alt)}" src="{source}">'
