"""What the page says in its settings, of models, the threshold and this machine."""

PAGE_SETTINGS: dict[str, tuple[str, str]] = {
    "page.settings.tab": ("Settings", "设置"),
    "page.settings.save": ("Save", "保存"),
    "page.settings.saved": ("Saved. It counts from now on.", "已保存，立即生效。"),
    # Threshold
    "page.settings.threshold.title": ("Threshold", "阈值"),
    "page.settings.threshold.why": (
        "How alike two faces must be to count as the same person. Higher: fewer wrong names, more "
        "faces stay Unknown. Lower: more faces get a name, and now and then a wrong one.",
        "两张人脸需要多相似才算同一个人。调高：更不易认错，但更多人脸显示为未知；"
        "调低：更多人脸会显示姓名，但偶尔会认错。",
    ),
    "page.settings.threshold.label": ("Least similarity for a name", "显示姓名所需的最低相似度"),
    "page.settings.threshold.now": ("In use: {value:.2f}", "当前使用：{value:.2f}"),
    "page.settings.threshold.save": ("Use this threshold", "使用此阈值"),
    "page.settings.threshold.reset": ("Back to the default", "恢复默认值"),
    "page.settings.threshold.tried": (
        "With {value:.2f}, tried on your own people:",
        "阈值为 {value:.2f} 时，用你已登记的人试算：",
    ),
    "page.settings.threshold.recognised": (
        "{count} of {faces} recognised ({percent} %)",
        "{faces} 张中认出 {count} 张（{percent} %）",
    ),
    "page.settings.threshold.unknown": ("{count} unknown", "{count} 张未知"),
    "page.settings.threshold.mixed_up": ("{count} with a wrong name", "{count} 张认错"),
    "page.settings.threshold.how": (
        "Each face of the {people} people with several photos was compared with all the others, "
        "as if it came newly.",
        "把 {people} 位有多张照片的人的每张人脸当作新来的人脸，与其余所有人脸比较。",
    ),
    "page.settings.threshold.how_1": (
        "Each face of the 1 person with several photos was compared with all the others, as if it "
        "came newly.",
        "把 1 位有多张照片的人的每张人脸当作新来的人脸，与其余所有人脸比较。",
    ),
    "page.settings.threshold.sampled": (
        "Tried on {compared:,} of {enrolled:,} faces, whole people spread over all.",
        "人数较多，仅抽取 {enrolled:,} 张人脸中的 {compared:,} 张试算（按人均匀抽取）。",
    ),
    "page.settings.threshold.closest": (
        "Most alike are {one} and {other}: below {similarity:.2f} they would be mixed up.",
        "最相像的两人是 {one} 和 {other}：低于 {similarity:.2f} 时会被混淆。",
    ),
    "page.settings.threshold.too_low": (
        "Most alike are {one} and {other}, at {similarity:.2f}: with this threshold they can be "
        "mixed up.",
        "最相像的两人是 {one} 和 {other}（{similarity:.2f}）：使用此阈值时可能被混淆。",
    ),
    "page.settings.threshold.no_effect": (
        "Enrol somebody with two photos, and this shows what a threshold does to your own people.",
        "登记一位有两张照片的人后，这里会显示阈值对已登记人员的影响。",
    ),
    # Model pack
    "page.settings.pack.title": ("Model pack", "模型包"),
    "page.settings.pack.why": (
        "The two models that find faces and tell them apart. Another pack learns every known face "
        "anew from its stored picture; nobody has to be enrolled again.",
        "负责找到人脸和区分人脸的两个模型。换用其他模型包时，会用保存的图片重新学习所有已知人脸，"
        "无需重新登记。",
    ),
    "page.settings.pack.label": ("Packs on this machine", "本机的模型包"),
    "page.settings.pack.now": (
        "In use: {pack}, on {device}.",
        "当前使用：{pack}，运行于 {device}。",
    ),
    "page.settings.pack.stopgap": (
        "The starter is good for a try. {pack} is better: download it below, and it learns the "
        "known faces by itself.",
        "入门模型适合试用。{pack} 更好：在下方下载后，它会自动学习已登记的人脸。",
    ),
    "page.settings.pack.use": ("Use this pack", "使用此模型包"),
    "page.settings.pack.same": ("{pack} is in use already.", "{pack} 已在使用中。"),
    "page.settings.pack.confirm": (
        "{pack} has to learn {count:,} faces anew. Recognition goes on with {before} until that is "
        "done.",
        "{pack} 需要重新学习 {count:,} 张人脸。完成之前仍使用 {before} 识别。",
    ),
    "page.settings.pack.confirm_1": (
        "{pack} has to learn 1 face anew. Recognition goes on with {before} until that is done.",
        "{pack} 需要重新学习 1 张人脸。完成之前仍使用 {before} 识别。",
    ),
    "page.settings.pack.confirm_none": (
        "{pack} knows every face already; the change takes a moment.",
        "{pack} 已学过所有人脸，切换只需片刻。",
    ),
    "page.settings.pack.blind": (
        "{count} people would not be recognised: no picture of theirs is kept.",
        "有 {count} 人将无法识别：没有保存他们的图片。",
    ),
    "page.settings.pack.blind_1": (
        "1 person would not be recognised: no picture of theirs is kept.",
        "有 1 人将无法识别：没有保存其图片。",
    ),
    "page.settings.pack.yes": ("Change now", "立即切换"),
    "page.settings.pack.no": ("Leave it", "暂不切换"),
    "page.settings.pack.cancel": ("Cancel", "取消"),
    "page.settings.pack.loading": ("Loading the models …", "正在加载模型……"),
    "page.settings.pack.learning": (
        "{done:,} of {total:,} faces · {percent} %",
        "{done:,} / {total:,} 张人脸 · {percent} %",
    ),
    "page.settings.pack.done": (
        "{pack} is in use now, on {device}. It knows {faces:,} faces.",
        "现已使用 {pack}，运行于 {device}，认识 {faces:,} 张人脸。",
    ),
    "page.settings.pack.cancelled": (
        "Cancelled. {pack} stays in use; what was learnt is kept for the next time.",
        "已取消，继续使用 {pack}；已学习的部分会保留，下次接着进行。",
    ),
    "page.settings.pack.failed": (
        "The change didn't work, {pack} stays in use. {reason}",
        "切换未成功，继续使用 {pack}。{reason}",
    ),
    "page.settings.pack.more": ("Get another pack", "获取其他模型包"),
    "page.settings.pack.here": (
        "{pack} is on this machine now. Choose it above to use it.",
        "{pack} 已就绪，可在上方选择使用。",
    ),
    "page.settings.pack.takes_over": (
        "{pack} is on this machine now and takes the starter's place as soon as it has learnt the "
        "known faces.",
        "{pack} 已就绪，学完已登记的人脸后将取代入门模型。",
    ),
    # This machine
    "page.settings.machine.title": ("Device, camera and language", "设备、摄像头与语言"),
    "page.settings.machine.why": (
        "Where the models run, which camera the window uses, and which language new visitors read.",
        "模型在哪里运行、窗口模式使用哪个摄像头，以及新访客看到的语言。",
    ),
    "page.settings.device.label": ("Models run on", "模型运行于"),
    "page.settings.device.info": (
        "Only what ONNX Runtime offers on this machine is listed.",
        "仅列出本机 ONNX Runtime 可用的设备。",
    ),
    "page.settings.device.auto": ("The fastest there is", "自动（最快的设备）"),
    "page.settings.device.cpu": ("Processor (CPU)", "处理器（CPU）"),
    "page.settings.device.cuda": ("Graphics card (CUDA)", "显卡（CUDA）"),
    "page.settings.device.coreml": ("Apple (Core ML)", "Apple（Core ML）"),
    "page.settings.device.directml": ("Graphics card (DirectML)", "显卡（DirectML）"),
    "page.settings.camera.label": ("Camera for window mode", "窗口模式的摄像头"),
    "page.settings.camera.info": (
        "A number such as 0, a video file, or a stream's address (rtsp://…, http://…); several "
        "separated by semicolons. It counts when “local recognize” or “local enroll” is started "
        "next; the page uses the browser's camera.",
        "编号（如 0）、视频文件或视频流地址（rtsp://…、http://…），多个用分号分隔。"
        "下次启动 local recognize 或 local enroll 时生效；网页使用浏览器的摄像头。",
    ),
    "page.settings.camera.save": ("Save the camera", "保存摄像头"),
    "page.settings.language.label": ("Language for new visitors", "新访客的语言"),
    "page.settings.language.info": (
        "For those who haven't chosen one at the top of the page.",
        "尚未在页面顶部选择语言的访客看到的语言。",
    ),
    "page.settings.language.browser": ("As in their browser", "跟随浏览器"),
}
