"""Why a text is no YAML, in the words of a colleague's language."""

from django.utils.translation import gettext as _


def yaml_reason(problem: str) -> str:
    """The words for what libyaml and PyYAML say; they say more than a transcriber can meet."""
    reasons = {
        "mapping values are not allowed": _("这里不能有冒号：缩进不对，或文字里有冒号而没有加引号"),
        "expected ':'": _("这一行缺少冒号"),
        "expected ',' or ']'": _("方括号里缺少逗号，或没有右括号"),
        "expected ',' or '}'": _("花括号里缺少逗号，或没有右括号"),
        "expected node content": _("括号里缺少内容，或没有右括号"),
        "expected key": _("缩进与上面各行不一致，或引号、括号之后还有文字"),
        "expected '-' indicator": _("缩进与上面各行不一致，或缺少“-”"),
        "block sequence entries are not allowed": _("这里不能有“-”，它应另起一行"),
        "cannot start any token": _("这里不能用这个字符（制表符、@、%、`）：用空格缩进，或加引号"),
        "unexpected end of stream": _("引号没有闭合"),
        "unknown escape character": _("双引号里的反斜线写错了"),
        "undefined alias": _("星号引用的锚点没有定义；是文字的，加引号"),
        "another document": _("一个文件里只能有一份，不要写“---”"),
    }
    found = (words for known, words in reasons.items() if known in problem)
    return next(found, _("检查这里的缩进、引号和括号"))
