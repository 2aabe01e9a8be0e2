-- Who was seen by a camera or in a video, known or not; no part of the gallery.
CREATE TABLE sighting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER REFERENCES person(id) ON DELETE CASCADE,   -- none: unknown
    source TEXT NOT NULL,                          -- file name, camera, or stream address
    started_at TEXT NOT NULL,                      -- when FaceMind saw it: UTC, ISO 8601
    ended_at TEXT NOT NULL,
    from_seconds REAL,                             -- where in a video file; none where live
    to_seconds REAL,
    similarity REAL,                               -- to that person; none where unknown
    crop BLOB NOT NULL,                            -- best look: aligned 112×112 PNG
    model_id INTEGER NOT NULL REFERENCES model(id) ON DELETE CASCADE,
    embedding BLOB NOT NULL                        -- float32, little-endian, unit length
) STRICT;

CREATE INDEX sighting_of_person ON sighting(person_id);
CREATE INDEX sighting_by_time ON sighting(ended_at);
CREATE INDEX sighting_of_model ON sighting(model_id);
