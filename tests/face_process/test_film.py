import os

from face_process.film import PIECE, Film, fingerprint, found_again


def test_a_copy_of_a_file_is_the_same_film_and_one_changed_in_its_middle_another(tmp_path):
    content = bytearray(os.urandom(5 * PIECE))
    for name in ("a.mp4", "b.mp4"):
        (tmp_path / name).write_bytes(content)
    content[len(content) // 2] ^= 1
    (tmp_path / "c.mp4").write_bytes(content)
    first, copy, other = (fingerprint(tmp_path / f"{name}.mp4") for name in "abc")
    assert first == copy
    assert other not in (first, None)


def test_short_and_empty_files_have_fingerprints_too(tmp_path):
    (tmp_path / "empty").touch()
    (tmp_path / "short").write_bytes(b"short")
    assert fingerprint(tmp_path / "empty") != fingerprint(tmp_path / "short")


def test_what_is_no_plain_file_has_no_fingerprint(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert fingerprint(tmp_path / "pipe") is None
    assert fingerprint(tmp_path) is None
    assert fingerprint(tmp_path / "none.mp4") is None


def test_a_film_is_found_again_until_it_is_gone_or_another(tmp_path, monkeypatch):
    file = tmp_path / "clip.mp4"
    file.write_bytes(b"a film")
    monkeypatch.chdir(tmp_path)
    path, clip = Film(file.relative_to(tmp_path)).kept_path, fingerprint(file)
    monkeypatch.chdir("/")
    assert found_again(path, clip) == file
    assert found_again(Film(file, stays=False).kept_path, clip) is None
    file.write_bytes(b"another")
    assert found_again(path, clip) is None
    file.unlink()
    assert found_again(path, clip) is None
