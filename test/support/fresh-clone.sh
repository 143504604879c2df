#!/bin/sh
# Tries what the README promises to a newcomer, on a clone of its own: `npm ci`, then `npm start` answers within ten
# seconds; Ctrl-C leaves no process behind, nor does kill -9, after which it starts again.
#
#   sh test/support/fresh-clone.sh [repository]
#
# Installs from the registry, so it takes a minute and is not part of `npm test`. Needs git, npm, curl and setsid.
set -eu

repository=$(cd "${1:-$(dirname "$0")/../..}" && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/bellwire-clone-XXXXXX")
log=$folder/start.log
group=
started=
PORT=${PORT:-$((20000 + $$ % 20000))}
export PORT

# The process and everything below it.
family() {
  echo "$1"
  for child in $(pgrep -P "$1"); do family "$child"; done
}

# Those of the last start that still run, whoever their parent is by now.
left() { for pid in $started; do ps -o pid=,args= -p "$pid" || true; done; }

clean_up() {
  test -z "$group" || kill -KILL "-$group" 2>/dev/null || true
  # Data that root's PostgreSQL could not keep in the clone.
  for link in "$folder"/bellwire/.data/*; do
    test ! -L "$link" || rm -rf "$(readlink "$link")"
  done
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

fail() {
  echo "FAILED: $*" >&2
  test ! -f "$log" || cat "$log" >&2
  exit 1
}

# Waits up to so many tenths of a second until the command succeeds.
within() {
  tenths=$1
  shift
  while ! "$@"; do
    tenths=$((tenths - 1))
    test "$tenths" -gt 0 || return 1
    sleep 0.1
  done
}

answers() { curl -fsS "http://127.0.0.1:$PORT/" 2>/dev/null | grep -q '<title>Bellwire'; }
nothing_left() { test -z "$(left)"; }

start() {
  began=$(date +%s%N)
  setsid npm start >"$log" 2>&1 &
  group=$!
  within 100 answers || fail "npm start did not answer within ten seconds"
  echo "npm start answered after $((($(date +%s%N) - began) / 1000000)) ms"
  started=$(family "$group")
  test "$(echo "$started" | wc -l)" -ge 4 || fail "not every process was found: $(left)"
}

git clone -q "$repository" "$folder/bellwire"
cd "$folder/bellwire"
npm ci --no-audit --no-fund
echo "installed as $(id -un)"

start
# What a terminal does with Ctrl-C: every process of the group gets it.
kill -INT "-$group"
within 250 nothing_left || fail "left behind after Ctrl-C: $(left)"
echo "Ctrl-C ended all $(echo "$started" | wc -l) processes"

start
kill -KILL "-$group"
within 250 nothing_left || fail "left behind after kill -9: $(left)"
echo "so did kill -9"

start
kill -INT "-$group"
within 250 nothing_left || fail "left behind after Ctrl-C: $(left)"
group=
test -z "$(git status --porcelain)" || fail "the clone is not as it was: $(git status --porcelain)"
echo "all as promised"
