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
    "error.person_gone": (
        "That person was removed meanwhile. Recognise again.",
        "此人刚刚已被删除，请重新识别。",
    ),
    "error.visit_gone": (
        "This visit is not there any more. Open the list again to see what there is.",
        "这次到访已不存在。请重新打开列表查看。",
    ),
    "error.stranger_gone": (
        "These faces are no longer there: they were named, removed or forgotten meanwhile. Open "
        "the tab “Unknown” again.",
        "这些人脸已不存在：可能已被命名、删除或过期。请重新打开“未知”页。",
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
    "error.face_unnamed": (
        "This face is not named as anybody, so there is nothing to confirm or reject. Say who it "
        "is instead.",
        "这张人脸没有被认作任何人，无需确认或否认。请直接指明他是谁。",
    ),
    "error.no_picture": (
        "No picture of {name} is kept. Enrol a photo of them.",
        "没有保存 {name} 的照片。请为其登记一张照片。",
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
    "error.gap_out_of_range": (
        "A pause of {value:g} minutes is not between 0 and {most:g}. 5 is usual.",
        "间隔 {value:g} 分钟不在 0 到 {most:g} 之间。通常为 5。",
    ),
    "error.setting_not_one_of": (
        "{name} is {value}, which is not one of: {options}.",
        "{name} 的值 {value} 无效，可选：{options}。",
    ),
    "error.setting_not_understood": (
        "{name} is {value}, which makes no sense there. Correct it or leave it out.",
        "{name} 的值 {value} 无效。请更正或去掉它。",
    ),
    "error.setting_fixed": (
        "Fixed by {flag} (or {variable}) when FaceMind was started. Start it without to choose "
        "here.",
        "启动 FaceMind 时已用 {flag}（或 {variable}）指定。如需在此选择，请去掉该参数后重新启动。",
    ),
}
