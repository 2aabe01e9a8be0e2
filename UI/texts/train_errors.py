"""What training, or the data and models for it, can't be done with, and what to do next."""

TRAIN_ERRORS: dict[str, tuple[str, str]] = {
    # Networks
    "error.train_operator_unknown": (
        "This model can't be trained: it uses the ONNX operator {operator}, which training doesn't "
        "know. Start from another model, or export it again in a plainer form.",
        "无法训练该模型：训练不支持其中的 ONNX 算子 {operator}。请换用其他模型，"
        "或以更简单的形式重新导出。",
    ),
    "error.train_network_differs": (
        "The model {file} can't be trained here: its embeddings in PyTorch differ from ONNX "
        "Runtime's by {difference:.2g}. Start from another model.",
        "无法训练模型 {file}：它在 PyTorch 中得到的特征与 ONNX Runtime 相差 {difference:.2g}。"
        "请换用其他模型。",
    ),
    "error.torch_missing": (
        "Checkpoints need PyTorch. Install it with: pip install -r requirements-train.txt",
        "使用检查点需要 PyTorch。请先安装：pip install -r requirements-train.txt",
    ),
    "error.checkpoint_missing": (
        "There is no checkpoint {file}. Give the file that training wrote, or a model pack.",
        "找不到检查点文件 {file}。请提供训练生成的文件或模型包。",
    ),
    "error.checkpoint_unreadable": (
        "{file} is no checkpoint that can be read, or it is damaged. Give the file that training "
        "wrote, or train again.",
        "{file} 不是可读取的检查点文件，或已损坏。请提供训练生成的文件，或重新训练。",
    ),
    "error.checkpoint_newer": (
        "The checkpoint {file} was written by another version of FaceMind. Use that one, or train "
        "again.",
        "检查点文件 {file} 由其他版本的 FaceMind 生成。请使用该版本，或重新训练。",
    ),
    "error.checkpoint_unknown": (
        "The weights in {file} fit no network that is known here: an iResNet or a MobileFaceNet "
        "of InsightFace's or arcface-pytorch's layout.",
        "{file} 中的权重与已知网络均不匹配。支持 InsightFace 或 arcface-pytorch 格式的 iResNet 和 "
        "MobileFaceNet。",
    ),
    "error.export_differs": (
        "The model isn't exported: its embeddings in ONNX Runtime differ from PyTorch's by "
        "{difference:.2g}. Export another checkpoint of this training.",
        "模型未导出：它在 ONNX Runtime 中得到的特征与 PyTorch 相差 {difference:.2g}。"
        "请导出本次训练的其他检查点。",
    ),
    # Training
    "error.train_start_missing": (
        "Say what training begins with, --from MODEL (a pack, an ONNX file or a checkpoint), or a "
        "recipe that begins with random weights of one of: {kinds}.",
        "请用 --from MODEL 指定训练的起点（模型包、ONNX 文件或检查点），"
        "或选择从随机权重开始的配方，可用网络：{kinds}。",
    ),
    "error.train_teacher_width": (
        "{teacher} gives embeddings of {wanted} numbers and the network to train of {found}. "
        "Begin with another one, or without --from.",
        "{teacher} 的特征为 {wanted} 维，而要训练的网络为 {found} 维。"
        "请换一个起点，或不使用 --from。",
    ),
    "error.train_start_other": (
        "This recipe trains {wanted}, and {model} is {found}. Give another model, or none to begin "
        "with random weights.",
        "该配方训练 {wanted}，而 {model} 是 {found}。请换用其他模型，"
        "或不指定模型以从随机权重开始。",
    ),
    "error.train_run_other": (
        "{folder} holds a training by another recipe. Give another folder with --out, or the "
        "recipe that it was begun with.",
        "{folder} 中是用其他配方进行的训练。请用 --out 指定其他文件夹，或使用开始时的配方。",
    ),
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
    # Making a face set
    "error.train_photos_missing": (
        "There are no photos in {folder}. Give a folder with a sub-folder for each person.",
        "{folder} 中没有照片。请提供一个文件夹，其中每人一个子文件夹。",
    ),
    "error.face_set_inside": (
        "{folder} lies within the photos, or they within it. Give a folder beside them.",
        "{folder} 与照片文件夹互相包含。请指定照片之外的文件夹。",
    ),
    "error.face_set_elsewhere": (
        "{folder} is a folder with other things in it. Give a new or empty one for the face set.",
        "{folder} 中已有其他内容。请为人脸数据集指定新的或空的文件夹。",
    ),
    "error.face_set_of_others": (
        "The face set {folder} was made from {photos}. Give that folder again, or a new one for "
        "the face set.",
        "人脸数据集 {folder} 是用 {photos} 生成的。请仍使用该照片文件夹，"
        "或为人脸数据集指定新文件夹。",
    ),
    "error.face_set_of_other_models": (
        "The face set {folder} was begun with other models. Choose them with --pack, or give a "
        "new folder for the face set.",
        "人脸数据集 {folder} 是用其他模型生成的。请用 --pack 选择原来的模型，"
        "或为人脸数据集指定新文件夹。",
    ),
    "error.face_set_busy": (
        "Another program is making the face set {folder}. Wait until it is done, or stop it.",
        "另一个程序正在生成人脸数据集 {folder}。请等待其完成或先停止它。",
    ),
    # Evaluation
    "error.matplotlib_missing": (
        "The picture needs Matplotlib. Install it with: pip install -r requirements-train.txt",
        "绘图需要 Matplotlib。请先安装：pip install -r requirements-train.txt",
    ),
    "error.pairs_unreadable": (
        "{file} is no list of pairs as LFW's pairs.txt is: a first line with the number of folds "
        "and of pairs, then one pair a line.",
        "{file} 不是 LFW pairs.txt 格式的配对列表：首行应为折数和每折的配对数，其后每行一对。",
    ),
    "error.pairs_elsewhere": (
        "Too few pairs of {file} are among the photos of the face set. Make the face set from the "
        "photos that the list names.",
        "{file} 中的配对在该人脸数据集中几乎找不到。请用列表所指的照片生成人脸数据集。",
    ),
    "error.evaluation_too_small": (
        "The face set {folder} can't be evaluated on: it needs two people or more, one of them "
        "with several photos.",
        "人脸数据集 {folder} 无法用于评估：至少需要两个人，且其中一人有多张照片。",
    ),
    "error.stranger_known": (
        "{name} is among the strangers in {folder} and among the people to be known. Give "
        "strangers who are nobody of these.",
        "{name} 既在陌生人数据集 {folder} 中，也在已知人员中。请使用与已知人员不重复的陌生人。",
    ),
    "error.gallery_width": (
        "These models can't share a gallery: one gives {first} numbers a face, the other {second}. "
        "Compare them without --kept-gallery.",
        "这两个模型无法共用人脸库：一个模型每张人脸输出 {first} 个数，另一个 {second} 个。"
        "请去掉 --kept-gallery 再比较。",
    ),
    # Detectors
    "error.photos_none": (
        "There are no photos in {folder}. Give a folder with pictures in it.",
        "{folder} 中没有照片。请提供含有图片的文件夹。",
    ),
    "error.drawn_boxes_broken": (
        "The boxes in {file} can't be read: each photo's name needs a list boxes_xywh of left, "
        "top, width and height. Correct the file, or take it away.",
        "无法读取 {file} 中的人工标注框：每个照片名应对应 boxes_xywh 列表（左、上、宽、高）。"
        "请更正或移除该文件。",
    ),
    "error.labels_missing": (
        "There are no labels {file}. Make them with: "
        "python -m arcface_train.detector.label PHOTOS OUT",
        "找不到标注文件 {file}。请先生成："
        "python -m arcface_train.detector.label 照片文件夹 输出文件夹",
    ),
    "error.labels_broken": (
        "Line {line} of {file} can't be read. Make the labels again, into a new folder, with: "
        "python -m arcface_train.detector.label PHOTOS OUT",
        "无法读取 {file} 的第 {line} 行。请重新生成到新文件夹："
        "python -m arcface_train.detector.label 照片文件夹 输出文件夹",
    ),
    "error.labels_other": (
        "{folder} holds labels of other photos or by another teacher. Give a new folder.",
        "{folder} 中是其他照片或其他模型的标注。请指定新文件夹。",
    ),
    "error.labels_faceless": (
        "No photo of {folder} shows a face by its labels. Give photos of people.",
        "根据标注，{folder} 的照片中没有人脸。请提供有人的照片。",
    ),
    "error.detector_missing": (
        "There is no detector {file}. Give an ONNX file that training wrote, or a training's "
        "folder.",
        "找不到检测模型 {file}。请提供训练生成的 ONNX 文件或训练文件夹。",
    ),
    "error.detector_foreign": (
        "{file} is no detector that arcface_train.detector made; only those can be trained. Leave "
        "--from away to begin with random weights.",
        "{file} 不是由 arcface_train.detector 生成的检测模型，无法继续训练。"
        "去掉 --from 可从随机权重开始。",
    ),
    "error.detector_differs": (
        "The detector isn't exported: its answers in ONNX Runtime differ from PyTorch's by "
        "{difference:.2g}. Export another network of this training.",
        "检测模型未导出：它在 ONNX Runtime 中的输出与 PyTorch 相差 {difference:.2g}。"
        "请导出本次训练的其他网络。",
    ),
}
