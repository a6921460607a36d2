//! A mail server that does what a test tells it to: just enough IMAP (RFC 9051) to be read, refused and cut off.
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// A mail in its folder; its UID is its place there, from 1 on.
struct Mail {
    arrived: Timestamp,
    raw: String,
    seen: bool,
}

/// What there is, what is refused, and what was asked.
#[derive(Default)]
pub struct State {
    mails: Vec<Mail>,
    /// The only one who is let in.
    pub user: String,
    /// By which access token (`XOAUTH2`).
    pub token: Option<String>,
    /// While it waits for news the connection ends, once.
    pub hangs_up: bool,
    /// It cannot say by itself that mail came.
    pub no_idle: bool,
    /// The text of these mails it refuses.
    pub refuses: BTreeSet<u32>,
    /// Of these mails it gives what nobody can read.
    pub unreadable: BTreeSet<u32>,
    /// It refuses to search.
    pub refuses_search: bool,
    /// It refuses to mark mails as seen.
    pub refuses_store: bool,
    /// In the middle of this mail the connection ends, once.
    pub cuts: Option<u32>,
    /// How often the text of a mail was given.
    pub given: BTreeMap<u32, usize>,
    /// All commands.
    pub asked: Vec<String>,
}

/// The running server.
#[derive(Clone)]
pub struct Script {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl Script {
    pub async fn start(user: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State { user: user.to_owned(), ..State::default() }));
        let script = Self { port, state };
        let served = script.clone();
        tokio::spawn(async move {
            while let Ok((wire, _)) = listener.accept().await {
                let one = served.clone();
                tokio::spawn(async move { one.serve(wire).await });
            }
        });
        script
    }

    pub fn url(&self) -> String {
        format!("imap://127.0.0.1:{}?tls=none", self.port)
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// A mail arrives; answers its UID.
    pub fn arrives(&self, id: &str, arrived: Timestamp, seen: bool) -> u32 {
        let raw = format!(
            "From: {id}@kunde.test\r\nTo: verkauf@portal.test\r\nSubject: Frage {id}\r\nMessage-ID: <{id}@kunde.test>\r\n\r\nGuten Tag, hier ist {id}.\r\n"
        );
        let mut state = self.state();
        state.mails.push(Mail { arrived, raw, seen });
        u32::try_from(state.mails.len()).unwrap()
    }

    /// Whether a mail is marked as seen.
    pub fn is_seen(&self, uid: u32) -> bool {
        self.state().mails[uid as usize - 1].seen
    }

    /// How often the text of a mail was given.
    pub fn given(&self, uid: u32) -> usize {
        self.state().given.get(&uid).copied().unwrap_or(0)
    }

    async fn serve(&self, wire: TcpStream) {
        let (read, mut write) = wire.into_split();
        let mut lines = BufReader::new(read).lines();
        let _ = write.write_all(b"* OK ready\r\n").await;
        // How many mails it told of on this connection.
        let mut told = 0;
        while let Ok(Some(line)) = lines.next_line().await {
            let (tag, command) = line.split_once(' ').unwrap_or((line.as_str(), ""));
            self.state().asked.push(command.to_owned());
            if command == "IDLE" {
                self.idle((tag, &mut told), &mut lines, &mut write).await;
                continue;
            }
            if command == "AUTHENTICATE XOAUTH2" {
                let _ = write.write_all(b"+ \r\n").await;
                let Ok(Some(said)) = lines.next_line().await else { return };
                let answer = self.state().let_in(tag, &said);
                let _ = write.write_all(answer.as_bytes()).await;
                continue;
            }
            if command.starts_with("SELECT") {
                told = self.state().mails.len();
            }
            let (answer, goes_on) = self.state().answer(tag, command);
            if write.write_all(answer.as_bytes()).await.is_err() || !goes_on {
                return;
            }
        }
    }

    async fn idle(
        &self,
        (tag, told): (&str, &mut usize),
        lines: &mut Lines<BufReader<OwnedReadHalf>>,
        write: &mut OwnedWriteHalf,
    ) {
        let _ = write.write_all(b"+ idling\r\n").await;
        loop {
            tokio::select! {
                line = lines.next_line() => match line {
                    Ok(Some(_)) => break,
                    _ => return,
                },
                () = tokio::time::sleep(Duration::from_millis(50)) => {
                    if std::mem::take(&mut self.state().hangs_up) {
                        let _ = write.shutdown().await;
                        return;
                    }
                    let there = self.state().mails.len();
                    if there != *told {
                        *told = there;
                        let _ = write.write_all(format!("* {there} EXISTS\r\n").as_bytes()).await;
                    }
                }
            }
        }
        let _ = write.write_all(format!("{tag} OK idled\r\n").as_bytes()).await;
    }
}

impl State {
    /// The answer to a command, and whether the connection goes on.
    fn answer(&mut self, tag: &str, command: &str) -> (String, bool) {
        let done = format!("{tag} OK done\r\n");
        let no = |words: &str| format!("{tag} NO {words}\r\n");
        let words: Vec<&str> = command.split(' ').collect();
        let answer = match words[..] {
            ["LOGIN", user, ..] if user.trim_matches('"') != self.user => no("[AUTHENTICATIONFAILED] nobody"),
            ["LOGIN" | "NOOP" | "LOGOUT", ..] => done,
            ["CAPABILITY"] => {
                let idle = if self.no_idle { "" } else { " IDLE" };
                format!("* CAPABILITY IMAP4rev1{idle}\r\n{done}")
            }
            ["SELECT", ..] => {
                let there = self.mails.len();
                format!(
                    "* {there} EXISTS\r\n* OK [UIDVALIDITY 7] same\r\n* OK [UIDNEXT {}] next\r\n{done}",
                    there + 1
                )
            }
            ["UID", "SEARCH", ..] if self.refuses_search => no("search is busy"),
            ["UID", "SEARCH", ref keys @ ..] => {
                let found = self.uids().filter(|uid| self.is_found(*uid, keys)).map(|uid| uid.to_string());
                let found: Vec<String> = found.collect();
                let gap = if found.is_empty() { "" } else { " " };
                format!("* SEARCH{gap}{}\r\n{done}", found.join(" "))
            }
            ["UID", "FETCH", set, ref what @ ..] => return self.fetch(tag, set, &what.join(" ")),
            ["UID", "STORE", ..] if self.refuses_store => no("read-only"),
            ["UID", "STORE", set, ..] => {
                for uid in self.named(set) {
                    self.mark_seen(uid);
                }
                done
            }
            _ => format!("{tag} BAD what\r\n"),
        };
        (answer, true)
    }

    /// The answer to who says their user and access token.
    fn let_in(&self, tag: &str, said: &str) -> String {
        let known = |token: &String| format!("user={}\u{1}auth=Bearer {token}\u{1}\u{1}", self.user);
        let known = self.token.as_ref().map(known);
        if known.is_some_and(|known| known.as_bytes() == STANDARD.decode(said).unwrap()) {
            format!("{tag} OK done\r\n")
        } else {
            format!("{tag} NO [AUTHENTICATIONFAILED] nobody\r\n")
        }
    }

    /// Somebody else opens a mail.
    pub fn mark_seen(&mut self, uid: u32) {
        self.mails[uid as usize - 1].seen = true;
    }

    fn uids(&self) -> impl Iterator<Item = u32> + use<> {
        1..=u32::try_from(self.mails.len()).unwrap()
    }

    /// The mails of a set such as `1:3,7` or `8:*`; the last one is always within the latter.
    fn named(&self, set: &str) -> Vec<u32> {
        let last = u32::try_from(self.mails.len()).unwrap();
        let read = |uid: &str| if uid == "*" { last } else { uid.parse().unwrap() };
        let within = |uid: u32| {
            set.split(',').any(|part| {
                let (from, to) = part
                    .split_once(':')
                    .map_or_else(|| (read(part), read(part)), |(a, b)| (read(a), read(b)));
                (from.min(to)..=from.max(to)).contains(&uid)
            })
        };
        self.uids().filter(|uid| within(*uid)).collect()
    }

    fn is_found(&self, uid: u32, keys: &[&str]) -> bool {
        let mail = &self.mails[uid as usize - 1];
        keys.iter().enumerate().all(|(place, key)| match *key {
            "UNSEEN" => !mail.seen,
            "UID" => self.named(keys[place + 1]).contains(&uid),
            "SINCE" => {
                let day =
                    jiff::civil::Date::strptime("%d-%b-%Y", format!("{:0>11}", keys[place + 1])).unwrap();
                mail.arrived.to_zoned(jiff::tz::TimeZone::UTC).date() >= day
            }
            _ => true,
        })
    }

    fn fetch(&mut self, tag: &str, set: &str, what: &str) -> (String, bool) {
        let mut answer = String::new();
        for uid in self.named(set) {
            let Mail { raw, arrived, .. } = &self.mails[uid as usize - 1];
            if !what.contains("BODY") {
                let arrived = arrived.strftime("%d-%b-%Y %H:%M:%S +0000");
                let size = raw.len();
                answer +=
                    &format!("* {uid} FETCH (UID {uid} RFC822.SIZE {size} INTERNALDATE \"{arrived}\")\r\n");
                continue;
            }
            if self.refuses.contains(&uid) {
                return (format!("{answer}{tag} NO [SERVERBUG] this mail is broken\r\n"), true);
            }
            if self.unreadable.contains(&uid) {
                answer += &format!("* {uid} FETCH UID {uid} what\r\n");
                continue;
            }
            answer += &format!("* {uid} FETCH (UID {uid} BODY[] {{{}}}\r\n", raw.len());
            if self.cuts == Some(uid) {
                self.cuts = None;
                return (answer + &raw[..raw.len() / 2], false);
            }
            answer += &format!("{raw})\r\n");
            *self.given.entry(uid).or_default() += 1;
        }
        (format!("{answer}{tag} OK done\r\n"), true)
    }
}

/// So many minutes after a moment.
pub fn after(moment: Timestamp, minutes: i64) -> Timestamp {
    moment + SignedDuration::from_mins(minutes)
}
