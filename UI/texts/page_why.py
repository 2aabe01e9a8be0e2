"""What the page says of why a face got its name, and of correcting it."""

PAGE_WHY = {
    "page.why.named": ("Why {name}?", "为什么是 {name}？"),
    "page.why.unknown": ("Why Unknown?", "为什么是未知？"),
    "page.why.this": ("This face", "这张脸"),
    "page.why.enrolled": ("{name}, as enrolled", "{name}（已登记）"),
    "page.why.no_picture": ("No picture is kept", "没有保存照片"),
    "page.why.rests": (
        "They are {similarity} alike; from {threshold} on a face gets the name.",
        "相似度 {similarity}，达到阈值 {threshold}，因此显示姓名。",
    ),
    "page.why.too_little": (
        "They are only {similarity} alike; it takes {threshold} to give a face this name.",
        "相似度只有 {similarity}，未达到阈值 {threshold}，因此不显示姓名。",
    ),
    "page.why.by_hand": (
        "This look is only {similarity} alike; {threshold} would give the name by itself. It comes "
        "from other looks, or somebody gave it.",
        "仅看这一张，相似度为 {similarity}，未达到阈值 {threshold}；"
        "姓名来自其他画面，或由人工指定。",
    ),
    "page.why.not_sure": (
        "This look is {similarity} alike, and {threshold} would do. But other looks are less so, "
        "somebody else is nearly as alike, or somebody said that it's not them.",
        "仅看这一张，相似度为 {similarity}，已达到阈值 {threshold}；"
        "但其他画面不够相似、另有人也很像，或已有人指出不是此人。",
    ),
    "page.why.nobody": (
        "There is nobody to compare it with. Say who it is, and they are known from now on.",
        "没有可以比对的人。填写此人是谁，以后就能认出来。",
    ),
    "page.why.bar": (
        "Similarity {similarity}, threshold {threshold}",
        "相似度 {similarity}，阈值 {threshold}",
    ),
    "page.why.similarity": ("Similarity {similarity}", "相似度 {similarity}"),
    "page.why.threshold": ("Threshold {threshold}", "阈值 {threshold}"),
    "page.why.next": ("The next nearest", "其次接近的人"),
    "page.why.choose": ("It is {name}", "是 {name}"),
    "page.why.right": ("Right, it's {name}", "没错，是 {name}"),
    "page.why.not": ("Not {name}", "不是 {name}"),
    "page.why.who_else": (
        "Somebody else? Choose or type a name.",
        "是另一个人？请选择或输入姓名。",
    ),
    "page.why.who": ("Who is it? Choose or type a name.", "这是谁？请选择或输入姓名。"),
    "page.why.save": ("Save this name", "保存姓名"),
    "page.why.enrol": ("Enrol", "登记"),
    "page.why.close": ("Close", "关闭"),
    "page.why.cancel": ("Cancel", "取消"),
    "page.why.yes_resembles": ("Save anyway", "仍要保存"),
    "page.why.yes_enrolled": ("Take it out", "移除"),
    "page.why.kept_1": ("{name} is known now.", "已登记 {name}。"),
    "page.why.kept": (
        "Kept as another face of {name}, who has {count} now.",
        "已存为 {name} 的又一张人脸，现共 {count} 张。",
    ),
    "page.why.known": (
        "Nothing more to keep: {name} is enrolled with such a face already.",
        "无需再保存：{name} 已登记过同样的人脸。",
    ),
    "page.why.rejected": (
        "Noted. This face is not taken for {name} any more.",
        "已记住，这张脸不会再被认作 {name}。",
    ),
    "page.why.moved": (
        "This picture was enrolled as {other}. It belongs to {name} now.",
        "这张照片原先登记在 {other} 名下，现已归到 {name} 名下。",
    ),
    "page.why.resembles": (
        "It also looks like {other} ({similarity}). Is it really {name}?",
        "这张脸也像 {other}（{similarity}）。确定是 {name} 吗？",
    ),
    "page.why.enrolled_so_1": (
        "This very picture is the only one enrolled as {name}. Take it out?",
        "{name} 只登记了这一张照片。确定要移除它吗？",
    ),
    "page.why.enrolled_so": (
        "This very picture is enrolled as {name}. Take it out of the {count} faces?",
        "这张照片就登记在 {name} 的 {count} 张人脸中。确定要移除它吗？",
    ),
    "page.why.left": ("Nothing was changed.", "没有做任何更改。"),
    "page.why.gone": (
        "This answer is out of date. Recognise the photo or the video again, then click the face.",
        "该结果已过期，请重新识别照片或视频，再点击人脸。",
    ),
}
