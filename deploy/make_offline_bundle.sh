#!/bin/sh
# make_offline_bundle.sh [FILE]: everything a laptop without any network needs, in one archive: wheels, program, models,
# data, documents. `--with-training` first adds TensorFlow, MLflow and Prefect (five times the size).
# On the laptop: tar -xzf FILE && aid-planner/install.sh   needs Python 3.11 and nothing else.
set -eu
cd "$(dirname "$0")/.."
list=requirements-serving.txt
if [ "${1:-}" = --with-training ]; then
  list=requirements.txt
  shift
fi
file=$(realpath -m "${1:-dist/aid-planner-offline.tar.gz}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
bundle=$work/aid-planner
mkdir -p "$bundle" "$(dirname "$file")"
# what is committed, and nothing that lies about in a working copy
git archive HEAD app.py core ui pages entrypoints data models static .streamlit docs deploy pyproject.toml README.md \
  CHANGELOG.md requirements.txt requirements-serving.txt | tar -x -C "$bundle"
[ -d wheels ] || sh deploy/collect_wheels.sh "$list"
cp -r wheels "$bundle/wheels"
echo "$list" >"$bundle/wheels/LIST"
mv "$bundle/deploy/install_offline.sh" "$bundle/install.sh"
chmod 755 "$bundle/install.sh"
(cd "$bundle" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)
tar -czf "$file.part" --owner=0 --group=0 --numeric-owner -C "$work" aid-planner
mv "$file.part" "$file"
echo "$file, $(du -h "$file" | cut -f1), sha256 $(sha256sum "$file" | cut -c1-64)"
