"""What training, or the data and models for it, can't be done with, and what to do next."""

TRAIN_ERRORS: dict[str, tuple[str, str]] = {
    # Face sets
    "error.face_set_missing": (
        "{folder} is no face set. Make one from a folder of photos with: "
        "python -m arcface_train.data_process PHOTOS {folder}",
        "{folder} 不是人脸数据集。请先用照片文件夹生成："
        "python -m arcface_train.data_process PHOTOS {folder}",
    ),
    "error.face_set_broken": (
        "Line {line} of {file} can't be read. Make the face set again with: "
        "python -m arcface_train.data_process PHOTOS {folder}",
        "无法读取 {file} 的第 {line} 行。请重新生成人脸数据集："
        "python -m arcface_train.data_process PHOTOS {folder}",
    ),
    "error.face_set_empty": (
        "The face set {folder} holds no face. Its report.csv says why each photo was left out.",
        "人脸数据集 {folder} 中没有人脸。每张照片未被采用的原因见其 report.csv。",
    ),
    "error.crop_unreadable": (
        "The crop {file} of the face set is missing or damaged. Make the face set again, into a "
        "new folder, with: python -m arcface_train.data_process",
        "人脸数据集的裁剪图 {file} 缺失或已损坏。请将人脸数据集重新生成到新文件夹："
        "python -m arcface_train.data_process",
    ),
}
