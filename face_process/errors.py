"""What can go wrong for a user, each with a stable key, its facts and a way out.

FaceMindError
├── ImageError      a picture can't be read, or holds no face, or several
├── VideoError      a video can't be read or written
├── GalleryError    people and names: not found, taken, not a name
├── ArchiveError    a file of people can't be read or written
├── StoreError      the database: busy, full, broken, made by a newer version
├── CameraError     no camera, a camera that vanished, no screen to show it on
├── ModelError      model packs: none found, broken, can't be downloaded
├── TrainError      training: pictures, face sets, models or output that can't be used
├── PageError       the page can't be served: port, address or folder can't be used
└── SettingsError   a setting that makes no sense: wrong usage, status 2; all others are 1

The sentences, in both languages, are in the ``…errors.py`` of ``UI/texts``, under the same keys.
Anything that is not a FaceMindError is a bug.
"""

from __future__ import annotations

from UI.texts import Language, text


class FaceMindError(Exception):
    """Root of every error that a user may see.

    Args:
        key: Stable name of what happened, such as ``several_faces``.
        values: The facts that its sentence tells.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def sentence(self, language: Language) -> str:
        """What happened and what to do next, in ``language``."""
        values = {
            name: value.sentence(language) if isinstance(value, FaceMindError) else value
            for name, value in self.values.items()
        }
        return text(language, f"error.{self.key}", **values)

    def __str__(self) -> str:
        return self.sentence("en")


class ImageError(FaceMindError):
    """A picture can't be read, or its faces are not what was asked for."""


class VideoError(FaceMindError):
    """A video can't be read or written."""


class GalleryError(FaceMindError):
    """A person or name is not what was asked for."""


class ArchiveError(FaceMindError):
    """A file that people travel in can't be read or written."""


class StoreError(FaceMindError):
    """The database can't be opened, read or written."""


class CameraError(FaceMindError):
    """A camera can't be read or its picture can't be shown."""


class ModelError(FaceMindError):
    """A model pack can't be found, loaded or downloaded."""


class TrainError(FaceMindError):
    """What a model is to be trained or judged with can't be used."""


class PageError(FaceMindError):
    """The page's port, address or temporary folder can't be used just now."""


class SettingsError(FaceMindError):
    """A setting's value makes no sense."""
