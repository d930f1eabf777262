#!/bin/sh
# A browser, a PostgreSQL server, a Prometheus and a reader of PDF for the tests, from Debian's packages, where they are missing and the user may
# install; otherwise the tests that need them skip and say why.
need=""
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || need="$need chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need="$need postgresql"
command -v promtool >/dev/null 2>&1 || need="$need prometheus"
command -v pdftoppm >/dev/null 2>&1 || need="$need poppler-utils"
[ -z "$need" ] && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
  echo "Missing for the tests:$need, and there is no apt-get here. The tests that need them will skip." >&2
elif [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need >/dev/null
elif sudo -n true 2>/dev/null; then
  sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need >/dev/null
else
  echo "Missing for the tests:$need, and this user may not install. The tests that need them will skip." >&2
fi
exit 0
