import codecs
import csv
import errno
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from face_process.errors import ArchiveError
from face_process.spreadsheet import write_table, write_workbook


def rows_of(file):
    return list(csv.reader(file.read_text("utf-8-sig").splitlines()))


def test_spreadsheet_programs_read_chinese(tmp_path):
    file = tmp_path / "people.csv"
    assert write_table(file, ["name", "faces"], [["张三", 2], ["Zoë", None]]) == 2
    assert file.read_bytes().startswith(codecs.BOM_UTF8)
    assert rows_of(file) == [["name", "faces"], ["张三", "2"], ["Zoë", ""]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1"])
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


DAY = datetime(2025, 6, 2, 9, 30, 5)
ROW = ["张三", 3, 0.75, DAY, DAY.date(), DAY.time(), timedelta(hours=26, seconds=5), None]


def test_times_in_csv_are_what_spreadsheet_programs_take_for_times(tmp_path):
    write_table(tmp_path / "visits.csv", ["a"] * 8, [ROW])
    assert rows_of(tmp_path / "visits.csv")[1] == [
        "张三", "3", "0.75", "2025-06-02 09:30:05", "2025-06-02", "09:30:05", "26:00:05", "",
    ]  # fmt: skip


def test_workbooks_have_real_dates_numbers_and_text_that_is_no_formula(tmp_path):
    file = tmp_path / "visits.xlsx"
    heading = ["姓名", "n", "x", "at", "day", "time", "lasted", "nothing"]
    assert write_workbook(file, heading, [ROW, ["=1+1", *ROW[1:]]]) == 2
    assert list(tmp_path.iterdir()) == [file]
    sheet = load_workbook(file).active
    first, second, third = sheet.iter_rows()
    assert [cell.value for cell in first] == heading
    assert all(cell.font.bold for cell in first)
    read = [cell.value for cell in second]
    assert [*read[:4], read[4].date(), *read[5:]] == ROW
    assert [cell.number_format for cell in second[2:5]] == [
        "0.00", "yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd",
    ]  # fmt: skip
    assert (third[0].value, third[0].data_type) == ("=1+1", "s")
    assert sheet.column_dimensions["D"].width > len("2025-06-02 09:30:05")
    assert sheet.freeze_panes == "A2"


def test_empty_workbook_has_its_heading(tmp_path):
    assert write_workbook(tmp_path / "none.xlsx", ["name"], []) == 0
    assert load_workbook(tmp_path / "none.xlsx").active["A1"].value == "name"
