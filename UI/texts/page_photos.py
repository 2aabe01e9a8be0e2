"""What the page says of the faces in a photo, and of many photos at once."""

PAGE_PHOTOS = {
    "page.photos.why": ("Why?", "依据"),
    "page.photos.why_face": ("Why? Face {number}: {name}", "依据：第 {number} 张脸，{name}"),
    "page.photos.hint": (
        "Click a face to see why it has its name, or to correct it.",
        "点击人脸可查看识别依据或更正姓名。",
    ),
    "page.photos.more": ("Several photos at once", "一次识别多张照片"),
    "page.photos.results": ("Photos", "照片"),
    "page.photos.progress": ("{done} of {count} photos", "{done} / {count} 张照片"),
    "page.photos.done_1": ("1 photo is recognised.", "已识别 1 张照片。"),
    "page.photos.done": (
        "{count} photos are recognised. Choose one to see its faces.",
        "已识别 {count} 张照片，点选一张即可查看其中的人脸。",
    ),
    "page.photos.none": (
        "None of these files is a photo that can be read.",
        "这些文件都不是可读取的照片。",
    ),
    "page.photos.no_face": ("No face", "没有人脸"),
    "page.photos.unread": ("Left out – {file}: {reason}", "已跳过 {file}：{reason}"),
}
