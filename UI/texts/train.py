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
}
