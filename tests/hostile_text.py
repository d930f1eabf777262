"""Names and cells as somebody hostile, or a damaged file, would write them: what runs, what misleads, what breaks readers."""

import random

from core.domain.validation import LONGEST_TEXT

FLAG = "window.hacked=1"
"""What every script among them would do; a browser test looks whether it happened."""
OUTSIDE = "http://203.0.113.9/x.png"
"""Address that every fetch among them would ask: of a network that exists nowhere."""

SCRIPTS = (
    f"<script>{FLAG};alert(1)</script>",
    f'<img src=x onerror="{FLAG};alert(1)">',
    f"<img src={OUTSIDE}>",
    f"<svg/onload={FLAG}>",
    f'"><svg onload="{FLAG}">',
    f"'-({FLAG})-'",
    f'"-({FLAG})-"',
    f"</script><script>{FLAG}</script>",
    f"</textarea><img src=x onerror={FLAG}>",
    f"<iframe srcdoc='<script>parent.{FLAG}</script>'></iframe>",
    f"<iframe src='javascript:parent.{FLAG}'></iframe>",
    f"<a href=\"javascript:{FLAG}\">open</a>",
    f"<details open ontoggle={FLAG}>",
    f"<video><source onerror='{FLAG}'></video>",
    f"<style>@import '{OUTSIDE}';</style>",
    f"<link rel=stylesheet href='{OUTSIDE}'>",
    f"<meta http-equiv=refresh content='0;url={OUTSIDE}'>",
    f"<base href='{OUTSIDE}'>",
    f"<form action={OUTSIDE}><input name=a autofocus onfocus={FLAG}></form>",
    "<!--", "-->", "<![CDATA[", "]]>", "</div></div></div>", "<b>bold", "&lt;script&gt;", "&#60;script&#62;",
    f"\\u003cscript\\u003e{FLAG}\\u003c/script\\u003e",
    f"\\x3cimg src=x onerror={FLAG}\\x3e",
)
MARKDOWN = (
    f"![x]({OUTSIDE})",
    f"[x](javascript:{FLAG})",
    f"[x]({OUTSIDE})",
    f"<{OUTSIDE}>",
    f"[1]: {OUTSIDE}",
    f"![x][1]",
    "# Heading", "- item", "> quote", "| a | b |", "```python", "`code`", "**bold**", "_it_", "~~no~~", "---",
    "$x^2$", "$$\\frac{1}{0}$$", ":material/home:", ":red[danger]", ":smile:", "\\", "\\\\", "*", "[ ]", "1. one",
)
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0",
    f'=HYPERLINK("{OUTSIDE}","x")', f'=WEBSERVICE("{OUTSIDE}")', f'=IMAGE("{OUTSIDE}")', "＝1+1", "＋1", "－1", "＠SUM(A1)",
    "'=1+1", "''=1+1", '"=1+1"', "=1+1;", "%0A=1+1", "{=1+1}", "=A1:A9", "|=1", ";=1+1", "#REF!", "#N/A", "=\u200b1+1",
)
TEMPLATES = (
    "{{7*7}}", "${7*7}", f"${{{FLAG}}}", "<%= 7*7 %>", "#{7*7}", "{0}", "{name}", "{", "}", "{}", "%s", "%(name)s", "%", "$name",
    f"`${{{FLAG}}}`", "{% raw %}", "{{constructor.constructor('window.hacked=1')()}}", "$(id)", "`id`", "; rm -rf /", "| cat",
    "!!python/object/apply:os.system ['id']", "__import__('os').system('id')", "c__builtin__\neval",
)
QUERIES = (
    "'; DROP TABLE versions;--", "' OR '1'='1", '" OR 1=1 --', "1; DELETE FROM submissions", "Robert'); DROP TABLE camps;--",
    "' UNION SELECT * FROM accounts --", "\\'; --", "LIKE '%'", "NULL", "null", "None", "nan", "NaN", "undefined", "True", "-0",
)
PATHS = (
    "../../etc/passwd", "..\\..\\windows", "/etc/passwd", "C:\\x", "file:///etc/passwd", "con", "NUL", "aux.csv", ".", "..", "~",
    "a/b", "a\\b", "a:b", "*?", "name.zip", "name.csv.exe", "-rf", "--help", "%2e%2e%2f", "a//b", "\\\\server\\share",
)
SIGNS = (
    "\u202eevil", "\u202eevil\u202c", "a\u202eb\u2066c", "\u200f\u200e", "\u200bNorth", "No\u200drth", "\ufeffNorth", "North\u00a0Camp",
    "Nоrth Саmp", "Ｎorth", "ɴorth", "Z̷̢͎̪a̸l̴g̵o̶", "e\u0301\u0301\u0301", "\u00e9", "e\u0301", "ﷺ" * 9, "🏳️‍🌈" * 9, "👨‍👩‍👧‍👦",
    "\U000e0041\U000e0042", "\ue000", "\uffff", "\ufffd", "\U0010ffff", "ß", "ſ", "ı", "İ", "ﬁ", "٠١٢", "〇", "\u2028line", "\u2029",
    "مخيم الزعتري", "ไทย", "日本", "हिन्दी", "name\x00name", "\x00", "\x01", "\x07", "\x08\x08", "\x0b", "\x0c", "\x1b[31mred\x1b[0m",
    "\x7f", "\x85", "\x9f", "a\tb", "a\nb", "a\r\nb", "a\rb", " ", "  a  ", "\u3000", '"', '""', "'", ",", ";", ",,,,", "a,b", 'a"b',
    "#adm1+name", "#", "#loc", "sep=;", "NA", "-", "..", "0", "00", "007", "1e999", "1,234", "3/4/16", "1970-01-01", "TRUE",
)
LONG = ("x" * 10_000, "<b>" * 3_000, "=" * 5_000, "é" * 4_000, "a " * 2_000, "[" * 3_000, "\\" * 2_000, "ﷺ" * 500)

BASIC = (*SCRIPTS, *MARKDOWN, *FORMULAS, *TEMPLATES, *QUERIES, *PATHS, *SIGNS, *LONG)


def hostile_texts(count: int, seed: int = 0) -> list[str]:
    """So many different texts: each of the basic ones, then two or three of them drawn together."""
    rng = random.Random(seed)
    texts = dict.fromkeys(BASIC)
    short = [text for text in BASIC if len(text) < 200]
    while len(texts) < count:
        texts[rng.choice(("", " ", "\n", '"', "'", ">"))  .join(rng.sample(short, rng.choice((2, 2, 3))))] = None
    return list(texts)[:count]


def that_can_be_stored(texts: list[str]) -> list[str]:
    """Those that are no fault of their own: a byte of zero, nothing but blanks, or too long for a cell are refused."""
    return [text for text in texts if "\x00" not in text and text.strip() and len(text) <= LONGEST_TEXT]
