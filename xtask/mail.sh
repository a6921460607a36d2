#!/usr/bin/env bash
# mail.sh start FOLDER: a throw-away mail server (postfix, dovecot) on free ports of this machine, everything below FOLDER; prints
# IMAP=port IMAPS=port SMTP=port. It takes mail for everybody @portal.test, whose password is "test", and of the domains named after
# FOLDER; where FOLDER/dovecot/oauth/key is there, also OAuth 2.0 tokens signed with it. Mail for others bounces: nothing leaves the
# machine. mail.sh stop FOLDER. Needs root, as mail servers do.
set -euo pipefail
command=$1 folder=$2

stop() {
  local pid
  for pid in "$folder/dovecot/run/master.pid" "$folder/postfix/pid"; do
    if [ -f "$pid" ]; then
      kill "$(cat "$pid")" 2>/dev/null || true
      for _ in $(seq 100); do kill -0 "$(cat "$pid" 2>/dev/null)" 2>/dev/null || break; sleep 0.03; done
    fi
  done
}
dovecot_up() {
  dovecot -c "$folder/dovecot/dovecot.conf" </dev/null >"$folder/dovecot/start.log" 2>&1
}
answers() {
  local port
  for port in "$@"; do
    for _ in $(seq 200); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.03; done
  done
}

case $command in
stop) stop; exit ;;
# Only the mailboxes go and come back, on the same ports.
pause) kill "$(cat "$folder/dovecot/run/master.pid")"; while [ -f "$folder/dovecot/run/master.pid" ]; do sleep 0.03; done; exit ;;
resume) dovecot_up; answers "$(cat "$folder/imap")"; exit ;;
start) ;;
*) echo "mail.sh start|pause|resume|stop FOLDER" >&2; exit 2 ;;
esac

ports=$(node -e 'const n=require("net");const s=[0,0,0,0].map(()=>n.createServer().listen(0,"127.0.0.1"));setTimeout(()=>{console.log(s.map(x=>x.address().port).join(" "));s.forEach(x=>x.close())},50)')
read -r imap imaps lmtp smtp <<<"$ports"
mkdir -p "$folder"/dovecot/{run,mail,tls} "$folder"/postfix/{etc,queue,data}
chmod 755 "$folder" "$folder/dovecot" "$folder/postfix"
echo "$imap" >"$folder/imap"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
  -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" -addext "basicConstraints=critical,CA:FALSE" \
  -keyout "$folder/dovecot/tls/key.pem" -out "$folder/dovecot/tls/cert.pem" 2>/dev/null
oauth=
if [ -d "$folder/dovecot/oauth" ]; then
  cat >"$folder/dovecot/oauth.conf" <<C
introspection_mode = local
local_validation_key_dict = fs:posix:prefix=$folder/dovecot/oauth/
username_attribute = sub
C
  oauth="passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $folder/dovecot/oauth.conf
}"
fi
cat >"$folder/dovecot/dovecot.conf" <<C
base_dir = $folder/dovecot/run
instance_name = t$$
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <$folder/dovecot/tls/cert.pem
ssl_key = <$folder/dovecot/tls/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
log_path = $folder/dovecot/log
default_internal_user = dovecot
default_login_user = dovenull
first_valid_uid = 1
mail_location = maildir:$folder/dovecot/mail/%u
mail_uid = mail
mail_gid = mail
lda_mailbox_autocreate = yes
imap_idle_notify_interval = 5s
mail_max_userip_connections = 50
service imap-login {
  chroot =
  inet_listener imap {
    port = $imap
  }
  inet_listener imaps {
    port = $imaps
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = $lmtp
  }
}
service stats {
  chroot =
}
$oauth
passdb {
  driver = static
  mechanisms = plain login
  args = password=test
}
userdb {
  driver = static
  args = uid=mail gid=mail home=$folder/dovecot/mail/%u allow_all_users=yes
}
C
chown mail:mail "$folder/dovecot/mail"
cat >"$folder/postfix/etc/main.cf" <<C
compatibility_level = 3.6
queue_directory = $folder/postfix/queue
data_directory = $folder/postfix/data
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.test.invalid
mydestination =
virtual_mailbox_domains = portal.test ${*:3}
virtual_transport = lmtp:inet:127.0.0.1:$lmtp
mynetworks = 127.0.0.0/8
default_transport = error:no-outside-mail
relay_transport = error
alias_maps =
smtpd_recipient_restrictions = permit_mynetworks,reject
message_size_limit = 120000000
virtual_mailbox_limit = 0
maillog_file = $folder/postfix/log
maillog_file_prefixes = $folder
multi_instance_name = postfix-t
in_flow_delay = 0
C
sed -E "s/^smtp +inet .*/127.0.0.1:$smtp inet n - n - - smtpd/; s/^([a-z]+ +(unix|unix-dgram) +[-ny] +[-ny] +)y/\1n/" \
  /usr/share/postfix/master.cf.dist >"$folder/postfix/etc/master.cf"
grep -q '^postlog' "$folder/postfix/etc/master.cf" || echo 'postlog unix-dgram n - n - 1 postlogd' >>"$folder/postfix/etc/master.cf"
chown postfix "$folder/postfix/data"
chown root "$folder/postfix/queue"
(
  cd "$folder/postfix/queue"
  install -d -o postfix -m 700 active bounce corrupt defer deferred flush hold incoming private saved trace
  install -d -o root -m 755 pid
  install -d -o postfix -g postdrop -m 730 maildrop
  install -d -o postfix -g postdrop -m 710 public
)
# "postfix start" checks itself for seconds; its master is up at once.
setsid /usr/lib/postfix/sbin/master -c "$folder/postfix/etc" -d </dev/null >"$folder/postfix/start.log" 2>&1 &
echo $! >"$folder/postfix/pid"
dovecot_up
answers "$imap" "$imaps" "$smtp" "$lmtp"
echo "IMAP=$imap IMAPS=$imaps SMTP=$smtp"
