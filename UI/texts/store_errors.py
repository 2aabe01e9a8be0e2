"""What went wrong with the store, its backups or files of people, and what to do next."""

STORE_ERRORS: dict[str, tuple[str, str]] = {
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
    "error.traces_left_busy": (
        "It is removed, but what was there can't be overwritten while other programs read {file}. "
        "It will be when the last FaceMind that uses it is closed.",
        "已删除，但其他程序正在读取 {file}，暂时无法清除痕迹。"
        "关闭所有使用它的 FaceMind 后会自动清除。",
    ),
    "error.copies_left": (
        "These copies can't be rewritten now, and still hold what was removed: {files}. Close "
        "other programs that use them, make room, and run the same command again.",
        "以下副本暂时无法改写，仍保有已删除的内容：{files}。请关闭占用它们的程序、腾出空间后再次运行。",
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
}
