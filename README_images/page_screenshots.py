"""Photograph every tab of the page: both languages, two widths, light and dark.

    python README_images/page_screenshots.py            writes screenshots/LANGUAGE-WIDTH-SCHEME/
    python README_images/page_screenshots.py --readme   writes the READMEs' page.png and page-zh.png

Tabs are taken from the page as they are; useful states are opened where a tab has something known
to open. Everybody shown is NASA's portrait of Eileen Collins, in the public domain, which
scikit-image ships.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
from page_scene import PROJECT, running_page, write_scene

LOCALES = {"en": "en-US", "zh": "zh-CN"}
SIZES = {1280: 900, 390: 844}
SCHEMES = ("light", "dark")
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
WAIT = 60_000
SETTLED = 700
"""Milliseconds without changes to the page after which it is photographed."""
README_HEIGHT = 760
TAB = "#tabs > div > .tab-wrapper .tab-container:not(.visually-hidden) [role=tab]"

Opener = Callable[[Page, Path], None]


@dataclass(frozen=True, slots=True)
class Look:
    """How the page is looked at.

    Attributes:
        language: ``en`` or ``zh``.
        width: Of the window, in pixels.
        scheme: ``light`` or ``dark``.
    """

    language: str
    width: int
    scheme: str

    @property
    def name(self) -> str:
        """What its folder is called."""
        return f"{self.language}-{self.width}-{self.scheme}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, default=PROJECT / "screenshots")
    parser.add_argument("--language", choices=LOCALES, action="append")
    parser.add_argument("--width", type=int, choices=SIZES, action="append")
    parser.add_argument("--scheme", choices=SCHEMES, action="append")
    parser.add_argument("--readme", action="store_true", help="the READMEs' pictures only")
    options = parser.parse_args(arguments)
    looks = [
        Look(*look)
        for look in product(
            options.language or LOCALES, options.width or SIZES, options.scheme or SCHEMES
        )
    ]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        write_scene(folder)
        with running_page(folder) as address, _chromium(folder) as browser:
            if options.readme:
                for language, file in (("en", "page.png"), ("zh", "page-zh.png")):
                    shoot_readme(browser, address, folder, language, file)
            else:
                for look in looks:
                    shoot_tabs(browser, address, folder, look, options.out / look.name)


def shoot_tabs(browser: Browser, address: str, folder: Path, look: Look, out: Path) -> None:
    """Photograph every tab, at once and with what it can open."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with _visit(browser, address, look) as page:
        for number in range(page.locator(TAB).count()):
            tab = page.locator(TAB).nth(number)
            label = f"{number + 1}-{tab.inner_text().strip()}"
            tab.click()
            _photograph(page, out / f"{label}.png")
            for state, opener in OPENERS.items():
                if page.locator(state).first.is_visible():
                    opener(page, folder)
                    _photograph(page, out / f"{label}-{opener.__name__.removeprefix('open_')}.png")
            page.keyboard.press("Escape")
    with _visit(browser, address, look) as page:
        page.locator("#welcome-open").click()
        _photograph(page, out / "0-welcome.png")


def shoot_readme(browser: Browser, address: str, folder: Path, language: str, file: str) -> None:
    """Photograph a recognised face, as the READMEs show it."""
    with _visit(browser, address, Look(language, 1280, "light")) as page:
        page.set_viewport_size({"width": 1280, "height": README_HEIGHT})
        open_photo(page, folder)
        settle(page)
        page.screenshot(path=PROJECT / "README_images" / file)


def open_photo(page: Page, folder: Path) -> None:
    """Recognise a photo."""
    _upload(page, "#photo-in", folder / "photo-1.jpg")
    page.locator("#photo-table tbody tr").first.wait_for()


def open_live(page: Page, folder: Path) -> None:
    """Start the camera."""
    page.locator("#live-start").click()
    page.locator("#live-faces .fm-face-known").wait_for()


def open_video(page: Page, folder: Path) -> None:
    """Recognise a film."""
    _upload(page, "#video-in", folder / "film.mp4")
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
    page.locator("#person-head").wait_for()


def open_visit(page: Page, folder: Path) -> None:
    """Open a visit."""
    page.locator("#history-body [data-do=open]").first.click()
    page.locator("#history-panel").wait_for()


def open_reasons(page: Page, folder: Path) -> None:
    """Ask why a face has its name."""
    page.locator("#photo-table [data-do=why]").first.click()
    page.locator(".fm-why").first.wait_for()


def open_stranger(page: Page, folder: Path) -> None:
    """Open a group of strangers."""
    page.locator("#unknown [data-do=open]").first.click()
    page.locator("#unknown-one").wait_for()


def open_sections(page: Page, folder: Path) -> None:
    """Open all that can be set."""
    closed = page.locator("#settings .fm-section > button:not(.open)")
    while closed.count():
        closed.first.click()


OPENERS: dict[str, Opener] = {
    "#photo-in": open_photo,
    "#photo-table [data-do=why]": open_reasons,
    "#live-start": open_live,
    "#video-in": open_video,
    "#enrol-in": open_photos,
    "#enrol-way": open_camera,
    "#people-grid [data-name]": open_person,
    "#history-body [data-do=open]": open_visit,
    "#unknown [data-do=open]": open_stranger,
    "#settings": open_sections,
}
"""What is visible on a tab, and what can be opened then."""


@contextmanager
def _chromium(folder: Path) -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    camera = f"--use-file-for-fake-video-capture={folder / 'camera.mjpeg'}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*CHROMIUM, camera])
        yield browser
        browser.close()


@contextmanager
def _visit(browser: Browser, address: str, look: Look) -> Iterator[Page]:
    context = browser.new_context(
        locale=LOCALES[look.language],
        color_scheme=look.scheme,
        viewport={"width": look.width, "height": SIZES[look.width]},
        permissions=["camera", "microphone"],
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(address)
    page.locator(TAB).first.wait_for()
    settle(page)
    yield page
    context.close()


def _upload(page: Page, place: str, file: Path) -> None:
    page.locator(f"{place} input[type=file]").first.set_input_files(file)


def _photograph(page: Page, file: Path) -> None:
    settle(page)
    page.screenshot(path=file, full_page=True)


def settle(page: Page) -> None:
    """Wait until the page hasn't changed for a moment, or for long enough where it always does."""
    script = """settled => new Promise((done) => {
        const end = () => { watcher.disconnect(); done(); };
        let timer = setTimeout(end, settled);
        const watcher = new MutationObserver(() => {
            clearTimeout(timer); timer = setTimeout(end, settled);
        });
        watcher.observe(document.body, {subtree: true, childList: true, attributes: true});
        setTimeout(end, 5 * settled);
    })"""
    page.evaluate(script, SETTLED)


if __name__ == "__main__":
    main()
