"""A visitor of the page: what they do with it and what they see."""

from base64 import b64encode
from contextlib import contextmanager

import cv2
import numpy as np
from playwright.sync_api import expect

from README_images.page_screenshots import TAB, settle
from UI.texts import language_of, text

WAIT = 30_000
DROPPED = "AbortError: signal is aborted without reason"
"""What Gradio logs where a page is left with its stream of answers open; that is no error."""
CUT_OFF = "Connection errored out"
"""What it logs where a page is left while a question of it is on its way."""


class Visit:
    """One open page in one language; ``script`` makes the browser another beforehand.

    With a ``password`` it is one that asks for it, over HTTPS. ``profiles`` are those of earlier
    visitors, whose browser has what Gradio is made of in its cache.
    """

    def __init__(
        self, browser, address, locale="en-US", script="", password=None, profiles=None, **context
    ):
        self.language = language_of(locale)
        self.address = address
        self.complaints = []
        self.expected_complaint = None
        self.leaving = False
        self.profiles = None if profiles is None else profiles.setdefault(locale, [])
        self.context = self.profiles.pop() if self.profiles else None
        self.context = self.context or browser.new_context(
            locale=locale,
            permissions=["camera", "microphone"],
            ignore_https_errors=password is not None,
            **{"viewport": {"width": 1280, "height": 900}, **context},
        )
        self.page = self.context.new_page()
        self.page.add_init_script(f"{{ {script} }}")
        self.page.set_default_timeout(WAIT)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)
        self.page.goto(address)
        if password:
            self.log_in(password)
        if password != "":  # with an empty one nobody has logged in yet
            expect(self["tabs"].or_(self["setup"]).first).to_be_visible()

    def log_in(self, password):
        """Type a password and send it."""
        expect(self["password"]).to_be_focused()
        self.page.keyboard.type(password)
        self.page.keyboard.press("Enter")

    def _heard(self, message):
        expected = self.expected_complaint and self.expected_complaint in message.text
        left = message.text.startswith(DROPPED) or (self.leaving and CUT_OFF in message.text)
        if message.type == "error" and not (expected or left):
            self.complaints.append(message.text)

    def _asked(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"asked for {request.url}")

    def close(self):
        """End the visit; the console had no errors and nothing was asked of other hosts."""
        if self.profiles is None:
            self.context.close()
        else:
            self.page.close()
            self.context.clear_cookies()
            self.profiles.append(self.context)
        assert self.complaints == [], self.complaints

    def load_again(self, address=None):
        """Load this page anew, or another one."""
        self.leaving = True
        self.page.once("domcontentloaded", self._arrived)
        self.page.goto(address) if address else self.page.reload()

    def _arrived(self, _page):
        self.leaving = False

    def __getitem__(self, element):
        return self.page.locator(f"#{element}")

    def says(self, key, **values):
        """Return a sentence of the page in this visitor's language."""
        return text(self.language, key, **values)

    def control(self, element, key):
        """Return one of Gradio's own buttons within an element, by the key of what it is called."""
        return self[element].get_by_label(self.says(f"page.controls.{key}"), exact=True)

    def tab(self, name):
        """Open a tab by the key of its label."""
        self.page.get_by_role("tab", name=self.says(f"page.{name}.tab"), exact=True).click()

    def each_tab(self):
        """Open every tab that there is, one after the other, and yield what it is called."""
        tabs = self.page.locator(TAB)
        expect(tabs.first).to_be_visible()
        for number in range(tabs.count()):
            tabs.nth(number).click()
            settle(self.page)
            yield tabs.nth(number).inner_text().strip()

    def upload(self, element, file):
        """Put a file, or several, into an input."""
        self[element].locator("input[type=file]").first.set_input_files(file)

    def photograph(self, element):
        """Take a picture with the camera."""
        self._open_camera(element)
        self.control(element, "take").click()
        expect(self[element].locator("img")).to_be_visible()

    def record(self, element, seconds):
        """Record a film with the camera."""
        self._open_camera(element)
        button = self.control(element, "record")
        button.click()
        video = self[element].locator("video")
        start = video.evaluate("video => video.currentTime")
        video.evaluate(
            """(video, until) => new Promise(done => {
                const look = () => video.currentTime >= until ? done() : setTimeout(look, 50);
                look();
            })""",
            start + seconds,
        )
        button.click()
        expect(self.control(element, "record")).to_have_count(0)

    def _open_camera(self, element):
        self.control(element, "camera").click()
        self[element].locator("[title='grant webcam access'] button").click()
        self.page.wait_for_function(
            "id => document.querySelector(`#${id} video`)?.readyState === 4", arg=element
        )

    def paste(self, element, file):
        """Paste a picture from the clipboard."""
        self.page.evaluate(
            """async source => {
                const picture = await (await fetch(source)).blob();
                await navigator.clipboard.write([new ClipboardItem({'image/png': picture})]);
            }""",
            f"data:image/png;base64,{b64encode(file.read_bytes()).decode()}",
        )
        self.control(element, "paste").click()

    def sees(self, element, words, timeout=WAIT):
        """Wait until an element shows words."""
        expect(self[element]).to_contain_text(words, timeout=timeout)

    def sees_toast(self, words):
        """Wait for a toast that says words, and close it."""
        toast = self.page.get_by_test_id("toast-body").filter(has_text=words)
        expect(toast).to_be_visible()
        toast.get_by_test_id("toast-close").click()
        expect(toast).to_have_count(0)

    def type_name(self, name):
        """Type whom the photo shows."""
        self["enrol-name"].locator("input, textarea").fill(name)

    def name_typed(self):
        """Return what stands in the name's box."""
        return self["enrol-name"].locator("input, textarea").input_value()

    def enrol(self, file, name):
        """Ask to enrol a photo; the tab is open already."""
        self.upload("enrol-in", file)
        expect(self.control("enrol-in", "remove_image")).to_be_visible(timeout=WAIT)
        self.type_name(name)
        self["enrol-button"].click()

    def cards(self):
        """Return the portraits of the people's tab."""
        return self["people-grid"].locator(".fm-card")

    def search(self, words):
        """Type whom to look for among the people."""
        self["people-search"].locator("input, textarea").fill(words)

    def open_person(self, name):
        """Open somebody's page, from the tab of all people."""
        self.tab("people")
        self["people-grid"].locator(f"[data-name='{name}']").click()
        expect(self["person-head"].get_by_role("heading", name=name)).to_be_visible()

    def add_photos(self, files):
        """Put photos on somebody's page."""
        with self.page.expect_file_chooser() as choosing:
            self["person-add"].click()
        choosing.value.set_files(files)

    def choose_faces(self, *indices):
        """Choose faces on somebody's page."""
        for index in indices:
            self["person-faces"].locator("[data-face]").nth(index).click()

    def answer(self, question, confirmed=True):
        """Wait for a question that contains words, and answer it."""
        self.sees("people-question", question)
        self["people-confirm" if confirmed else "people-cancel"].click()
        expect(self["people-asking"]).to_be_hidden()

    def picture(self, element):
        """Return the picture an element shows, (h, w, 3) uint8 BGR."""
        expect(self[element].locator("img")).to_be_visible()
        source = self[element].locator("img").get_attribute("src")
        content = self.context.request.get(source).body()
        return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)

    @contextmanager
    def changing(self, element):
        """Wait until an element's picture is another than before."""
        image = self[element].locator("img")
        before = image.get_attribute("src") if image.count() else None
        yield
        expect(image).to_be_visible()
        if before:
            expect(image).not_to_have_attribute("src", before)
