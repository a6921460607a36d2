#!/usr/bin/env bash
# scenario.sh BINARY PRESET|all sqlite|postgres|both|turns [short]: plays companies through their outside doors, from the first mail to the
# last invoice, with a clock that is set, two at a time. `turns` plays each on one of the databases. Leaves a report of each in data/scenario
# and, where a check failed, everything else where it says. Ends with `N passed, M failed`. Needs root, as mail servers do.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$(realpath "$1") preset=$2 database=$3 form=${4:-long}
[ "$preset" != all ] || preset=$(basename -s .toml presets/*.toml | xargs)
for one in $preset; do
  [ -f "presets/$one.toml" ] || { echo "There is no preset $one; there are: $(basename -s .toml presets/*.toml | xargs)." >&2; exit 2; }
done
work=$(mktemp -d) reports=$PWD/data/scenario
chmod 755 "$work"
mkdir -p "$reports"

trap 'xtask/postgres.sh stop "$work/postgres"' EXIT
postgres=
if [ "$database" != sqlite ]; then
  postgres=$(xtask/postgres.sh start "$work/postgres")
  for one in $preset; do psql -q "$postgres" -c "CREATE DATABASE \"${one//-/_}\""; done
fi
export SCENARIO_PRESETS=$preset SCENARIO_DATABASE=$database SCENARIO_POSTGRES=$postgres SCENARIO_FOLDER=$work SCENARIO_ROOT=$PWD
export SCHALTER_BINARY=$binary SCHALTER_CORPORA=${SCHALTER_CORPORA-$PWD/../shared/corpora/mail}
SCENARIO_FAKETIME=$(ls /usr/lib/*/faketime/libfaketimeMT.so.1)
SCENARIO_PYTHON=$(xtask/invoices/install.sh)
SCENARIO_SHORT=$([ "$form" != short ] || echo 1)
export SCENARIO_FAKETIME SCENARIO_PYTHON SCENARIO_SHORT SCENARIO_TOUR=${SCENARIO_TOUR:-}

(cd end2end && npx --no-install playwright test -c scenario/scenario.config.ts </dev/null) && whole=1 || whole=0
for report in "$work"/*/report.html; do
  [ -f "$report" ] && cp "$report" "$reports/$(basename "$(dirname "$report")").html"
done
passed=0 failed=0
while read -r good bad; do
  passed=$((passed + good))
  failed=$((failed + bad))
done < <(cat "$work"/*/counts 2>/dev/null)
if [ -d "$work/invoices" ]; then
  node -e 'const read = require("fs").readFileSync; console.log(JSON.stringify(Object.assign({}, ...process.argv.slice(1).map((file) => JSON.parse(read(file))))))' "$work"/*/sums.json >"$work/sums.json"
  read -r good bad < <("$SCENARIO_PYTHON" -B xtask/invoices/check.py "$work/invoices" "$work/sums.json" | tee /dev/stderr | sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p') || { good=0 bad=1; }
  passed=$((passed + good)) failed=$((failed + bad))
fi
# A run that broke off before it wrote its books failed, too.
[ "$whole" = 1 ] || [ "$failed" -gt 0 ] || failed=1
echo "Reports: $reports"
if [ "$failed" = 0 ]; then rm -rf "$work"; else echo "Everything else: $work"; fi
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
