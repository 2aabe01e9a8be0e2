"""What becomes of uploads and results."""

import os
import subprocess
import sys
import time

import pytest

from face_process.errors import PageError
from UI.temporary import IN_USE, Keeping, own_folder, remove_all, remove_old
from UI.uploads import linked

HOUR = 3600


def aged(file, seconds):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x")
    for one in (file, file.parent):
        os.utime(one, (time.time() - seconds,) * 2)
    return file


def test_files_older_than_an_hour_are_removed_wherever_they_lie(tmp_path):
    upload = aged(tmp_path / "0f3a" / "file.jpg", HOUR + 1)
    aged(tmp_path / "0f3b" / "named" / "张三.jpg", HOUR + 1)
    aged(tmp_path / "video-1" / "clip-facemind.mp4", HOUR + 1)
    fresh = aged(tmp_path / "video-2" / "clip-facemind.mp4", HOUR - 60)
    for _ in range(2):  # a folder that was just emptied is new
        remove_old(tmp_path, HOUR)
        for folder in (tmp_path / "0f3a", tmp_path / "0f3b", tmp_path / "video-1"):
            if folder.exists():
                os.utime(folder, (time.time() - HOUR - 1,) * 2)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [fresh]
    assert not upload.parent.exists()


def test_an_upload_that_is_sent_again_stays_under_its_own_name_as_long_as_a_new_one(tmp_path):
    upload = aged(tmp_path / "0f3a" / "file.jpg", HOUR - 60)
    named = linked(upload, upload.parent / "named" / "张三.jpg")
    again = aged(tmp_path / "0f3a" / "again.jpg", 0)
    again.replace(upload)
    assert linked(upload, named) == named
    remove_old(tmp_path, HOUR - 120)
    assert named.exists()


def test_running_page_removes_them_by_itself(tmp_path):
    with own_folder(tmp_path, Keeping(look_every=0.05)) as folder:
        old, fresh = aged(folder / "a" / "old.jpg", HOUR + 1), folder / "fresh.jpg"
        fresh.touch()
        end = time.monotonic() + 20
        while old.exists() and time.monotonic() < end:
            time.sleep(0.02)
        assert not old.exists()
        assert fresh.exists()
        assert (folder / IN_USE).exists()
    assert list(tmp_path.iterdir()) == []


KILLED = """
import sys, time
from pathlib import Path
from UI.temporary import own_folder
with own_folder(Path(sys.argv[1])) as folder:
    (folder / "photo.jpg").touch()
    print(folder, flush=True)
    time.sleep(60)
"""


def test_what_a_killed_run_left_goes_at_the_next_start_and_a_running_one_keeps_its_own(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, encoding="utf-8"
    )
    left = tmp_path / process.stdout.readline().strip()
    past = (time.time() - 60,) * 2
    os.utime(left / IN_USE, past)
    with own_folder(tmp_path):
        assert (left / "photo.jpg").exists()
    process.kill()
    process.wait(20)
    process.stdout.close()
    with own_folder(tmp_path) as folder:
        assert list(tmp_path.iterdir()) == [folder]


def test_a_page_whose_uploads_were_all_erased_keeps_its_folder_when_another_one_starts(tmp_path):
    with own_folder(tmp_path) as folder:
        aged(folder / "0f3a" / "file.jpg", 0)
        aged(folder / "facemind.part", 0)
        remove_all(folder)
        assert [one.name for one in folder.iterdir()] == [IN_USE]
        for one in (folder, folder / IN_USE):  # nothing was done there for long
            os.utime(one, (time.time() - 2 * HOUR,) * 2)
        with own_folder(tmp_path):
            assert folder.exists()


def test_folder_that_can_not_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(PageError), own_folder(tmp_path / "file" / "below"):
        pass
