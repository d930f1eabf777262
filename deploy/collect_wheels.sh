#!/bin/sh
# collect_wheels.sh [LIST] [FOLDER]: download every package of LIST (requirements-serving.txt) as a wheel into FOLDER (wheels),
# with what installs the project itself. Run it where there is internet, on the kind of machine the wheels are for.
set -eu
cd "$(dirname "$0")/.."
list=${1:-requirements-serving.txt} folder=${2:-wheels}
python=${PYTHON:-python3}
mkdir -p "$folder"
"$python" -m pip download --quiet --disable-pip-version-check --only-binary :all: --dest "$folder" -r "$list" 'setuptools>=69' wheel
echo "$(ls "$folder" | wc -l) wheels in $folder, $(du -sh "$folder" | cut -f1)"
