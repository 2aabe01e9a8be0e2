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
    "cli.opt_labelling": (
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
    # evaluate
    "cli.help_evaluate_detector": (
        "Measure face detectors by the faces that a teacher finds in photos: how many of them are "
        "found, false faces, how far landmarks are off, and how long a look takes.",
        "以教师模型在照片中检出的人脸为准评估检测模型：检出率、误检、关键点误差和耗时。",
    ),
    "cli.arg_detectors": (
        "ONNX files, folders of trainings, or folders or names of packs.",
        "ONNX 文件、训练文件夹，或模型包的文件夹或名称。",
    ),
    "cli.meta_detectors": ("MODEL…", "模型…"),
    "cli.opt_judged_photos": (
        "Folder of photos; boxes that people drew (labels.json) are no false faces.",
        "照片文件夹；人工标注框（labels.json）不计为误检。",
    ),
    "cli.opt_against": (
        "The pack whose detector says which faces there are.",
        "以哪个模型包的检测结果为准。",
    ),
    "cli.opt_sheets": (
        "Write pictures of the faces missed and made up there.",
        "将漏检和误检的人脸图写入该文件夹。",
    ),
    "cli.table_at_false_faces": (
        "at 1 false face in {photos} photos",
        "每 {photos} 张照片 1 个误检时",
    ),
    "cli.column_recall": ("found, ≥ 32 px", "检出率 ≥ 32 像素"),
    "cli.column_small_recall": ("16 – 32 px", "16 – 32 像素"),
    "cli.column_landmark_error": ("landmarks / eye distance", "关键点误差/眼距"),
    "cli.column_milliseconds": ("ms, 1 thread", "毫秒（单线程）"),
    "cli.column_precision": ("precision", "精确率"),
    "cli.column_false_faces": ("false faces", "误检数"),
    "cli.column_false_a_photo": ("a photo", "每张照片误检"),
    # export
    "cli.help_export_detector": (
        "Write a trained detector as an ONNX file for a pack, once it has proved to answer as the "
        "network does.",
        "将训练好的检测模型写为可放入模型包的 ONNX 文件，并先验证其输出与网络一致。",
    ),
    "cli.arg_detector_run": (
        "A training's folder, or an ONNX file of ours.",
        "训练文件夹，或本程序生成的 ONNX 文件。",
    ),
    "cli.arg_detector_file": ("The new ONNX file.", "新的 ONNX 文件。"),
    "cli.opt_half": (
        "Keep weights in half precision: half the size.",
        "以半精度保存权重，文件减半。",
    ),
    "cli.opt_face_from": (
        "Score from which something counts as a face; it becomes the threshold that FaceMind has.",
        "从该分数起视为人脸；导出后对应 FaceMind 的检测阈值。",
    ),
    "cli.detector_exported": (
        "{file}: {size} bytes, answers differ from the network's by {difference:.1g}",
        "{file}：{size} 字节，输出与网络相差 {difference:.1g}",
    ),
    "cli.detector_halved": (
        "Half precision changes answers by {difference:.1g} strides at most.",
        "半精度使输出最多改变 {difference:.1g} 个步长。",
    ),
}
