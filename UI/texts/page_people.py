"""What the page says about the people who are known."""

PAGE_PEOPLE: dict[str, tuple[str, str]] = {
    "page.people.tab": ("People", "人员"),
    # Everybody
    "page.people.search": ("Search by name", "按姓名搜索"),
    "page.people.order": ("Sorted by", "排序方式"),
    "page.people.order_name": ("Name", "姓名"),
    "page.people.order_newest": ("Newest first", "最近登记"),
    "page.people.order_seen": ("Last seen", "最近出现"),
    "page.people.range": ("{first}–{last} of {total}", "第 {first}–{last} 人，共 {total} 人"),
    "page.people.range_faces": ("{first}–{last} of {total}", "第 {first}–{last} 张，共 {total} 张"),
    "page.people.pages": ("Pages", "分页"),
    "page.people.previous": ("Previous", "上一页"),
    "page.people.next": ("Next", "下一页"),
    "page.people.empty": (
        "Nobody is enrolled yet. One good photo of a person is enough to begin.",
        "还没有登记任何人。有一张清晰的照片就可以开始。",
    ),
    "page.people.to_enrol": ("Enrol somebody", "去登记"),
    "page.people.no_match": (
        "No name contains “{search}”.",
        "没有姓名包含“{search}”的人。",
    ),
    "page.people.faces_1": ("1 face", "1 张人脸"),
    "page.people.faces": ("{count} faces", "{count} 张人脸"),
    "page.people.card": ("{name}, {facts}", "{name}，{facts}"),
    "page.people.since": ("enrolled {time}", "{time} 登记"),
    "page.people.seen_at": ("seen {time}", "{time} 出现"),
    "page.people.never_seen": ("not seen yet", "尚未出现"),
    # One person
    "page.people.back": ("← All people", "← 全部人员"),
    "page.people.portrait_of": ("Portrait of {name}", "{name} 的头像"),
    "page.people.seen_1": (
        "Seen once, on {time} · {source}",
        "出现过 1 次：{time} · {source}",
    ),
    "page.people.seen": (
        "Seen {count} times, last on {time} · {source}",
        "出现过 {count} 次，最近一次：{time} · {source}",
    ),
    "page.people.seen_often": (
        "Seen more than {count} times, last on {time} · {source}",
        "出现过 {count} 次以上，最近一次：{time} · {source}",
    ),
    "page.people.not_seen": (
        "Not yet seen live or in a video",
        "还没有在实时画面或视频中出现",
    ),
    "page.people.visits": ("Last seen", "最近出现"),
    "page.people.when": ("When", "时间"),
    "page.people.where": ("Source", "来源"),
    "page.people.note": ("Note", "备注"),
    "page.people.note_placeholder": (
        "Whatever you want to remember about this person",
        "可填写想记住的信息",
    ),
    "page.people.save_note": ("Save note", "保存备注"),
    "page.people.noted": ("The note about {name} is saved.", "已保存 {name} 的备注。"),
    "page.people.note_removed": ("The note about {name} is gone.", "已清除 {name} 的备注。"),
    "page.people.name": ("Name", "姓名"),
    "page.people.rename": ("Rename", "改名"),
    "page.people.renamed": ("{name} is called {new_name} now.", "{name} 已改名为 {new_name}。"),
    "page.people.same_name": ("The name is {name} already.", "姓名已经是 {name}。"),
    "page.people.gone": (
        "{name} was removed in the meantime, on another page or by another program.",
        "{name} 刚刚已在其他页面或程序中被删除。",
    ),
    "page.people.now_called": (
        "{name} was renamed {new_name} in the meantime. Nothing was changed; look again.",
        "{name} 刚刚已在别处改名为 {new_name}。未作任何更改，请确认后再操作。",
    ),
    "page.people.changed": (
        "That was changed in the meantime, on another page or by another program. Nothing was "
        "done; look again.",
        "内容刚刚已在其他页面或程序中发生变化。未作任何更改，请确认后再操作。",
    ),
    # Their faces
    "page.people.faces_title": ("Faces", "人脸"),
    "page.people.choose_hint": (
        "Click faces to choose them; then move them, delete them or make one the portrait.",
        "点击人脸即可选中，然后可移动、删除或设为头像。",
    ),
    "page.people.no_faces": (
        "There is no face yet, so {name} can't be recognised. Add a photo.",
        "还没有人脸，因此无法识别 {name}。请添加照片。",
    ),
    "page.people.face": ("Face of {time}, {facts}", "{time} 的人脸，{facts}"),
    "page.people.quality": ("quality {quality}", "质量 {quality}"),
    "page.people.is_portrait": ("portrait", "头像"),
    "page.people.add": ("Add photos", "添加照片"),
    "page.people.added_1": ("1 face is added to {name}.", "已为 {name} 添加 1 张人脸。"),
    "page.people.added": (
        "{count} faces are added to {name}.",
        "已为 {name} 添加 {count} 张人脸。",
    ),
    "page.people.nothing_added": ("No face was added.", "没有添加人脸。"),
    "page.people.already": (
        "{name} is enrolled from this photo already",
        "{name} 已用这张照片登记过",
    ),
    "page.people.skip": ("Skip this photo", "跳过这张照片"),
    "page.people.make_portrait": ("Make it the portrait", "设为头像"),
    "page.people.portrait_set": (
        "{name} has a new portrait.",
        "已更换 {name} 的头像。",
    ),
    "page.people.portrait_one": (
        "Choose just one face for the portrait.",
        "请只选择一张人脸作为头像。",
    ),
    "page.people.choose_first": (
        "Choose faces first: click them.",
        "请先点击人脸进行选择。",
    ),
    "page.people.move": ("Move to this person", "移到此人"),
    "page.people.move_whom": (
        "Whose faces are they? Choose or type a name first.",
        "这些人脸是谁的？请先选择或输入姓名。",
    ),
    "page.people.move_same": ("They are {name}'s already.", "它们已经属于 {name}。"),
    "page.people.moved_1": ("1 face is {name}'s now.", "已将 1 张人脸移给 {name}。"),
    "page.people.moved": ("{count} faces are {name}'s now.", "已将 {count} 张人脸移给 {name}。"),
    "page.people.delete_faces": ("Delete", "删除"),
    "page.people.ask_faces_1": (
        "Delete this face of {name}? It can't be brought back.",
        "删除 {name} 的这张人脸？删除后无法恢复。",
    ),
    "page.people.ask_faces": (
        "Delete these {count} faces of {name}? They can't be brought back.",
        "删除 {name} 的这 {count} 张人脸？删除后无法恢复。",
    ),
    "page.people.ask_last_faces": (
        "No other face is left then: {name} stays in the list, but is no longer recognised.",
        "删除后不再有其他人脸：{name} 仍在名单中，但无法再被识别。",
    ),
    "page.people.faces_deleted_1": ("1 face of {name} is deleted.", "已删除 {name} 的 1 张人脸。"),
    "page.people.faces_deleted": (
        "{count} faces of {name} are deleted.",
        "已删除 {name} 的 {count} 张人脸。",
    ),
    # Merging and deleting people
    "page.people.merge_title": (
        "The same person under another name?",
        "与名单中的另一个人是同一人？",
    ),
    "page.people.merge": ("Merge into this person", "并入此人"),
    "page.people.merge_whom": (
        "Who is it? Choose or type the other name first.",
        "是谁？请先选择或输入另一个姓名。",
    ),
    "page.people.nobody_called": (
        "Nobody is called {name}. Choose one of the names in the list.",
        "没有名为 {name} 的人。请从列表中选择。",
    ),
    "page.people.name_taken": (
        "Somebody is called {into} already.",
        "已有名为 {into} 的人。",
    ),
    "page.people.ask_merge": (
        "Merge {name} into {into}? {into} gets {what}, and keeps name and portrait. {name} is no "
        "longer in the list. This can't be undone.",
        "将 {name} 并入 {into}？{what}都会归 {into} 所有，{into} 的姓名和头像不变，"
        "{name} 将从名单中消失。此操作无法撤销。",
    ),
    "page.people.merged": (
        "{name} is part of {into} now.",
        "{name} 已并入 {into}。",
    ),
    "page.people.delete": ("Delete this person", "删除此人"),
    "page.people.ask_delete": (
        "Delete {name} for good, with {what}? It can't be undone.",
        "彻底删除 {name}？{what}将一并删除，无法恢复。",
    ),
    "page.people.ask_unknown_1": (
        "1 sighting of nobody known that looks like {name} goes, too.",
        "另有 1 条与 {name} 相似的未知记录也会一并删除。",
    ),
    "page.people.ask_unknown": (
        "{count} sightings of nobody known that look like {name} go, too.",
        "另有 {count} 条与 {name} 相似的未知记录也会一并删除。",
    ),
    "page.people.and": ("{first} and {last}", "{first}、{last}"),
    "page.people.what_sightings_1": ("1 sighting", "1 条识别记录"),
    "page.people.what_sightings": ("{count} sightings", "{count} 条识别记录"),
    "page.people.what_note": ("the note", "备注"),
    "page.people.held_by": (
        "Copies of the database hold it too: {files}.",
        "以下数据库副本中也有：{files}。",
    ),
    "page.people.purge": ("Also remove it from these copies", "同时从这些副本中清除"),
    "page.people.deleted": ("{name} is deleted.", "已删除 {name}。"),
    "page.people.purged": (
        "It is out of the copies, too: {files}.",
        "已同时从副本中清除：{files}。",
    ),
    "page.people.copies_deleted": (
        "These copies could not be read and are deleted: {files}.",
        "以下副本无法读取，已删除：{files}。",
    ),
    "page.people.still_held": (
        "These copies still hold it: {files}.",
        "以下副本中仍有保留：{files}。",
    ),
    "page.people.copies_hold": (
        "These copies of the database still hold it: {files}. To be rid of it there, too, delete "
        "these files.",
        "以下数据库副本中仍有保留：{files}。如需一并清除，请删除这些文件。",
    ),
    "page.people.purge_again": (
        "Some copies can't be rewritten now and still hold what was deleted: {files}. Close other "
        "programs that use them or make room, then try again.",
        "部分副本暂时无法改写，仍保有已删除的内容：{files}。请关闭占用它们的程序或腾出空间后重试。",
    ),
    "page.people.do_delete": ("Delete", "删除"),
    "page.people.do_merge": ("Merge", "合并"),
    "page.people.do_add": ("Add anyway", "仍要添加"),
    "page.people.do_purge": ("Try again", "重试"),
    "page.people.cancel": ("Cancel", "取消"),
    "page.people.out_of_date": (
        "This page is out of date. Go back to everybody and open the person again.",
        "页面已过期，请返回“全部人员”重新打开此人。",
    ),
}
