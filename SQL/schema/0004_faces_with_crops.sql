-- Which faces have a picture is asked at each start; the faces' own rows are full of pictures.
CREATE INDEX face_with_crop ON face(id) WHERE crop IS NOT NULL;
