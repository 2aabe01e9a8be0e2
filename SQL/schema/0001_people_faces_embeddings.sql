CREATE TABLE person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL                       -- UTC, ISO 8601
) STRICT;

CREATE TABLE face (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    crop BLOB,                                     -- aligned 112×112 PNG; none where it was lost
    quality REAL,                                  -- 0 … 1
    source TEXT NOT NULL DEFAULT '',               -- file name or 'camera'
    created_at TEXT NOT NULL
) STRICT;

CREATE INDEX face_of_person ON face(person_id);

CREATE TABLE model (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    dimension INTEGER NOT NULL
) STRICT;

CREATE TABLE embedding (
    face_id INTEGER NOT NULL REFERENCES face(id) ON DELETE CASCADE,
    model_id INTEGER NOT NULL REFERENCES model(id) ON DELETE CASCADE,
    vector BLOB NOT NULL,                          -- float32, little-endian, unit length
    PRIMARY KEY (face_id, model_id)
) STRICT;

CREATE INDEX embedding_of_model ON embedding(model_id);

-- What changed, in order, so that another process fetches what is new instead of everything.
CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('embedding', 'face', 'face removed', 'person')),
    row_id INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TRIGGER face_added AFTER INSERT ON face BEGIN
    INSERT INTO change(kind, row_id) VALUES ('face', NEW.id);
END;

CREATE TRIGGER face_moved AFTER UPDATE OF person_id ON face BEGIN
    INSERT INTO change(kind, row_id) VALUES ('face', NEW.id);
END;

CREATE TRIGGER face_removed AFTER DELETE ON face BEGIN
    INSERT INTO change(kind, row_id) VALUES ('face removed', OLD.id);
END;

CREATE TRIGGER embedding_added AFTER INSERT ON embedding BEGIN
    INSERT INTO change(kind, row_id) VALUES ('embedding', NEW.face_id);
END;

CREATE TRIGGER person_renamed AFTER UPDATE OF name ON person BEGIN
    INSERT INTO change(kind, row_id) VALUES ('person', NEW.id);
END;
