"""What the page says of the people in a video."""

PAGE_VIDEO = {
    "page.video.hint": (
        "Why? tells what a name rests on, and lets you correct it or name somebody unknown.",
        "点击“依据”可查看识别依据、更正姓名，或登记未知的人。",
    ),
    "page.video.why": ("Why? {name}, from {time}", "依据：{name}，{time} 起"),
    "page.video.times_1": ("once", "1 次"),
    "page.video.times": ("{count} times", "{count} 次"),
    "page.video.unknown_1": ("1 unknown person", "1 个未知的人"),
    "page.video.unknown": ("{count} unknown people", "{count} 个未知的人"),
    "page.video.and_unknown": ("{people} · {unknown}", "{people} · {unknown}"),
    "page.video.corrected": (
        "The list is up to date. To have it in the video's own picture, too, press Recognise "
        "again.",
        "列表已更新。如需更新视频画面中的姓名，请再次点击“识别”。",
    ),
}
