"""What the command line says."""

COMMAND_LINE: dict[str, tuple[str, str]] = {
    # Help
    "cli.about": (
        "FaceMind recognises faces: on your own machine, with a camera, photos and videos.",
        "FaceMind 人脸识别：在你自己的电脑上，用摄像头、照片和视频识别人脸。",
    ),
    "cli.help_web": ("Open the page in your browser.", "启动网页界面。"),
    "cli.help_local": ("Use a camera in a window of its own.", "在独立窗口中使用摄像头。"),
    "cli.help_local_recognize": (
        "Recognise whoever the camera sees, until Esc.",
        "持续识别摄像头中的人，按 Esc 结束。",
    ),
    "cli.help_local_enroll": (
        "Enrol somebody with the camera.",
        "用摄像头登记一个人。",
    ),
    "cli.help_enroll": (
        "Enrol a person from photos: enroll NAME PHOTO… — or many at once: enroll --folder DIR, "
        "with one sub-folder a person, or one photo a person.",
        "用照片登记一个人：enroll 姓名 照片…；或一次登记多人：enroll --folder 文件夹"
        "（每人一个子文件夹，或每人一张照片）。",
    ),
    "cli.help_recognize": (
        "Say who is in photos and videos; folders are searched to the bottom.",
        "识别照片和视频中的人；文件夹会逐层查找。",
    ),
    "cli.short_enroll": ("Enrol people from photos.", "用照片登记人员。"),
    "cli.short_recognize": ("Say who is in photos and videos.", "识别照片和视频中的人。"),
    "cli.short_backup": ("Write a copy of everything to a file.", "把全部数据备份到文件。"),
    "cli.short_restore": ("Put a backup in place of what is there.", "用备份替换现有数据。"),
    "cli.short_merge": ("Make two people one.", "把两个人合并为一个。"),
    "cli.short_export": ("Write people into a file.", "把人员导出到文件。"),
    "cli.short_import": ("Add people from a file.", "从文件导入人员。"),
    "cli.example_enroll": (
        'For example: python client.py enroll "Alice Wang" alice1.jpg alice2.jpg',
        "例如：python client.py enroll 王小明 照片1.jpg 照片2.jpg",
    ),
    "cli.example_recognize": (
        "For example: python client.py recognize holiday/ party.mp4 --out results",
        "例如：python client.py recognize 假期/ 聚会.mp4 --out 结果",
    ),
    "cli.meta_name": ("NAME", "姓名"),
    "cli.meta_new_name": ("NEW-NAME", "新姓名"),
    "cli.meta_photos": ("PHOTO…", "照片…"),
    "cli.meta_paths": ("FILE|DIR…", "文件|文件夹…"),
    "cli.meta_file": ("FILE", "文件"),
    "cli.meta_folder": ("DIR", "文件夹"),
    "cli.meta_file_or_folder": ("FILE|DIR", "文件|文件夹"),
    "cli.meta_pack": ("PACK", "模型包"),
    "cli.meta_number": ("NUMBER", "数字"),
    "cli.meta_address": ("ADDRESS", "地址"),
    "cli.meta_camera": ("CAMERA", "摄像头"),
    "cli.meta_into": ("INTO", "并入"),
    "cli.meta_text": ("TEXT", "文字"),
    "cli.meta_names": ("NAME…", "姓名…"),
    "cli.meta_zip": ("FILE.zip", "文件.zip"),
    "cli.meta_csv": ("FILE.csv", "文件.csv"),
    "cli.meta_password": ("PASSWORD", "密码"),
    "cli.meta_days": ("DAYS", "天数"),
    "cli.meta_minutes": ("MINUTES", "分钟"),
    "cli.help_models": ("See, fetch and choose model packs.", "查看、获取和选择模型包。"),
    "cli.help_models_list": ("List the model packs found here.", "列出找到的模型包。"),
    "cli.help_models_download": (
        "Download a model pack (buffalo_l unless another is named).",
        "下载模型包（默认 buffalo_l）。",
    ),
    "cli.help_models_import": (
        "Import a model pack from a zip file or a folder.",
        "从 zip 文件或文件夹导入模型包。",
    ),
    "cli.short_models_use": ("Choose the model pack to use.", "选择要使用的模型包。"),
    "cli.help_models_use": (
        "Choose the model pack to use from now on; nobody has to be enrolled again.",
        "选择今后使用的模型包；无需重新登记任何人。",
    ),
    "cli.arg_name": ("The person's name, in any script.", "姓名，任何文字均可。"),
    "cli.arg_photos": ("One or more photos of them.", "此人的一张或多张照片。"),
    "cli.arg_paths": ("Photos, videos, or folders of them.", "照片、视频或其文件夹。"),
    "cli.arg_pack": ("A pack's name.", "模型包名称。"),
    "cli.arg_pack_or_folder": ("A pack's name or folder.", "模型包的名称或文件夹。"),
    "cli.arg_pack_file": ("A pack's zip file or folder.", "模型包的 zip 文件或文件夹。"),
    "cli.opt_folder": (
        "Enrol everybody in this folder.",
        "登记此文件夹中的所有人。",
    ),
    "cli.opt_face": (
        "Which face of the photo, counted from the left from 1.",
        "照片中的第几张人脸，从左往右、从 1 数起。",
    ),
    "cli.opt_json": (
        "Print JSON, one document a line.",
        "输出 JSON，每行一个文档。",
    ),
    "cli.opt_out": (
        "Write annotated pictures and videos, and timelines as CSV, into this folder.",
        "把标注后的图片、视频以及时间线（CSV）写入此文件夹。",
    ),
    "cli.opt_enroll_name": (
        "The person's name; asked for unless given.",
        "姓名；不给出时会询问。",
    ),
    "cli.opt_pack_name": (
        "Name to keep the pack under; the file's own unless given.",
        "模型包保存的名称；默认用文件名。",
    ),
    # Choosing a mode
    "cli.choose_mode": ("What would you like to do?", "要做什么？"),
    "cli.mode_web": ("Open the page in the browser", "打开网页界面"),
    "cli.mode_local_recognize": ("Recognise with the camera", "用摄像头识别"),
    "cli.mode_local_enroll": ("Enrol somebody with the camera", "用摄像头登记一个人"),
    "cli.choose_number": ("Type 1, 2 or 3 and press Enter", "输入 1、2 或 3 后按回车"),
    "cli.no_terminal": (
        "Say what to do, for example: python client.py web · python client.py local recognize · "
        "python client.py local enroll · python client.py --help",
        "请指明要做什么，例如：python client.py web · python client.py local recognize · "
        "python client.py local enroll · python client.py --help",
    ),
    # Wrong usage
    "cli.usage_enroll": (
        "Give a name and photos, or --folder DIR.",
        "请给出姓名和照片，或使用 --folder 文件夹。",
    ),
    "cli.usage_face": (
        "--face goes with one photo.",
        "--face 只能用于一张照片。",
    ),
    # Enrolling
    "cli.enrolling": ("Enrolling", "登记中"),
    "cli.enrolled": ("{name}: {count} enrolled", "{name}：已登记 {count} 张人脸"),
    "cli.enrolled_folder": (
        "People: {people}, faces: {faces}",
        "共 {people} 人，{faces} 张人脸",
    ),
    "cli.enrolled_already": (
        "{name}: {count} enrolled already",
        "{name}：{count} 张照片此前已登记",
    ),
    "cli.enrolling_stopped": (
        "Stopped after {done} of {total} photos. Those are kept; the same command goes on.",
        "已在处理 {done}/{total} 张照片后停止。已登记的人脸均已保存；再次运行同一命令即可继续。",
    ),
    "cli.photos_a_second": ("{count} photos/s", "{count} 张/秒"),
    "cli.shared_photo": (
        "The same photo is enrolled for {names}, too. If it is the same person, remove one of "
        "them.",
        "同一张照片也已登记给 {names}。如果是同一个人，请删除其中一个。",
    ),
    "cli.skipped": ("Skipped: {count} ({reasons})", "跳过 {count} 张（{reasons}）"),
    "cli.listed": (", ", "，"),
    "cli.skipped_already": ("{count} enrolled already", "{count} 张此前已登记"),
    "cli.skipped_no_face": ("{count} without a face", "{count} 张没有人脸"),
    "cli.skipped_several_faces": (
        "{count} with several faces of which none stands out",
        "{count} 张有多张人脸且无法确定是哪一张",
    ),
    "cli.skipped_image_unreadable": ("{count} unreadable", "{count} 张无法读取"),
    "cli.skipped_image_too_large": ("{count} too large", "{count} 张过大"),
    "cli.skipped_else": ("{count} for other reasons", "{count} 张因其他原因"),
    "cli.refused": ("Refused {file}: {reason}", "未采用 {file}：{reason}"),
    "cli.doubt": ("Note, {file}: {doubt}", "提示，{file}：{doubt}"),
    "cli.resembles": (
        "This looks like {name} ({similarity}), who is enrolled already. If it is the same "
        "person, remove one of the two.",
        "此人很像已登记的 {name}（{similarity}）。如果是同一个人，请删除其中一个。",
    ),
    # Recognising
    "cli.recognizing": ("Recognising", "识别中"),
    "cli.faces_1": ("1 face", "1 张人脸"),
    "cli.faces": ("{count} faces", "{count} 张人脸"),
    "cli.nearest": ("nearest: {name} {similarity}", "最接近：{name} {similarity}"),
    "cli.appearances_1": ("1 appearance", "1 次出现"),
    "cli.appearances": ("{count} appearances", "{count} 次出现"),
    # Models
    "cli.downloading": ("Downloading {pack}", "下载 {pack}"),
    "cli.downloading_first": (
        "There is no model pack here yet: downloading {pack} (about {megabytes} MB).",
        "这里还没有模型包：正在下载 {pack}（约 {megabytes} MB）。",
    ),
    "cli.starter": (
        "Starter model: good for a try. Better, and nobody has to be enrolled again: python "
        "client.py models download ({pack}, about {megabytes} MB).",
        "正在使用入门模型，适合试用。更好的模型（无需重新登记任何人）："
        "python client.py models download（{pack}，约 {megabytes} MB）。",
    ),
    "cli.downloaded": ("{pack} is in {folder}", "{pack} 已保存到 {folder}"),
    "cli.imported": ("{pack} is in {folder}", "{pack} 已导入到 {folder}"),
    "cli.used": (
        "{pack} is used from now on.",
        "今后将使用 {pack}。",
    ),
    "cli.reference_imported": (
        "A database of the program that FaceMind descends from was taken over – people: "
        "{people}, faces: {faces}. The original is kept as {original}.",
        "已接管参考程序的数据库：{people} 人，{faces} 张人脸。原文件保留为 {original}。",
    ),
    "cli.reference_unusable": (
        "Rows without a usable picture: {count}. Their names are kept; enrol a photo for each.",
        "没有可用图片的行数：{count}。姓名已保留，请为他们登记照片。",
    ),
    "cli.pack_shadowed": (
        "Using {pack}, not {shadowed}, which was chosen with models use.",
        "正在使用 {pack}，而不是用 models use 选择的 {shadowed}。",
    ),
    "cli.lost_pictures": (
        "{count} people can't be recognised with this model, since no picture of theirs is kept; "
        "enrol them again: {names}",
        "有 {count} 人没有保存图片，无法用此模型识别，请重新登记：{names}",
    ),
    "cli.column_pack": ("Pack", "模型包"),
    "cli.column_folder": ("Folder", "文件夹"),
    "cli.embedding": (
        "Learning the known faces with this model",
        "正在用此模型学习已登记的人脸",
    ),
    # The rest
    "cli.something_went_wrong": (
        "Something went wrong that shouldn't. The details are in {file}",
        "程序出现意外错误，详情见 {file}",
    ),
}
