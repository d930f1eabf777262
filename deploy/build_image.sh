#!/bin/sh
# build_image.sh [serving|training]: build the image without a Docker engine, run it, and ask whether it answers.
# Uses buildah with chroot isolation; where no registry can be reached, the base is made from Debian's packages.
# BASE=IMAGE names another base; KEEP=1 keeps the running container's log on the screen.
set -eu
cd "$(dirname "$0")/.."
target=${1:-serving}
port=${PORT:-18501}
for tool in buildah mmdebstrap; do
  command -v $tool >/dev/null 2>&1 || missing="${missing:-} $tool"
done
if [ -n "${missing:-}" ]; then
  [ "$(id -u)" = 0 ] || { echo "Missing:$missing. Install them as root: apt-get install$missing" >&2; exit 1; }
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
started=$(date +%s)
said() { echo "$(( $(date +%s) - started )) s: $*"; }
work=$(mktemp -d)
container=""
server=""
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$container" ] || buildah rm "$container" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT INT TERM

base=${BASE:-localhost/planner-base}
if [ -z "${BASE:-}" ] && ! buildah inspect --type image "$base" >/dev/null 2>&1; then
  mmdebstrap --quiet --variant=minbase --include=python3,python3-venv,ca-certificates bookworm "$work/base.tar"
  made=$(buildah from scratch)
  buildah add --quiet "$made" "$work/base.tar" / >/dev/null
  buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$made"
  buildah commit --quiet "$made" "$base" >/dev/null
  buildah rm "$made" >/dev/null
  said "base made from Debian's packages"
fi
[ -d wheels ] || sh deploy/collect_wheels.sh "$([ "$target" = serving ] && echo requirements-serving.txt || echo requirements.txt)"
said "wheels ready"
buildah bud --quiet --isolation chroot --format docker --layers --build-arg BASE="$base" --target "$target" \
  -f deploy/Dockerfile -t "aid-planner-$target:local" . >/dev/null
said "image aid-planner-$target:local, $(buildah images --format '{{.Size}}' "aid-planner-$target:local")"

container=$(buildah from "aid-planner-$target:local")
said "runs as $(buildah run --isolation chroot "$container" -- id -u), aid $(buildah run --isolation chroot "$container" -- aid --version | tail -1)"
[ "$target" = serving ] || exit 0
buildah run --isolation chroot "$container" -- \
  python3 -m entrypoints.pages_server --server.address 127.0.0.1 --server.port "$port" >"$work/log" 2>&1 &
server=$!
address="http://127.0.0.1:$port/_stcore/health"
waited=0
until python3 -c "import urllib.request as u; u.urlopen('$address', timeout=2)" 2>/dev/null; do
  waited=$((waited + 1))
  if [ "$waited" -gt 60 ]; then
    cat "$work/log" >&2
    echo "The image did not answer at $address." >&2
    exit 1
  fi
  sleep 1
done
said "answers at $address"
grep -q "one-time" "$work/log" && said "made its first account"
[ -z "${KEEP:-}" ] || cat "$work/log"
