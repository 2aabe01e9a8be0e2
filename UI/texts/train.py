"""The words of arcface_train's commands."""

TRAIN = {
    # data_process
    "cli.help_data_process": (
        "Make a face set for training from PHOTOS, a folder with a sub-folder for each person: "
        "aligned crops, a list of them, and a report of the photos left out. Nothing in PHOTOS is "
        "changed. A run that was stopped goes on where it stood.",
        "用照片文件夹（每人一个子文件夹）生成训练用的人脸数据集：对齐的人脸裁剪图、列表，"
        "以及未采用照片的报告。不会改动原照片。中断后再次运行会从中断处继续。",
    ),
    "cli.arg_train_photos": (
        "Folder with a sub-folder of photos for each person.",
        "照片文件夹，每人一个子文件夹。",
    ),
    "cli.arg_face_set": ("Folder for the face set.", "人脸数据集的文件夹。"),
    "cli.opt_twelve": (
        "Also write the reference program's twelve augmentations beside each crop.",
        "同时在每张裁剪图旁写入参考程序的十二种数据增强图。",
    ),
    "cli.meta_train_photos": ("PHOTOS", "照片文件夹"),
    "cli.meta_face_set": ("OUT", "输出文件夹"),
    "cli.looking_at_photos": ("Finding faces", "检测人脸"),
    "cli.augmenting": ("Augmenting", "数据增强"),
    "cli.face_set_made": (
        "{folder}: {faces} faces of {people} people",
        "{folder}：{people} 人，{faces} 张人脸",
    ),
    "cli.photos_left_out": (
        "Photos left out: {count} ({reasons}); {file} lists them.",
        "未采用的照片：{count} 张（{reasons}），详见 {file}。",
    ),
    "cli.left_out_no_face": ("{count} without a face", "{count} 张没有人脸"),
    "cli.left_out_several_faces": ("{count} with several faces", "{count} 张有多张人脸"),
    "cli.left_out_unreadable": ("{count} unreadable", "{count} 张无法读取"),
    "cli.left_out_unlike": ("{count} of somebody else", "{count} 张疑为他人"),
    "cli.left_out_duplicate": ("{count} twice", "{count} 张重复"),
    # evaluate
    "cli.help_evaluate": (
        "Measure a recognition model, or two side by side, on people. Clean photos are compared "
        "with other ones under each condition, and people are searched for among those enrolled. "
        "Intervals are of 95 %, over people.",
        "在一批人身上评估一个识别模型，或并排比较两个。用清晰照片与各种条件下的其他照片比对，"
        "并在已登记的人中检索。区间为以人为单位的 95 % 置信区间。",
    ),
    "cli.arg_evaluated": (
        "A checkpoint, an ONNX file, or a pack's folder or name; or two of them.",
        "检查点文件、ONNX 文件，或模型包的文件夹或名称；可给两个。",
    ),
    "cli.meta_evaluated": ("MODEL [MODEL2]", "模型 [模型2]"),
    "cli.meta_set": ("SET", "数据集"),
    "cli.meta_conditions": ("A,B,…", "条件1,条件2,…"),
    "cli.opt_evaluated_faces": (
        "Face set of people, some with several photos.",
        "人脸数据集，其中部分人有多张照片。",
    ),
    "cli.opt_strangers": (
        "Face set of other people, who are never enrolled.",
        "其他人的人脸数据集，这些人不会被登记。",
    ),
    "cli.opt_pairs": (
        "LFW's pairs.txt, or a list of pairs that is written alike.",
        "LFW 的 pairs.txt，或同样格式的配对列表。",
    ),
    "cli.opt_conditions": (
        "How the second photo of each pair is seen.",
        "每对照片中第二张的条件。",
    ),
    "cli.opt_flip": (
        "Also measure with embeddings averaged with those of mirror images.",
        "同时评估与镜像图特征取平均后的结果。",
    ),
    "cli.opt_kept_gallery": (
        "Search what MODEL2 sees among what MODEL enrolled.",
        "用模型2的特征在模型1登记的人脸库中检索。",
    ),
    "cli.opt_seed": ("Decides all that is left to chance.", "随机种子。"),
    "cli.opt_scores_out": (
        "Write tables, scores and a picture there.",
        "将表格、分数和图写入该文件夹。",
    ),
    "cli.opt_markdown": ("Print tables for a README.", "输出可用于 README 的表格。"),
    "cli.usage_evaluate": (
        "Give one model, or two to compare; --kept-gallery goes with two.",
        "请给出一个模型，或两个用于比较的模型；--kept-gallery 需要两个模型。",
    ),
    "cli.usage_conditions": ("Conditions are {conditions}.", "可用的条件：{conditions}。"),
    "cli.embedding": ("Embedding", "提取特征"),
    "cli.measuring": ("Measuring", "评估"),
    "cli.gallery_kept": ("{model}, gallery kept", "{model}（沿用旧人脸库）"),
    "cli.column_threshold": ("threshold", "阈值"),
    "cli.column_difference": ("difference", "差值"),
    "cli.column_misses_lost": ("misses lost", "减少的错误"),
}
