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
    # train
    "cli.help_train_detector": (
        "Train a small face detector with five landmarks on LABELS. State, log with curves and the "
        "best network, as an ONNX file, are kept in a folder. A training that was stopped goes on "
        "where it stood.",
        "用标注训练带五个关键点的小型人脸检测模型。训练状态、日志曲线和最佳模型（ONNX 文件）"
        "保存在文件夹中。中断后再次运行会从中断处继续。",
    ),
    "cli.arg_learnt_labels": (
        "Folder of labels, as detector.label writes them.",
        "标注文件夹（由 detector.label 生成）。",
    ),
    "cli.meta_labels": ("LABELS", "标注文件夹"),
    "cli.opt_detector_from": (
        "What training begins with: a detector of ours (ONNX), or a training's folder. Without it, "
        "random weights.",
        "训练的起点：本程序训练的检测模型（ONNX）或训练文件夹；不指定则从随机权重开始。",
    ),
    "cli.opt_judge": (
        "Labels of other photos by which the best network is found.",
        "用于挑选最佳模型的其他照片的标注。",
    ),
    "cli.opt_steps": ("How many steps there are.", "训练步数。"),
    "cli.opt_minutes": (
        "How long it takes; a training by steps comes out the same each time, one by time doesn't.",
        "训练时长（分钟）；按步数训练结果可重复，按时长则不可。",
    ),
    "cli.opt_crop_batch": ("Crops a step.", "每步的裁剪图数。"),
    "cli.usage_length": (
        "Say how long to train: --steps or --minutes.",
        "请指定训练长度：--steps 或 --minutes。",
    ),
    "cli.detector_step": (
        "step {step}  {seconds} s  loss {losses}",
        "第 {step} 步  {seconds} 秒  损失 {losses}",
    ),
    "cli.detector_judged": (
        "found {large:.3f}, small {small:.3f}, landmarks {error:.3f}",
        "检出率 {large:.3f}，小脸 {small:.3f}，关键点误差 {error:.3f}",
    ),
}
