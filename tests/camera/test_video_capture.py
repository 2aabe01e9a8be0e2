import socket
import threading
import time
from contextlib import suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
import pytest
from live_stream import streaming
from x_screen import until

from camera import source as source_module
from camera.source import Source, SourceKind, parse_source
from camera.video_capture import Camera, CameraState
from face_process.errors import CameraError


def threads_of_ours():
    return [thread.name for thread in threading.enumerate() if thread.name == "camera"]


def opened_files():
    """Return every file that this process holds open."""
    files = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # that of the listing itself
            files.append(str(descriptor.readlink()))
    return files


def played(camera):
    """Return every frame of a file, and how long it took from play to its end."""
    frames, seen = [], 0
    started = time.monotonic()
    camera.play()
    while True:
        frame = camera.wait_newer(seen, 5.0)
        if frame is None:
            return frames, time.monotonic() - started
        frames.append(frame)
        seen = frame.number


def brightness_of_frames(clip):
    capture = cv2.VideoCapture(str(clip))
    light = []
    while capture.grab():
        light.append(capture.retrieve()[1].mean())
    capture.release()
    return np.array(light)


@pytest.mark.parametrize(
    ("written", "kind", "label"),
    [
        ("0", SourceKind.WEBCAM, "0"),
        (" 12 ", SourceKind.WEBCAM, "12"),
        ("/dev/video3", SourceKind.WEBCAM, "/dev/video3"),
        ("rtsp://anna:geheim@10.0.0.7:554/live", SourceKind.STREAM, "10.0.0.7:554"),
        ("https://example.org/cam", SourceKind.STREAM, "example.org"),
        ("http://[broken:secret@host/", SourceKind.STREAM, "host/"),
    ],
)
def test_a_source_is_told_by_how_it_is_written_and_passwords_are_not_shown(written, kind, label):
    source = parse_source(written)
    assert (source.kind, source.label) == (kind, label)
    assert source.mirrored is (kind is SourceKind.WEBCAM)


def test_a_file_is_a_file_whatever_its_name(tmp_path, short_clip):
    named = tmp_path / "名字:1.mp4"
    named.write_bytes(short_clip.read_bytes())
    source = parse_source(str(named))
    assert (source.kind, source.label) == (SourceKind.FILE, "名字:1.mp4")
    with Camera(source) as camera:
        assert camera.wait_newer(0, 5.0) is not None


@pytest.mark.parametrize("written", ["nowhere.mp4", "", "."])
def test_a_file_that_is_not_there_is_told(written):
    with pytest.raises(CameraError) as caught:
        parse_source(written)
    assert caught.value.key == "camera_file_missing"


def test_a_file_plays_once_at_its_own_speed_and_ends(short_clip):
    with Camera(parse_source(str(short_clip))) as camera:
        frames, seconds = played(camera)
        assert camera.state is CameraState.ENDED
        camera.check()
    assert 45 / 29.97 * 0.95 < seconds < 45 / 29.97 * 1.6 + 0.5
    assert len(frames) > 20
    light = brightness_of_frames(short_clip)
    for frame in frames:  # its time is that of the picture it shows
        number = int(np.abs(light - frame.image.mean()).argmin())
        assert frame.time == pytest.approx(number / 29.97, abs=1e-3)
    assert [frame.number for frame in frames] == sorted({frame.number for frame in frames})


def test_a_file_waits_at_its_first_frame_until_somebody_looks(short_clip):
    with Camera(parse_source(str(short_clip))) as camera:
        first = camera.wait_newer(0, 5.0)
        assert first.time == 0
        assert camera.wait_newer(first.number, 0.3) is None
        frames, _ = played(camera)
        assert frames[-1].time == pytest.approx(44 / 29.97, abs=0.05)


def test_fractions_of_frame_rates_are_kept(shared_data):
    clip = shared_data / "videos" / "hamilton" / "short_hamilton_clip.mp4"
    with Camera(parse_source(str(clip))) as camera:
        camera.play()
        frame = until(lambda: camera.wait_newer(25, 5.0))
    assert frame.time * 29.97 == pytest.approx(round(frame.time * 29.97), abs=1e-3)


def test_leaving_early_or_with_an_error_frees_the_file_and_ends_the_thread(short_clip):
    for error in (None, RuntimeError, KeyboardInterrupt):
        try:
            with Camera(parse_source(str(short_clip))) as camera:
                camera.play()
                camera.wait_newer(2, 5.0)
                assert threads_of_ours()
                if error:
                    raise error
        except (RuntimeError, KeyboardInterrupt):
            pass
        assert threads_of_ours() == []
        assert str(short_clip) not in opened_files()


@pytest.mark.parametrize("content", [b"", b"this is no video\n" * 1000], ids=["empty", "text"])
def test_a_broken_file_is_told(tmp_path, content):
    file = tmp_path / "broken.mp4"
    file.write_bytes(content)
    with Camera(parse_source(str(file))) as camera:
        until(lambda: camera.state is CameraState.ENDED)
        with pytest.raises(CameraError) as caught:
            camera.check()
    assert caught.value.key == "camera_file_unreadable"
    assert threads_of_ours() == []


def test_a_broken_picture_that_opencv_calls_opened_is_told(shared_data):
    with Camera(parse_source(str(shared_data / "bad_inputs" / "corrupted.png"))) as camera:
        until(lambda: camera.state is CameraState.ENDED)
        with pytest.raises(CameraError, match=r"corrupted\.png"):
            camera.check()


def test_a_still_picture_is_a_short_video_whatever_length_it_claims(astronaut):
    with Camera(parse_source(str(astronaut))) as camera:
        frames, seconds = played(camera)
    assert len(frames) == 1
    assert seconds < 2


def test_a_webcam_that_is_not_there_is_told_quietly(capfd):
    with Camera(parse_source("63")) as camera:
        until(lambda: camera.state is CameraState.ENDED)
        with pytest.raises(CameraError) as caught:
            camera.check()
    assert (caught.value.key, caught.value.values["camera"]) == ("camera_missing", "63")
    assert capfd.readouterr().err == ""


def test_a_stream_that_is_not_there_is_told_without_its_password():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused
        port = taken.getsockname()[1]
        with Camera(parse_source(f"http://anna:geheim@127.0.0.1:{port}/x")) as camera:
            until(lambda: camera.state is CameraState.ENDED)
            with pytest.raises(CameraError) as caught:
                camera.check()
    assert caught.value.key == "camera_missing"
    assert "geheim" not in str(caught.value)


def test_a_stream_that_dies_is_reached_again_when_it_is_back():
    with streaming() as first, Camera(parse_source(first.url), first_pause=0.05) as camera:
        before = until(lambda: camera.wait_newer(5, 5.0))
        assert camera.state is CameraState.LIVE
        first.die()
        until(lambda: camera.state is CameraState.LOST)
        assert camera.lost_seconds > 0
        lost = camera.newest.number
        with streaming(first.port):
            after = until(lambda: camera.wait_newer(lost + 3, 5.0))
            assert camera.state is CameraState.LIVE
            assert camera.lost_seconds == 0
        assert after.time > before.time
    assert threads_of_ours() == []


def test_a_stream_that_falls_silent_without_hanging_up_is_reached_again(monkeypatch):
    monkeypatch.setattr(source_module, "ANSWER_MILLISECONDS", 500)
    with streaming() as stream, Camera(parse_source(stream.url), first_pause=0.05) as camera:
        until(lambda: camera.wait_newer(2, 5.0))
        stream.silent.set()
        until(lambda: camera.state is CameraState.LOST)
        stream.silent.clear()
        until(lambda: camera.state is CameraState.LIVE)
        assert stream.connections > 1


def test_a_stream_that_is_down_at_first_is_reached_later_where_there_are_others():
    with streaming() as first:
        pass
    with Camera(parse_source(first.url), first_pause=0.05, patient=True) as camera:
        until(lambda: camera.state is CameraState.LOST)
        assert camera.newest is None
        with streaming(first.port):
            assert until(lambda: camera.wait_newer(2, 5.0)).opening == 1
            assert camera.state is CameraState.LIVE
    camera.check()
    assert threads_of_ours() == []


def test_a_file_that_cannot_be_read_is_not_tried_again(tmp_path):
    with Camera(Source(str(tmp_path / "gone.mp4"), SourceKind.FILE), patient=True) as camera:
        until(lambda: camera.state is CameraState.ENDED)
        assert camera.failure.key == "camera_file_missing"


def test_how_long_a_stream_has_hung_is_known_before_it_is_lost(short_clip):
    with streaming() as stream, Camera(parse_source(stream.url)) as camera:
        until(lambda: camera.wait_newer(2, 5.0))
        assert camera.waited_seconds < 0.5
        stream.silent.set()
        until(lambda: camera.waited_seconds > 0.5)
        assert camera.state is CameraState.LIVE
    with Camera(parse_source(str(short_clip))) as file:
        first = file.wait_newer(0, 5.0)
        assert file.wait_newer(first.number, 0.2) is None
        assert file.waited_seconds == 0  # it waits for the models


def test_a_lost_camera_can_be_left():
    with streaming() as stream, Camera(parse_source(stream.url)) as camera:
        until(lambda: camera.wait_newer(2, 5.0))
        stream.die()
        until(lambda: camera.state is CameraState.LOST)
    assert threads_of_ours() == []


def test_a_video_file_on_a_web_server_ends_too(short_clip):
    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(short_clip.parent))

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}/short%20100%25%20clip.mp4"
        with Camera(Source(url, SourceKind.STREAM)) as camera:
            frames, seconds = played(camera)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert len(frames) > 20
    assert seconds > 45 / 29.97 * 0.95
