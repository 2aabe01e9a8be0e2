"""The words of the commands that train a detector."""

TRAIN_DETECTOR = {
    # label
    "cli.help_label": (
        "Label PHOTOS with the faces that a pack's detector finds at several sizes, for a small "
        "detector to learn from. Where people drew boxes (labels.json beside the photos), those "
        "that it misses are left out of learning. A run that was stopped goes on where it stood.",
        "用模型包的检测模型在多个尺度上标注照片中的人脸，供小型检测模型学习。如照片旁有人工标注框"
        "（labels.json），检测模型漏掉的人脸不参与学习。中断后再次运行会从中断处继续。",
    ),
    "cli.arg_labelled": ("Folder of photos, with sub-folders.", "照片文件夹（含子文件夹）。"),
    "cli.arg_labels": ("Folder for the labels.", "标注结果的文件夹。"),
    "cli.opt_teacher": (
        "The pack whose detector answers.",
        "用哪个模型包的检测模型标注。",
    ),
    "cli.labelled": (
        "{file}: {faces} faces in {photos} photos",
        "{file}：{photos} 张照片，{faces} 张人脸",
    ),
}
