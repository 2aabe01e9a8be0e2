"""Which folders are searched for model packs, and where new ones go."""

import pytest

from face_process import pack_places
from face_process.pack_places import install_folder


@pytest.fixture(autouse=True)
def places(tmp_path, monkeypatch):
    """Give each test a home and a project's folder of packs of its own."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(pack_places, "PROJECT_PACKS", tmp_path / "project")
    return tmp_path


def test_new_packs_go_to_the_users_folder_unless_it_is_read_only(places):
    own = places / "new" / "packs"
    assert install_folder(own) == own
    own.mkdir(parents=True)
    own.chmod(0o555)
    assert install_folder(own) == places / "project"
    assert install_folder(None) == places / "project"


def test_nothing_is_ever_put_into_the_starter(places, starter):
    assert install_folder(starter) == places / "project"
    assert install_folder(starter.parent) == starter.parent
