import codecs
import contextlib
import csv
import itertools
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from face_process.image_file import read_image
from SQL.database_operate import Store
from tests.command_line import PROJECT, run
from tests.face_process.test_image_file import huge_png


@pytest.fixture
def home(tmp_path, shared_models):
    """The environment of a user who knows nobody yet."""
    database = tmp_path / "known_faces.db"
    return {"FACEMIND_DATABASE": str(database), "FACEMIND_PACK": "mini"}


@pytest.fixture(scope="module")
def group_known(tmp_path_factory, shared_models, group_photo):
    """The environment of a user who knows the first two of the group photo."""
    database = tmp_path_factory.mktemp("home") / "known_faces.db"
    home = {"FACEMIND_DATABASE": str(database), "FACEMIND_PACK": "mini"}
    for number, name in enumerate(("张三", "Zoë"), start=1):
        answer = run("enroll", name, group_photo, "--face", number, **home)
        assert answer.returncode == 0, answer.stderr
    return home


def last_line(answer):
    return answer.stderr.strip().splitlines()[-1]


def people(home):
    lines = run("people", "list", "--json", **home).stdout.splitlines()
    return {person["name"]: person["faces"] for person in map(json.loads, lines)}


def test_without_command_or_terminal_it_says_which_commands_there_are():
    answer = run()
    assert answer.returncode == 2
    for command in ("client.py web", "local recognize", "local enroll"):
        assert command in answer.stderr
    assert "请指明" in run(FACEMIND_LANGUAGE="zh").stderr


COMMANDS = (
    "|web|local|local recognize|local enroll|enroll|recognize|people|people list|people rename"
    "|people remove|people merge|people note|people faces|people move|people remove-face"
    "|people portrait|people export|people import|sightings|sightings list|sightings export"
    "|backup|restore|models|models list|models download|models import|models use"
)


@pytest.mark.parametrize("command", COMMANDS.split("|"))
def test_every_command_explains_itself(command):
    answer = run(*command.split(), "--help")
    assert answer.returncode == 0
    assert "Usage" in answer.stdout


def test_help_speaks_chinese_to_chinese_systems():
    answer = run("--help", FACEMIND_LANGUAGE="", LC_ALL="zh_CN.UTF-8")
    assert "人脸识别" in answer.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["enroll"], ["enroll", "张三"], ["enroll", "--folder", "x", "张三", "y.jpg"],
        ["enroll", "张三", "a.jpg", "b.jpg", "--face", "1"], ["recognize"],
        ["people", "rename", "x"], ["people", "merge", "x"], ["people", "move", "one", "x"],
        ["people", "export", "people.txt"], ["sightings", "export", "seen.zip"], ["nonsense"],
        ["recognize", "x.jpg", "--device", "abacus"],
        ["--threshold", "7", "people", "list"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_told_with_status_2(home, arguments):
    answer = run(*arguments, **home)
    assert answer.returncode == 2
    assert answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_group_is_recognised_as_json(group_known, group_photo):
    answer = run("recognize", group_photo, "--json", **group_known)
    assert answer.returncode == 0, answer.stderr
    (document,) = map(json.loads, answer.stdout.splitlines())
    assert document["file"] == str(group_photo)
    assert (document["pack"], document["threshold"]) == ("mini", 0.5)
    assert [face["name"] for face in document["faces"]] == ["张三", "Zoë"] + [None] * 4
    first, stranger = document["faces"][0], document["faces"][5]
    assert first["similarity"] >= 0.99
    assert stranger["nearest"] in {"张三", "Zoë"}
    assert stranger["similarity"] < 0.5
    assert len(first["box"]) == 4
    assert len(first["landmarks"]) == 5
    assert 0.5 <= first["detection_score"] <= 1


def test_with_nobody_enrolled_similarity_and_nearest_are_null(home, astronaut):
    answer = run("recognize", astronaut, "--json", **home)
    (face,) = json.loads(answer.stdout)["faces"]
    assert (face["name"], face["similarity"], face["nearest"]) == (None, None, None)


def test_a_photo_without_a_face_is_no_error(home, tmp_path):
    empty = tmp_path / "wall.png"
    cv2.imwrite(str(empty), np.full((200, 300, 3), 200, np.uint8))
    answer = run("recognize", empty, "--json", **home)
    assert answer.returncode == 0
    assert json.loads(answer.stdout)["faces"] == []


def test_settings_count_before_and_after_the_command(group_known, group_photo):
    before = run("--threshold", "0.3", "recognize", group_photo, "--json", **group_known)
    after = run("recognize", group_photo, "--json", "--threshold", "0.7", **group_known)
    assert json.loads(before.stdout)["threshold"] == 0.3
    assert json.loads(after.stdout)["threshold"] == 0.7


def test_people_read_names_in_plain_output(group_known, group_photo):
    answer = run("recognize", group_photo, **group_known)
    assert "6 faces" in answer.stdout
    assert "张三" in answer.stdout
    assert "Unknown" in answer.stdout


def test_folders_are_searched_sorted_and_links_followed(group_known, tmp_path, astronaut):
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.copy(astronaut, outside / "z.png")
    folder = tmp_path / "folder"
    (folder / "b").mkdir(parents=True)
    shutil.copy(astronaut, folder / "b" / "one.png")
    shutil.copy(astronaut, folder / "a.PNG")
    (folder / "notes.txt").write_text("no picture")
    (folder / "c").symlink_to(outside, target_is_directory=True)
    (folder / "c-again").symlink_to(folder, target_is_directory=True)
    answer = run("recognize", folder, "--json", **group_known)
    files = [json.loads(line)["file"] for line in answer.stdout.splitlines()]
    assert files == [str(folder / name) for name in ("a.PNG", "b/one.png", "c/z.png")]


def test_annotated_pictures_are_written(group_known, group_photo, astronaut, tmp_path):
    out = tmp_path / "out"
    answer = run("recognize", group_photo, astronaut, "--out", out, **group_known)
    assert answer.returncode == 0, answer.stderr
    assert sorted(file.name for file in out.iterdir()) == ["astronaut.jpg", "t1.jpg"]
    assert read_image(out / "t1.jpg").shape == read_image(group_photo).shape
    assert (read_image(out / "t1.jpg") != read_image(group_photo)).any()


def test_pictures_of_one_stem_dont_overwrite_each_other(group_known, astronaut, tmp_path):
    (tmp_path / "a").mkdir()
    again = shutil.copy(astronaut, tmp_path / "a" / "astronaut.png")
    run("recognize", astronaut, again, "--out", tmp_path / "out", **group_known)
    names = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert names == ["astronaut-2.jpg", "astronaut.jpg"]


def test_bad_files_are_told_and_the_others_done(group_known, astronaut, tmp_path, shared_data):
    bad = tmp_path / "text.jpg"
    bad.write_text("no picture")
    huge = tmp_path / "huge.png"
    huge.write_bytes(huge_png(20_000, 20_000))
    files = [bad, huge, shared_data / "bad_inputs" / "empty.png", astronaut, tmp_path / "none.jpg"]
    answer = run("recognize", *files, "--json", **group_known)
    assert answer.returncode == 1
    documents = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [bool("error" in each) for each in documents] == [True, True, True, False, True]
    assert "400 megapixels" in documents[1]["error"]
    assert last_line(answer).startswith("4 of 5 files")
    assert "Traceback" not in answer.stderr


def test_a_folder_without_media_is_told_and_the_others_done(group_known, astronaut, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    answer = run("recognize", empty, astronaut, "--json", **group_known)
    assert answer.returncode == 1
    failed, done = map(json.loads, answer.stdout.splitlines())
    assert failed["file"] == str(empty)
    assert failed["error"].startswith(f"There are no photos or videos in {empty}")
    assert done["file"] == str(astronaut)
    assert last_line(answer).startswith("1 of 2 files")
    alone = run("recognize", empty, **group_known)
    assert (alone.returncode, alone.stdout) == (1, "")
    assert str(empty) in last_line(alone)


def test_one_bad_file_is_told_in_the_users_language(home, tmp_path):
    bad = tmp_path / "text.jpg"
    bad.write_text("no picture")
    answer = run("recognize", bad, FACEMIND_LANGUAGE="zh", **{**home, "LC_ALL": "C.UTF-8"})
    assert answer.returncode == 1
    assert last_line(answer) == f"{bad} 不是可读取的图片。请另存为 JPEG 或 PNG 后再试。"


@pytest.mark.parametrize("name", ["corrupted.png", "empty.png"])
def test_a_photo_that_cannot_be_enrolled_changes_nothing(home, shared_data, name):
    answer = run("enroll", "张三", shared_data / "bad_inputs" / name, **home)
    assert answer.returncode == 1
    assert name in last_line(answer)
    assert people(home) == {}


def test_a_group_is_refused_with_a_way_out_and_changes_nothing(home, group_photo):
    answer = run("enroll", "张三", group_photo, **home)
    assert answer.returncode == 1
    assert "--face 1 to 6" in last_line(answer)
    assert people(home) == {}


def test_several_photos_of_one_person_are_enrolled_at_once(home, astronaut, group_photo, tmp_path):
    other = tmp_path / "mirrored.png"
    cv2.imwrite(str(other), read_image(astronaut)[:, ::-1])
    answer = run("enroll", "Eileen", astronaut, group_photo, other, **home)
    assert answer.returncode == 0
    assert "t1.jpg" in answer.stderr
    assert answer.stdout == "Eileen: 2 enrolled\n"
    assert people(home) == {"Eileen": 2}


def test_a_photo_enrolled_already_is_told_and_not_stored_again(home, astronaut, group_photo):
    for name, *photo in (("Eileen", astronaut), ("Zoë", group_photo, "--face", 2)):
        first = run("enroll", name, *photo, **home)
        again = run("enroll", name, *photo, **home)
        assert (first.returncode, again.returncode) == (0, 0), again.stderr
        assert first.stdout == f"{name}: 1 enrolled\n"
        assert again.stdout == f"{name}: 1 enrolled already\n"
    other = run("enroll", "Somebody", astronaut, **home)
    assert other.returncode == 0
    assert "same photo is enrolled for Eileen" in other.stderr
    assert people(home) == {"Eileen": 1, "Somebody": 1, "Zoë": 1}


def test_a_folder_enrolled_again_tells_what_was_skipped_and_why(
    home, tmp_path, astronaut, group_photo
):
    folder = tmp_path / "people"
    (folder / "Zoë").mkdir(parents=True)
    shutil.copy(astronaut, folder / "Eileen.png")
    first = run("enroll", "--folder", folder, **home)
    assert first.returncode == 0
    assert first.stdout == "Eileen: 1 enrolled\nPeople: 1, faces: 1\n"
    assert first.stderr == ""
    cv2.imwrite(str(folder / "Zoë" / "a.png"), read_image(astronaut)[:, ::-1])
    shutil.copy(group_photo, folder / "Zoë" / "b.jpg")
    (folder / "Zoë" / "c.jpg").write_text("no picture")
    again = run("enroll", "--folder", folder, **home)
    assert again.returncode == 0, again.stderr
    assert again.stdout == "Zoë: 1 enrolled\nPeople: 1, faces: 1\n"
    assert again.stderr.count("Refused") == 2
    told = last_line(again)
    assert told.startswith("Skipped: 3 (")
    for reason in ("1 enrolled already", "1 unreadable", "1 with several faces"):
        assert reason in told


def on_a_terminal(*arguments, stop=None, **environment):
    """Run the program with its stderr on a terminal; return it and what it showed there."""
    import pty

    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, str(PROJECT / "client.py"), *map(str, arguments)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=terminal,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120", **environment},
    ) as process:  # fmt: skip
        os.close(terminal)
        shown = b""
        with contextlib.suppress(OSError):  # the other end is closed
            while some := os.read(controller, 65536):
                shown += some
                if stop is not None and stop in shown:
                    process.send_signal(signal.SIGINT)
                    stop = None
    os.close(controller)
    return process, shown.decode("utf-8", "replace")


def test_a_long_enrolment_shows_rate_and_time_left_and_ends_with_ctrl_c(home, shared_data):
    folder = shared_data / "lfw_train"
    process, shown = on_a_terminal("enroll", "--folder", folder, stop=b"photos/s", **home)
    assert re.search(r"\d+/3732.*\d:\d\d:\d\d.* [\d,]{1,5} photos/s", shown)
    assert "the same command goes on" in shown
    assert "Traceback" not in shown
    assert process.returncode != 0
    assert 0 < sum(people(home).values()) < 3000


def test_a_folder_where_somebody_gets_no_face_ends_with_status_1(home, tmp_path, astronaut):
    folder = tmp_path / "people"
    (folder / "空").mkdir(parents=True)
    (folder / "空" / "text.jpg").write_text("no picture")
    shutil.copy(astronaut, folder / "Eileen.png")
    answer = run("enroll", "--folder", folder, **home)
    assert answer.returncode == 1
    assert "空" in last_line(answer)
    assert "Refused" in answer.stderr
    assert people(home) == {"Eileen": 1}


def test_doubts_warn_and_the_photo_is_enrolled(home, tmp_path, astronaut):
    blurred = tmp_path / "blurred.png"
    cv2.imwrite(str(blurred), cv2.GaussianBlur(read_image(astronaut), (0, 0), 3))
    answer = run("enroll", "Eileen", blurred, **home)
    assert answer.returncode == 0
    assert "blurred" in answer.stderr
    again = run("enroll", "Somebody", astronaut, **home)
    assert again.returncode == 0
    assert "looks like Eileen" in again.stderr


def test_people_are_renamed_and_removed(home, astronaut):
    run("enroll", "Eileen", astronaut, **home)
    assert run("people", "rename", "Eileen", "张三", **home).returncode == 0
    assert people(home) == {"张三": 1}
    assert run("people", "list", **home).stdout == "张三\t1\n"
    missing = run("people", "remove", "Eileen", **home)
    assert missing.returncode == 1
    assert "Nobody called Eileen" in last_line(missing)
    assert run("people", "remove", "张三", **home).returncode == 0
    assert people(home) == {}


def test_people_move_to_a_machine_with_another_model(group_known, group_photo, tmp_path):
    file = tmp_path / "people.zip"
    exported = run("people", "export", file, **group_known)
    assert exported.stdout == f"{file}: 2 people, 2 faces\n"
    other = {
        "FACEMIND_DATABASE": str(tmp_path / "known_faces.db"), "FACEMIND_PACK": "mini_casia"
    }  # fmt: skip
    assert run("people", "import", file, **other).returncode == 0
    answer = json.loads(run("recognize", group_photo, "--json", **other).stdout)
    assert [face["name"] for face in answer["faces"]] == ["张三", "Zoë"] + [None] * 4


def test_packs_are_listed_and_chosen_and_everybody_stays_known(home, group_photo):
    del home["FACEMIND_PACK"]
    assert run("models", "use", "mini", **home).returncode == 0
    run("enroll", "张三", group_photo, "--face", 1, **home)
    listed = run("models", "list", **home).stdout.splitlines()
    assert [line.split("\t")[:2] for line in listed[:2]] == [["*", "mini"], [" ", "mini_casia"]]
    assert run("models", "use", "mini_casia", **home).returncode == 0
    answer = json.loads(run("recognize", group_photo, "--json", **home).stdout)
    assert answer["pack"] == "mini_casia"
    assert answer["faces"][0]["name"] == "张三"
    shadowing = run("recognize", group_photo, "--json", "--pack", "mini", **home)
    assert json.loads(shadowing.stdout)["pack"] == "mini"
    assert "mini_casia" in shadowing.stderr
    assert "no model pack nothing" in run("models", "use", "nothing", **home).stderr


def test_models_of_ones_own_are_used_by_their_files(home, shared_models, astronaut):
    answer = run(
        "recognize", astronaut, "--json",
        "--detection-model", shared_models / "mini" / "det_500m.onnx",
        "--recognition-model", shared_models / "mini_casia" / "arcface_mobilefacenet_casia.onnx",
        **home,
    )  # fmt: skip
    assert json.loads(answer.stdout)["pack"] == "arcface_mobilefacenet_casia"


def test_without_models_three_lines_say_what_to_do(home, astronaut):
    answer = run("recognize", astronaut, "--pack", "none", **home)
    assert answer.returncode == 1
    lines = answer.stderr.strip().splitlines()
    assert len(lines) == 3
    assert "models download" in lines[1]
    assert "models import" in lines[2]


def test_a_damaged_database_is_told_and_left_as_it_is(home, astronaut):
    database = Path(home["FACEMIND_DATABASE"])
    database.write_bytes(b"no database" * 100)
    answer = run("recognize", astronaut, **home)
    assert answer.returncode == 1
    assert "not a FaceMind database" in last_line(answer)
    assert database.read_bytes() == b"no database" * 100


def test_a_video_is_recognised_frame_by_frame(home, shared_data, tmp_path):
    videos = shared_data / "videos" / "hamilton"
    run("enroll", "lin-manuel-miranda", videos / "lin-manuel-miranda.png", **home)
    clip = tmp_path / "clip.mp4"
    cut(videos / "short_hamilton_clip.mp4", clip, first=120, frames=20)
    out = tmp_path / "out"
    answer = run("recognize", clip, "--json", "--out", out, **home)
    assert answer.returncode == 0, answer.stderr
    documents = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [each["frame"] for each in documents] == list(range(20))
    assert documents[1]["time"] == pytest.approx(1 / 29.97, abs=0.002)
    faces = [face for each in documents for face in each["faces"]]
    assert "lin-manuel-miranda" in {face["name"] for face in faces}
    assert min(face["track"] for face in faces) == 1
    detected = [face for face in faces if face["detection_score"] is not None]
    followed = [face for face in faces if face["detection_score"] is None]
    assert len(detected[0]["landmarks"]) == 5
    assert followed
    assert {face["landmarks"] for face in followed} == {None}
    assert sorted(file.name for file in out.iterdir()) == ["clip.csv", "clip.mp4"]
    table = (out / "clip.csv").read_bytes()
    assert table.startswith(codecs.BOM_UTF8)  # spreadsheets take it for something else without
    rows = list(csv.DictReader(table.decode("utf-8-sig").splitlines()))
    assert list(rows[0]) == ["name", "from", "to", "best_similarity"]
    assert {row["name"] for row in rows} == {"lin-manuel-miranda"}
    assert float(rows[0]["from"]) < float(rows[0]["to"]) <= 0.67
    assert 0.3 < float(rows[0]["best_similarity"]) < 1
    plain = run("recognize", clip, "--sightings", "off", **home)
    assert "lin-manuel-miranda" in plain.stdout
    with Store(Path(home["FACEMIND_DATABASE"])) as store:
        seen = store.sightings.find(person="lin-manuel-miranda")
    assert [one.source for one in seen] == ["clip.mp4"]


def cut(source, target, first, frames):
    """Write a few frames of a video into another file."""
    import av

    with av.open(str(source)) as given, av.open(str(target), "w") as made:
        rate = given.streams.video[0].average_rate
        stream = made.add_stream("libx264", rate=rate)
        stream.width, stream.height = given.streams.video[0].width, given.streams.video[0].height
        stream.pix_fmt = "yuv420p"
        wanted = itertools.islice(given.decode(video=0), first, first + frames)
        for number, frame in enumerate(wanted):
            frame.pts, frame.time_base = number, 1 / rate
            made.mux(stream.encode(frame.reformat(format="yuv420p")))
        made.mux(stream.encode())


def test_a_video_without_pictures_is_told(home, tmp_path):
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"no video")
    answer = run("recognize", clip, "--json", **home)
    assert answer.returncode == 1
    assert "not a video" in json.loads(answer.stdout)["error"]


def test_a_reference_database_is_taken_over(home, shared_models, astronaut, engine):
    from face_process.align import align

    portrait = read_image(astronaut)
    crop = align(portrait, engine.detect(portrait)[0].landmarks)
    connection = sqlite3.connect(home["FACEMIND_DATABASE"])
    connection.execute("CREATE TABLE faces(image BLOB, name TEXT, encoding BLOB)")
    connection.execute("INSERT INTO faces VALUES (?, '张三', x'00')", (crop.tobytes(),))
    connection.execute("INSERT INTO faces VALUES (x'00', '李四', x'00')")
    connection.commit()
    connection.close()
    answer = run("recognize", astronaut, "--json", **home)
    assert json.loads(answer.stdout)["faces"][0]["name"] == "张三"
    original = Path(home["FACEMIND_DATABASE"]).with_name("known_faces.reference-backup.db")
    assert original.exists()
    told = answer.stderr.splitlines()
    assert "people: 2, faces: 1" in told[0]
    assert str(original) in told[0]
    assert told[1].startswith("Rows without a usable picture: 1.")
    assert "taken over" not in run("people", "list", **home).stderr


def test_photos_are_recognised_without_loading_the_page_or_video(home, astronaut):
    """Start-up is felt: what a photo doesn't need isn't imported for it."""
    script = (
        "import sys, runpy\n"
        f"sys.path.insert(0, {str(PROJECT)!r})\n"
        f"sys.argv = ['client.py', 'recognize', {str(astronaut)!r}, '--json']\n"
        "try:\n"
        f"    runpy.run_path({str(PROJECT / 'client.py')!r}, run_name='__main__')\n"
        "except SystemExit: pass\n"
        "heavy = {'gradio', 'av', 'faiss', 'torch', 'pandas', 'httpx', 'fastapi', 'tkinter'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        env={**os.environ, **home},
    )  # fmt: skip
    assert answer.stderr.strip().splitlines()[-1] == "[]"


def test_a_bug_is_told_without_a_traceback_and_the_log_has_the_details(tmp_path):
    script = (
        "import sys\n"
        f"sys.path.insert(0, {str(PROJECT)!r})\n"
        "import merge.commands.people as command\n"
        "def broken(*arguments, **options): raise RuntimeError('a bug')\n"
        "command.list_people = broken\n"
        "import client\n"
        "sys.argv = ['client.py', 'people', 'list']\n"
        "client.app()\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True, text=True, check=False,
        env={**os.environ, "FACEMIND_CACHE": str(tmp_path)},
    )  # fmt: skip
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert str(tmp_path / "facemind.log") in answer.stderr
    assert "RuntimeError: a bug" in (tmp_path / "facemind.log").read_text("utf-8")


def test_the_menu_asks_in_plain_words_and_takes_a_number(home):
    """A pseudo terminal answers 9 (no such mode), then 2 (the camera window, without a screen)."""
    import pty

    controller, terminal = pty.openpty()
    environment = {**os.environ, **home, "FACEMIND_LANGUAGE": "zh", "DISPLAY": ""}
    with subprocess.Popen(
        [sys.executable, str(PROJECT / "client.py")],
        stdin=terminal, stdout=terminal, stderr=subprocess.PIPE, env=environment,
    ) as process:  # fmt: skip
        os.close(terminal)
        os.write(controller, b"9\n2\n")
        said = process.stderr.read().decode()
        shown = os.read(controller, 10_000).decode()
    os.close(controller)
    for mode in ("打开网页界面", "用摄像头识别", "用摄像头登记一个人"):
        assert mode in shown
    assert process.returncode == 1
    assert "没有可用于打开窗口的屏幕" in said


def test_a_backup_is_written_and_put_back(home, astronaut, tmp_path):
    assert run("enroll", "艾琳", astronaut, **home).returncode == 0
    kept = run("restore", **home).stdout.split()  # one was taken by itself
    assert Path(kept[-1]).parent == tmp_path / "backups"
    backup = tmp_path / "mine.db"
    answer = run("backup", backup, **home)
    assert answer.returncode == 0, answer.stderr
    assert "1 people" in answer.stdout or "1 person" in answer.stdout
    assert run("people", "remove", "艾琳", **home).returncode == 0
    assert people(home) == {}
    answer = run("restore", backup, **home)
    assert answer.returncode == 0, answer.stderr
    assert people(home) == {"艾琳": 1}
    assert "艾琳" in run("recognize", astronaut, **home).stdout


@pytest.mark.parametrize("what", ["missing.db", "junk.db"])
def test_what_is_no_backup_is_told_and_changes_nothing(home, astronaut, tmp_path, what):
    assert run("enroll", "艾琳", astronaut, **home).returncode == 0
    (tmp_path / "junk.db").write_bytes(b"no database" * 1000)
    answer = run("restore", tmp_path / what, FACEMIND_LANGUAGE="zh", **home)
    assert answer.returncode == 1
    assert what in last_line(answer)
    assert "备份" in last_line(answer)
    assert people(home) == {"艾琳": 1}


def test_a_removed_person_is_told_to_be_in_backups_and_purged_from_them(home, astronaut, tmp_path):
    assert run("enroll", "Eileen", astronaut, **home).returncode == 0
    (backup,) = (tmp_path / "backups").iterdir()
    answer = run("people", "remove", "Eileen", **home)
    assert answer.returncode == 0
    assert str(backup) in answer.stderr
    assert "--purge-copies" in answer.stderr
    answer = run("people", "remove", "Eileen", "--purge-copies", **home)
    assert answer.returncode == 0, answer.stderr
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or b"Eileen" not in file.read_bytes()
