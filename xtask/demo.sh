#!/usr/bin/env bash
# demo.sh BINARY PRESET TICKETS: fills the demo's database unless it is there, and starts the server.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$1 preset=$2 tickets=$3
export SCHALTER_DATA=${SCHALTER_DATA:-data/demo} SCHALTER_LOG=${SCHALTER_LOG:-warn}
export SCHALTER_COMPANY=${SCHALTER_COMPANY:-Nordlicht Digital} SCHALTER_PLACE=${SCHALTER_PLACE:-DE-SH}
accounts=$SCHALTER_DATA/accounts.json
if [ ! -f "$accounts" ]; then
  mkdir -p "$SCHALTER_DATA"
  "$binary" demo --preset "$preset" --tickets "$tickets" >"$accounts.new"
  mv "$accounts.new" "$accounts"
fi
node -e '
  const { accounts } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  const right = { sees_all: "sees all", technical_contact: "technical contact", approves_up_to: "approves", accepts_results: "accepts results", billing: "billing", manages_contacts: "manages contacts" };
  const what = (a) => a.kind === "staff" ? a.roles.join(", ") : a.kind === "partner" ? "external partner"
    : a.organisation + (Object.keys(right).some((r) => a.rights[r]) ? ": " + Object.keys(right).filter((r) => a.rights[r]).map((r) => right[r]).join(", ") : ": own tickets");
  console.log("\nWho can sign in, all with the password " + accounts[0].password + ":\n");
  for (const kind of ["customer", "partner", "staff"]) {
    console.log({ customer: "Customers", partner: "Partner", staff: "Staff (second factor: schalter code SECRET)" }[kind]);
    for (const a of accounts.filter((a) => a.kind === kind)) console.log("  " + a.email.padEnd(46) + " " + (a.totp_secret ? a.totp_secret + "  " : "") + what(a));
    console.log("");
  }
' "$accounts"
echo "A one-time code: $binary code SECRET"
echo "Mail is held and can be read at /outbox by administrators, support managers and project leads. End with Ctrl+C; make clean-demo forgets everything."
echo
exec "$binary" serve
