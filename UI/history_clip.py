"""The films of the history, played from where they lie."""

from __future__ import annotations

import mimetypes

from fastapi import FastAPI
from starlette.responses import FileResponse, PlainTextResponse, Response

from face_process.film import found_again
from SQL.database_operate import Store

USUAL_TYPE = "video/mp4"


def add_clip_route(app: FastAPI, store: Store) -> None:
    """Let players fetch the film of a sighting, or parts of it, by the sighting's number.

    Only a file is served that the store names and whose content is still that of the video in
    which somebody was seen.
    """

    @app.get("/history/clip/{number}")
    def clip(number: int) -> Response:
        sighting = store.sightings.get(number)
        film = sighting and found_again(sighting.file, sighting.clip)
        if not film:
            return PlainTextResponse("Not found", 404)
        kind = mimetypes.guess_type(film.name)[0] or ""
        headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
        media = kind if kind.startswith("video/") else USUAL_TYPE
        return FileResponse(film, media_type=media, headers=headers)
