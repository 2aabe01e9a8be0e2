"""What the command line says of backups, and of a database that was repaired."""

BACKUP: dict[str, tuple[str, str]] = {
    "cli.help_backup": (
        "Write a copy of everybody enrolled and everything seen to a file.",
        "把所有已登记的人和记录备份到一个文件。",
    ),
    "cli.help_restore": (
        "Put a backup in place of what is there now, which is kept as a backup itself. Without "
        "FILE, list the backups that FaceMind took.",
        "用备份替换现有数据（现有数据会另存为备份）。不给文件时，列出 FaceMind 自动备份的文件。",
    ),
    "cli.arg_backup": ("Where to write the copy.", "备份文件的位置。"),
    "cli.arg_restore": ("The backup to put in place.", "要恢复的备份文件。"),
    "cli.backed_up": (
        "{file} holds {people} people with {faces} faces.",
        "已备份到 {file}：{people} 人，{faces} 张人脸。",
    ),
    "cli.restored": (
        "There are {people} people with {faces} faces now. What was there before is in {file}",
        "现有 {people} 人，{faces} 张人脸。之前的数据保存在 {file}",
    ),
    "cli.no_backups": (
        "FaceMind has taken no backups yet; it takes one after people were enrolled.",
        "FaceMind 还没有自动备份；登记人员后会自动备份。",
    ),
    "cli.column_backup": ("Backup", "备份"),
    "cli.column_taken": ("Taken", "时间"),
    "cli.no_backup": ("No backup was taken: {reason}", "未能备份：{reason}"),
    "cli.repaired": (
        "The database was damaged and is repaired: {people} people with {faces} faces, from the "
        "backup of {time} and {saved} faces that could still be read. The damaged one is {file}",
        "数据库已损坏，现已修复：{people} 人，{faces} 张人脸，来自 {time} 的备份，"
        "以及仍可读取的 {saved} 张人脸。损坏的文件保存在 {file}",
    ),
    "cli.repaired_alone": (
        "The database was damaged and is repaired without a backup: {people} people with {faces} "
        "faces could still be read. The damaged one is {file}",
        "数据库已损坏，已在没有备份的情况下修复：{people} 人，{faces} 张人脸仍可读取。"
        "损坏的文件保存在 {file}",
    ),
    "cli.repaired_lost": (
        "Up to {count} faces were lost; enrol those people again.",
        "最多有 {count} 张人脸丢失，请重新登记相关人员。",
    ),
}
