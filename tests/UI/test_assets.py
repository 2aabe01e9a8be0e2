from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from UI.assets import ASSETS


def test_scripts_of_gradio_are_kept_by_browsers_for_good(running):
    script = next(ASSETS.glob("index-*.js"))
    with urlopen(f"{running[0]}/assets/{script.name}") as answer:
        assert answer.read() == script.read_bytes()
        assert "javascript" in answer.headers["content-type"]
        assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["../index.html", "%2e%2e/index.html", "nothing.js", ""])
def test_nothing_else_is_given_there(running, path):
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{running[0]}/assets/{path}")
    assert refused.value.code == 404
    refused.value.close()
