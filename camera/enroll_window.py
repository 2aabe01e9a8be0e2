"""Local enrolment: a window that guides somebody to good pictures and makes them known."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer

from camera.dialog import require_way_to_ask
from camera.enroll_picture import draw_footer, draw_guidance, ending
from camera.enroll_questions import ask_name, is_meant
from camera.source import parse_source
from camera.video_capture import Camera, CameraState
from camera.view import camera_words, dim, draw_banner, empty, place, trouble
from camera.window import QUIT_KEYS, Window, require_screen
from camera.worker import Worker
from face_process.enrol_guide import PICTURES, EnrollGuide, Guidance, Shot
from face_process.errors import CameraError, GalleryError
from face_process.types import Image
from merge.settings import Settings
from SQL.person_name import person_name
from UI.texts import Language, text

if TYPE_CHECKING:
    from face_process.face_enroll import EnrolCandidate
    from face_process.face_service import FaceService

KEY_MILLISECONDS = 8
REDRAW_SECONDS = 0.1
ENDING_SECONDS = 2.0


def run_enroll_window(
    settings: Settings, open_service: Callable[[], FaceService], name: str | None = None
) -> None:
    """Enrol whoever is in front of the camera, once they showed their face well.

    Args:
        settings: Whose camera (the first, where there are several) and language.
        open_service: Builds the recogniser; called in a thread while the window shows already.
        name: Who it is; None asks once there are enough pictures.

    Raises:
        CameraError: There is no screen, or the camera can't be opened, or a file ended early.
        FaceMindError: The name is none, the models can't be loaded, nothing could be stored.
    """
    if name is not None:
        name = person_name(name)
    source = parse_source(settings.camera[0])
    if len(settings.camera) > 1:
        words = text(settings.language, "window.first_camera", camera=source.label)
        typer.echo(words, err=True)
    require_screen()
    if name is None:
        require_way_to_ask()
    guide, camera = EnrollGuide(), Camera(source)
    worker = Worker(
        [camera],
        open_service,
        lambda service, _, frame: guide.see(service, frame.image, frame.time),
    )
    with camera, worker, Window(settings.language) as window:
        done = _Enrolment(window, camera, worker, guide, settings.language).run(name)
    worker.check()
    said = "window.known_now" if done else "window.nobody_enrolled"
    typer.echo(text(settings.language, said, **({"name": done} if done else {})))


class _Left(Exception):  # noqa: N818 - no error: the user closed the window
    """The window was left by a key or its close button, or the question for the name was."""


class _Enrolment:
    """One person's way through the window: pictures, name, doubts, the store."""

    def __init__(
        self,
        window: Window,
        camera: Camera,
        worker: Worker[Guidance],
        guide: EnrollGuide,
        language: Language,
    ) -> None:
        self._window = window
        self._camera = camera
        self._worker = worker
        self._guide = guide
        self._language = language
        self._name: str | None = None
        self._used: tuple[Shot, ...] = ()
        self._seen, self._drawn_at = 0, 0.0

    def run(self, name: str | None) -> str | None:
        """Return who was enrolled, or None where the user left before."""
        self._name = name
        try:
            while True:
                shots = self._collect()
                candidates = self._settle(shots, name)
                if candidates:
                    return self._keep(candidates)
                if name is not None or self._camera.state is CameraState.ENDED:
                    return None
                self._guide.restart()
        except _Left:
            return None

    def _collect(self) -> tuple[Shot, ...]:
        """Return enough good pictures of one person."""
        while True:
            finished = self._worker.done
            guidance = self._guidance()
            if guidance and guidance.complete and guidance.shots is not self._used:
                self._used = guidance.shots
                return guidance.shots
            if finished:
                self._worker.check()
                self._camera.check()
                raise CameraError(
                    "enrol_camera_ended",
                    camera=camera_words(self._camera, self._language),
                    count=len(guidance.shots) if guidance else 0,
                    total=PICTURES,
                )
            self._step(None)

    def _settle(self, shots: Sequence[Shot], name: str | None) -> list[EnrolCandidate]:
        """Return the pictures with a name that is meant; none where it is somebody else after all.

        Raises:
            _Left: The user doesn't want to give a name.
        """
        complaint = ""
        while True:
            written = ask_name(self._step, self._language, complaint) if name is None else name
            if written is None:
                raise _Left
            try:
                self._name = person_name(written)
            except GalleryError as error:
                complaint = error.sentence(self._language)
                continue
            candidates = self._examine(shots, self._name)
            if is_meant(self._step, self._language, self._name, candidates):
                return candidates
            self._name = name
            return []

    def _examine(self, shots: Sequence[Shot], name: str) -> list[EnrolCandidate]:
        from face_process.face_enroll import examine_face  # loaded by the worker already

        service = self._service()
        return [
            examine_face(service, shot.image, shot.face, name, source="camera") for shot in shots
        ]

    def _keep(self, candidates: Sequence[EnrolCandidate]) -> str:
        from face_process.face_enroll import enrol  # loaded by the worker already

        stored = enrol(self._service(), self._name or "", candidates)
        best = max(candidates, key=lambda one: one.quality.score)
        words = text(self._language, "window.known_now", name=stored.name)
        until = time.monotonic() + ENDING_SECONDS
        while time.monotonic() < until and self._window.is_open:
            self._window.show(ending(best.crop, words, self._window.size))
            if self._window.key(50) in QUIT_KEYS:
                break
        return stored.name

    def _step(self, pause: str | None, more: str = "") -> int | None:
        """Bring the window up to date and return the key that was pressed.

        Args:
            pause: What is asked just now, in place of the guidance.
            more: A second line below it.
        """
        self._worker.check()
        self._camera.check()
        frame, now = self._camera.newest, time.monotonic()
        is_new = frame is not None and frame.number > self._seen
        if is_new:
            self._window.fit(frame.image.shape[1], frame.image.shape[0])
            self._seen = frame.number
        if is_new or now - self._drawn_at > REDRAW_SECONDS:
            self._window.show(self._draw(pause, more))
            self._drawn_at = now
        key = self._window.key(KEY_MILLISECONDS)
        if key in QUIT_KEYS or not self._window.is_open:
            raise _Left
        return key

    def _draw(self, pause: str | None, more: str) -> Image:
        frame, size, guidance = self._camera.newest, self._window.size, self._guidance()
        starting = self._worker.service is None
        problem = pause or trouble(self._camera, self._language, starting=starting)
        if frame is None:
            canvas = empty(size)
        else:
            canvas, placement = place(frame.image, size, mirrored=self._camera.source.mirrored)
            if problem:
                dim(canvas)
            else:
                draw_guidance(canvas, guidance, placement, self._language)
        if problem:
            # A dialog opens over the middle of the screen, and often of this window.
            draw_banner(canvas, problem, share=0.08 if pause else 0.5)
        if more:
            draw_banner(canvas, more, share=0.18)
        taken = len(guidance.shots) if guidance else 0
        draw_footer(canvas, self._name, taken, self._language)
        return canvas

    def _guidance(self) -> Guidance | None:
        answer = self._worker.answers[0]
        return answer.thought if answer else None

    def _service(self) -> FaceService:
        service = self._worker.service
        if service is None:
            raise RuntimeError("there are pictures, yet no service took them")
        return service
