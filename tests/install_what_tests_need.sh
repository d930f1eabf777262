#!/bin/sh
# A browser, a PostgreSQL server, Prometheus, a builder of manifests and a reader of PDF for the tests, from Debian's packages, where they are missing and the user may
# install; otherwise the tests that need them skip and say why.
# An OpenID provider of 3 MB from the npm registry too, where there is an npm.
provider="$(dirname "$0")/browser/identity_provider"
if [ -e "$provider/node_modules/oidc-provider" ]; then :
elif command -v npm >/dev/null 2>&1; then
  npm ci --prefix "$provider" --no-audit --no-fund --loglevel=error >/dev/null ||
    echo "The OpenID provider could not be installed. The tests that sign in through it will skip." >&2
else
  echo "There is no npm here for an OpenID provider. The tests that sign in through it will skip." >&2
fi
need=""
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || need="$need chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need="$need postgresql"
command -v promtool >/dev/null 2>&1 || need="$need prometheus"
command -v kubectl >/dev/null 2>&1 || need="$need kubernetes-client"
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
