import time
from concurrent.futures import ThreadPoolExecutor

import cv2
import pytest
from gradio_client import Client, handle_file

from face_process.face_enroll import enrol, examine
from face_process.face_recognize import recognize_image
from face_process.face_service import open_service
from face_process.image_file import read_image
from tests.UI.films import looped

PEOPLE, PHOTOS_EACH, BROWSERS = 10, 3, 2


@pytest.fixture
def service(engine, people, group_photo):
    """Return this process's recogniser of the page's people: all of the group but the last."""
    service, image = open_service(engine, people), read_image(group_photo)
    for number in range(1, 6):
        name = f"Person {number}"
        enrol(service, name, [examine(service, image, name, number=number)])
    return service


@pytest.fixture
def photos(service, group_photo, tmp_path):
    """Return photos that are all different, with who is in each."""
    image = read_image(group_photo)
    faces = recognize_image(service, image)
    made = []
    for number in range(PEOPLE * PHOTOS_EACH):
        first = number % len(faces)
        some = faces[first : first + 1 + number % 3]
        left, right = (int(some[0].box[0]) - 60, int(some[-1].box[2]) + 60)
        file = tmp_path / f"photo-{number}.png"
        darker = cv2.convertScaleAbs(image[:, max(0, left) : right], alpha=1 - 0.01 * number)
        cv2.imwrite(str(file), darker)
        found = recognize_image(service, read_image(file))
        made.append((file, [face.name for face in found]))
    assert len({str(names) for _, names in made}) > 5
    return made


def program(address):
    return Client(address, verbose=False, analytics_enabled=False)


def ask_all(address, photos):
    """Put photos in at once as one program; return the answers in the order of asking."""
    client = program(address)
    jobs = [client.submit(handle_file(file), api_name="/recognize_photo") for file, _ in photos]
    answers = [job.result(timeout=120) for job in jobs]
    client.close()
    return [(one["file"], [face["name"] for face in one["faces"]]) for one in answers]


def test_ten_people_at_once_all_get_their_own_answers(running, visit, photos):
    each = [photos[number::PEOPLE] for number in range(PEOPLE)]
    pages = [visit() for _ in range(BROWSERS)]
    with ThreadPoolExecutor(PEOPLE) as programs:
        answers = [programs.submit(ask_all, running[0], one) for one in each[BROWSERS:]]
        for turn in zip(*each[:BROWSERS], strict=True):
            for page, (file, _) in zip(pages, turn, strict=True):
                if page.control("photo-in", "remove_image").count():
                    page.control("photo-in", "remove_image").click()
                page.upload("photo-in", file)
            for page, (_, names) in zip(pages, turn, strict=True):
                known = ", ".join(name or page.says("page.unknown") for name in names)
                key = "page.photo.faces" if names else "page.photo.no_face"
                page.sees("photo-summary", page.says(key, count=len(names), names=known))
        for given, answer in zip(each[BROWSERS:], answers, strict=True):
            assert answer.result() == [(file.name, names) for file, names in given]


def test_a_video_never_holds_up_the_photo_of_somebody_else(running, photos, shared_data, tmp_path):
    film = looped(shared_data / "videos" / "talking" / "d3.mp4", tmp_path / "film.mp4", 6)
    photo, names = photos[0]
    first, second = program(running[0]), program(running[0])
    video = first.submit(handle_file(film), True, api_name="/recognize_video")
    while not video.outputs():
        assert not video.done(), video.exception()
        time.sleep(0.05)
    answer = second.predict(handle_file(photo), api_name="/recognize_photo")
    assert [face["name"] for face in answer["faces"]] == names
    assert second.predict(api_name="/people")["total"] == 5
    assert not video.done()
    video.cancel()
    first.close()
    second.close()
