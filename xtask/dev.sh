#!/usr/bin/env bash
# Rebuilds and restarts the server whenever a source changes; asks git and the file times, needs nothing else.
set -uo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}
export SCHALTER_DATA=${SCHALTER_DATA:-data/dev} SCHALTER_COMPANY=${SCHALTER_COMPANY:-Nordlicht Digital}
server=
trap '[ -n "$server" ] && kill "$server" 2>/dev/null' EXIT

state() { find app frontend server/src domain style public presets -type f -printf '%T@ %p\n' | sort | cksum; }

seen=
while true; do
  now=$(state)
  if [ "$now" != "$seen" ]; then
    seen=$now
    if cargo xtask site --dev && cargo build -p server; then
      [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
      [ -f "$SCHALTER_DATA/schalter.db" ] || "$CARGO_TARGET_DIR/debug/schalter" demo
      "$CARGO_TARGET_DIR/debug/schalter" serve &
      server=$!
    fi
  fi
  sleep 1
done
