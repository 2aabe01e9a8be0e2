"""Real models and real faces for every test, and the rule that nothing may be skipped in CI."""

import os
import shutil
import signal
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skip into a failure where everything has to run."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("FACEMIND_TEST_REQUIRE_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped, though everything is required: {report.longrepr}"


@pytest.fixture(scope="session", autouse=True)
def ctrl_c():
    """Let Ctrl-C work: a shell has it ignored in what runs in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session", autouse=True)
def own_environment(tmp_path_factory):
    """Keep the user's own settings, caches, database and starter pack out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("FACEMIND_")]:
            if name not in {"FACEMIND_MODELS", "FACEMIND_TEST_REQUIRE_ALL"}:
                patch.delenv(name)
        if not os.environ.get("FACEMIND_MODELS") and (SHARED / "models").is_dir():
            patch.setenv("FACEMIND_MODELS", str(SHARED / "models"))
        elif os.environ.get("FACEMIND_MODELS"):
            patch.setenv("FACEMIND_MODELS", str(Path(os.environ["FACEMIND_MODELS"]).resolve()))
        patch.setenv("FACEMIND_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("FACEMIND_DATABASE", str(tmp_path_factory.mktemp("home") / "known_faces.db"))
        patch.setenv("FACEMIND_GRADIO_TEMP", str(tmp_path_factory.mktemp("gradio_temp")))
        patch.setenv("FACEMIND_LANGUAGE", "en")
        nowhere = tmp_path_factory.mktemp("models") / "starter"
        patch.setattr("face_process.pack_places.STARTER_PACK", nowhere)
        yield


@pytest.fixture(scope="session")
def shared_models(own_environment) -> Path:
    """Return the folder of model packs: mini and mini_casia."""
    folder = Path(os.environ.get("FACEMIND_MODELS", ""))
    if not (folder / "mini").is_dir():
        pytest.skip("no model packs: set FACEMIND_MODELS to a folder with the pack mini")
    return folder


@pytest.fixture
def starter(own_environment, tmp_path, monkeypatch) -> Path:
    """Return the folder of a starter pack in this process: a copy of the project's."""
    folder = tmp_path / "come_along" / "starter"
    shutil.copytree(PROJECT / "models" / "starter", folder)
    monkeypatch.setattr("face_process.pack_places.STARTER_PACK", folder)
    return folder


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of faces and videos."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("no faces and videos beside the project")
    return folder


@pytest.fixture(scope="session")
def group_photo() -> Path:
    """Return the photo of six people inside the insightface package."""
    import insightface

    return Path(insightface.__file__).parent / "data" / "images" / "t1.jpg"


@pytest.fixture(scope="session")
def astronaut(tmp_path_factory) -> Path:
    """Return the public-domain portrait that scikit-image ships, as a file."""
    import cv2
    from skimage import data

    file = tmp_path_factory.mktemp("photos") / "astronaut.png"
    cv2.imwrite(str(file), data.astronaut()[:, :, ::-1])
    return file


@pytest.fixture(scope="session")
def engine(shared_models):
    """Return the engine of the pack mini, on the processor."""
    from face_process.init_InsightFace import load_engine
    from face_process.model_packs import choose_pack
    from merge.settings import Device, Settings

    settings = Settings(models=shared_models, pack="mini")
    return load_engine(choose_pack(settings, None).pack, Device.CPU)


@pytest.fixture
def store(tmp_path):
    """Return an empty store."""
    from SQL.database_operate import Store

    with Store(tmp_path / "known_faces.db") as opened:
        yield opened


@pytest.fixture
def service(engine, store):
    """Return a recogniser that knows nobody yet."""
    from face_process.face_service import open_service

    return open_service(engine, store)
