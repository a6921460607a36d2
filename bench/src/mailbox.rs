//! Mails that lie in a mailbox of a real IMAP server and are read from there. Needs root, dovecot and postfix.
use crate::client::Client;
use crate::mail::{acquaint, mail};
use crate::portal::Portal;
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Mails, each with an attachment of 20 kB, whose time is taken.
const MAILS: usize = 1_000;
/// As many in the end, for the memory.
const MANY: usize = 10_000;

/// What it took.
pub struct Mailbox {
    pub per_second: f64,
    pub cpu_ms: f64,
    pub memory_first_mb: f64,
    pub memory_last_mb: f64,
}

/// Runs the script of the throw-away mail server; answers what it says.
fn script(command: &str, folder: &Path) -> Result<String> {
    let told = folder.join("told");
    let out = fs::File::create(&told)?;
    let done =
        Command::new("xtask/mail.sh").arg(command).arg(folder).stdin(Stdio::null()).stdout(out).status()?;
    if !done.success() {
        bail!("mail.sh {command} failed");
    }
    Ok(fs::read_to_string(told)?)
}

/// Puts mails into the mailbox, as its server would.
fn fill(folder: &Path, numbers: std::ops::Range<usize>) -> Result<()> {
    let mailbox = folder.join("dovecot/mail/support@portal.test");
    let parts = ["new", "cur", "tmp"].map(|part| mailbox.join(part));
    for part in &parts {
        fs::create_dir_all(part)?;
    }
    let owned = Command::new("chown").arg("mail:mail").arg(&mailbox).args(&parts).status()?;
    if !owned.success() {
        bail!("the mailbox has no owner");
    }
    let owner = fs::metadata(&mailbox)?;
    for number in numbers {
        let written = mailbox.join(format!("tmp/{number}"));
        fs::write(&written, mail(&format!("i{number}"), 20_000))?;
        // Before it is in the mailbox: from then on others may move it.
        chown(&written, Some(owner.uid()), Some(owner.gid()))?;
        fs::rename(&written, mailbox.join(format!("new/{}.{number}.bench", 1_700_000_000 + number)))?;
    }
    Ok(())
}

/// Waits until so many mails were taken in.
async fn taken(portal: &Portal, mails: usize) -> Result<()> {
    let mut client = Client::connect(portal.address).await?;
    for _ in 0..60_000 {
        let answer = client.get("/metrics", "").await?;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        let count = text.lines().find_map(|line| line.strip_prefix("schalter_mails_received_total "));
        if count.is_some_and(|count| count.parse::<usize>().is_ok_and(|count| count >= mails)) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    bail!("the mails are not taken in")
}

pub async fn measure(binary: &Path) -> Result<Mailbox> {
    let folder = std::env::temp_dir().join(format!("schalter-bench-mail-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let ports = script("start", &folder)?;
    let port = ports.split_whitespace().find_map(|pair| pair.strip_prefix("IMAP=")).context("port")?;
    fill(&folder, 0..MAILS)?;
    let (mut portal, _) = Portal::seeded(binary, 12).await?;
    acquaint(&portal, "i", MANY).await?;
    let settings = format!(
        "[[mailbox]]\nname = \"support\"\naddress = \"support@portal.test\"\nimap = \"imap://127.0.0.1:{port}?tls=none\"\npassword = \"test\"\n"
    );
    portal.settings(&settings)?;
    let began = Instant::now();
    portal.start().await?;
    taken(&portal, MAILS).await?;
    let (seconds, cpu) = (began.elapsed().as_secs_f64(), portal.cpu_ms()?);
    let memory_first_mb = portal.memory_mb()?;
    fill(&folder, MAILS..MANY)?;
    taken(&portal, MANY).await?;
    let memory_last_mb = portal.memory_mb()?;
    portal.stop().await?;
    script("stop", &folder)?;
    fs::remove_dir_all(&folder)?;
    let mails = MAILS as f64;
    Ok(Mailbox { per_second: mails / seconds, cpu_ms: cpu / mails, memory_first_mb, memory_last_mb })
}
