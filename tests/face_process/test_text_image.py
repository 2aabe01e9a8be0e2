"""Names in every script are drawn, each letter as itself and in its order."""

import threading

import numpy as np
import pytest

from face_process import text_fonts
from face_process.text_image import draw_text, text_size
from face_process.text_runs import visual_runs

SIZE = 40

SCRIPTS = {
    "Latin": "Smith",
    "Latin with accents": "ŻółćÇğıñ",
    "Azerbaijani": "Əliyev",
    "Vietnamese": "Nguyễn",
    "marks put together": "x\u0304y\u0301",
    "Greek": "Δημήτρης",
    "Cyrillic": "Ельцин",
    "simplified Chinese": "张三赵丽颖",
    "traditional Chinese": "司馬遷髙橋",
    "rare Chinese": "彧婧玥璟",
    "Japanese": "さくらカタカナ",
    "Korean": "김민수",
    "Arabic": "محمد",
    "Hebrew": "שלום",
    "Thai": "สมชาย",
    "Hindi": "नरेंद्र",
    "Bengali": "হাসিনা",
    "Tamil": "தமிழ்",
    "Georgian": "ქართული",
    "Armenian": "Հայերեն",
    "Amharic": "አማርኛ",
    "emoji": "😀🎉",
}


def drawn(words: str, size: int = SIZE) -> np.ndarray:
    """Return a line of white letters on black, in a box of its own size."""
    width, height = text_size(words, size)
    image = np.zeros((height, width, 3), np.uint8)
    draw_text(image, words, (0, 0), size, (255, 255, 255))
    return image[:, :, 0]


def letters_alone(words: str) -> list[str]:
    return [one for one in dict.fromkeys(words) if one.isalpha()]


@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_every_letter_has_ink_of_its_own(words):
    pictures = [drawn(letter).tobytes() for letter in letters_alone(words) or words]
    missing = {drawn("?").tobytes(), drawn("□").tobytes()}
    assert len(set(pictures)) == len(pictures)
    assert not missing & set(pictures)
    assert drawn(words).max() > 200


@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_ink_fills_the_box_that_was_announced_and_no_more(words):
    width, height = text_size(words, SIZE)
    image = np.zeros((height + 80, width + 80, 3), np.uint8)
    draw_text(image, words, (40, 40), SIZE, (255, 255, 255))
    inked = np.argwhere(image.any(axis=2))
    (top, left), (bottom, right) = inked.min(axis=0), inked.max(axis=0)
    assert 40 <= left <= right < 40 + width
    assert 40 <= top <= bottom < 40 + height
    assert right - left > 0.6 * width


def test_usual_names_share_one_height():
    heights = {text_size(words, SIZE)[1] for words in ("Smith", "jÄg", "张三", "김민수", "Ельцин")}
    assert len(heights) == 1


def test_arabic_letters_join_and_run_from_right_to_left():
    joined, apart = text_size("ببب", SIZE), text_size("ب\u200cب\u200cب", SIZE)
    assert joined[0] < apart[0]
    alif_first, alif_last = drawn("اببب"), drawn("بببا")
    thirds = alif_first.shape[1] // 3
    above = slice(0, SIZE // 2)  # only the alif stands so high
    assert alif_first[above, -thirds:].any()
    assert not alif_first[above, :thirds].any()
    assert alif_last[above, : alif_last.shape[1] // 3].any()


def test_hebrew_runs_from_right_to_left():
    word, letter = drawn("לבב"), drawn("ל")
    tallest = np.flatnonzero(word.any(axis=0) & (word[: SIZE // 3].any(axis=0)))
    assert tallest.min() > word.shape[1] - 1.3 * letter.shape[1]


def test_hindi_vowel_stands_before_its_consonant():
    together, apart = drawn("कि"), np.hstack([drawn("क"), drawn("ि")])
    assert together.shape != apart.shape or not np.array_equal(together, apart)


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("Anna 0.62", ["Anna 0.62"]),
        ("محمد علي 0.62", ["0.62", "محمد علي "]),
        ("Dr. محمد علي 0.62", ["Dr. ", "محمد علي", " 0.62"]),
        ("שלום (כהן)", ["שלום (כהן)"]),
        ("", []),
    ],
    ids=["left", "right-number", "mixed", "brackets", "empty"],
)
def test_lines_of_two_directions_stand_in_reading_order(line, pieces):
    assert ["".join(run.clusters) for run in visual_runs(line)] == pieces


def test_letters_that_no_font_has_are_boxes_and_the_log_says_so_without_the_name(caplog):
    text_fonts.font_for.cache_clear()
    text_fonts._tell_missing.cache_clear()
    nobody = "\U000e0fff"  # a place where Unicode has no letter
    assert np.array_equal(drawn(nobody), drawn("□"))
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert nobody not in caplog.text


def test_line_breaks_and_control_characters_leave_nothing_behind():
    assert np.array_equal(drawn("Anna\nMaria\t"), drawn("Anna Maria"))
    assert np.array_equal(drawn("An\u0007na"), drawn("Anna"))


@pytest.mark.parametrize("words", ["张三 Anna", "محمد"], ids=["opencv", "harfbuzz"])
@pytest.mark.parametrize(
    "corner", [(-30, -10), (70, 45), (-500, 0), (500, 500), (0, -500)], ids=str
)
def test_what_lies_beyond_the_image_is_left_out(words, corner):
    large = np.zeros((1200, 1400, 3), np.uint8)
    draw_text(large, words, (corner[0] + 550, corner[1] + 550), SIZE, (0, 200, 255))
    image = np.zeros((60, 100, 3), np.uint8)
    draw_text(image, words, corner, SIZE, (0, 200, 255))
    assert np.array_equal(image, large[550:610, 550:650])


def test_images_of_any_memory_layout_are_drawn_on():
    plain = np.zeros((60, 200, 3), np.uint8)
    draw_text(plain, "张三", (5, 5), SIZE, (9, 99, 255))
    wide = np.zeros((60, 400, 3), np.uint8)
    draw_text(wide[:, ::2], "张三", (5, 5), SIZE, (9, 99, 255))
    assert np.array_equal(wide[:, ::2], plain)


def test_full_ink_has_the_colour_asked_for():
    image = np.full((80, 80, 3), 40, np.uint8)
    draw_text(image, "■", (5, 5), 50, (10, 130, 250))
    assert (10, 130, 250) in {tuple(map(int, pixel)) for pixel in image.reshape(-1, 3)}


@pytest.mark.parametrize("words", ["", " ", "\n"], ids=["empty", "space", "newline"])
def test_nothing_to_draw_is_no_error(words):
    assert text_size(words, SIZE)[1] > SIZE
    assert not drawn(words).any()


def test_many_threads_draw_the_same_as_one():
    names = [f"{name} {number}" for number in range(40) for name in ("张三", "محمد", "नरेंद्र")]
    expected = [drawn(name, 21).tobytes() for name in names]
    wrong: list[str] = []

    def draw_all(size: int) -> None:
        for name, picture in zip(names, expected, strict=True):
            drawn(name, size)  # pushes the lines drawn before out of memory
            if drawn(name, 21).tobytes() != picture:
                wrong.append(name)

    threads = [threading.Thread(target=draw_all, args=(size,)) for size in (18, 19, 20, 22)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
