"""What Gradio keeps of visits: no copy of what they show, and nothing of those that ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from gradio.blocks import Blocks
from gradio.state_holder import SessionState, StateHolder

KEPT_AFTER_END = timedelta(hours=1)
"""A machine that slept comes back to its visit for so long; uploads are kept no longer either."""
KEPT_UNUSED = timedelta(days=1)
"""A page that was left open for longer begins anew, and so do programs."""
MOST_VISITS = 2000
"""Above so many the longest unused goes; programs may make one with each call."""


def keep_few_visits(blocks: Blocks) -> None:
    """Let a page that was mounted keep its visits so."""
    blocks.state_session_capacity = MOST_VISITS
    visits = VisitsKept()
    visits.set_blocks(blocks)
    blocks.app.state_holder = visits


class VisitsKept(StateHolder):
    """Visits by their session; Gradio itself would keep the last 10,000 for good."""

    def __getitem__(self, session_id: str) -> SessionState:
        """Return a visit, which begins where it isn't known."""
        if session_id not in self.session_data:
            self.session_data[session_id] = _Visit(self.blocks)
        return super().__getitem__(session_id)

    def delete_all_expired_state(self) -> None:
        """Forget visits that ended; Gradio calls this every second."""
        now = datetime.now()
        with self.lock:
            for session_id, last_used in list(self.time_last_used.items()):
                visit = self.session_data.get(session_id)
                kept = KEPT_AFTER_END if visit and visit.is_closed else KEPT_UNUSED
                if now - last_used > kept:
                    self.session_data.pop(session_id, None)
                    self.time_last_used.pop(session_id, None)


class _Visit(SessionState):
    """One visit. Gradio would keep all it shows, pictures included, for links to just that."""

    def __init__(self, blocks: Blocks) -> None:
        without_values = SimpleNamespace(default_config=blocks.default_config, blocks=())
        super().__init__(without_values)
        self.config_values = _Forgotten()

    def _update_config(self, key: int) -> None:
        pass

    def _update_value_in_config(self, key: int, value: object) -> None:
        pass


class _Forgotten(dict[int, Any]):
    def __setitem__(self, key: int, value: object) -> None:
        pass
