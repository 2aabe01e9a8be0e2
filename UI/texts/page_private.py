"""What the page says to visitors from other machines, and of them."""

PAGE_PRIVATE = {
    "page.private.about": (
        "This page is protected by a password.",
        "此页面受密码保护。",
    ),
    "page.private.password": ("Password", "密码"),
    "page.private.log_in": ("Log in", "登录"),
    "page.private.log_out": ("Log out", "退出登录"),
    "page.private.wrong": (
        "That is not the password. Check upper and lower case, and try again.",
        "密码不正确，请检查大小写后重试。",
    ),
    "page.private.wait": (
        "Too many wrong passwords. Try again in {count} seconds.",
        "密码错误次数过多，请在 {count} 秒后重试。",
    ),
    "page.private.wait_1": (
        "Too many wrong passwords. Try again in 1 second.",
        "密码错误次数过多，请在 1 秒后重试。",
    ),
    # Told in the terminal
    "page.private.elsewhere": (
        "From other machines: {urls}",
        "其他设备请访问：{urls}",
    ),
    "page.private.self_signed": (
        "Browsers there warn once that they don't know this page's certificate. Go on if it has "
        "this SHA-256 fingerprint:\n  {fingerprint}",
        "浏览器首次打开时会提示证书不受信任。请核对 SHA-256 指纹，一致即可继续：\n  {fingerprint}",
    ),
}
