"""What the command line says about people, their faces, and who was seen."""

PEOPLE: dict[str, tuple[str, str]] = {
    # Help
    "cli.help_people": ("See and change who is enrolled.", "查看和修改已登记的人。"),
    "cli.help_people_list": ("List everybody enrolled.", "列出所有已登记的人。"),
    "cli.help_people_rename": ("Give a person another name.", "给一个人改名。"),
    "cli.help_people_merge": (
        "Give all that is one person's to another, and remove the first.",
        "把一个人的全部内容并入另一个人，然后删除前者。",
    ),
    "cli.help_people_note": (
        "Write a note about a person; an empty one takes it away.",
        "给一个人写备注；内容为空则清除备注。",
    ),
    "cli.help_people_remove": (
        "Remove a person with every face of theirs.",
        "删除一个人及其所有人脸。",
    ),
    "cli.help_people_faces": (
        "List a person's enrolled faces with their numbers.",
        "列出一个人已登记的人脸及其编号。",
    ),
    "cli.help_people_move": (
        "Give one face to another person, who is added if new.",
        "把一张人脸移给另一个人；此人不存在时会新建。",
    ),
    "cli.help_people_remove_face": (
        "Remove one face; its person stays.",
        "删除一张人脸；此人保留。",
    ),
    "cli.help_people_portrait": (
        "Let one face stand for its person.",
        "用一张人脸作为此人的头像。",
    ),
    "cli.help_people_export": (
        "Write people into FILE.zip, with faces and vectors, for another machine or model; or "
        "into FILE.csv, as a table.",
        "把人员连同人脸和特征向量导出到 文件.zip，用于其他电脑或模型；或导出为表格 文件.csv。",
    ),
    "cli.help_people_import": (
        "Add the people of a FILE.zip that was exported; what is here already isn't added twice.",
        "导入已导出的 文件.zip 中的人员；已有的内容不会重复添加。",
    ),
    "cli.help_sightings": (
        "See who was seen live and in videos.",
        "查看在实时画面和视频中见到的人。",
    ),
    "cli.help_sightings_list": (
        "List who was seen, the latest first.",
        "列出见到的人，最新的在前。",
    ),
    "cli.help_sightings_export": (
        "Write who was seen into FILE.csv, the latest first.",
        "把见到的人导出到 文件.csv，最新的在前。",
    ),
    "cli.arg_new_name": ("The new name.", "新的姓名。"),
    "cli.arg_merge_into": ("Who gets all of it.", "接收全部内容的人。"),
    "cli.arg_face_number": (
        "The face's number, as people faces tells it.",
        "人脸编号，可用 people faces 查看。",
    ),
    "cli.arg_note": ("What to write about them.", "备注内容。"),
    "cli.arg_export_file": ("The file to write: .zip or .csv.", "要写入的文件：.zip 或 .csv。"),
    "cli.arg_export_names": ("Only these people.", "只导出这些人。"),
    "cli.arg_import_file": ("A file written by people export.", "用 people export 导出的文件。"),
    "cli.arg_sightings_file": ("The file to write: .csv.", "要写入的文件：.csv。"),
    "cli.opt_purge_copies": (
        "Also take it out of backups and other copies of the database, which are rewritten, or "
        "deleted where they can't be read.",
        "同时从备份及其他数据库副本中清除：副本会被改写，无法读取的会被删除。",
    ),
    "cli.opt_person": ("Only this person.", "只看此人。"),
    "cli.opt_limit": ("How many at most.", "最多多少条。"),
    # Wrong usage
    "cli.usage_export": (
        "The file must end in .zip (people with their faces) or .csv (a table).",
        "文件名必须以 .zip（人员及人脸）或 .csv（表格）结尾。",
    ),
    "cli.usage_sightings_export": ("The file must end in .csv.", "文件名必须以 .csv 结尾。"),
    # What is done
    "cli.nobody": (
        "Nobody is enrolled yet. Enrol somebody with: enroll NAME PHOTO",
        "还没有登记任何人。可用 enroll 姓名 照片 登记。",
    ),
    "cli.no_faces": ("{name} has no faces.", "{name} 没有人脸。"),
    "cli.nobody_seen": ("Nobody was seen.", "没有见到任何人。"),
    "cli.renamed": ("{name} is called {new_name} now.", "{name} 已改名为 {new_name}。"),
    "cli.merged": (
        "{name} is part of {into} now, who has {count} faces.",
        "{name} 已并入 {into}，后者现有 {count} 张人脸。",
    ),
    "cli.noted": ("The note about {name} is kept.", "已保存 {name} 的备注。"),
    "cli.note_removed": ("The note about {name} is gone.", "已清除 {name} 的备注。"),
    "cli.removed_1": ("{name} is removed, with 1 face.", "已删除 {name} 及其 1 张人脸。"),
    "cli.removed": (
        "{name} is removed, with {count} faces.",
        "已删除 {name} 及其 {count} 张人脸。",
    ),
    "cli.face_removed": ("Face {number} is removed.", "已删除人脸 {number}。"),
    "cli.removed_earlier": (
        "{name} was removed before, and is now taken out of the copies, too.",
        "{name} 此前已删除，现在也从副本中清除。",
    ),
    "cli.face_removed_earlier": (
        "Face {number} was removed before, and is now taken out of the copies, too.",
        "人脸 {number} 此前已删除，现在也从副本中清除。",
    ),
    "cli.face_moved": (
        "Face {number} is {name}'s now, who has {count}.",
        "人脸 {number} 现属于 {name}，其共有 {count} 张。",
    ),
    "cli.portrait_set": (
        "Face {number} stands for its person now.",
        "人脸 {number} 已作为此人的头像。",
    ),
    "cli.copies_hold": (
        "These copies of the database still hold what was removed. Run the same command again with "
        "--purge-copies, which rewrites them, or deletes those that can't be read:",
        "以下数据库副本仍保有已删除的内容。再次运行同一命令并加上 --purge-copies 即可改写这些副本"
        "（无法读取的会被删除）：",
    ),
    "cli.copy_rewritten": ("{file} is rewritten without it.", "已从 {file} 中清除。"),
    "cli.copy_deleted": (
        "{file} could not be read and is deleted.",
        "{file} 无法读取，已删除。",
    ),
    "cli.exporting": ("Exporting", "导出中"),
    "cli.exported": (
        "{file}: {people} people, {faces} faces",
        "{file}：{people} 人，{faces} 张人脸",
    ),
    "cli.exported_table": ("{file}: {people} people", "{file}：{people} 人"),
    "cli.exported_without_picture": (
        "{count} of the faces have no picture that can be read: their vectors are in the file, and "
        "only the model that made them knows these faces.",
        "其中 {count} 张人脸没有可读取的图片：文件中只有其特征向量，只有生成它们的模型能识别。",
    ),
    "cli.exported_left_out": (
        "{count} faces are left out: they have neither a picture that can be read nor a vector.",
        "{count} 张人脸未导出：既没有可读取的图片，也没有特征向量。",
    ),
    "cli.importing": ("Importing", "导入中"),
    "cli.imported_people": (
        "{people} people, {new} of them new; {faces} faces added, {known} were here already",
        "共 {people} 人，其中新增 {new} 人；新增 {faces} 张人脸，{known} 张此前已有",
    ),
    "cli.exported_sightings": ("{file}: {count} sightings", "{file}：{count} 条记录"),
    "cli.unknown": ("Unknown", "未知"),
    "cli.yes": ("yes", "是"),
    "cli.column_name": ("Name", "姓名"),
    "cli.column_faces": ("Faces", "人脸数"),
    "cli.column_since": ("Since", "登记时间"),
    "cli.column_note": ("Note", "备注"),
    "cli.column_number": ("Number", "编号"),
    "cli.column_quality": ("Quality", "质量"),
    "cli.column_source": ("From", "来源"),
    "cli.column_portrait": ("Portrait", "头像"),
    "cli.column_seen": ("Seen", "见到时间"),
    "cli.column_until": ("Until", "直到"),
    "cli.column_similarity": ("Similarity", "相似度"),
    "cli.column_place": ("In the video", "视频位置"),
}
