"""Whole videos: every frame, its time and its names, and a copy that plays everywhere."""

import errno
import itertools
import os
import subprocess
import sys
import threading
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from face_process.errors import FaceMindError, VideoError
from face_process.face_enroll import enrol, examine
from face_process.image_file import read_image
from face_process.timeline import Timeline
from face_process.types import Match, TrackedFace
from face_process.video_recognize import VideoFrame, is_video, recognize_video

PIECE = 40
RATE = Fraction(30000, 1001)
STORED_PICTURES = 12


@pytest.fixture
def folder(tmp_path) -> Path:
    """Return a folder with nothing else in it."""
    empty = tmp_path / "videos"
    empty.mkdir()
    return empty


@pytest.fixture(scope="session")
def hamilton(shared_data) -> Path:
    return shared_data / "videos" / "hamilton"


@pytest.fixture(scope="session")
def piece(hamilton, tmp_path_factory) -> Path:
    """Return the first frames of the clip, copied bit by bit, with the sound beside them."""
    file = tmp_path_factory.mktemp("videos") / "piece.mp4"
    with av.open(str(hamilton / "short_hamilton_clip.mp4")) as source, av.open(str(file), "w") as o:
        streams = {one.index: o.add_stream_from_template(one) for one in source.streams}
        pictures = 0
        for packet in source.demux():
            if packet.dts is None:
                continue
            pictures += packet.stream.type == "video"
            if pictures > PIECE:
                break
            packet.stream = streams[packet.stream.index]
            o.mux(packet)
    return file


@pytest.fixture
def knowing(service, hamilton):
    """Return a recogniser that knows two men of the clip."""
    for name in ("lin-manuel-miranda", "alex-lacamoire"):
        photo = read_image(hamilton / f"{name}.png")
        enrol(service, name, [examine(service, photo, name)])
    return service


def make_video(
    file: Path,
    *,
    times: list[int] | None = None,
    base: Fraction = 1 / RATE,
    rotation: int = 0,
    sound: str = "",
    codec: str = "libx264",
    noisy: bool = False,
    size: tuple[int, int] = (64, 48),
    **options: str,
) -> Path:
    """Write a small video, its pictures' left upper corner white, with a tone if wanted."""
    width, height = size
    picture = np.zeros((height, width, 3), np.uint8)
    picture[: height // 2, : width // 2] = 255
    noise = np.random.default_rng(0)
    times = list(range(STORED_PICTURES)) if times is None else times
    with av.open(str(file), "w", options=options) as out:
        video = out.add_stream(codec, rate=RATE)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.codec_context.time_base = base
        if rotation:
            video.set_display_rotation(rotation)
        track = out.add_stream(sound, rate=48000) if sound else None
        for time in times:
            if noisy:
                picture = noise.integers(0, 255, picture.shape, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = time, base
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if track:
            tone = np.sin(np.arange(48000 // 2) * 0.06).astype(np.float32)[None]
            frame = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = 48000, 0, Fraction(1, 48000)
            out.mux(track.encode(frame))
            out.mux(track.encode(None))
    return file


def pictures_of(file: Path) -> list[av.VideoFrame]:
    with av.open(str(file)) as video:
        return list(video.decode(video=0))


def seconds_of_sound(file: Path) -> float:
    with av.open(str(file)) as video:
        return sum(frame.samples / frame.sample_rate for frame in video.decode(audio=0))


def test_everyone_named_in_the_clip_is_really_there(knowing, piece):
    timeline = Timeline()
    frames = list(recognize_video(knowing, piece))
    for frame in frames:
        timeline.add(frame)
    assert [frame.index for frame in frames] == list(range(PIECE))
    assert all(frame.faces for frame in frames[:20])
    names = {face.name for frame in frames[:20] for face in frame.faces}
    assert names <= {None, "lin-manuel-miranda", "alex-lacamoire"}
    for frame in frames[:20]:  # the small man in the background stands to the left or right of him
        named = [face.name for face in frame.faces if face.name]
        assert len(set(named)) == len(named)
    assert not [face.name for frame in frames[20:] for face in frame.faces if face.name]
    assert {one.name for one in timeline.appearances()} == names - {None}


def test_times_count_from_the_first_picture(service, piece):
    frames = list(recognize_video(service, piece))
    shown = [float(picture.time) for picture in pictures_of(piece)]
    shown = [time - shown[0] for time in shown]
    assert [frame.time for frame in frames] == pytest.approx(shown, abs=1e-3)
    with av.open(str(piece)) as original:
        ahead = float(pictures_of(piece)[0].time) - original.start_time / av.time_base
    assert [frame.ahead for frame in frames] == pytest.approx([ahead] * PIECE, abs=1e-3)
    fractions = [frame.fraction for frame in frames]
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] < fractions[-1] <= 1
    assert frames[0].total == PIECE


def test_a_timeline_goes_by_the_clock_of_the_copy_beside_it(knowing, piece, folder):
    timeline, out = Timeline(), folder / "out.mp4"
    frames = list(recognize_video(knowing, piece, out))
    for frame in frames:
        timeline.add(frame)
    with av.open(str(out)) as made:
        start = made.start_time / av.time_base
    times = [float(picture.time) - start for picture in pictures_of(out)]
    named = [frame.index for frame in frames if any(face.name for face in frame.faces)]
    appearances = timeline.appearances()
    assert appearances[0].start == pytest.approx(times[named[0]], abs=0.02)
    assert max(one.end for one in appearances) == pytest.approx(times[named[-1]], abs=0.02)


def test_the_copy_keeps_size_rate_timing_and_sound_and_plays_in_browsers(service, piece, folder):
    out = folder / "out.mp4"
    frames = list(recognize_video(service, piece, out))
    with av.open(str(out)) as made, av.open(str(piece)) as original:
        video, sound = made.streams.video[0], made.streams.audio[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (video.width, video.height) == (640, 360)
        assert float(video.average_rate) == pytest.approx(29.97, abs=0.01)
        assert sound.codec_context.name == "aac"
        assert sound.rate == original.streams.audio[0].rate
    with av.open(str(piece)) as original:
        start = original.start_time / av.time_base
    expected = [float(picture.time) - start for picture in pictures_of(piece)]
    shown = [float(picture.time) for picture in pictures_of(out)]
    assert shown == pytest.approx(expected, abs=1e-3)
    assert len(frames) == len(shown)
    assert seconds_of_sound(out) == pytest.approx(seconds_of_sound(piece), abs=0.1)
    content = out.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")  # begins to play while it loads


def test_boxes_are_drawn_into_the_copy(service, piece, folder):
    out = folder / "out.mp4"
    frames = list(recognize_video(service, piece, out))
    box = frames[0].faces[0].box.astype(int)
    before = pictures_of(piece)[0].to_ndarray(format="bgr24").astype(int)
    after = pictures_of(out)[0].to_ndarray(format="bgr24").astype(int)
    changed = np.abs(after - before).max(axis=2)
    near = changed[max(0, box[1] - 4) : box[1] + 4, box[0] : box[0] + 20]
    assert near.max() > 60
    assert np.median(changed) < 12


def test_phone_videos_come_out_upright(service, folder):
    file = make_video(folder / "phone.mp4", rotation=90)
    out = folder / "out.mp4"
    assert len(list(recognize_video(service, file, out))) == STORED_PICTURES
    picture = pictures_of(out)[0]
    assert (picture.width, picture.height, picture.rotation) == (48, 64, 0)
    image = picture.to_ndarray(format="gray")
    assert image[-8, 8] > 200  # turned counter-clockwise, the left upper corner is the left lower
    assert image[8, 8] < 50


def test_odd_sides_and_other_pixel_formats_are_written_too(service, folder):
    file = make_video(folder / "odd.mkv", codec="ffv1", size=(65, 49))
    out = folder / "out.mp4"
    list(recognize_video(service, file, out))
    assert (pictures_of(out)[0].width, pictures_of(out)[0].height) == (66, 50)


def test_uneven_timing_is_kept(service, folder):
    times = [0, 40, 50, 400, 410, 1000]
    file = make_video(folder / "uneven.mkv", times=times, base=Fraction(1, 1000))
    out = folder / "out.mp4"
    frames = list(recognize_video(service, file, out))
    expected = [time / 1000 for time in times]
    assert [frame.time for frame in frames] == pytest.approx(expected, abs=2e-3)
    assert [float(one.time) for one in pictures_of(out)] == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize(
    ("name", "sound", "kept"),
    [
        ("video.mp4", "aac", "aac"),
        ("video.ts", "aac", "aac"),
        ("video.avi", "mp3", "mp3float"),
        ("video.mkv", "libopus", "aac"),
        ("video.mov", "pcm_s16le", "aac"),
    ],
    ids=["aac", "aac-in-ts", "mp3", "opus", "pcm"],
)
def test_sound_is_kept_as_something_browsers_play(service, folder, name, sound, kept):
    file = make_video(folder / name, sound=sound)
    out = folder / "out.mp4"
    frames = list(recognize_video(service, file, out))
    assert len(frames) == STORED_PICTURES
    assert frames[0].time == pytest.approx(0, abs=0.15)
    with av.open(str(out)) as made:
        assert made.streams.audio[0].codec_context.name == kept
    assert seconds_of_sound(out) == pytest.approx(0.5, abs=0.15)


def test_a_browsers_recording_without_length_has_no_fraction(service, folder):
    file = make_video(
        folder / "recording.webm",
        codec="libvpx",
        sound="libopus",
        live="1",
        cluster_time_limit="1",
    )
    frames = list(recognize_video(service, file, folder / "out.mp4"))
    assert len(frames) == STORED_PICTURES
    assert {(frame.fraction, frame.total) for frame in frames} == {(None, None)}
    assert len(pictures_of(folder / "out.mp4")) == STORED_PICTURES


def test_a_recording_that_was_cut_off_ends_where_it_was_cut(service, folder):
    whole = make_video(folder / "whole.ts", times=list(range(100)), sound="aac")
    cut = folder / "cut.ts"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    out = folder / "out.mp4"
    frames = list(recognize_video(service, cut, out))
    assert 5 < len(frames) < 100
    assert len(pictures_of(out)) == len(frames)


@pytest.mark.parametrize("name", ["video.ts", "video.mkv", "video.avi"])
def test_damage_in_the_middle_does_not_end_the_video(service, folder, name):
    sound = "mp3" if name.endswith("avi") else "aac"
    file = make_video(folder / name, times=list(range(60)), sound=sound, noisy=True)
    content = bytearray(file.read_bytes())
    noise = np.random.default_rng(5)
    for place in noise.integers(len(content) // 4, len(content) * 3 // 4, 25):
        content[place : place + 40] = noise.bytes(40)
    file.write_bytes(content)
    out = folder / "out.mp4"
    frames = list(recognize_video(service, file, out))
    assert frames
    assert len(pictures_of(out)) == len(frames)
    assert seconds_of_sound(out) >= 0


def write_text(file: Path) -> None:
    file.write_text("hello, I am no video\n" * 50)


def write_picture(file: Path) -> None:
    with av.open(str(file), "w", format="image2") as out:
        stream = out.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "rgb24"
        frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
        out.mux(stream.encode(frame))


def write_playlist(file: Path) -> None:
    file.write_text("ffconcat version 1.0\nfile '/etc/hostname'\n")


def write_sound_only(file: Path) -> None:
    with av.open(str(file), "w", format="mp4") as out:
        track = out.add_stream("aac", rate=48000)
        tone = np.zeros((1, 9600), np.float32)
        frame = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
        frame.sample_rate = 48000
        out.mux(track.encode(frame))
        out.mux(track.encode(None))


def write_no_frames(file: Path) -> None:
    """Write a video whose pictures are all noise."""
    make_video(file, times=list(range(3)))
    content = bytearray(file.read_bytes())
    start = content.index(b"mdat") + 4
    end = content.index(b"moov") - 4
    content[start:end] = bytes(255 for _ in range(end - start))
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("write", "key"),
    [
        (write_text, "video_unreadable"),
        (lambda file: file.write_bytes(b""), "video_unreadable"),
        (write_picture, "video_unreadable"),
        (write_playlist, "video_unreadable"),
        (write_sound_only, "video_without_frames"),
        (write_no_frames, "video_without_frames"),
        (lambda file: None, "image_missing"),
    ],
    ids=["text", "empty", "picture", "playlist", "sound only", "no frames", "missing"],
)
def test_what_is_no_video_is_a_sentence_and_leaves_nothing_behind(
    service, folder, capfd, write, key
):
    file = folder / "video.mp4"
    write(file)
    there = set(folder.iterdir())
    frames = recognize_video(service, file, folder / "out.mp4")
    with pytest.raises(VideoError) as caught:
        next(frames)
    assert caught.value.key == key
    assert "video.mp4" in caught.value.sentence("zh")
    assert set(folder.iterdir()) == there
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "place",
    [
        lambda place, video: place / "nowhere" / "out.mp4",
        lambda place, video: video,
        lambda place, video: place,
    ],
    ids=["no such folder", "the video itself", "a folder"],
)
def test_a_copy_that_cannot_be_written_is_a_sentence(service, folder, place):
    video = make_video(folder / "video.mp4")
    before = video.read_bytes()
    with pytest.raises(VideoError) as caught:
        list(recognize_video(service, video, place(folder, video)))
    assert caught.value.key == "output_unwritable"
    assert video.read_bytes() == before
    assert list(folder.iterdir()) == [video]


def test_a_file_that_may_not_grow_is_a_sentence(service, folder):
    resource = pytest.importorskip("resource", reason="this system has no limits for files")
    video = make_video(folder / "video.mp4", size=(640, 480), times=list(range(30)), noisy=True)
    frames = recognize_video(service, video, folder / "out.mp4")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, limits[1]))
    try:
        with pytest.raises(VideoError) as caught:
            list(frames)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.key == "output_unwritable"
    assert caught.value.values["reason"] == os.strerror(errno.EFBIG)
    assert list(folder.iterdir()) == [video]


def test_a_finished_copy_replaces_the_one_before_in_one_step(service, folder):
    video = make_video(folder / "video.mp4")
    out = folder / "out.mp4"
    out.write_bytes(b"the one before")
    frames = recognize_video(service, video, out)
    next(frames)
    assert out.read_bytes() == b"the one before"
    for _ in frames:
        assert out.read_bytes() == b"the one before"
    assert len(pictures_of(out)) == STORED_PICTURES
    assert set(folder.iterdir()) == {video, out}


def test_cancelling_removes_the_unfinished_copy_and_leaves_no_thread(service, folder):
    video = make_video(folder / "video.mp4", sound="aac")
    before = set(threading.enumerate())
    frames = recognize_video(service, video, folder / "out.mp4")
    assert len(list(itertools.islice(frames, 3))) == 3
    frames.close()
    assert list(folder.iterdir()) == [video]
    assert set(threading.enumerate()) == before


def test_a_failure_while_recognising_removes_the_unfinished_copy(service, folder):
    video = make_video(folder / "video.mp4")
    frames = recognize_video(service, video, folder / "out.mp4")
    next(frames)
    with pytest.raises(RuntimeError, match="from outside"):
        frames.throw(RuntimeError("from outside"))
    assert list(folder.iterdir()) == [video]


def test_names_with_colons_and_other_signs_are_files(service, folder, monkeypatch):
    make_video(folder / "plain.mp4").rename(folder / "http:张三 %d 'x'.mp4")
    monkeypatch.chdir(folder)
    frames = recognize_video(service, Path("http:张三 %d 'x'.mp4"), Path("out:%03d.mp4"))
    assert len(list(frames)) == STORED_PICTURES
    assert len(pictures_of(folder / "out:%03d.mp4")) == STORED_PICTURES


def test_photos_are_recognised_without_loading_the_video_library():
    code = (
        "import sys, face_process.face_recognize, face_process.video_recognize,"
        "face_process.timeline, face_process.draw; assert 'av' not in sys.modules"
    )
    project = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", code], cwd=project, check=True)


@pytest.mark.parametrize(
    ("name", "video"),
    [("a.mp4", True), ("A.MOV", True), ("a.webm", True), ("a.jpg", False), ("mp4", False)],
)
def test_videos_are_told_by_their_names(name, video):
    assert is_video(Path(name)) is video


def frame_with(index, seconds, *people):
    box = np.array((20, 20, 60, 70), np.float32)
    faces = []
    for number, name, similarity in people:
        match = Match(number, name, similarity, number)
        shown = name if similarity >= 0.5 else None
        faces.append(TrackedFace(number, box, None, match, 0.5, shown, True, 0.0))
    image = np.full((120, 160, 3), index % 256, np.uint8)
    return VideoFrame(index, seconds, image, faces, None, None)


def test_a_timeline_bridges_short_gaps_and_tells_longer_ones():
    timeline = Timeline()
    for index, seconds in enumerate((0.0, 0.5, 1.4, 3.0, 3.5)):
        timeline.add(frame_with(index, seconds, (1, "Anna", 0.6 + index / 100)))
    found = [(one.start, one.end, one.best_similarity) for one in timeline.appearances()]
    assert found == [(0.0, 1.4, pytest.approx(0.62)), (3.0, 3.5, pytest.approx(0.64))]


def test_an_appearance_keeps_the_picture_of_its_best_moment():
    timeline = Timeline()
    for index, similarity in enumerate((0.6, 0.8, 0.7)):
        timeline.add(frame_with(index, index / 10, (1, "Anna", similarity)))
    (appearance,) = timeline.appearances()
    assert appearance.picture.shape == (86, 76, 3)  # the face with a margin, within the frame
    assert (appearance.picture == 1).all()


def test_a_timeline_is_in_order_and_leaves_strangers_out():
    timeline = Timeline()
    timeline.add(frame_with(0, 0.0, (1, "Anna", 0.3)))
    timeline.add(frame_with(1, 0.5, (2, "Bob", 0.7)))
    timeline.add(frame_with(2, 0.6, (1, "Anna", 0.8), (2, "Bob", 0.6)))
    assert [one.name for one in timeline.appearances()] == ["Bob", "Anna"]


def test_a_timeline_of_a_long_video_stays_small():
    timeline = Timeline()
    for index in range(100_000):
        timeline.add(frame_with(index, index / 30, (1, "Anna", 0.6)))
    assert len(timeline.appearances()) == 1


def test_every_error_of_videos_is_one_of_ours():
    assert issubclass(VideoError, FaceMindError)
