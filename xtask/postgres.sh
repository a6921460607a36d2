#!/usr/bin/env bash
# postgres.sh start FOLDER: a throw-away PostgreSQL on a free port; prints its address. postgres.sh stop FOLDER.
# Nothing is forced to disk: it is for tests only. As root it runs as the user postgres.
set -euo pipefail
command=$1 folder=$2
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

if [ "$command" = stop ]; then
  as "$bin/pg_ctl" -D "$folder/data" -m immediate -w -s stop </dev/null >/dev/null 2>&1 || true
  exit 0
fi
mkdir -p "$folder"
chmod 755 "$folder"
[ "$(id -u)" = 0 ] && chown postgres "$folder"
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
as "$bin/initdb" -D "$folder/data" -U schalter -A trust -N --no-instructions -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1
as "$bin/pg_ctl" -D "$folder/data" -w -s -l "$folder/log" \
  -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB -c max_connections=300" \
  start </dev/null >/dev/null 2>&1
echo "postgres://schalter@127.0.0.1:$port/postgres"
