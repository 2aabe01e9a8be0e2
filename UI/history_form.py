"""What a visitor asks of the history: whose visits, when and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import gradio as gr

from face_process.errors import SettingsError
from face_process.visit_search import VisitSearch
from merge.settings import MOST_MINUTES
from UI.name_box import name_choices
from UI.places import place
from UI.viewer import Page, Viewer, complaint

EVERYBODY, UNKNOWN, EVERYWHERE = " everybody", " unknown", ""
"""No name starts with a space, and every source has a name."""
DAYS_BACK = {"today": (0, 0), "yesterday": (1, 1), "week": (6, 0), "month": (29, 0)}
"""How many days ago a span of days begins and ends."""
SPANS = (*DAYS_BACK, "always", "dates")
USUAL_SPAN = "week"
VISITS, SHEET = "visits", "sheet"


@dataclass(frozen=True, slots=True)
class Form:
    """What was chosen above the history, as the components give it.

    Attributes:
        who: A name, EVERYBODY or UNKNOWN.
        span: One of SPANS.
        first: The first day where the span is ``dates``, as written; None: from the beginning.
        last: The last day there; None: until now.
        source: Where, or EVERYWHERE.
        gap: Minutes; None where the box is empty.
        view: VISITS or SHEET.
    """

    who: str | None
    span: str
    first: str | None
    last: str | None
    source: str | None
    gap: float | None
    view: str

    def search(self, viewer: Viewer) -> VisitSearch:
        """Return what is looked for.

        Raises:
            SettingsError: The pause is negative or longer than a day.
        """
        minutes = viewer.page.settings.visit_gap if self.gap is None else self.gap
        if not 0 <= minutes <= MOST_MINUTES:
            raise SettingsError("gap_out_of_range", value=minutes, most=MOST_MINUTES)
        first, last = self._days(viewer)
        return VisitSearch(
            gap=timedelta(minutes=minutes),
            person=None if self.who in (None, EVERYBODY, UNKNOWN) else self.who,
            unknown=self.who == UNKNOWN,
            source=self.source or None,
            first=first,
            last=last,
        )

    def _days(self, viewer: Viewer) -> tuple[date | None, date | None]:
        if self.span == "dates":
            first, last = (_day(viewer, written) for written in (self.first, self.last))
            if first and last and last < first:
                raise complaint(viewer, viewer.say("history.wrong_order", first=first, last=last))
            return first, last
        if self.span not in DAYS_BACK:
            return None, None
        today = datetime.now().astimezone().date()
        begins, ends = (timedelta(days=days) for days in DAYS_BACK[self.span])
        return today - begins, today - ends


def _day(viewer: Viewer, written: str | None) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written.strip()[:10])
    except ValueError as error:
        raise complaint(viewer, viewer.say("history.no_date", written=written)) from error


@dataclass(frozen=True, slots=True)
class FormBoxes:
    """The components of the form, see :class:`Form`, and the buttons beside it.

    Attributes:
        downloads: By the kind of file.
    """

    who: gr.Dropdown
    span: gr.Dropdown
    dates: gr.Row
    first: gr.DateTime
    last: gr.DateTime
    source: gr.Dropdown
    gap: gr.Number
    view: gr.Radio
    downloads: Mapping[str, gr.Button]

    @property
    def all(self) -> list[gr.components.Component]:
        """Return the boxes in the order of Form's fields."""
        return [
            self.who, self.span, self.first, self.last, self.source, self.gap, self.view,
        ]  # fmt: skip


def who_choices(viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Return whose visits may be asked for."""
    names = name_choices(viewer)
    own = [(viewer.say("history.everybody"), EVERYBODY), (viewer.say("history.unknown"), UNKNOWN)]
    return [*own, *((name, name) for name in names)]


def source_choices(viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Return from where visits may be asked for, the latest first."""
    sources = viewer.page.store.sightings.sources()
    return [
        (viewer.say("history.everywhere"), EVERYWHERE),
        *((place(viewer, one), one) for one in sources),
    ]


def build_form(page: Page) -> FormBoxes:
    """Lay the form out."""
    with gr.Row(elem_id="history-form"):
        who = gr.Dropdown(
            label=page.label("history.who"),
            choices=[(page.label("history.everybody"), EVERYBODY)],
            value=EVERYBODY,
            allow_custom_value=True,
            elem_id="history-who",
            min_width=150,
        )
        span = gr.Dropdown(
            label=page.label("history.when"),
            choices=[(page.label(f"history.{span}"), span) for span in SPANS],
            value=USUAL_SPAN,
            filterable=False,
            elem_id="history-span",
            min_width=150,
        )
        source = gr.Dropdown(
            label=page.label("history.source"),
            choices=[(page.label("history.everywhere"), EVERYWHERE)],
            value=EVERYWHERE,
            elem_id="history-source",
            min_width=150,
        )
        gap = gr.Number(
            label=page.label("history.gap"),
            value=page.settings.visit_gap,
            elem_id="history-gap",
            min_width=150,
        )
    with gr.Row(visible=False, elem_id="history-dates") as dates:
        first, last = (
            gr.DateTime(
                label=page.label(f"history.{end}"),
                include_time=False,
                type="string",
                elem_id=f"history-{end}",
                min_width=150,
            )
            for end in ("first", "last")
        )
    with gr.Row(elem_id="history-view-row"):
        view = gr.Radio(
            choices=[(page.label(f"history.{one}"), one) for one in (VISITS, SHEET)],
            value=VISITS,
            label=page.label("history.view"),
            show_label=False,
            container=False,
            elem_id="history-view",
            elem_classes="fm-segments",
        )
        downloads = {
            kind: gr.Button(page.label(f"history.{kind}"), size="sm", elem_id=f"history-{kind}")
            for kind in ("csv", "xlsx")
        }
    return FormBoxes(who, span, dates, first, last, source, gap, view, downloads)
