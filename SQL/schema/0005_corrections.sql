-- Faces that were shown under a name and are somebody else's: never again named so.
CREATE TABLE rejection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,  -- who it isn't
    crop BLOB NOT NULL,                            -- aligned 112×112 PNG
    created_at TEXT NOT NULL
) STRICT;

CREATE INDEX rejection_of_person ON rejection(person_id);

CREATE TABLE rejection_embedding (
    rejection_id INTEGER NOT NULL REFERENCES rejection(id) ON DELETE CASCADE,
    model_id INTEGER NOT NULL REFERENCES model(id) ON DELETE CASCADE,
    vector BLOB NOT NULL,                          -- float32, little-endian, unit length
    PRIMARY KEY (rejection_id, model_id)
) STRICT;

CREATE INDEX rejection_embedding_of_model ON rejection_embedding(model_id);

CREATE TRIGGER rejection_added AFTER INSERT ON rejection_embedding BEGIN
    INSERT INTO change(kind, row_id, mark)
        SELECT 'person', person_id, random() FROM rejection WHERE id = NEW.rejection_id;
END;

CREATE TRIGGER rejection_moved AFTER UPDATE OF person_id ON rejection BEGIN
    INSERT INTO change(kind, row_id, mark) VALUES ('person', NEW.person_id, random());
END;

CREATE TRIGGER rejection_removed AFTER DELETE ON rejection BEGIN
    INSERT INTO change(kind, row_id, mark) VALUES ('person', OLD.person_id, random());
END;

-- Lists of people ask for everybody's best face and when they were last seen: by index alone, as
-- the rows themselves are full of pictures.
CREATE INDEX face_by_quality ON face(person_id, quality DESC) WHERE crop IS NOT NULL;
DROP INDEX sighting_of_person;
CREATE INDEX sighting_of_person ON sighting(person_id, ended_at);

-- Unknown sightings with the same number were said to be one person, whatever their vectors say;
-- ignored ones belong to somebody whom the user doesn't want to hear of.
ALTER TABLE sighting ADD COLUMN stranger INTEGER;
ALTER TABLE sighting ADD COLUMN ignored INTEGER NOT NULL DEFAULT 0;

-- Where a video file lay, so that its moments can be shown, and what tells it from others of its
-- name, so that a file recognised again isn't counted again; none where live.
ALTER TABLE sighting ADD COLUMN file TEXT;
ALTER TABLE sighting ADD COLUMN clip TEXT;

-- How long the raw embedding of the picture is, which tells how much of a face can be read there.
ALTER TABLE sighting ADD COLUMN crop_length REAL;

-- All of a sighting but its picture and vector, which take a hundred times as much: history is
-- read without touching them.
DROP INDEX sighting_by_time;
CREATE INDEX sighting_by_time ON sighting(
    ended_at, id, person_id, source, started_at, from_seconds, to_seconds, similarity, model_id,
    clip, stranger, ignored
);
DROP INDEX sighting_of_person;
CREATE INDEX sighting_of_person ON sighting(
    person_id, ended_at, id, source, started_at, from_seconds, to_seconds, similarity, model_id,
    clip, stranger, ignored
);
