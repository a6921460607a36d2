//! Asking an IMAP server, and hearing all that it answers. The library takes a refusal of what is searched, fetched or stored,
//! and a connection that ends in between, for an answer of which there is no more; here both are what they are.
use super::connect::Signed;
use super::{Failed, within};
use async_imap::extensions::idle::IdleResponse;
use async_imap::imap_proto::{AttributeValue, MailboxDatum, Outcome, Response, Status};
use async_imap::types::UnsolicitedResponse;
use domain::letter::mailbox::Trouble;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Most characters that are shown of an answer that cannot be read.
const MOST_SHOWN: usize = 100;

/// A connection that is signed in, with what its server said beside its answers.
pub struct Line {
    session: Signed,
    /// How many mails there were when it said so last.
    mails: Option<u32>,
    /// It said so since it was asked for that.
    came: bool,
}

/// How a command ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was done.
    Done,
    /// The server refused, with what it said.
    Refused(String),
}

impl Line {
    /// A connection of which nothing was asked yet.
    pub const fn new(session: Signed) -> Self {
        Self { session, mails: None, came: false }
    }

    /// Whether the server can say by itself that mail came.
    pub async fn idles(&mut self) -> Result<bool, Failed> {
        Ok(within(self.session.capabilities()).await?.has_str("IDLE"))
    }

    /// Whether the server said in between that something came. It says so once, with the answer to whatever it was asked, and
    /// not again when it is asked to tell of more: who only waited for that would wait until the next mail. Some say it with
    /// every answer.
    pub fn came(&mut self) -> bool {
        self.came |= self.session.unsolicited_responses.is_full();
        while let Ok(said) = self.session.unsolicited_responses.try_recv() {
            if let UnsolicitedResponse::Exists(mails) = said {
                self.counted(mails);
            }
        }
        std::mem::take(&mut self.came)
    }

    fn counted(&mut self, mails: u32) {
        self.came |= self.mails.replace(mails) != Some(mails);
    }

    /// Asks something and hears the answers.
    async fn ask(
        &mut self,
        command: &str,
        mut hear: impl FnMut(&Response<'_>) + Send,
    ) -> Result<Ended, Failed> {
        let asked = async {
            let own = self.session.run_command(command).await?;
            loop {
                let answer = self.session.read_response().await;
                let Some(answer) = answer.map_err(|error| unread(&error.to_string()))? else { break };
                match answer.parsed() {
                    Response::Done { tag, status, outcome } if *tag == own => {
                        return Ok(ended(status, outcome));
                    }
                    Response::MailboxData(MailboxDatum::Exists(mails)) => self.counted(*mails),
                    other => hear(other),
                }
            }
            Err(broken("the server closed the connection".to_owned()))
        };
        within(asked).await
    }

    /// Asks what a server has no reason to refuse.
    async fn demand(&mut self, command: &str, hear: impl FnMut(&Response<'_>) + Send) -> Result<(), Failed> {
        match self.ask(command, hear).await? {
            Ended::Done => Ok(()),
            Ended::Refused(words) => Err(broken(words)),
        }
    }

    /// The UIDs of mails of which something is so.
    pub async fn search(&mut self, what: &str) -> Result<BTreeSet<u32>, Failed> {
        let mut found = BTreeSet::new();
        self.demand(&format!("UID SEARCH {what}"), |answer| {
            if let Response::MailboxData(MailboxDatum::Search(uids)) = answer {
                found.extend(uids.iter().copied());
            }
        })
        .await?;
        Ok(found)
    }

    /// Fetches something of mails; answers what came of it by their UIDs, and how that ended.
    pub async fn fetch<T: Send>(
        &mut self,
        uids: &[u32],
        what: &str,
        read: fn(&[AttributeValue<'_>]) -> Option<T>,
    ) -> Result<(BTreeMap<u32, T>, Ended), Failed> {
        let mut came = BTreeMap::new();
        let ended = self
            .ask(&format!("UID FETCH {} {what}", set(uids)), |answer| {
                if let Response::Fetch(_, told) = answer {
                    let uid = told.iter().find_map(|told| match told {
                        AttributeValue::Uid(uid) => Some(*uid),
                        _ => None,
                    });
                    came.extend(uid.zip(read(told)));
                }
            })
            .await?;
        Ok((came, ended))
    }

    /// Marks mails as seen.
    pub async fn mark(&mut self, uids: &[u32]) -> Result<Ended, Failed> {
        if uids.is_empty() {
            return Ok(Ended::Done);
        }
        self.ask(&format!("UID STORE {} +FLAGS.SILENT (\\Seen)", set(uids)), |_| ()).await
    }

    /// Gives the server that cannot say by itself that mail came occasion to say so.
    pub async fn glance(&mut self) -> Result<(), Failed> {
        self.demand("NOOP", |_| ()).await
    }

    /// Waits until the server says that something came, or for so long, or until it is overdue.
    pub async fn idle(self, longest: Duration, overdue: impl Future<Output = ()>) -> Result<Self, Failed> {
        let Self { session, mails, came } = self;
        let mut idle = session.idle();
        within(idle.init()).await?;
        let said = {
            let (said, stop) = idle.wait_with_timeout(longest);
            tokio::pin!(said);
            tokio::select! {
                said = &mut said => said?,
                () = overdue => {
                    drop(stop);
                    said.await?
                }
            }
        };
        if let IdleResponse::NewData(data) = said {
            tracing::debug!(said = ?data, "A mailbox has news.");
        }
        let session = within(idle.done()).await?;
        Ok(Self { session, mails, came })
    }
}

fn ended(status: &Status, outcome: &Outcome<'_>) -> Ended {
    match status {
        Status::Ok => Ended::Done,
        _ => Ended::Refused(outcome.information.as_deref().unwrap_or("NO").trim().to_owned()),
    }
}

const fn broken(words: String) -> Failed {
    Failed { trouble: Trouble::Broken, words }
}

/// An answer that did not come, or that cannot be read. Of the latter the library repeats all that it has, mails among it, byte
/// by byte; its first line says enough.
fn unread(words: &str) -> Failed {
    let Some((_, answer)) = words.rsplit_once(" during parsing of \"") else {
        return broken(words.to_owned());
    };
    let line = answer.split("\\r\\n").next().unwrap_or_default();
    let shown: String = line.chars().take(MOST_SHOWN).collect();
    broken(format!("the server's answer cannot be read: {shown}"))
}

/// UIDs as they are written in a command; runs of them are written by their ends.
fn set(uids: &[u32]) -> String {
    let runs = uids.chunk_by(|one, next| one.checked_add(1) == Some(*next));
    let run = |run: &[u32]| match run {
        [one] => one.to_string(),
        [first, .., last] => format!("{first}:{last}"),
        [] => String::new(),
    };
    runs.map(run).collect::<Vec<_>>().join(",")
}

/// The UIDs that are asked about with others.
pub fn among(uids: &[u32]) -> String {
    format!("UID {}", set(uids))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_answer_that_cannot_be_read_its_first_line_is_shown() {
        let told = |words: &str| unread(words).words;
        let parsing = r#"Error(Error { input: [42], code: Tag }) during parsing of "* 2 FETCH what\r\n* 3 FETCH (UID 3 …""#;
        assert_eq!(told(parsing), "the server's answer cannot be read: * 2 FETCH what");
        assert_eq!(told("bytes remaining in stream"), "bytes remaining in stream");
    }

    #[test]
    fn runs_of_uids_are_written_by_their_ends() {
        let cases: [(&[u32], &str); 3] =
            [(&[7], "7"), (&[1, 2, 3, 5, 7, 8], "1:3,5,7:8"), (&[u32::MAX], "4294967295")];
        for (uids, written) in cases {
            assert_eq!(set(uids), written);
        }
    }
}
