import json
import os
import time
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import av
import cv2
import numpy as np
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from playwright.sync_api import expect

from face_process.face_enroll import enrol, examine
from face_process.face_service import open_service
from face_process.image_file import read_image
from face_process.types import ModelIdentity
from SQL.sightings import Sighting
from tests.command_line import run_here
from tests.test_readme import READMES, blocks, run
from tests.UI.films import looped
from UI.texts import text

NAME = "张三"
OFFERED = {
    *("recognize_photo", "recognize_video", "enroll", "status", "models", "people", "faces"),
    *("face_picture", "portrait", "rename_person", "merge_people", "set_note", "set_portrait"),
    *("move_face", "remove_face", "remove_person"),
    *("visits", "attendance", "unknown_groups", "name_group", "ignore_group"),
    *("merge_groups", "remove_group", "remove_visit"),
    *("give_visit", "confirm_visit", "deny_visit"),
    *("settings", "set_setting", "use_pack", "backup", "backups", "restore", "restore_backup"),
    *("export_people", "import_people", "erase_everything"),
    *("explain_face", "confirm_face", "reject_face", "name_face"),
}
VIDEO = Path("videos/street.mp4")


@pytest.fixture(scope="session")
def caller(running, tmp_path_factory):
    """Return a program that uses the page."""
    folder = str(tmp_path_factory.mktemp("downloads"))
    client = Client(running[0], verbose=False, analytics_enabled=False, download_files=folder)
    yield client
    client.close()


@pytest.fixture
def ask(caller, people):
    """Return a function that calls an endpoint; nobody is enrolled at first."""

    def call(name, *given, language=None, **named):
        headers = {"Accept-Language": language} if language else None
        return caller.predict(*given, api_name=f"/{name}", headers=headers, **named)

    return call


@pytest.fixture
def known(engine, people, astronaut):
    service = open_service(engine, people)
    enrol(service, NAME, [examine(service, read_image(astronaut), NAME)])


def command(running, *arguments):
    """Return the documents that the command line prints about the page's people."""
    database = str(running[1] / "known_faces.db")
    answer = run_here(*arguments, "--json", FACEMIND_DATABASE=database, FACEMIND_PACK="mini")
    assert answer.returncode == 0, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


def refusal(ask, *given, **named):
    """Return the key and the sentence with which a call is refused."""
    with pytest.raises(AppError) as caught:
        ask(*given, **named)
    return caught.value.title, caught.value.message


def post(address, path, content):
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        headers = {"Content-Type": "application/json"}
        connection.request("POST", path, json.dumps(content), headers)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def call_by_http(address, name, *given):
    """Call an endpoint as curl would; return what happened and the data."""
    job = post(address, f"/gradio_api/call/{name}", {"data": given})["event_id"]
    with urlopen(f"{address}/gradio_api/call/{name}/{job}", timeout=60) as answer:
        lines = answer.read().decode().splitlines()
    happened = [line.removeprefix("event: ") for line in lines if line.startswith("event:")]
    told = [line.removeprefix("data: ") for line in lines if line.startswith("data:")]
    return happened[-1], json.loads(told[-1])


def test_only_the_actions_are_offered_and_all_is_explained(caller):
    offered = caller.view_api(print_info=False, return_format="dict")
    assert offered["unnamed_endpoints"] == {}
    assert {name[1:] for name in offered["named_endpoints"]} == OFFERED
    for name, told in offered["named_endpoints"].items():
        assert told["description"], name
        for part in [*told["parameters"], *told["returns"]]:
            assert part["python_type"]["description"], (name, part["label"])
            assert part["python_type"]["type"] not in ("Any", ""), (name, part["label"])


def test_photo_is_answered_as_on_the_command_line(ask, running, known, group_photo, astronaut):
    for photo in (group_photo, astronaut):
        (document,) = command(running, "recognize", photo)
        answer = ask("recognize_photo", handle_file(photo))
        assert answer == {**document, "file": photo.name}
    assert [face["name"] for face in answer["faces"]] == [NAME]


def test_video_is_answered_as_on_the_command_line(ask, running, known, tmp_path, astronaut):
    file, image = tmp_path / "clip.mp4", read_image(astronaut)
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = image.shape[1], image.shape[0], "yuv420p"
        for _ in range(50):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode(None))
    answer = ask("recognize_video", handle_file(file), annotated=True)
    frames = command(running, "recognize", file)
    written = [json.loads(line) for line in Path(answer["frames"]).read_text("utf-8").splitlines()]
    assert written == [{**frame, "file": file.name} for frame in frames]
    with av.open(answer["annotated"]) as container:
        assert sum(1 for _ in container.decode(video=0)) == len(frames) == 50
    (seen,) = answer["timeline"]
    assert (answer["done"], seen["name"], seen["from"]) == (True, NAME, 0)
    assert seen["to"] > 1.8
    assert seen["best_similarity"] > 0.9


def test_a_video_tells_how_far_it_is_and_ends_when_given_up(
    caller, running, people, shared_data, tmp_path
):
    def written():
        return set((running[1] / "gradio_temp").glob("*/video-*/*.jsonl"))

    before = written()
    film = looped(shared_data / "videos" / "talking" / "d3.mp4", tmp_path / "film.mp4", 6)
    job = caller.submit(handle_file(film), True, api_name="/recognize_video")
    while len(job.outputs()) < 2:
        assert not job.done(), job.exception()
        time.sleep(0.05)
    fractions = [one["fraction"] for one in job.outputs()]
    assert 0 <= fractions[0] < fractions[1] <= 1
    assert written() - before
    job.cancel()
    while written() - before:  # the test's own limit ends what never happens
        time.sleep(0.1)


def test_enrolling_asks_which_face_and_whether_it_is_really_somebody_else(ask, group_photo):
    photo = handle_file(group_photo)
    asked = ask("enroll", [photo], "Li")
    assert (asked["stored"], asked["person"]) == ([], None)
    assert asked["question"]["kind"] == "several_faces"
    assert [face["number"] for face in asked["question"]["faces"]] == [1, 2, 3, 4, 5, 6]

    stored = ask("enroll", photo, "Li", face=1)
    assert (stored["question"], stored["person"]["faces"]) == (None, 1)
    assert stored["stored"][0]["file"] == "t1.jpg"

    asked = ask("enroll", [photo], "Wang", face=1)
    assert asked["stored"] == []
    (alike,) = asked["question"]["faces"]
    assert (asked["question"]["kind"], alike["name"]) == ("looks_like", "Li")
    assert alike["similarity"] > 0.99

    twice = ask("enroll", [photo, handle_file(group_photo)], "Wang", face=1)
    assert (twice["person"], twice["question"]["kind"]) == (None, "looks_like")

    assert ask("enroll", [photo], "Wang", face=1, anyway=True)["person"]["name"] == "Wang"
    again = ask("enroll", [photo], "Wang", face=1)
    assert (again["stored"], again["already"]) == ([], ["t1.jpg"])
    assert again["person"]["faces"] == 1


def test_enrolling_asks_about_somebody_else_of_a_name_that_is_taken(ask, astronaut, group_photo):
    ask("enroll", [handle_file(astronaut)], "Li")
    other = [handle_file(group_photo)]
    asked = ask("enroll", other, "Li", face=1)
    (unlike,) = asked["question"]["faces"]
    assert (asked["stored"], asked["question"]["kind"]) == ([], "unlike")
    assert (unlike["file"], unlike["similarity"] < 0.25) == ("t1.jpg", True)
    assert ask("enroll", other, "Li", face=1, anyway=True)["person"]["faces"] == 2


def test_enrolling_tells_what_became_of_each_photo(ask, astronaut, group_photo, shared_data):
    photos = [astronaut, group_photo, shared_data / "bad_inputs" / "corrupted.png"]
    given = [handle_file(photo) for photo in photos]
    answer = ask("enroll", given, NAME, language="zh-CN")
    assert [one["file"] for one in answer["stored"]] == ["astronaut.png"]
    refused = {one["file"]: one for one in answer["refused"]}
    assert refused["t1.jpg"]["key"] == "several_faces"
    unreadable = text("zh", "error.image_unreadable", file="corrupted.png")
    assert refused["corrupted.png"]["error"] == unreadable

    again = ask("enroll", given[:1], NAME)
    assert (again["stored"], again["already"]) == ([], ["astronaut.png"])
    assert again["person"]["faces"] == 1


def test_people_and_faces_are_told_as_on_the_command_line(ask, running, astronaut, group_photo):
    ask("enroll", [handle_file(astronaut)], NAME)
    for number, name in enumerate(("Li", "Wang", "Zoë"), 1):
        ask("enroll", [handle_file(group_photo)], name, face=number)
    everybody = command(running, "people", "list")
    assert ask("people") == {"total": 4, "people": everybody}
    assert ask("people", offset=1, limit=2)["people"] == everybody[1:3]
    assert [one["name"] for one in ask("people", search="zO")["people"]] == ["Zoë"]
    assert ask("faces", NAME) == command(running, "people", "faces", NAME)
    assert ask("status") == {"pack": "mini", "threshold": 0.5, "people": 4, "faces": 4}
    assert {"name": "mini", "used": True} in ask("models")


def test_people_are_renamed_merged_noted_and_removed(ask, astronaut, group_photo):
    ask("enroll", [handle_file(astronaut)], "Eileen")
    ask("enroll", [handle_file(group_photo)], "Li", face=1)
    assert ask("rename_person", "Eileen", NAME)["name"] == NAME
    assert ask("set_note", NAME, " Pilot ")["note"] == "Pilot"
    number = ask("faces", "Li")[0]["number"]
    assert ask("move_face", number, NAME)["faces"] == 2
    ask("set_portrait", number)
    picture = cv2.imread(ask("portrait", NAME))
    assert picture.shape == (112, 112, 3)
    assert np.array_equal(picture, cv2.imread(ask("face_picture", number)))
    assert ask("merge_people", "Li", NAME) == ask("people")["people"][0]
    assert ask("remove_face", number)["faces"] == 1
    gone = ask("remove_person", NAME, purge_copies=True)
    assert (gone["faces"], gone["held_by"]) == (1, [])
    assert ask("people")["total"] == 0


def test_a_name_is_explained_rejected_and_corrected(ask, known, astronaut):
    photo, (enrolled,) = handle_file(astronaut), ask("faces", NAME)
    why = ask("explain_face", photo)
    assert (why["name"], why["threshold"]) == (NAME, 0.5)
    assert why["candidates"] == [
        {"name": NAME, "similarity": 1.0, "number": enrolled["number"]},
    ]
    assert ask("confirm_face", photo)["outcome"] == "known"
    assert ask("reject_face", photo)["outcome"] == "enrolled", "the very picture is enrolled"
    said = ask("reject_face", photo, anyway=True)
    assert (said["outcome"], said["name"], said["faces"]) == ("rejected", NAME, 0)
    assert ask("explain_face", photo)["name"] is None
    assert refusal(ask, "confirm_face", photo)[0] == "face_unnamed"
    assert ask("name_face", photo, "Eileen")["outcome"] == "kept"
    assert ask("recognize_photo", photo)["faces"][0]["name"] == "Eileen"
    assert refusal(ask, "explain_face", photo, face=2)[0] == "face_number"


def test_strangers_of_a_video_are_groups_that_get_a_name(ask, people, shared_data):
    people.sightings.remove(face.id for face in people.strangers.all())
    film = shared_data / "videos" / "talking" / "d12.mp4"
    ask("recognize_video", handle_file(film))
    told = ask("unknown_groups")
    assert 1 <= told["total"] == len(told["groups"])
    group = told["groups"][0]
    assert (group["sources"], group["ignored"]) == ([film.name], False)
    assert ask("ignore_group", group["number"])["ignored"] is True
    assert ask("unknown_groups")["total"] == told["total"] - 1
    assert ask("unknown_groups", ignored=True)["total"] == told["total"]
    ask("ignore_group", group["number"], ignored=False)
    named = ask("name_group", group["number"], NAME, anyway=True)
    assert (named["person"]["name"], named["question"]) == (NAME, None)
    assert {visit["source"] for visit in ask("visits", person=NAME)["visits"]} == {film.name}
    assert refusal(ask, "name_group", group["number"], NAME)[0] == "stranger_gone"


def test_visits_are_told_by_day_and_person(ask, people, known):
    here = people.people.find(NAME)
    model = people.register_model(ModelIdentity("mini", "0" * 64, 2))
    noon = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)
    people.sightings.add(
        Sighting(
            *(here.id, "0", start, start + timedelta(seconds=10), None, None, 0.8, b""),
            *(model, np.array([1, 0], np.float32)),
        )
        for start in (noon - timedelta(days=1), noon, noon + timedelta(minutes=1))
    )
    today = noon.date().isoformat()
    assert ask("visits", person=NAME)["total"] == 2
    (visit,) = ask("visits", first_day=today, person=NAME)["visits"]
    assert (visit["name"], visit["source"], visit["sightings"]) == (NAME, "0", 2)
    assert datetime.fromisoformat(visit["started_at"]) == noon
    (day,) = ask("attendance", today, today)
    assert (day["day"], day["name"], day["visits"], day["present"]) == (today, NAME, 1, 70)
    assert refusal(ask, "visits", "31.1.2026")[0] == "argument_wrong"
    assert refusal(ask, "visits", person="Nobody")[0] == "person_missing"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_errors_have_their_key_and_a_sentence_in_the_callers_language(
    ask, language, shared_data, tmp_path
):
    missing = text(language, "error.person_missing", name=NAME)
    assert refusal(ask, "faces", NAME, language=language) == ("person_missing", missing)
    bad = handle_file(shared_data / "bad_inputs" / "empty.png")
    unreadable = text(language, "error.image_unreadable", file="empty.png")
    said = refusal(ask, "recognize_photo", bad, language=language)
    assert said == ("image_unreadable", unreadable)
    wrong = text(language, "error.argument_wrong", name="limit")
    assert refusal(ask, "people", limit="many", language=language) == ("argument_wrong", wrong)
    assert refusal(ask, "rename_person", NAME, " ", language=language)[0] == "name_empty"


def test_plain_http_is_enough(running, known, astronaut):
    boundary = "----facemind"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'
    ).encode()
    body += astronaut.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    connection = HTTPConnection(urlsplit(running[0]).netloc, timeout=60)
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    connection.request("POST", "/gradio_api/upload", body, headers)
    (path,) = json.loads(connection.getresponse().read())
    connection.close()
    for file in ({"path": path}, {"path": path, "meta": {"_type": "gradio.FileData"}}):
        happened, (answer,) = call_by_http(running[0], "recognize_photo", file)
        assert happened == "complete"
        assert [face["name"] for face in answer["faces"]] == [NAME]
    happened, error = call_by_http(running[0], "faces", "Nobody")
    assert (happened, error["title"]) == ("error", "person_missing")


@pytest.mark.parametrize("readme", READMES)
def test_the_program_of_the_readme_runs(readme, running, people, astronaut, tmp_path):
    (program,) = [one for one in blocks(readme) if one.startswith("from gradio_client")]
    (tmp_path / "astronaut.png").write_bytes(astronaut.read_bytes())
    address = program.replace("http://127.0.0.1:7860", running[0])
    answer = run(tmp_path, READMES[readme], "-c", address)
    name = "艾琳" if READMES[readme] == "zh" else "Eileen"
    assert answer.stdout.splitlines()[-1] == f"{name} 1.0", answer.stderr


@pytest.mark.parametrize("marked", [False, True], ids=["unmarked", "marked"])
@pytest.mark.parametrize("action", ["recognize_photo", "recognize_video", "enroll"])
def test_files_that_were_not_uploaded_are_never_read(running, people, action, marked, shared_data):
    uploads = next((running[1] / "gradio_temp").iterdir())
    foreign = [
        "/etc/passwd",
        str(shared_data / "bad_inputs" / "einstein.png"),
        str(shared_data / VIDEO),
        str(running[1] / "known_faces.db"),
        f"{uploads}/../../known_faces.db",
        os.path.relpath("/etc/passwd"),
        str(uploads),
        "",
    ]
    for path in foreign:
        file = {"path": path, **({"meta": {"_type": "gradio.FileData"}} if marked else {})}
        given = [[file], NAME] if action == "enroll" else [file]
        happened, answer = call_by_http(running[0], action, *given)
        assert happened == "error", path
        assert answer.get("title") in {None, "argument_no_file"}, (path, answer)
        assert "passwd" not in str(answer.get("error"))
    assert people.people.all() == []


def test_the_page_leads_to_what_is_said_of_its_actions(visit, running, locale):
    page = visit(locale)
    page.sees("photo-summary", page.says("page.nobody"))  # all that it asks at first is answered
    page["api-link"].get_by_role("link", name=page.says("page.api.link")).click()
    shown = page.page.locator(".api-docs")
    expect(shown).to_contain_text("/recognize_photo")
    expect(shown).to_contain_text("handle_file('photo.jpg')")
    expect(shown.get_by_text("MCP", exact=True)).to_be_hidden()
    page.load_again(f"{running[0]}/?view=api")
    expect(page.page.locator(".api-docs")).to_contain_text("/recognize_video")
