"""What the page says of being used by programs."""

PAGE_API = {
    "page.api.link": ("Use in your programs (API)", "在自己的程序中使用（API）"),
}
