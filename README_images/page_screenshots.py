"""Photograph every tab of the page: both languages, two widths, light and dark.

    python README_images/page_screenshots.py            writes screenshots/LANGUAGE-WIDTH-SCHEME/
    python README_images/page_screenshots.py --readme   writes the READMEs' pictures of the page

Every tab is taken as it opens and in each of its ``page_states``; the welcome, the view of the
API, the question for the password and the set-up come beside them. Everybody shown is NASA's
portrait of Eileen Collins, in the public domain, which scikit-image ships.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
from page_scene import PROJECT, running_page, write_scene
from page_states import STATES, open_photo, open_visit

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
DOORS = {
    "0-login.png": {"FACEMIND_PASSWORD": "a password"},
    "0-setup.png": {"FACEMIND_PACK": "none"},
}
"""What stands before the tabs, and the settings with which it does."""
TAB = "#tabs > div > .tab-wrapper .tab-container:not(.visually-hidden) [role=tab]"


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
        with _chromium(folder) as browser:
            if options.readme:
                with running_page(folder) as address:
                    shoot_readme(browser, address, folder)
                return
            with running_page(folder) as address:
                for look in looks:
                    shoot_tabs(browser, address, folder, look, options.out / look.name)
            for door, settings in DOORS.items():
                with running_page(folder, **settings) as address:
                    for look in looks:
                        shoot_door(browser, address, look, options.out / look.name / door)


def shoot_tabs(browser: Browser, address: str, folder: Path, look: Look, out: Path) -> None:
    """Photograph every tab, at once and with what it can open."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with _visit(browser, address, look) as page:
        for number, (tab, openers) in enumerate(STATES.items(), 1):
            page.locator(f"{TAB}[data-tab-id={tab}]").click()
            _photograph(page, out / f"{number}-{tab}.png")
            for opener in openers:
                opener(page, folder)
                name = opener.__name__.removeprefix("open_")
                _photograph(page, out / f"{number}-{tab}-{name}.png")
            page.keyboard.press("Escape")
    with _visit(browser, address, look) as page:
        page.locator("#welcome-open").click()
        _photograph(page, out / "0-welcome.png")
        page.locator("#welcome-close").click()
        page.locator("#api-link a").click()
        page.locator(".api-docs").wait_for()
        _photograph(page, out / "9-api.png")


def shoot_door(browser: Browser, address: str, look: Look, file: Path) -> None:
    """Photograph what stands before the tabs."""
    with _visit(browser, address, look, ready="h1") as page:
        _photograph(page, file)


def shoot_readme(browser: Browser, address: str, folder: Path) -> None:
    """Photograph what the READMEs show in both languages: a recognised face, and the history."""
    for language, ending in (("en", ""), ("zh", "-zh")):
        with _visit(browser, address, Look(language, 1280, "light")) as page:
            page.set_viewport_size({"width": 1280, "height": README_HEIGHT})
            for name, tab, opener in (
                ("page", "photo", open_photo),
                ("history", "history", open_visit),
            ):
                page.locator(f"{TAB}[data-tab-id={tab}]").click()
                opener(page, folder)
                settle(page)
                page.screenshot(path=PROJECT / "README_images" / f"{name}{ending}.png")


@contextmanager
def _chromium(folder: Path) -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    camera = f"--use-file-for-fake-video-capture={folder / 'camera.mjpeg'}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*CHROMIUM, camera])
        yield browser
        browser.close()


@contextmanager
def _visit(browser: Browser, address: str, look: Look, ready: str = TAB) -> Iterator[Page]:
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
    page.locator(ready).first.wait_for()
    settle(page)
    yield page
    context.close()


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
