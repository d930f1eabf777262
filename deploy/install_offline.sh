#!/bin/sh
# install.sh: install the planner from this folder, without any network, and say how to start it.
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-$(command -v python3.11 || command -v python3 || true)}
[ -n "$python" ] || { echo "Python 3.11 is needed; set PYTHON=/path/to/it" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(0 if sys.version_info[:2] == (3, 11) else "The wheels are for Python 3.11; set PYTHON=/path/to/it")'
echo "Checking the files..."
sha256sum --quiet --check SHA256SUMS || { echo "This copy is damaged: copy the archive again." >&2; exit 1; }
echo "Installing (a minute or two)..."
rm -rf .venv # also what an interrupted installation left
"$python" -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --no-index --find-links wheels -r "$(cat wheels/LIST)" setuptools wheel
.venv/bin/pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
.venv/bin/python -m entrypoints.cli check data/demo >/dev/null
echo "Installed. Start it with: $(pwd)/.venv/bin/aid app"
