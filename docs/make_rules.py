"""Write rules.md, beside this file, from the register of rules.

python docs/make_rules.py
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from core.services.tell_rules import rules_markdown  # noqa: E402

if __name__ == "__main__":
    (HERE / "rules.md").write_text(rules_markdown(), encoding="utf-8")
