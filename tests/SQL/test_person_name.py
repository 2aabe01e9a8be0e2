import unicodedata

import pytest

from face_process.errors import GalleryError
from SQL.person_name import note_text, person_name


@pytest.mark.parametrize("name", ["张三", "Zoë", "O'Neil-Świątek", "אברהם", "สมชาย", "👩‍🚀 Eve"])
def test_names_of_any_script_are_kept(name):
    assert person_name(name) == unicodedata.normalize("NFC", name)


def test_the_same_name_in_another_normal_form_is_the_same_name():
    assert person_name(unicodedata.normalize("NFD", "Zoë")) == "Zoë"


def test_space_around_a_name_is_dropped():
    assert person_name(" \t张三 　") == "张三"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        pytest.param("", "name_empty", id="empty"),
        pytest.param("  ", "name_empty", id="blank"),
        pytest.param("x" * 65, "name_too_long", id="65 characters"),
        pytest.param("a\nb", "name_not_text", id="line break"),
        pytest.param("a\0b", "name_not_text", id="zero byte"),
        pytest.param("a\u2028b", "name_not_text", id="line separator"),
        pytest.param("a\udcffb", "name_not_text", id="undecodable byte"),
    ],
)
def test_what_is_no_name_is_refused(written, key):
    with pytest.raises(GalleryError) as refused:
        person_name(written)
    assert refused.value.key == key


def test_64_characters_are_a_name():
    assert person_name("王" * 64) == "王" * 64


@pytest.mark.parametrize(
    ("written", "key"),
    [
        pytest.param("x" * 2001, "note_too_long", id="too long"),
        pytest.param("a\x1b[2Jb", "note_not_text", id="commands a terminal"),
        pytest.param("a\udcffb", "note_not_text", id="undecodable byte"),
    ],
)
def test_what_is_no_note_is_refused(written, key):
    with pytest.raises(GalleryError) as refused:
        note_text(written)
    assert refused.value.key == key


def test_a_note_may_have_lines():
    assert note_text("第三组\r\nthird floor\n\tleft") == "第三组\nthird floor\n\tleft"
