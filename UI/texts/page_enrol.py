"""What the page says while somebody is enrolled, from photos or in front of the camera."""

PAGE_ENROL = {
    "page.enrol.tab": ("Enrol", "登记"),
    "page.enrol.in": ("Photos of the person", "此人的照片"),
    "page.enrol.more": ("More photos of the same person (optional)", "同一个人的更多照片（可选）"),
    "page.enrol.name": ("Name", "姓名"),
    "page.enrol.name_placeholder": ("e.g. Alice Wang", "例如：王小明"),
    "page.enrol.button": ("Enrol", "登记"),
    "page.enrol.created_1": ("{name} is known now (1 face).", "已登记 {name}（1 张人脸）。"),
    "page.enrol.created": (
        "{name} is known now ({count} faces).",
        "已登记 {name}（{count} 张人脸）。",
    ),
    "page.enrol.choose": (
        "There are {count} faces. Click the one of {name}.",
        "照片里有 {count} 张人脸，请点击 {name} 的脸。",
    ),
    "page.enrol.choose_or_leave_out": (
        "{file} shows {count} faces. Click the one of {name}, or enrol without this photo.",
        "{file} 里有 {count} 张人脸，请点击 {name} 的脸，或不使用这张照片直接登记。",
    ),
    "page.enrol.face": ("Face {number}", "第 {number} 张脸"),
    "page.enrol.resembles": (
        "This looks like {other} ({similarity}). Is it really {name}?",
        "这张脸像 {other}（{similarity}）。确定是 {name} 吗？",
    ),
    "page.enrol.unlike": (
        "This doesn't look like the other faces of {name} ({similarity}). Is it the same person? "
        "Somebody else needs another name.",
        "这张脸与 {name} 的其他人脸不像（{similarity}）。确定是同一个人吗？不同的人请用不同姓名。",
    ),
    "page.enrol.anyway": ("Enrol anyway", "仍要登记"),
    "page.enrol.leave": ("Don't enrol", "不登记"),
    "page.enrol.left": ("Nothing was stored.", "没有保存任何内容。"),
    "page.enrol.gone": (
        "That question is out of date. Press “Enrol” again.",
        "该操作已过期，请重新点击“登记”。",
    ),
    "page.enrol.refused": ("Not used – {file}: {reason}", "未采用 {file}：{reason}"),
    "page.enrol.several": (
        "{count} faces, none stands out and none was clicked",
        "有 {count} 张人脸，无法确定是哪一张，也没有点选",
    ),
    "page.enrol.way": ("How to enrol", "登记方式"),
    "page.enrol.way_photos": ("From photos", "上传照片"),
    "page.enrol.way_camera": ("With the camera", "摄像头引导"),
    # What is seen before anything is stored
    "page.enrol.grade_good": ("Good", "清晰"),
    "page.enrol.grade_fair": ("Fair", "一般"),
    "page.enrol.grade_poor": ("Poor", "较差"),
    "page.enrol.grade_none": ("Can't be used", "无法使用"),
    "page.enrol.grade_open": ("Which face?", "哪一张脸？"),
    "page.enrol.choose_here": (
        "{count} faces: click the one you mean.",
        "有 {count} 张人脸，请点击要登记的那一张。",
    ),
    "page.enrol.choose_other": (
        "The marked face is taken. Click another one to change that.",
        "将登记框出的人脸，点击其他人脸可更换。",
    ),
    "page.enrol.looks_like": (
        "Looks like {name} ({similarity})",
        "看起来像 {name}（{similarity}）",
    ),
    "page.enrol.known_as": ("Already known as {name}?", "是已登记的 {name} 吗？"),
    "page.enrol.similar_1": (
        "Similarity {similarity} · 1 face enrolled",
        "相似度 {similarity} · 已登记 1 张人脸",
    ),
    "page.enrol.similar": (
        "Similarity {similarity} · {count} faces enrolled",
        "相似度 {similarity} · 已登记 {count} 张人脸",
    ),
    "page.enrol.add_to": ("Add to {name}", "添加到 {name}"),
    "page.enrol.already": (
        "This very photo is enrolled already: {names}.",
        "这张照片已登记过：{names}。",
    ),
    "page.enrol.repeated": (
        "{file} is enrolled for {name} already and wasn't stored again.",
        "{file} 已登记在 {name} 名下，没有重复保存。",
    ),
    "page.enrol.from_camera": ("From the camera", "摄像头拍摄"),
    "page.enrol.looks_taken": (
        "{count} good pictures are taken. Now type the name and press “Enrol”.",
        "已采集 {count} 张清晰画面。请输入姓名，然后点击“登记”。",
    ),
    "page.enrol.looks_gone": (
        "These pictures are gone. Start the camera again.",
        "采集的画面已失效，请重新打开摄像头。",
    ),
    "page.enrol.faces_of": ("Faces of {name}", "{name} 的人脸"),
    "page.enrol.next": ("Next person", "登记下一位"),
    # In front of the camera
    "page.guide.intro": (
        "Look at the camera. FaceMind takes a few good pictures by itself; nothing is stored "
        "before you press “Enrol”.",
        "请面对摄像头，FaceMind 会自动选取几张清晰的画面；点击“登记”之前不会保存任何内容。",
    ),
    "page.guide.start": ("Start the camera", "打开摄像头"),
    "page.guide.stop": ("Stop", "停止"),
    "page.guide.connecting": ("One moment …", "请稍候……"),
    "page.guide.good": ("Good!", "很好！"),
    "page.guide.turn_left": ("Turn a little to your left", "请向左稍微转头"),
    "page.guide.turn_right": ("Turn a little to your right", "请向右稍微转头"),
    "page.guide.restarted": (
        "That is somebody else: starting over",
        "画面中换了人，重新开始采集",
    ),
    "page.guide.lost": (
        "The connection to FaceMind was lost. Start the camera again.",
        "与 FaceMind 的连接中断，请重新打开摄像头。",
    ),
    "page.guide.look": ("Picture {number}", "第 {number} 张"),
    "page.guide.done": ("Done. What is the name?", "采集完成，请输入姓名"),
}
