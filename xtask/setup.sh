#!/usr/bin/env bash
# Installs what the build and the tests need and is not there yet. Quick when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
need() { say "$*"; missing=1; }
missing=0

command -v cargo >/dev/null || need "Rust is missing: install rustup from https://rustup.rs."
command -v node >/dev/null || need "node (20 or newer) is missing."
[ "$missing" = 0 ] || exit 1

sysroot=$(rustc --print sysroot)
if [ ! -d "$sysroot/lib/rustlib/wasm32-unknown-unknown/lib" ]; then
  rustup target add wasm32-unknown-unknown >/dev/null 2>&1 || {
    if [ -x ../shared/wasm-target/install ]; then ../shared/wasm-target/install >&2; else need "The target wasm32-unknown-unknown is missing: rustup target add wasm32-unknown-unknown"; fi
  }
fi
for component in rustfmt clippy; do
  cargo "${component/rustfmt/fmt}" --version >/dev/null 2>&1 || rustup component add "$component" >&2 || need "$component is missing: rustup component add $component"
done
cargo nextest --version >/dev/null 2>&1 || cargo install --locked cargo-nextest@0.9.143 >&2

# Debian packages: the linker, the browser, the second database, a mail server, a clock that can be set, what validators of invoices run on, fonts that always look the same.
packages=()
command -v cc >/dev/null || packages+=(build-essential)
[ -x /usr/sbin/postfix ] || packages+=(postfix)
[ -x /usr/sbin/dovecot ] || packages+=(dovecot-imapd dovecot-lmtpd)
ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null 2>&1 || packages+=(faketime)
command -v openssl >/dev/null || packages+=(openssl)
command -v chromium >/dev/null || packages+=(chromium)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages+=(postgresql)
command -v javac >/dev/null || packages+=(default-jdk-headless)
command -v pdftoppm >/dev/null || packages+=(poppler-utils)
/usr/bin/python3 -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv)
[ -d /usr/share/fonts/truetype/liberation ] || packages+=(fonts-liberation)
[ -d /usr/share/fonts/truetype/dejavu ] || packages+=(fonts-dejavu-core)
if [ ${#packages[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    apt-get install -y -qq "${packages[@]}" >/dev/null
  else
    need "These Debian packages are missing: sudo apt-get install ${packages[*]}"
  fi
fi

for folder in xtask end2end; do
  if [ -f "$folder/package-lock.json" ] && ! cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed"; then
    (cd "$folder" && npm ci --silent --no-audit --no-fund >&2) && cp "$folder/package-lock.json" "$folder/node_modules/.installed"
  fi
done
[ "$missing" = 0 ]
