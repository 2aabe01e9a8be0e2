"""Face sets for tests, made of photos of Labeled Faces in the Wild."""

from pathlib import Path

import cv2

from arcface_train.face_set import ListedFace, write_list


def make_face_set(folder: Path, aligned, photos: dict[str, list[Path]]) -> Path:
    """Write a face set of people and their photos, and return its folder."""
    faces = []
    for name, files in photos.items():
        for file in files:
            face = aligned(file)
            crop = Path("crops") / name / f"{file.stem}.png"
            (folder / crop).parent.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(folder / crop), face.crop)
            faces.append(ListedFace(crop.as_posix(), name, str(file), face.landmarks, 0.9))
    write_list(folder, faces)
    return folder


def photos_of(root: Path, people: int, each: int) -> dict[str, list[Path]]:
    """Return the first photos of the first people of a folder."""
    folders = sorted(one for one in root.iterdir() if one.is_dir())[:people]
    return {one.name: sorted(one.glob("*.jpg"))[:each] for one in folders}
