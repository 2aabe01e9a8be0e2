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
    # every_face
    "cli.help_every_face": (
        "Make a face set of every face in a folder of photos and videos, for training that needs "
        "no names: train … --others. Nothing in the folder is changed.",
        "用文件夹中照片和视频里的每张人脸生成数据集，供不需要姓名的训练使用（train … --others）。"
        "不会改动原文件。",
    ),
    "cli.arg_any_photos": ("Folder of photos and videos.", "照片和视频的文件夹。"),
    "cli.opt_smallest": ("Least width of a face in pixels.", "人脸的最小宽度（像素）。"),
    "cli.opt_frame_every": (
        "Of a video, one frame in so many is used.",
        "视频中每隔多少帧取一帧。",
    ),
    "cli.every_face_made": (
        "{folder}: {faces} faces in {photos} files",
        "{folder}：{photos} 个文件，{faces} 张人脸",
    ),
    "cli.photos_unreadable": (
        "Photos that can't be read: {count}.",
        "无法读取的照片：{count} 张。",
    ),
    # mixed_faces
    "cli.help_mixed_faces": (
        "Make a face set of faces that nobody has, each mixed from two of SETS, for distillation: "
        "train … --recipe distil --others. Nothing in SETS is changed.",
        "用数据集中的两两人脸混合出并不存在的人脸，生成供蒸馏使用的数据集"
        "（train … --recipe distil --others）。不会改动原数据集。",
    ),
    "cli.arg_mixed_from": ("Face sets to mix from.", "用来混合的人脸数据集。"),
    "cli.opt_mixed_count": ("How many faces.", "人脸数量。"),
    "cli.mixing_faces": ("Mixing faces", "混合人脸"),
    "cli.mixed_faces_made": ("{folder}: {faces} mixed faces", "{folder}：{faces} 张混合人脸"),
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
    "cli.embedding_faces": ("Embedding", "提取特征"),
    "cli.measuring": ("Measuring", "评估"),
    "cli.gallery_kept": ("{model}, gallery kept", "{model}（沿用旧人脸库）"),
    # train
    "cli.help_train": (
        "Train a recognition network on face sets. The best network by people held out is kept, "
        "with a log and its curves. A training that was stopped goes on where it stood. Several "
        "graphics cards or machines: torchrun … -m arcface_train.train …",
        "用人脸数据集训练识别网络。按留出人员的得分保留最好的网络，并记录日志和曲线。"
        "中断后再次运行会从中断处继续。多张显卡或多台机器：torchrun … -m arcface_train.train …",
    ),
    "cli.arg_learnt_faces": (
        "Face sets of the people to learn; a name in two of them is one person.",
        "要学习的人脸数据集，可给出多个；同名者视为同一人。",
    ),
    "cli.opt_run": (
        "Folder for state, best network and log.",
        "保存训练状态、最佳网络和日志的文件夹。",
    ),
    "cli.opt_from": (
        "What training begins with: a pack, an ONNX file or a checkpoint.",
        "训练的起点：模型包、ONNX 文件或检查点。",
    ),
    "cli.meta_model": ("MODEL", "模型"),
    "cli.opt_teacher": (
        "A better model, whose similarities between faces are learnt, too, or with the recipe "
        "distil its embeddings: a pack, an ONNX file or a checkpoint.",
        "更好的教师模型：模型包、ONNX 文件或检查点。学习其人脸相似度，配方 distil 则学习其特征。",
    ),
    "cli.opt_others": (
        "Face set whose photos are used without telling people apart.",
        "只使用照片、不区分人员的人脸数据集。",
    ),
    "cli.opt_recipe": (
        "What is learnt from, how fast and how long.",
        "训练配方：损失、学习率和时长。",
    ),
    "cli.usage_recipe": ("Recipes are {recipes}.", "可用的配方：{recipes}。"),
    "cli.usage_teacher": (
        "The recipe {recipe} needs a teacher: --teacher PACK.",
        "配方 {recipe} 需要教师模型：--teacher 模型包。",
    ),
    "cli.usage_alone": (
        "The recipe {recipe} takes no teacher.",
        "配方 {recipe} 不使用教师模型。",
    ),
    "cli.opt_epochs": ("How often every photo is seen.", "每张照片使用的次数。"),
    "cli.opt_batch": ("Photos a step.", "每步的照片数。"),
    "cli.opt_learning_rate": ("The highest learning rate.", "最高学习率。"),
    "cli.opt_changes": (
        "How often pictures are changed by chance, as a share of how often the recipe has it, from"
        " 0 to 1: less for a last run on pictures nearer to real ones.",
        "随机增强的频率，为配方频率的 0 到 1 倍：最后一段训练可调低，使图片更接近实际画面。",
    ),
    "cli.opt_held_out": (
        "Share of the people that networks are judged by and not trained on.",
        "留出用于评估、不参与训练的人员比例。",
    ),
    "cli.training": ("Training", "训练"),
    "cli.trained": (
        "The best network is {best}, its curves are {curves}.",
        "最佳网络：{best}，训练曲线：{curves}。",
    ),
    # export_onnx
    "cli.help_export_onnx": (
        "Make a model pack of a checkpoint: the detector of another pack, the trained network, and "
        "a card that tells what it is.",
        "将检查点制成模型包：另一模型包的检测模型、训练好的网络和说明卡。",
    ),
    "cli.arg_checkpoint": (
        "A training's best.pt, or weights as others publish them.",
        "训练得到的 best.pt，或他人发布的权重。",
    ),
    "cli.meta_checkpoint": ("CHECKPOINT", "检查点"),
    "cli.arg_new_pack": (
        "The new pack's folder; its name is the pack's.",
        "新模型包的文件夹，其名称即包名。",
    ),
    "cli.meta_new_pack": ("PACK", "模型包"),
    "cli.opt_detector_of": (
        "The pack whose detector is taken, or a detector's .onnx file; else the pack that the "
        "weights came from.",
        "使用哪个模型包的检测模型，或一个检测模型 .onnx 文件；不指定时用权重来源的模型包。",
    ),
    "cli.opt_mirror": (
        "Let the model look at each face and at its mirror image: surer, and half as fast.",
        "让模型同时看人脸及其镜像：更准确，速度减半。",
    ),
    "cli.exported_pack": (
        "{pack} lies in {folder}. Use it with: python client.py models use {folder}",
        "模型包 {pack} 已生成于 {folder}。使用方法：python client.py models use {folder}",
    ),
    "cli.train_starter": (
        "Only the starter pack is here to find and compare faces. {pack} does it better, and a "
        "face set can't change its pack later: python client.py models download",
        "这里只有入门模型包可用来检测和比较人脸。{pack} 效果更好，而人脸集之后不能更换模型包："
        "python client.py models download",
    ),
    "cli.column_threshold": ("threshold", "阈值"),
    "cli.column_difference": ("difference", "差值"),
    "cli.column_misses_lost": ("misses lost", "减少的错误"),
}
