-- Which faces have a picture is asked at each start; the faces' own rows are full of pictures.
CREATE INDEX face_with_crop ON face(id) WHERE crop IS NOT NULL;

-- Notes and portraits are changes, too: backups are taken of what the log tells.
DROP TRIGGER person_renamed;
CREATE TRIGGER person_changed AFTER UPDATE OF name, note, portrait ON person BEGIN
    INSERT INTO change(kind, row_id, mark) VALUES ('person', NEW.id, random());
END;
