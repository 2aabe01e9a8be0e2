import struct
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage
from PIL import ImageCms

from face_process.errors import ImageError
from face_process.face_recognize import recognize_image
from face_process.image_file import read_image


@pytest.fixture(scope="module")
def portrait(astronaut):
    return cv2.imread(str(astronaut))


def save(tmp_path, portrait, kind):
    rgb = PillowImage.fromarray(portrait[:, :, ::-1])
    file = tmp_path / f"photo.{kind.split('-')[0]}"
    if kind == "jpg-rotated":
        exif = PillowImage.Exif()
        exif[0x0112] = 6  # to be turned clockwise by a quarter
        rgb.transpose(PillowImage.Transpose.ROTATE_90).save(file, exif=exif, quality=95)
    elif kind == "png-16bit":
        cv2.imwrite(str(file), portrait.astype(np.uint16) * 257)
    elif kind == "gif-animated":
        rgb.save(file, save_all=True, append_images=[rgb, rgb])
    elif kind == "png-palette":
        rgb.quantize().save(file)
    elif kind == "heic-phone":
        import pillow_heif

        pillow_heif.from_pillow(rgb).save(file)
    else:
        mode = {"png-grey": "L", "png-rgba": "RGBA", "jpg-cmyk": "CMYK"}.get(kind, "RGB")
        rgb.convert(mode).save(file)
    return file


KINDS = (
    "jpg png bmp webp tiff avif ico ppm jpg-rotated png-grey png-rgba jpg-cmyk png-16bit "
    "png-palette gif-animated heic-phone"
)


@pytest.mark.parametrize("kind", KINDS.split())
def test_a_portrait_of_any_kind_is_upright_and_recognised(tmp_path, service, portrait, kind):
    image = read_image(save(tmp_path, portrait, kind))
    assert image.dtype == np.uint8
    assert image.shape[2] == 3
    (face,) = recognize_image(service, image)
    left_eye, right_eye = face.face.landmarks[:2]
    assert abs(left_eye[1] - right_eye[1]) < abs(left_eye[0] - right_eye[0]) / 2
    if "grey" not in kind and kind != "ico":
        assert np.abs(image.astype(int) - portrait).mean() < 12


@pytest.mark.parametrize(
    ("name", "faces"),
    [(f"einstein.{suffix}", 1) for suffix in ("bmp", "gif", "ico", "jpeg", "png", "tiff", "webp")]
    + [("truncated.jpg", 1), ("corrupted.png", None), ("empty.png", None)],
)
def test_every_bad_input_is_recognised_or_refused(shared_data, service, name, faces):
    file = shared_data / "bad_inputs" / name
    if faces is None:
        with pytest.raises(ImageError) as refused:
            read_image(file)
        assert refused.value.key == "image_unreadable"
        assert name in str(refused.value)
    else:
        assert len(recognize_image(service, read_image(file))) == faces


@pytest.mark.parametrize("content", [b"", b"just some text", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(tmp_path, content):
    file = tmp_path / "photo.jpg"
    file.write_bytes(content)
    with pytest.raises(ImageError) as refused:
        read_image(file)
    assert refused.value.key == "image_unreadable"


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ImageError, match=r"There is no file .*nowhere\.jpg"):
        read_image(tmp_path / "nowhere.jpg")


def test_a_folder_is_no_picture(tmp_path):
    with pytest.raises(ImageError):
        read_image(tmp_path)


def huge_png(width, height):
    """A PNG whose header promises many pixels and whose body is one short row."""

    def chunk(kind, body):
        checksum = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


def test_400_megapixels_are_refused_by_the_header(tmp_path):
    file = tmp_path / "huge.png"
    file.write_bytes(huge_png(20_000, 20_000))
    with pytest.raises(ImageError) as refused:
        read_image(file)
    assert refused.value.key == "image_too_large"
    assert "400 megapixels" in str(refused.value)


def test_a_name_in_chinese_is_read(tmp_path, portrait):
    file = tmp_path / "张三 é.png"
    file.write_bytes(cv2.imencode(".png", portrait)[1].tobytes())
    np.testing.assert_array_equal(read_image(file), portrait)


@pytest.mark.parametrize("mode", ["L", "LA", "I;16"])
def test_grey_picture_with_a_profile_for_colours_is_read_in_silence(tmp_path, capfd, mode):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = tmp_path / "grey.png"
    PillowImage.new(mode, (8, 6)).save(file, icc_profile=profile)
    assert b"iCCP" in file.read_bytes()
    assert read_image(file).shape == (6, 8, 3)
    assert capfd.readouterr().err == ""
