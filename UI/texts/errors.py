"""What went wrong and what to do next, one sentence a key."""

ERRORS = {
    # Pictures and their faces
    "error.image_missing": (
        "There is no file {file}. Check the path.",
        "找不到文件 {file}。请检查路径。",
    ),
    "error.image_unreadable": (
        "{file} is not a picture that can be read. Save it again as JPEG or PNG.",
        "{file} 不是可读取的图片。请另存为 JPEG 或 PNG 后再试。",
    ),
    "error.image_too_large": (
        "{file} has {megapixels} megapixels; at most {limit} can be read. Make it smaller first.",
        "{file} 有 {megapixels} 百万像素，最多支持 {limit} 百万像素。请先缩小图片。",
    ),
    "error.not_media": (
        "{file} is neither a picture nor a video. Give a photo (JPEG, PNG, …), a video (MP4, …) "
        "or a folder of them.",
        "{file} 既不是图片也不是视频。请提供照片（JPEG、PNG 等）、视频（MP4 等）或其文件夹。",
    ),
    "error.no_face": (
        "No face was found. Use a photo that shows the face from the front, well lit.",
        "没有找到人脸。请使用光线充足的正面照片。",
    ),
    "error.several_faces": (
        "There are {count} faces and none stands out. Say which one: click it on the page, or "
        "--face 1 to {count}, counted from the left.",
        "照片里有 {count} 张人脸，无法确定是哪一张。请在页面上点击，或用 --face 1 到 {count}"
        "（从左数）指定。",
    ),
    "error.face_number": (
        "There is no face number {number}: the photo has {count}. Count from the left, from 1.",
        "没有第 {number} 张人脸：照片里共有 {count} 张。请从左往右、从 1 数起。",
    ),
    "error.nothing_enrolled": (
        "Nobody was enrolled: no photo could be used. The reasons are listed above.",
        "没有登记任何人：没有可用的照片。原因已在上面列出。",
    ),
    "error.people_without_face": (
        "No usable photo for: {names}. Add better photos of them and run the same command again.",
        "以下人员没有可用的照片：{names}。请补充更清晰的照片后重新运行。",
    ),
    "error.some_files_failed": (
        "{count} of {total} files could not be read; the reasons are listed above.",
        "{total} 个文件中有 {count} 个无法读取，原因已在上面列出。",
    ),
    "error.no_media_in_folder": (
        "There are no photos or videos in {folder}. Check the path.",
        "{folder} 中没有照片或视频。请检查路径。",
    ),
    # Video
    "error.video_unreadable": (
        "{file} is not a video that can be read. Convert it to MP4 (H.264) and try again.",
        "{file} 不是可读取的视频。请转换为 MP4（H.264）后再试。",
    ),
    "error.video_without_frames": (
        "{file} holds no pictures. Record or export the video again.",
        "{file} 中没有画面。请重新录制或导出视频。",
    ),
    "error.output_unwritable": (
        "{file} can't be written: {reason}. Choose another folder or make room.",
        "无法写入 {file}：{reason}。请换一个文件夹或腾出空间。",
    ),
    # People and names
    "error.person_missing": (
        "Nobody called {name} is enrolled. See the names with: people list",
        "没有登记名为 {name} 的人。可用 people list 查看名单。",
    ),
    "error.name_taken": (
        "Somebody called {name} is enrolled already. Choose another name.",
        "已有名为 {name} 的人。请换一个名字。",
    ),
    "error.name_empty": (
        "A name is missing. Type the name of the person.",
        "缺少姓名。请输入此人的姓名。",
    ),
    "error.name_too_long": (
        "The name has {length} characters; at most {limit} can be kept. Use a shorter one.",
        "姓名有 {length} 个字符，最多 {limit} 个。请缩短姓名。",
    ),
    "error.name_not_text": (
        "The name has characters that can't be shown. Type it again with letters only.",
        "姓名中含有无法显示的字符。请重新输入。",
    ),
    "error.note_too_long": (
        "The note has {length} characters; at most {limit} can be kept. Shorten it.",
        "备注有 {length} 个字符，最多 {limit} 个。请缩短备注。",
    ),
    "error.note_not_text": (
        "The note has characters that can't be shown. Type it again as plain text.",
        "备注中含有无法显示的字符。请重新输入纯文本。",
    ),
    "error.model_differs": (
        "The file says that the model {model} makes vectors of another length than here. Export "
        "the people again where they come from.",
        "文件中模型 {model} 的向量长度与这里不同。请在原处重新导出人员。",
    ),
    "error.merge_same": (
        "{name} can't be merged with themselves. Give the names of two people.",
        "不能将 {name} 与自己合并。请给出两个人的姓名。",
    ),
    "error.face_missing": (
        "There is no enrolled face number {number}. See the numbers with: people faces NAME",
        "没有编号为 {number} 的已登记人脸。可用 people faces 姓名 查看编号。",
    ),
    # Files of people
    "error.archive_missing": (
        "There is no file {file}. Check the path.",
        "找不到文件 {file}。请检查路径。",
    ),
    "error.archive_foreign": (
        "{file} is not a file of FaceMind people. Give one that was made with: "
        "people export FILE.zip",
        "{file} 不是 FaceMind 的人员文件。请提供用 people export 文件.zip 导出的文件。",
    ),
    "error.archive_newer": (
        "{file} was made by a newer FaceMind. Update this program and try again.",
        "{file} 由更新版本的 FaceMind 创建。请升级本程序后再试。",
    ),
    "error.archive_broken": (
        "{file} is damaged, or was not made by FaceMind: {part} in it can't be used. Nothing was "
        "imported; copy it again, or export the people again where they come from.",
        "{file} 已损坏或不是由 FaceMind 创建：其中的 {part} 无法使用。没有导入任何内容；"
        "请重新复制，或在原处重新导出人员。",
    ),
    "error.archive_partly_imported": (
        "{people} people of {file} are imported, then it stopped: {reason} After that, import the "
        "file again: it goes on where it stopped.",
        "已导入 {file} 中的 {people} 人，随后中断：{reason}"
        "解决后请再次导入该文件，会从中断处继续。",
    ),
    # The store
    "error.store_busy": (
        "The database {file} is in use by another program. Close it or try again in a moment.",
        "数据库 {file} 正被其他程序占用。请关闭它或稍后再试。",
    ),
    "error.store_full": (
        "The disk is full: nothing was saved to {file}. Make room and try again.",
        "磁盘已满，未能保存到 {file}。请腾出空间后再试。",
    ),
    "error.traces_left": (
        "It is removed, but the disk is too full to overwrite what was there in {file}. Make room "
        "and start FaceMind once more.",
        "已删除，但磁盘已满，无法在 {file} 中彻底清除痕迹。请腾出空间后再次启动 FaceMind。",
    ),
    "error.store_readonly": (
        "{file} can't be written. Choose another place with --database, or allow writing there.",
        "无法写入 {file}。请用 --database 指定其他位置，或开放写入权限。",
    ),
    "error.store_unreadable": (
        "{file} is not a FaceMind database, or it is damaged. Bring a backup back with: "
        "python client.py restore FILE, or choose another file with --database.",
        "{file} 不是 FaceMind 数据库或已损坏。请用 python client.py restore 备份文件 恢复，"
        "或用 --database 指定其他文件。",
    ),
    "error.store_damaged": (
        "The database {file} is damaged. Close FaceMind everywhere and start it again: it "
        "repairs itself from its newest backup.",
        "数据库 {file} 已损坏。请关闭所有 FaceMind 后重新启动，程序会用最新备份自动修复。",
    ),
    "error.store_damaged_in_use": (
        "The database {file} is damaged and open in another FaceMind. Close that one and try "
        "again: it will be repaired then.",
        "数据库 {file} 已损坏，且正被另一个 FaceMind 使用。请关闭后重试，届时会自动修复。",
    ),
    "error.backup_itself": (
        "{file} is the database itself. Give another file for the backup.",
        "{file} 就是数据库本身。请为备份指定其他文件。",
    ),
    "error.backup_unwritable": (
        "The backup {file} can't be written: {reason}. Choose another folder or make room.",
        "无法写入备份 {file}：{reason}。请换一个文件夹或腾出空间。",
    ),
    "error.restore_missing": (
        "There is no backup {file}. Check the path.",
        "找不到备份 {file}。请检查路径。",
    ),
    "error.restore_unusable": (
        "{file} is not a FaceMind database, or it is damaged; nothing was changed. Choose another "
        "backup.",
        "{file} 不是 FaceMind 数据库或已损坏，数据未作更改。请选择其他备份。",
    ),
    "error.store_newer": (
        "{file} was made by a newer FaceMind. Update this program, or choose another file with "
        "--database.",
        "{file} 由更新版本的 FaceMind 创建。请升级本程序，或用 --database 指定其他文件。",
    ),
    "error.store_failed": (
        "The database {file} could not be used: {reason}. Nothing was changed; try again.",
        "无法使用数据库 {file}：{reason}。数据未作更改，请再试一次。",
    ),
    # Cameras and screens
    "error.camera_missing": (
        "The camera {camera} can't be opened. Plug it in, close other programs that use it, or "
        "choose another with --camera.",
        "无法打开摄像头 {camera}。请插好摄像头、关闭占用它的程序，或用 --camera 指定其他来源。",
    ),
    "error.camera_file_missing": (
        "There is no video file {camera}. Check the path given to --camera.",
        "找不到视频文件 {camera}。请检查 --camera 的路径。",
    ),
    "error.camera_file_unreadable": (
        "The video {camera} can't be read. Convert it to MP4 (H.264) and try again.",
        "无法读取视频 {camera}。请转换为 MP4（H.264）后再试。",
    ),
    "error.enrol_camera_ended": (
        "{camera} ended with {count} of {total} good pictures of one face. Use a longer video that "
        "shows the face from the front, well lit, or enrol from photos.",
        "{camera} 已结束，只采集到 {count}/{total} 张合格的人脸画面。"
        "请换用更长、光线充足的正面视频，或用照片登记。",
    ),
    "error.name_not_asked": (
        "There is no way to ask for the name here. Give it with --name.",
        "这里无法询问姓名。请用 --name 指定。",
    ),
    "error.no_screen": (
        "There is no screen to open a window on. Run this at a desktop, or use the page: "
        "python client.py web",
        "没有可用于打开窗口的屏幕。请在桌面环境运行，或使用网页：python client.py web",
    ),
    # Models
    "error.no_models": (
        "No model pack was found, and FaceMind can't recognise without one.\n"
        "Download the standard one:   python client.py models download\n"
        "Or import one you have:      python client.py models import FILE.zip",
        "没有找到模型包，无法进行识别。\n"
        "下载标准模型包：   python client.py models download\n"
        "或导入已有模型包： python client.py models import FILE.zip",
    ),
    "error.pack_missing": (
        "There is no model pack {pack}. See which there are with: models list",
        "找不到模型包 {pack}。可用 models list 查看已有的模型包。",
    ),
    "error.models_folder_missing": (
        "There is no folder {folder}, so the model pack {pack} can't be found. Check --models.",
        "文件夹 {folder} 不存在，找不到模型包 {pack}。请检查 --models。",
    ),
    "error.pack_incomplete": (
        "The model pack {pack} has no {role} model. Import a complete one, or give that model by "
        "its file.",
        "模型包 {pack} 缺少 {role} 模型（detection：检测，recognition：识别）。"
        "请导入完整的模型包，或单独指定该模型文件。",
    ),
    "error.pack_unknown": (
        "The model pack {pack} can't be downloaded; these can: {known}. Import another one with: "
        "python client.py models import FILE.zip",
        "无法下载模型包 {pack}，可下载的有：{known}。其他模型包请导入："
        "python client.py models import FILE.zip",
    ),
    "error.pack_exists": (
        "There is a model pack called {pack} already. Use it, or import under another name.",
        "已有名为 {pack} 的模型包。请直接使用它，或换一个名称导入。",
    ),
    "error.pack_name_unusable": (
        "{name!r} can't be the name of a model pack. Use up to 64 letters, digits, - and _.",
        "{name!r} 不能用作模型包名称。请使用不超过 64 个字母、数字、- 和 _。",
    ),
    "error.pack_unreadable": (
        "{file} is not a model pack that can be read. Give an unencrypted .zip file or a folder "
        "with ONNX models for detection and recognition; if it is damaged, download it again.",
        "{file} 不是可读取的模型包。请提供未加密的 .zip 文件，或包含检测和识别 ONNX 模型的文件夹；"
        "如果文件已损坏，请重新下载。",
    ),
    "error.pack_several": (
        "{file} holds several model packs: {packs}. Unpack it and import one of these folders.",
        "{file} 含有多个模型包：{packs}。请解压后导入其中一个文件夹。",
    ),
    "error.pack_too_large": (
        "The models in {file} are larger than {limit} GB. Import a pack of face models only.",
        "{file} 中的模型超过 {limit} GB。请只导入人脸模型包。",
    ),
    "error.download_failed": (
        "The model pack {pack} could not be downloaded ({reason}). Check the network and try "
        "again: it goes on where it stopped. Or get {file} by hand from {address} and run: "
        "python client.py models import {file}",
        "无法下载模型包 {pack}（{reason}）。请检查网络后重试，下载会从中断处继续；"
        "或手动下载 {address}，然后运行：python client.py models import {file}",
    ),
    "error.download_stopped": (
        "The download was stopped. Start it again to go on where it stopped.",
        "下载已停止。再次下载会从中断处继续。",
    ),
    "error.models_unwritable": (
        "{folder} can't be written: {reason}. Make room there, or choose another folder: "
        "FACEMIND_MODELS for model packs, FACEMIND_CACHE for downloads.",
        "无法写入 {folder}：{reason}。请腾出空间或换一个文件夹："
        "模型包用 FACEMIND_MODELS，下载缓存用 FACEMIND_CACHE。",
    ),
    "error.model_file_missing": (
        "There is no model file {file}. Check the path.",
        "找不到模型文件 {file}。请检查路径。",
    ),
    "error.model_unreadable": (
        "{file} is not a model that can be loaded. Download or import the pack again.",
        "{file} 不是可加载的模型。请重新下载或导入模型包。",
    ),
    "error.model_wrong_role": (
        "{file} is not a face {role} model. Give the right ONNX file.",
        "{file} 不是 {role} 模型（detection：人脸检测，recognition：人脸识别）。"
        "请指定正确的 ONNX 文件。",
    ),
    "error.device_missing": (
        "This machine's ONNX Runtime can't use {device}; it offers {available}. Use --device auto.",
        "本机的 ONNX Runtime 不支持 {device}，可用：{available}。请使用 --device auto。",
    ),
    # Settings
    "error.threshold_out_of_range": (
        "The threshold {value} is not between -1 and 1. 0.5 is a good start.",
        "阈值 {value} 不在 -1 到 1 之间。建议从 0.5 开始。",
    ),
    "error.days_out_of_range": (
        "{value} days is not more than 0 and up to {most}. 30 is usual; to keep no sightings at "
        "all, use --sightings off.",
        "天数 {value} 不在 0 到 {most} 之间。通常为 30；若完全不想保存，请使用 --sightings off。",
    ),
    "error.port_out_of_range": (
        "The port {value} is not between 1 and 65535. 7860 is usual.",
        "端口 {value} 不在 1 到 65535 之间。通常使用 7860。",
    ),
    "error.port_busy": (
        "The port {port} is taken by another program. Choose another with --port.",
        "端口 {port} 已被其他程序占用。请用 --port 指定其他端口。",
    ),
    "error.temp_unwritable": (
        "The folder {folder} can't be written: {reason}. Choose another with --gradio-temp.",
        "无法写入文件夹 {folder}：{reason}。请用 --gradio-temp 指定其他位置。",
    ),
    "error.host_unusable": (
        "The page can't listen on {host}: {reason}. Leave --host out, or give this machine's "
        "address.",
        "网页无法监听 {host}：{reason}。请去掉 --host，或填写本机地址。",
    ),
    "error.setting_not_one_of": (
        "{name} is {value}, which is not one of: {options}.",
        "{name} 的值 {value} 无效，可选：{options}。",
    ),
    "error.setting_not_understood": (
        "{name} is {value}, which makes no sense there. Correct it or leave it out.",
        "{name} 的值 {value} 无效。请更正或去掉它。",
    ),
}
