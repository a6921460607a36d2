#!/usr/bin/env bash
# install.sh: prints the Python that has the validators of invoices, installed into the user's cache folder. Quick when they are there.
set -euo pipefail
cd "$(dirname "$0")"
folder=${XDG_CACHE_HOME:-$HOME/.cache}/schalter-validators
if ! cmp -s requirements.txt "$folder/requirements.txt"; then
  rm -rf "$folder"
  python3=$(PATH=/usr/bin:$PATH command -v python3)
  "$python3" -m venv "$folder" >&2
  # Only what is asked for: the packages are taken for the rules and the program inside them.
  "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps -r requirements.txt >&2
  cp requirements.txt "$folder/requirements.txt"
fi
printf '%s\n' "$folder/bin/python"
