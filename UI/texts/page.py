"""What the page says."""

PAGE = {
    "page.tagline": (
        "Face recognition of your own: no cloud, no account.",
        "属于你自己的人脸识别：不上云，不用注册。",
    ),
    "page.ready": (
        "FaceMind is at {url} – press Ctrl-C to end",
        "FaceMind 已启动：{url}（按 Ctrl-C 结束）",
    ),
    "page.unknown": ("Unknown", "未知"),
    "page.looking": ("Looking…", "识别中…"),
    "page.list_separator": (", ", "、"),
    "page.attention": ("That didn't work", "没有成功"),
    "page.warning": ("Please check", "请注意"),
    "page.hint": ("Hint", "提示"),
    "page.upload_lost": (
        "This file is no longer kept: uploads go after an hour, and when FaceMind ends. Put it in "
        "again.",
        "文件已不再保留：上传的文件一小时后、或 FaceMind 退出时会被清除。请重新上传。",
    ),
    "page.bug": (
        "Something went wrong, and it is not your fault. The details are where FaceMind was "
        "started.",
        "出了点问题，不是你的操作造成的。详细信息在启动 FaceMind 的窗口中。",
    ),
    "page.uploading": ("Uploading …", "正在上传……"),
    "page.allow_camera": ("Click to use the camera", "点击使用摄像头"),
    "page.status.complete": ("Done", "完成"),
    "page.status.progress": ("Progress", "进度"),
    "page.status.queue_position": (
        "Waiting, number {position} of {size}",
        "正在排队，第 {position} 位，共 {size} 位",
    ),
    "page.toast.wrong_kind": (
        "{files} can't be used here. Choose another kind of file.",
        "这里不能使用 {files}，请换一种文件。",
    ),
    "page.toast.not_playable": (
        "The browser can't play this video. FaceMind may be able to: press “Recognise”.",
        "浏览器无法播放此视频，但 FaceMind 也许可以识别，请点击“识别”。",
    ),
    "page.toast.lost": (
        "The connection to FaceMind was lost. Start it again if it was ended; the page comes back "
        "by itself.",
        "与 FaceMind 的连接中断。如果程序已关闭，请重新启动，页面会自动恢复。",
    ),
    "page.toast.busy": (
        "FaceMind has too much to do at the moment. Try again a little later.",
        "FaceMind 正忙，请稍后再试。",
    ),
    "page.name_box": ("Name (choose or type)", "姓名（可选择或输入）"),
    "page.working": ("One moment …", "请稍候……"),
    "page.place.camera": ("Camera {number}", "摄像头 {number}"),
    "page.place.browser": ("Browser camera", "浏览器摄像头"),
    # Recognise photo
    "page.photo.tab": ("Photo", "照片"),
    "page.photo.in": ("Photo", "照片"),
    "page.photo.out": ("Who is in it", "识别结果"),
    "page.photo.button": ("Recognise", "识别"),
    "page.photo.missing": (
        "Add a photo first: drop a file, paste one, or use the camera.",
        "请先添加照片：拖入文件、粘贴图片或使用摄像头。",
    ),
    "page.photo.faces_1": ("1 face: {names}", "1 张人脸：{names}"),
    "page.photo.faces": ("{count} faces: {names}", "{count} 张人脸：{names}"),
    "page.photo.no_face": (
        "No face found – try a photo that shows the face larger, from the front and well lit.",
        "没有找到人脸，请换一张脸部更大、正面且光线充足的照片。",
    ),
    "page.nobody": (
        "Nobody is enrolled yet, so every face is Unknown. Start in the tab “Enrol”.",
        "还没有登记任何人，所以所有人脸都显示为未知。请先到“登记”页添加。",
    ),
    "page.table.number": ("No.", "序号"),
    "page.table.name": ("Name", "姓名"),
    "page.table.similarity": ("Similarity", "相似度"),
    "page.table.threshold": ("Threshold", "阈值"),
    "page.table.nearest": ("nearest: {name}", "最接近：{name}"),
    # Live
    "page.live.tab": ("Live", "实时"),
    "page.live.start": ("Start the camera", "打开摄像头"),
    "page.live.stop": ("Stop", "停止"),
    "page.live.hint": (
        "The picture goes to this FaceMind only and is not kept. Click a face to see why it has "
        "its name, to correct or to enrol it.",
        "画面只发送给运行 FaceMind 的电脑，不会保存。点击人脸可查看识别依据、更正或登记。",
    ),
    "page.live.hint_kept_1": (
        "The picture goes to this FaceMind only; a small one of each face is kept for a day. "
        "Click a face to see why it has its name, to correct or to enrol it.",
        "画面只发送给运行 FaceMind 的电脑，每张人脸的小图保存 1 天。"
        "点击人脸可查看识别依据、更正或登记。",
    ),
    "page.live.hint_kept": (
        "The picture goes to this FaceMind only; a small one of each face is kept for {count:g} "
        "days. Click a face to see why it has its name, to correct or to enrol it.",
        "画面只发送给运行 FaceMind 的电脑，每张人脸的小图保存 {count:g} 天。"
        "点击人脸可查看识别依据、更正或登记。",
    ),
    "page.live.in_view": ("In view", "画面中的人"),
    "page.live.nobody": ("Nobody", "没有人"),
    "page.live.seconds": ("{seconds} s", "{seconds} 秒"),
    "page.live.connecting": ("Connecting …", "正在连接……"),
    "page.live.waiting": ("Waiting for an answer …", "正在等待结果……"),
    "page.live.reconnecting": (
        "The connection to FaceMind was lost. Trying again …",
        "与 FaceMind 的连接中断，正在重新连接……",
    ),
    "page.live.denied": (
        "The browser may not use the camera. Allow it in the address bar, then start again.",
        "浏览器未获准使用摄像头。请在地址栏中允许，然后重新打开。",
    ),
    "page.live.no_camera": (
        "No camera was found. Plug one in, then start again.",
        "没有找到摄像头。请接上摄像头后重新打开。",
    ),
    "page.live.busy": (
        "The camera is used by another program. Close that one, then start again.",
        "摄像头正被其他程序占用。请关闭该程序后重新打开。",
    ),
    "page.live.insecure": (
        "At this address the browser gives no camera. Open the page on FaceMind's own machine "
        "(http://localhost) or over HTTPS.",
        "浏览器不允许此地址使用摄像头。请在运行 FaceMind 的电脑上打开本页（http://localhost），"
        "或使用 HTTPS。",
    ),
    "page.live.failed": (
        "The camera can't be used: {reason}",
        "无法使用摄像头：{reason}",
    ),
    "page.live.ended": (
        "The camera stopped. Check its cable, then start again.",
        "摄像头已停止。请检查连接后重新打开。",
    ),
    "page.live.enrol": ("Enrol this face", "登记这张人脸"),
    "page.live.anyway": ("Enrol anyway", "仍要登记"),
    "page.live.enrolled": ("{name} is known now.", "已登记 {name}。"),
    "page.live.face_gone": (
        "That face has left the picture. Click it again when it is back.",
        "这张人脸已离开画面，请在其返回后再次点击。",
    ),
    "page.live.looks_like": (
        "This looks like {name} ({similarity:.2f}), who is enrolled already.",
        "看起来像已登记的 {name}（{similarity:.2f}）。",
    ),
    # Recognise video
    "page.video.tab": ("Video", "视频"),
    "page.video.in": ("Video", "视频"),
    "page.video.out": ("Video with names", "带姓名的视频"),
    "page.video.button": ("Recognise", "识别"),
    "page.video.cancel": ("Cancel", "取消"),
    "page.video.missing": (
        "Add a video first: drop a file or record one.",
        "请先添加视频：拖入文件或录制一段。",
    ),
    "page.video.start": ("Opening the video …", "正在打开视频……"),
    "page.video.progress": (
        "{done} of {total} frames · {percent} %",
        "{done} / {total} 帧 · {percent} %",
    ),
    "page.video.progress_part": ("{done} frames · {percent} %", "{done} 帧 · {percent} %"),
    "page.video.progress_open": ("{done} frames so far", "已处理 {done} 帧"),
    "page.video.cancelled": (
        "Cancelled. The unfinished video was removed.",
        "已取消，未完成的视频已删除。",
    ),
    "page.video.jump": ("Jump to {time}", "跳到 {time}"),
    "page.video.nobody_seen": (
        "No face was found in the whole video.",
        "整段视频中没有找到人脸。",
    ),
    "page.video.strangers": (
        "Faces appear, but nobody who is enrolled.",
        "视频中有人脸，但没有已登记的人。",
    ),
    "page.video.people_1": ("1 person appears: {names}", "出现了 1 人：{names}"),
    "page.video.people": ("{count} people appear: {names}", "出现了 {count} 人：{names}"),
    "page.table.from": ("From", "开始"),
    "page.table.to": ("To", "结束"),
    "page.table.best": ("Best similarity", "最高相似度"),
    "page.people": ("Known people", "已登记的人"),
    "page.people.none": ("Nobody yet.", "还没有人。"),
    "page.people.more": ("and {count} more", "等另外 {count} 人"),
    # Set-up
    "page.setup.title": ("One thing is missing: the models", "还差一步：模型"),
    "page.setup.why": (
        "FaceMind recognises faces with a model pack: one model that finds faces and one that "
        "tells them apart. None can be used yet.",
        "FaceMind 依靠模型包识别人脸：一个模型找到人脸，另一个区分是谁。目前没有可用的模型包。",
    ),
    "page.setup.download_title": ("Download it", "下载"),
    "page.setup.download_why": (
        "Fetches the standard pack buffalo_l (about 190 MB) from the internet, once.",
        "从互联网下载标准模型包 buffalo_l（约 190 MB），只需一次。",
    ),
    "page.setup.download": ("Download", "下载模型包"),
    "page.setup.stop": ("Cancel", "取消"),
    "page.setup.stopped": (
        "Stopped. What was fetched is kept; press Download to go on.",
        "已停止。已下载的部分会保留，再次点击即可继续。",
    ),
    "page.setup.connecting": ("Connecting …", "正在连接……"),
    "page.setup.received": (
        "{file}: {received} of {total} MB · {percent} %",
        "{file}：{received} / {total} MB · {percent} %",
    ),
    "page.setup.received_open": ("{file}: {received} MB", "{file}：{received} MB"),
    "page.setup.loading": ("Loading the models …", "正在加载模型……"),
    "page.setup.import_title": ("Or import one you have", "或导入已有的模型包"),
    "page.setup.import_why": (
        "A .zip with the two ONNX files, such as buffalo_l.zip.",
        "包含两个 ONNX 文件的 .zip，例如 buffalo_l.zip。",
    ),
    "page.setup.import": ("Model pack (.zip)", "模型包（.zip）"),
    "page.setup.done": ("{pack} is ready.", "{pack} 已就绪。"),
}
