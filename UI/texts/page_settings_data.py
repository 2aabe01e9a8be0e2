"""What the page says in its settings, of what is kept: history, backups, erasing."""

PAGE_SETTINGS_DATA: dict[str, tuple[str, str]] = {
    # History
    "page.settings.history.title": ("Records of who was seen", "识别记录"),
    "page.settings.history.why": (
        "Live and in videos, a small picture of each face, with when and where it was seen, is "
        "kept on this machine for a while.",
        "实时画面和视频中的每张人脸，会在本机保存一张小图以及时间和来源，一段时间后自动删除。",
    ),
    "page.settings.sightings.label": ("Keep records", "保存识别记录"),
    "page.settings.sightings.on": ("Yes", "是"),
    "page.settings.sightings.off": ("No", "否"),
    "page.settings.sightings_days.label": ("Days to keep them", "保存天数"),
    "page.settings.sightings_days.info": ("Older records are deleted.", "更早的记录会被删除。"),
    "page.settings.visit_gap.label": ("Minutes between visits", "到访间隔（分钟）"),
    "page.settings.visit_gap.info": (
        "Whoever is seen again sooner is still on the same visit.",
        "在此时间内再次见到同一人，仍算同一次到访。",
    ),
    "page.settings.history.would_go": (
        "{count:,} records older than that will be deleted when you save.",
        "保存后，将删除早于该期限的 {count:,} 条记录。",
    ),
    "page.settings.history.would_go_1": (
        "1 record older than that will be deleted when you save.",
        "保存后，将删除早于该期限的 1 条记录。",
    ),
    "page.settings.history.none_goes": (
        "Nothing that is kept now is older than that.",
        "目前没有早于该期限的记录。",
    ),
    "page.settings.history.gone": (
        "Saved. {count:,} older records were deleted.",
        "已保存，删除了 {count:,} 条较早的记录。",
    ),
    "page.settings.history.gone_1": (
        "Saved. 1 older record was deleted.",
        "已保存，删除了 1 条较早的记录。",
    ),
    # Backup
    "page.settings.backup.title": ("Backup and restore", "备份与恢复"),
    "page.settings.backup.why": (
        "FaceMind keeps a few backups by itself while people change. A backup holds everybody, "
        "everything seen and these settings, not the model packs.",
        "人员有变动时，FaceMind 会自动保留几份备份。备份包含所有人员、识别记录和这些设置，"
        "不含模型包。",
    ),
    "page.settings.backup.now": ("Download a backup", "下载备份"),
    "page.settings.backup.here": ("Keep one on this machine", "在本机保存备份"),
    "page.settings.backup.file": ("Your backup", "备份文件"),
    "page.settings.backup.written": (
        "Checked: {contents}. The download has begun; if not, click the size. The copy here is "
        "removed within the hour.",
        "已检查：{contents}。下载已开始；如未开始，请点击文件大小。此处的副本会在一小时内删除。",
    ),
    "page.settings.backup.kept": (
        "Kept on FaceMind's machine: {file} ({contents}).",
        "已保存在运行 FaceMind 的电脑上：{file}（{contents}）。",
    ),
    "page.settings.contents": (
        "{people:,} people, {faces:,} faces, {sightings:,} records",
        "{people:,} 人、{faces:,} 张人脸、{sightings:,} 条记录",
    ),
    "page.settings.restore.choose": ("Backups on this machine", "本机的备份"),
    "page.settings.restore.upload": ("Or a backup file (.db)", "或备份文件（.db）"),
    "page.settings.restore.look": ("Restore …", "恢复…"),
    "page.settings.restore.missing": (
        "Choose a backup or add a file first.",
        "请先选择备份或添加文件。",
    ),
    "page.settings.restore.confirm": (
        "Everything that is there now ({now}) is replaced by the backup ({then}). What is there "
        "now is kept as a backup itself.",
        "现有的全部数据（{now}）将被备份（{then}）替换。现有数据会另存为一份备份。",
    ),
    "page.settings.restore.yes": ("Replace", "替换"),
    "page.settings.restore.no": ("Leave it", "暂不恢复"),
    "page.settings.restore.done": (
        "Restored: {then}. What was there before ({now}) is kept in {file}.",
        "已恢复：{then}。之前的数据（{now}）保存在 {file}。",
    ),
    "page.settings.restore.gone": (
        "That question is out of date. Press “Restore …” again.",
        "该操作已过期，请重新点击“恢复…”。",
    ),
    # Where the data lies
    "page.settings.data.title": ("Where the data lies", "数据位置"),
    "page.settings.data.database": ("Database", "数据库"),
    "page.settings.data.contents": ("It holds", "内容"),
    "page.settings.data.backups": ("Backups", "备份"),
    "page.settings.data.models": ("Model packs", "模型包"),
    "page.settings.data.temporary": (
        "Uploads and results, for an hour",
        "上传文件和结果（保留一小时）",
    ),
    "page.settings.data.log": ("Log of problems", "问题日志"),
    "page.settings.data.sized": ("{path} ({size})", "{path}（{size}）"),
    "page.settings.data.counted": ("{path} ({count}, {size})", "{path}（{count} 份，{size}）"),
    # Erase everything
    "page.settings.erase.title": ("Erase everything", "清除全部数据"),
    "page.settings.erase.why": (
        "This deletes {contents}, all corrections, {count} backups and other copies beside the "
        "database, its caches, and uploads and results. It can't be undone. Model packs and "
        "settings stay.",
        "将删除 {contents}、所有更正、数据库旁的 {count} 份备份和其他副本、缓存，"
        "以及上传文件和结果。此操作无法撤销。模型包和设置会保留。",
    ),
    "page.settings.erase.why_1": (
        "This deletes {contents}, all corrections, 1 backup or other copy beside the database, "
        "its caches, and uploads and results. It can't be undone. Model packs and settings stay.",
        "将删除 {contents}、所有更正、数据库旁的 1 份备份或其他副本、缓存，以及上传文件和结果。"
        "此操作无法撤销。模型包和设置会保留。",
    ),
    "page.settings.erase.label": ("Type ERASE to confirm", "输入“清除”以确认"),
    "page.settings.erase.word": ("ERASE", "清除"),
    "page.settings.erase.button": ("Erase everything", "清除全部数据"),
    "page.settings.erase.not_typed": (
        "Nothing was erased: type {word} first.",
        "没有清除任何内容：请先输入“{word}”。",
    ),
    "page.settings.erase.done": (
        "Everything is erased: {contents}, and {count} copies. FaceMind knows nobody now.",
        "已全部清除：{contents}，以及 {count} 份副本。FaceMind 现在不认识任何人。",
    ),
    "page.settings.erase.done_1": (
        "Everything is erased: {contents}, and 1 copy. FaceMind knows nobody now.",
        "已全部清除：{contents}，以及 1 份副本。FaceMind 现在不认识任何人。",
    ),
}
