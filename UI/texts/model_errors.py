"""What went wrong with model packs and devices, and what to do next."""

MODEL_ERRORS: dict[str, tuple[str, str]] = {
    "error.switch_running": (
        "The models are being changed already. Wait until that is done, or cancel it.",
        "正在切换模型，请等待完成或先取消。",
    ),
    # Models
    "error.no_models": (
        "No model pack was found, and FaceMind can't recognise without one.\n"
        "Download the standard one:   python client.py models download\n"
        "Or import one you have:      python client.py models import FILE.zip",
        "没有找到模型包，无法进行识别。\n"
        "下载标准模型包：   python client.py models download\n"
        "或导入已有模型包： python client.py models import FILE.zip",
    ),
    "error.pack_missing": (
        "There is no model pack {pack}. See which there are with: models list",
        "找不到模型包 {pack}。可用 models list 查看已有的模型包。",
    ),
    "error.models_folder_missing": (
        "There is no folder {folder}, so the model pack {pack} can't be found. Check --models.",
        "文件夹 {folder} 不存在，找不到模型包 {pack}。请检查 --models。",
    ),
    "error.pack_incomplete": (
        "The model pack {pack} has no {role} model. Import a complete one, or give that model by "
        "its file.",
        "模型包 {pack} 缺少 {role} 模型（detection：检测，recognition：识别）。"
        "请导入完整的模型包，或单独指定该模型文件。",
    ),
    "error.pack_unknown": (
        "The model pack {pack} can't be downloaded; these can: {known}. Import another one with: "
        "python client.py models import FILE.zip",
        "无法下载模型包 {pack}，可下载的有：{known}。其他模型包请导入："
        "python client.py models import FILE.zip",
    ),
    "error.pack_exists": (
        "There is a model pack called {pack} already. Use it, or import under another name.",
        "已有名为 {pack} 的模型包。请直接使用它，或换一个名称导入。",
    ),
    "error.pack_name_unusable": (
        "{name!r} can't be the name of a model pack. Use up to 64 letters, digits, - and _.",
        "{name!r} 不能用作模型包名称。请使用不超过 64 个字母、数字、- 和 _。",
    ),
    "error.pack_unreadable": (
        "{file} is not a model pack that can be read. Give an unencrypted .zip file or a folder "
        "with ONNX models for detection and recognition; if it is damaged, download it again.",
        "{file} 不是可读取的模型包。请提供未加密的 .zip 文件，或包含检测和识别 ONNX 模型的文件夹；"
        "如果文件已损坏，请重新下载。",
    ),
    "error.pack_several": (
        "{file} holds several model packs: {packs}. Unpack it and import one of these folders.",
        "{file} 含有多个模型包：{packs}。请解压后导入其中一个文件夹。",
    ),
    "error.pack_too_large": (
        "The models in {file} are larger than {limit} GB. Import a pack of face models only.",
        "{file} 中的模型超过 {limit} GB。请只导入人脸模型包。",
    ),
    "error.download_failed": (
        "The model pack {pack} could not be downloaded ({reason}). Check the network and try "
        "again: it goes on where it stopped. Or get {file} by hand from {address} and run: "
        "python client.py models import {file}",
        "无法下载模型包 {pack}（{reason}）。请检查网络后重试，下载会从中断处继续；"
        "或手动下载 {address}，然后运行：python client.py models import {file}",
    ),
    "error.download_stopped": (
        "The download was stopped. Start it again to go on where it stopped.",
        "下载已停止。再次下载会从中断处继续。",
    ),
    "error.models_unwritable": (
        "{folder} can't be written: {reason}. Make room there, or choose another folder: "
        "FACEMIND_MODELS for model packs, FACEMIND_CACHE for downloads.",
        "无法写入 {folder}：{reason}。请腾出空间或换一个文件夹："
        "模型包用 FACEMIND_MODELS，下载缓存用 FACEMIND_CACHE。",
    ),
    "error.model_file_missing": (
        "There is no model file {file}. Check the path.",
        "找不到模型文件 {file}。请检查路径。",
    ),
    "error.model_unreadable": (
        "{file} is not a model that can be loaded. Download or import the pack again.",
        "{file} 不是可加载的模型。请重新下载或导入模型包。",
    ),
    "error.model_wrong_role": (
        "{file} is not a face {role} model. Give the right ONNX file.",
        "{file} 不是 {role} 模型（detection：人脸检测，recognition：人脸识别）。"
        "请指定正确的 ONNX 文件。",
    ),
    "error.device_missing": (
        "This machine's ONNX Runtime can't use {device}; it offers {available}. Use --device auto.",
        "本机的 ONNX Runtime 不支持 {device}，可用：{available}。请使用 --device auto。",
    ),
}
