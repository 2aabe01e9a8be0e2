import re

import pytest

from UI.look import STYLES


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_only_the_first_of_several_selectors_begins_with_dark(style):
    rules = re.sub(r"/\*.*?\*/", "", style.read_text("utf-8"), flags=re.S)
    selectors = re.findall(r"([^{}]+)\{", rules)
    # Gradio takes .dark out of the first one only, and puts its own container in front of it.
    assert [one.strip() for one in selectors if re.search(r",\s*\.dark\b", one)] == []
