#!/bin/sh
# install_packages.sh ENVIRONMENT FOLDER LIST: install the packages of FOLDER/LIST into a virtual environment.
# Where FOLDER holds wheels nothing but them is used; otherwise pip asks its index.
set -eu
environment=$1 folder=$2 list=$3
if ls "$folder"/*.whl >/dev/null 2>&1; then
  exec "$environment/bin/pip" install --quiet --no-index --find-links "$folder" -r "$folder/$list"
fi
exec "$environment/bin/pip" install --quiet -r "$folder/$list"
