"""What Gradio's own buttons are called, which it has in English only."""

PAGE_CONTROLS = {
    "page.controls.upload": ("Upload file", "上传文件"),
    "page.controls.drop": ("Click to upload or drop files", "点击上传，或将文件拖放到此处"),
    "page.controls.camera": ("Capture from camera", "用摄像头拍摄"),
    "page.controls.paste": ("Paste from clipboard", "从剪贴板粘贴"),
    "page.controls.take": ("Take the picture", "拍照"),
    "page.controls.record": ("Start or stop recording", "开始或停止录制"),
    "page.controls.camera_choice": ("Choose a camera", "选择摄像头"),
    "page.controls.remove_image": ("Remove Image", "移除图片"),
    "page.controls.remove_file": ("Remove this file", "移除此文件"),
    "page.controls.clear": ("Clear", "清除"),
    "page.controls.fullscreen": ("Fullscreen", "全屏"),
    "page.controls.exit_fullscreen": ("Exit fullscreen mode", "退出全屏"),
    "page.controls.download": ("Download", "下载"),
    "page.controls.reset": ("Reset video to initial value", "恢复原视频"),
    "page.controls.trim": ("Trim video to selection", "裁剪视频"),
    "page.controls.play": ("Play or pause", "播放或暂停"),
    "page.controls.volume": ("Adjust volume", "调节音量"),
    "page.controls.empty": ("Nothing yet", "暂无内容"),
    "page.controls.thumbnail": ("Photo {number} of {count}", "第 {number} 张照片，共 {count} 张"),
}
