ALTER TABLE person ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN portrait INTEGER REFERENCES face(id) ON DELETE SET NULL;
CREATE INDEX person_of_portrait ON person(portrait) WHERE portrait IS NOT NULL;

ALTER TABLE face ADD COLUMN photo_sha256 TEXT;     -- of the file it was enrolled from
CREATE INDEX face_of_photo ON face(photo_sha256) WHERE photo_sha256 IS NOT NULL;

DROP TRIGGER face_added;
DROP TRIGGER face_moved;
DROP TRIGGER face_removed;
DROP TRIGGER embedding_added;
DROP TRIGGER person_renamed;

-- The mark tells two histories apart that have the same numbers: a cache made before an older
-- copy of the database was put back must not be taken for one of today's.
CREATE TABLE change_with_mark (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL
        CHECK (kind IN ('embedding', 'face', 'face removed', 'person', 'person removed')),
    row_id INTEGER NOT NULL,
    mark INTEGER NOT NULL
) STRICT;
INSERT INTO change_with_mark SELECT seq, kind, row_id, random() FROM change;
DROP TABLE change;
ALTER TABLE change_with_mark RENAME TO change;

CREATE TRIGGER face_added AFTER INSERT ON face BEGIN
    INSERT INTO change(kind, row_id, mark) VALUES ('face', NEW.id, random());
END;

CREATE TRIGGER face_moved AFTER UPDATE OF person_id ON face BEGIN
    INSERT INTO change(kind, row_id, mark) VALUES ('face', NEW.id, random());
END;

CREATE TRIGGER face_removed AFTER DELETE ON face BEGIN
    INSERT INTO change(kind, row_id, mark) VALUES ('face removed', OLD.id, random());
END;

CREATE TRIGGER embedding_added AFTER INSERT ON embedding BEGIN
    INSERT INTO change(kind, row_id, mark) VALUES ('embedding', NEW.face_id, random());
END;

CREATE TRIGGER person_renamed AFTER UPDATE OF name ON person BEGIN
    INSERT INTO change(kind, row_id, mark) VALUES ('person', NEW.id, random());
END;

CREATE TRIGGER person_removed AFTER DELETE ON person BEGIN
    INSERT INTO change(kind, row_id, mark) VALUES ('person removed', OLD.id, random());
END;
