"""What speaks against a face that is enrolled, and what to do about it."""

QUALITY = {
    "quality.too_small": (
        "The face is small. A photo from closer by is recognised better.",
        "人脸较小。靠近一些拍摄，识别效果更好。",
    ),
    "quality.blurred": (
        "The face is blurred. Hold still, or use a sharper photo.",
        "人脸模糊。请保持不动，或换一张更清晰的照片。",
    ),
    "quality.too_dark": (
        "The face is dark. Turn towards the light, or use a brighter photo.",
        "人脸偏暗。请面向光线，或换一张更亮的照片。",
    ),
    "quality.too_bright": (
        "The face is too bright. Avoid direct light, or use a darker photo.",
        "人脸过亮。请避开强光，或换一张曝光正常的照片。",
    ),
    "quality.turned": (
        "The face is turned to a side. Add a photo from the front.",
        "脸部侧转。请补充一张正面照片。",
    ),
}
