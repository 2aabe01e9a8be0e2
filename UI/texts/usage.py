"""What Typer says in English only, and the same in Chinese; see ``merge/commands/usage.py``."""

USAGE = {
    "usage.usage": ("Usage: {rest}", "用法：{rest}"),
    "usage.arguments": ("Arguments:", "参数："),
    "usage.options": ("Options:", "选项："),
    "usage.commands": ("Commands:", "命令："),
    "usage.options_metavar": ("[OPTIONS]", "[选项]"),
    "usage.command_metavar": ("COMMAND …", "命令 …"),
    "usage.help_option": ("Show this message and exit.", "显示此说明。"),
    "usage.try": ("Try '{command}' for help.", "查看说明：{command}"),
    "usage.error": ("Error: {reason}", "错误：{reason}"),
    "usage.aborted": ("Aborted!", "已中止。"),
    "usage.missing_argument": ("Missing argument {what}.", "缺少参数 {what}。"),
    "usage.missing_option": ("Missing option {what}.", "缺少选项 {what}。"),
    "usage.missing_command": ("Missing command.", "缺少命令。"),
    "usage.no_command_similar": (
        "No such command {what}. Did you mean {similar}?",
        "没有命令 {what}。是否想用 {similar}？",
    ),
    "usage.no_command": ("No such command {what}.", "没有命令 {what}。"),
    "usage.no_option_similar": (
        "No such option: {what} (Possible options: {similar})",
        "没有选项 {what}。是否想用 {similar}？",
    ),
    "usage.no_option": ("No such option: {what}", "没有选项 {what}。"),
    "usage.option_needs_value": ("Option {what} requires an argument.", "选项 {what} 需要一个值。"),
    "usage.option_takes_none": ("Option {what} does not take a value.", "选项 {what} 不带值。"),
    "usage.too_many": ("Got unexpected extra argument(s) ({what})", "多出的参数：{what}"),
    "usage.invalid_for": ("Invalid value for {what}: {reason}", "{what} 的值无效：{reason}"),
    "usage.no_integer": (
        "Input should be a valid integer, unable to parse string as an integer",
        "应为整数",
    ),
    "usage.no_number": (
        "Input should be a valid number, unable to parse string as a number",
        "应为数字",
    ),
    "usage.too_small": (
        "Input should be greater than or equal to {least}",
        "不得小于 {least}",
    ),
    "usage.no_choice": (
        "Value error, {what} is not one of {choices}.",
        "{what} 不在 {choices} 之中",
    ),
    "usage.invalid": ("Invalid value: {reason}", "值无效：{reason}"),
}
