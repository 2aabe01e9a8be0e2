"""How long do ten people wait who use the page at once, and do all get their own answers?

    python benchmarks/page_crowd.py [PHOTO] [--people N]

N people (10), half of them in Chromium and half with gradio_client, each put in photos of their
own: faces cut out of PHOTO (the group photo that comes with InsightFace), one of which nobody
knows. Their answers must be what this process finds. Beside it, one person alone. The pack is the
one that the program would use: set FACEMIND_MODELS and FACEMIND_PACK to choose.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
from gradio_client import Client, handle_file
from page import answered, put_in, take_out
from page_stage import Stage, asked, group_photo, opened, served, stage, web
from playwright.sync_api import Page
from start_up import free_port

from face_process.face_recognize import recognize_image
from face_process.face_service import FaceService
from face_process.image_file import read_image
from face_process.types import RecognizedFace

PHOTOS_EACH = 4


def cut_outs(service: FaceService, photo: Path, count: int, folder: Path) -> list[tuple[Path, str]]:
    """Write pictures with some of a photo's faces each; return them with who is in them."""
    image = read_image(photo)
    faces = recognize_image(service, image)
    cuts = []
    for width in range(1, len(faces) + 1):
        for first in range(len(faces) - width + 1):
            some = faces[first : first + width]
            left = max(0, int(min(face.box[0] for face in some)) - 60)
            right = int(max(face.box[2] for face in some)) + 60
            cuts.append(image[:, left:right])
    answers = []
    for number, cut in zip(range(count), itertools.cycle(cuts)):
        file = folder / f"cut-{number}.jpg"
        # Each a little darker than the last: no two files are the same.
        darker = cv2.convertScaleAbs(cut, alpha=1 - 0.3 * number / count)
        cv2.imwrite(str(file), darker, [cv2.IMWRITE_JPEG_QUALITY, 95])
        answers.append((file, names(recognize_image(service, read_image(file)))))
    return answers


def names(faces: list[RecognizedFace]) -> str:
    """Return who is in a picture, from left to right."""
    return ", ".join(face.name or "Unknown" for face in faces)


def client_person(port: int, answers: list[tuple[Path, str]]) -> list[float]:
    """Be a program that puts photos in one after the other; return the seconds each took."""
    client = Client(f"http://127.0.0.1:{port}", verbose=False, analytics_enabled=False)
    took = []
    for file, expected in answers:
        begin = time.perf_counter()
        answer = client.predict(handle_file(file), api_name="/recognize_photo")
        took.append(time.perf_counter() - begin)
        found = ", ".join(face["name"] or "Unknown" for face in answer["faces"])
        assert (answer["file"], found) == (file.name, expected)
    return took


def browser_people(pages: list[Page], answers: list[list[tuple[Path, str]]]) -> list[float]:
    """Be people who each put a photo in at the same moment, again and again."""
    took = []
    for turn in zip(*answers, strict=True):
        for page in pages:
            take_out(page)
        for page, (file, _) in zip(pages, turn, strict=True):
            put_in(page, file)
        for page, (_, expected) in zip(pages, turn, strict=True):
            took.append(answered(page).named / 1000)
            assert expected in page.locator("#photo-summary").inner_text()
    return took


def at_once(ours: Stage, port: int, photo: Path, people: int) -> None:
    """Print how long people wait who all put in photos at once."""
    answers = cut_outs(ours.service, photo, people * PHOTOS_EACH, ours.folder)
    each = [answers[number::people] for number in range(people)]
    seen = people // 2
    pages = [opened(ours.browser, port, "#photo-in") for _ in range(seen)]
    with ThreadPoolExecutor(people) as programs:
        begin = time.perf_counter()
        jobs = [programs.submit(client_person, port, one) for one in each[seen:]]
        took = browser_people(pages, each[:seen])
        took += [seconds for job in jobs for seconds in job.result()]
        whole = time.perf_counter() - begin
    print(
        f"{people} people at once, {len(took)} photos: all right, none lost; "
        f"{len(took) / whole:.1f} photos/s, middle {statistics.median(took):.2f} s, "
        f"slowest {max(took):.2f} s"
    )


def in_turn(ours: Stage, port: int, photo: Path) -> None:
    """Print how long one person takes who puts in the same photos alone."""
    answers = cut_outs(ours.service, photo, PHOTOS_EACH * 5, ours.folder)
    begin = time.perf_counter()
    took = client_person(port, answers)
    whole = time.perf_counter() - begin
    print(
        f"one person, {len(took)} photos: {len(took) / whole:.1f} photos/s, "
        f"middle {statistics.median(took):.2f} s, slowest {max(took):.2f} s"
    )


def main() -> None:
    """Measure it and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photo", type=Path, nargs="?", default=group_photo())
    parser.add_argument("--people", type=int, default=10)
    options = parser.parse_args()
    with stage(options.photo) as ours:
        port = free_port()
        with served(*web(ours.environment, port)):
            opened(ours.browser, port, "#photo-in").context.close()
            asked(port, "status")
            in_turn(ours, port, options.photo)
            at_once(ours, port, options.photo, options.people)


if __name__ == "__main__":
    main()
