"""Why the page can't be served, or a program's request not be answered, and what to do next."""

PAGE_ERRORS: dict[str, tuple[str, str]] = {
    # Address, password and certificate
    "error.port_out_of_range": (
        "The port {value} is not between 1 and 65535. 7860 is usual.",
        "端口 {value} 不在 1 到 65535 之间。通常使用 7860。",
    ),
    "error.port_busy": (
        "The port {port} is taken by another program. Choose another with --port.",
        "端口 {port} 已被其他程序占用。请用 --port 指定其他端口。",
    ),
    "error.temp_unwritable": (
        "The folder {folder} can't be written: {reason}. Choose another with --gradio-temp.",
        "无法写入文件夹 {folder}：{reason}。请用 --gradio-temp 指定其他位置。",
    ),
    "error.host_unusable": (
        "The page can't listen on {host}: {reason}. Leave --host out, or give this machine's "
        "address.",
        "网页无法监听 {host}：{reason}。请去掉 --host，或填写本机地址。",
    ),
    "error.password_missing": (
        "Other machines would reach the page at {host}, so it needs a password. Set one in "
        "FACEMIND_PASSWORD, or give --password; without --host it serves this machine only.",
        "其他设备可以通过 {host} 访问网页，因此必须设置密码。请设置环境变量 FACEMIND_PASSWORD "
        "或使用 --password；去掉 --host 则只供本机使用。",
    ),
    "error.password_empty": (
        "The password is empty. Give one, or leave --password out.",
        "密码为空。请填写密码，或去掉 --password。",
    ),
    "error.pem_half": (
        "A certificate and its key go together: give both --certificate and --key, or neither.",
        "证书和私钥须成对使用：请同时给出 --certificate 和 --key，或都不给。",
    ),
    "error.pem_unreadable": (
        "{file} can't be read: {reason}. Check the path and who may read it.",
        "无法读取 {file}：{reason}。请检查路径和读取权限。",
    ),
    "error.certificate_unusable": (
        "{file} holds no certificate in PEM form. Give the file that begins with "
        "-----BEGIN CERTIFICATE-----.",
        "{file} 中没有 PEM 格式的证书。请提供以 -----BEGIN CERTIFICATE----- 开头的文件。",
    ),
    "error.certificate_expired": (
        "The certificate {file} expired on {day}. Renew it, or leave --certificate and --key out "
        "to use one that FaceMind makes.",
        "证书 {file} 已于 {day} 过期。请更新证书，或去掉 --certificate 和 --key 以使用 FaceMind "
        "生成的证书。",
    ),
    "error.certificate_early": (
        "The certificate {file} holds from {day} only. Check this machine's clock, or wait.",
        "证书 {file} 自 {day} 起才生效。请检查本机时间，或等到那天再用。",
    ),
    "error.key_differs": (
        "{file} is not the key of the certificate {certificate}. Give the two that were made "
        "together.",
        "{file} 不是证书 {certificate} 的私钥。请提供配套的证书和私钥。",
    ),
    "error.key_unusable": (
        "{file} holds no key that can be used without a password. Give an unencrypted private key "
        "in PEM form.",
        "{file} 中没有可直接使用的私钥。请提供未加密的 PEM 格式私钥。",
    ),
    "error.certificate_unkept": (
        "The page's certificate can't be kept in {folder}: {reason}. Make room there, or choose "
        "another folder with FACEMIND_CACHE.",
        "无法将网页证书保存到 {folder}：{reason}。请腾出空间，或用 FACEMIND_CACHE 指定其他文件夹。",
    ),
    # What programs ask for
    "error.argument_wrong": (
        "{name} is of the wrong kind. The page's API view says what it has to be.",
        "参数 {name} 的类型不对。正确的类型请见页面的 API 说明。",
    ),
    "error.argument_no_file": (
        "{name} is no file that was uploaded here. Give it with gradio_client's handle_file, or "
        "upload it to /gradio_api/upload first.",
        "{name} 不是已上传的文件。请使用 gradio_client 的 handle_file，或先上传到 "
        "/gradio_api/upload。",
    ),
    "error.not_confirmed": (
        "Nothing was erased. To erase everything, give {word} as confirm.",
        "没有清除任何内容。如需清除全部数据，请将 confirm 设为 {word}。",
    ),
    "error.backup_unknown": (
        "FaceMind has no backup {name}. Ask backups() for those there are.",
        "FaceMind 没有名为 {name} 的备份。请用 backups() 查看已有的备份。",
    ),
    "error.groups_few": (
        "At least two groups have to be given to be merged.",
        "请至少给出两个要合并的分组。",
    ),
}
