import codecs
import csv
import errno

import pytest

from face_process.errors import ArchiveError
from face_process.spreadsheet import write_table


def rows_of(file):
    return list(csv.reader(file.read_text("utf-8-sig").splitlines()))


def test_spreadsheet_programs_read_chinese(tmp_path):
    file = tmp_path / "people.csv"
    assert write_table(file, ["name", "faces"], [["张三", 2], ["Zoë", None]]) == 2
    assert file.read_bytes().startswith(codecs.BOM_UTF8)
    assert rows_of(file) == [["name", "faces"], ["张三", "2"], ["Zoë", ""]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_text_is_never_taken_for_a_formula(tmp_path, text):
    write_table(tmp_path / "people.csv", ["name"], [[text]])
    assert (tmp_path / "people.csv").read_text("utf-8-sig").splitlines()[1].strip('"')[0] == "'"


def test_numbers_stay_numbers_and_notes_may_have_lines(tmp_path):
    write_table(tmp_path / "people.csv", ["similarity", "note"], [[-0.25, 'two\nlines, "quoted"']])
    with (tmp_path / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == ["-0.25", 'two\nlines, "quoted"']


def test_a_table_that_fails_halfway_leaves_the_old_one(tmp_path):
    file = tmp_path / "people.csv"
    write_table(file, ["name"], [["old"]])

    def failing():
        yield ["new"]
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(ArchiveError, match="No space left"):
        write_table(file, ["name"], failing())
    assert rows_of(file) == [["name"], ["old"]]
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_isnt_there_is_told(tmp_path):
    with pytest.raises(ArchiveError, match="can't be written"):
        write_table(tmp_path / "nowhere" / "people.csv", ["name"], [])
