"""What the page says to newcomers."""

PAGE_WELCOME = {
    "page.welcome.title": ("Welcome to FaceMind", "欢迎使用 FaceMind"),
    "page.welcome.why": (
        "Two steps to the first face with a name. Everything stays on this machine.",
        "只需两步，就能认出第一张脸。所有数据都留在运行 FaceMind 的电脑上。",
    ),
    "page.welcome.enrol_title": ("1 · Enrol somebody", "1 · 登记一个人"),
    "page.welcome.enrol_why": (
        "Take a photo of yours, or the example: the astronaut Eileen Collins.",
        "可以用自己的照片，也可以先用示例照片：宇航员艾琳·柯林斯。",
    ),
    "page.welcome.example": ("Enrol the example", "登记示例照片"),
    "page.welcome.own": ("Enrol with my own photo", "用自己的照片登记"),
    "page.welcome.example_name": ("Eileen", "艾琳"),
    "page.welcome.known": (
        "{name} is known now. Go on with step 2.",
        "已登记 {name}，请继续第 2 步。",
    ),
    "page.welcome.recognize_title": ("2 · Recognise", "2 · 开始识别"),
    "page.welcome.recognize_why": (
        "Try the example, drop a photo below, or look into the camera.",
        "可以试用示例照片，也可以在下方拖入照片，或打开摄像头。",
    ),
    "page.welcome.recognize": ("Recognise the example", "识别示例照片"),
    "page.welcome.live": ("Look into the camera", "用摄像头试试"),
    "page.welcome.first": (
        "Nobody is enrolled yet. Do step 1 first.",
        "还没有登记任何人，请先完成第 1 步。",
    ),
    "page.welcome.close": ("Close", "关闭"),
    # While there are no better models than the starter's
    "page.starter.why": (
        "Starter model: good for a try. There are better ones to download, and everybody you "
        "enrol stays known.",
        "当前使用入门模型，适合试用。可下载更好的模型，已登记的人无需重新登记。",
    ),
    "page.starter.better": ("Get a better one", "获取更好的模型"),
    "page.starter.later": ("Don't show again", "不再提示"),
    "page.welcome.open": ("Getting started", "新手引导"),
}
