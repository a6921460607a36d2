#!/usr/bin/env bash
# Everything that proves it, in the order in which it fails cheapest. Ends with the sums of all tests.
set -uo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}
# A panic says where it was; lines in backtraces cost minutes of building.
export CARGO_PROFILE_DEV_DEBUG=0
work=$(mktemp -d)
chmod 755 "$work"
passed=0 failed=0

# What failed is named once more at the end, where it is looked for.
finish() {
  xtask/postgres.sh stop "$work/postgres"
  [ ! -s "$work/failures" ] || { printf '\nFailed:\n'; head -n 20 "$work/failures"; }
  rm -rf "$work"
  printf '\n%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" = 0 ]
  exit $?
}
trap finish EXIT

# A step that is not made of tests counts only when it fails.
step() {
  printf '\n── %s\n' "$1"
  local step_name=$1 started=$SECONDS
  shift
  if "$@"; then printf '   %s s\n' "$((SECONDS - started))"; else failed=$((failed + 1)); echo "$step_name" >>"$work/failures"; return 1; fi
}

rust_tests() {
  local log=$work/nextest.log
  cargo nextest run --locked --workspace --exclude frontend --no-fail-fast 2>&1 | tee "$log" | grep -vE '^ +PASS '
  sed -nE "/^ +(FAIL|TIMEOUT|SIG[A-Z]+) \\[/p; /^ *thread '.*' .*panicked at/{N;p}" "$log" | sort -u >>"$work/failures"
  local summary
  summary=$(grep -E 'Summary \[' "$log" | tail -n 1)
  local good bad
  good=$(sed -nE 's/.* ([0-9]+) passed.*/\1/p' <<<"$summary")
  bad=$(grep -oE '[0-9]+ (failed|timed out)' <<<"$summary" | awk '{ sum += $1 } END { print sum + 0 }')
  passed=$((passed + ${good:-0}))
  failed=$((failed + ${bad:-0}))
  [ -n "$summary" ] || failed=$((failed + 1))
}

browser_tests() {
  [ -f end2end/package.json ] || return 0
  local report=$work/playwright.json
  (cd end2end && SCHALTER_BINARY="$CARGO_TARGET_DIR/release/schalter" PLAYWRIGHT_JSON_OUTPUT_FILE="$report" PLAYWRIGHT_JSON_OUTPUT_NAME="$report" npx --no-install playwright test --reporter=line,json </dev/null)
  if [ -f "$report" ]; then
    local counts
    counts=$(node -e 'const s=require(process.argv[1]).stats;console.log(s.expected+s.flaky, s.unexpected)' "$report")
    passed=$((passed + ${counts% *}))
    failed=$((failed + ${counts#* }))
    node -e '
      const failed = (suite) => [...(suite.suites ?? []).flatMap(failed), ...suite.specs.filter((spec) => !spec.ok)];
      for (const spec of failed({ ...require(process.argv[1]), specs: [] })) {
        const told = spec.tests.flatMap((test) => test.results).find((result) => result.error)?.error.message ?? "";
        const lines = told.replaceAll(/\x1b\[\d+m/g, "").split("\n").map((line) => line.trim()).filter(Boolean);
        console.log(`${spec.file}:${spec.line} ${spec.title}: ${lines.slice(0, 12).join(" | ").slice(0, 600)}`);
      }' "$report" >>"$work/failures"
  else
    failed=$((failed + 1))
  fi
}

# Five companies, from the first mail to the last invoice, each on one of the databases.
companies() {
  local log=$work/scenario.log
  xtask/scenario.sh "$CARGO_TARGET_DIR/release/schalter" all turns short | tee "$log"
  local counts
  counts=$(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$log" | tail -n 1)
  [ -n "$counts" ] || return 1
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
}

# Hundreds of different invoices, made by the program as it ships and read by validators that are not ours.
invoice_documents() {
  local folder=$work/invoices log=$work/invoices.log python
  mkdir -p "$folder"
  python=$(xtask/invoices/install.sh) || return 1
  "$python" -B xtask/invoices/make.py 320 "$work/sums.json" | "$CARGO_TARGET_DIR/release/schalter" invoice render --xrechnung --out "$folder" >/dev/null || return 1
  "$python" -B xtask/invoices/check.py "$folder" "$work/sums.json" prove | tee "$log"
  local counts
  counts=$(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$log" | tail -n 1)
  [ -n "$counts" ] || return 1
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
}

# The other papers, which the tests of the router leave there.
papers() {
  local log=$work/papers.log python counts
  python=$(xtask/invoices/install.sh) || return 1
  "$python" -B xtask/invoices/check.py pages "$SCHALTER_PAPERS" | tee "$log"
  counts=$(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$log" | tail -n 1)
  [ -n "$counts" ] || return 1
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
}

step "format" cargo fmt --all --check
step "format of view macros" cargo xtask view --check
step "what the browser pulls in" cargo xtask wasm-tree
step "lints, native" cargo clippy --locked --workspace --exclude frontend --all-targets -- -D warnings
step "lints, browser" cargo clippy --locked -p frontend --target wasm32-unknown-unknown -- -D warnings
SCHALTER_TEST_POSTGRES=$(xtask/postgres.sh start "$work/postgres") || exit 1
export SCHALTER_TEST_POSTGRES
export SCHALTER_PAPERS=$work/papers
mkdir -p "$SCHALTER_PAPERS"
step "rules and server, on SQLite and PostgreSQL" rust_tests
step "the browser's files" cargo xtask site || exit 1
step "release" cargo build --release --locked -p server || exit 1
step "invoices, read by validators that are not ours" invoice_documents
step "reports and statements, read by a validator that is not ours" papers
step "browsers" browser_tests
step "five companies, through mail and browser, with a clock that is set" companies
