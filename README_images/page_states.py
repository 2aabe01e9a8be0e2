"""What the tabs of the page can show, opened one after the other as a visitor would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

Opener = Callable[[Page, Path], None]
"""Opens a state of the tab that is shown, from the last one; the folder is the scene's."""


def open_photo(page: Page, folder: Path) -> None:
    """Recognise a photo."""
    upload(page, "#photo-in", folder / "photo-1.jpg")
    page.locator("#photo-table tbody tr").first.wait_for()


def open_why(page: Page, folder: Path) -> None:
    """Ask why the face has its name."""
    page.locator("#photo-table .fm-row-why").first.click()
    page.locator(".fm-why img").first.wait_for()


def open_several(page: Page, folder: Path) -> None:
    """Recognise several photos at once."""
    page.locator("#photo-more button").first.click()
    files = [folder / name for name in ("photo-2.jpg", "photo-3.jpg", "group.jpg")]
    page.locator("#photo-files input[type=file]").set_input_files(files)
    page.locator("#photo-many img").nth(2).wait_for()


def open_live(page: Page, folder: Path) -> None:
    """Start the camera."""
    page.locator("#live-start").click()
    page.locator("#live-faces .fm-face-known").wait_for()


def open_video(page: Page, folder: Path) -> None:
    """Recognise a video."""
    upload(page, "#video-in", folder / "film.mp4")
    page.locator("#video-in video").wait_for()
    page.locator("#video-button").click()
    page.locator("#video-table tbody tr").first.wait_for()


def open_photos(page: Page, folder: Path) -> None:
    """Show several photos to enrol, one of a group, one that is blurred."""
    page.locator("#enrol-more button").first.click()
    files = [folder / name for name in ("photo-2.jpg", "blurred.jpg", "group.jpg")]
    page.locator("#enrol-files input[type=file]").set_input_files(files)
    page.locator("#enrol-faces .fm-choose").first.wait_for()


def open_camera(page: Page, folder: Path) -> None:
    """Enrol with the camera."""
    page.locator("#enrol-way label").last.click()
    page.locator("#guide-start").click()
    page.locator("#guide-looks img").first.wait_for()


def open_person(page: Page, folder: Path) -> None:
    """Open somebody's page."""
    page.locator("#people-grid [data-name]").first.click()
    page.locator("#person-head h2").wait_for()


def open_question(page: Page, folder: Path) -> None:
    """Choose a face, and be asked whether the person is to be deleted."""
    page.locator("#person-faces [data-face]").first.click()
    page.locator("#person-delete").click()
    page.locator("#people-question p").first.wait_for()


def open_visit(page: Page, folder: Path) -> None:
    """Open a visit."""
    page.locator("#history-body [data-do=open]").first.click()
    page.locator("#history-panel").wait_for()


def open_attendance(page: Page, folder: Path) -> None:
    """Show the sheet instead of the visits."""
    page.locator("#history-close").click()
    page.locator("#history-view label").last.click()
    page.locator("#history-list table").first.wait_for()


def open_merging(page: Page, folder: Path) -> None:
    """Select two unknown people who may be one."""
    for number in range(2):
        page.locator("#unknown-strangers input[type=checkbox]").nth(number).check()


def open_stranger(page: Page, folder: Path) -> None:
    """Open somebody unknown and type a name."""
    page.locator("#unknown-strangers [data-do=open]").first.click()
    page.locator("#unknown-head h2").wait_for()
    page.locator("#unknown-name input").fill("Grace 葛丽丝")


def open_sections(page: Page, folder: Path) -> None:
    """Unfold every section of the settings."""
    folded = page.locator("#settings .fm-section > button.label-wrap:not(.open)")
    while folded.count():
        folded.first.click()


STATES: dict[str, tuple[Opener, ...]] = {
    "photo": (open_photo, open_why, open_several),
    "live": (open_live,),
    "video": (open_video,),
    "enrol": (open_photos, open_camera),
    "people": (open_person, open_question),
    "history": (open_visit, open_attendance),
    "unknown": (open_merging, open_stranger),
    "settings": (open_sections,),
}
"""What each tab can show, by its id, each from where the one before it ended."""


def upload(page: Page, place: str, file: Path) -> None:
    """Give a file to a component."""
    page.locator(f"{place} input[type=file]").first.set_input_files(file)
