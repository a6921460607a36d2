//! Mails through `schalter deliver`, one command a mail, as a mail server's pipe does.
use crate::portal::Portal;
use anyhow::Result;
use sqlx::{Connection as _, SqliteConnection};
use std::time::Instant;

/// Mails of the measurement, each with an attachment of 20 kB.
const MAILS: usize = 1_000;
/// Pipes at the same time: what Postfix starts for one destination unless told otherwise.
const PIPES: usize = 20;
/// Mails beside the large one.
const BESIDE: usize = 20;
/// Bytes of the large mail.
const LARGE: usize = 25 * 1024 * 1024;

/// What it took.
pub struct Mails {
    pub per_second: f64,
    /// Of the server alone, for each mail.
    pub cpu_ms: f64,
    pub memory_before_mb: f64,
    pub memory_after_mb: f64,
    /// The slowest of the mails that came while a large one was taken in.
    pub beside_large_ms: f64,
    pub large_ms: f64,
}

pub fn mail(name: &str, attachment: usize) -> Vec<u8> {
    let line = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAx\r\n";
    let file = line.repeat(attachment / line.len() + 1);
    format!(
        "From: Kunde {name} <kunde-{name}@kunde.example>\r\nTo: support@portal.example\r\nSubject: Frage {name}\r\nMessage-ID: <{name}@kunde.example>\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=grenze\r\n\r\n--grenze\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Guten Tag,\r\n\r\nseit heute Morgen fehlt die Suche im Shop.\r\n\r\nViele Grüße\r\n-- \r\nKunde {name}\r\n--grenze\r\n\
         Content-Type: application/octet-stream; name=protokoll.bin\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n{file}--grenze--\r\n"
    )
    .into_bytes()
}

/// Gives the writers of these mails accounts: of those without one no more than so many are taken in within an hour.
pub async fn acquaint(portal: &Portal, kind: &str, mails: usize) -> Result<()> {
    let mut db = SqliteConnection::connect(&format!("sqlite://{}", portal.database().display())).await?;
    sqlx::query(
        "INSERT INTO person (kind, name, email, lang, account, created_at)
         WITH RECURSIVE writer (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM writer WHERE n + 1 < $2)
         SELECT 'customer', 'Kunde ' || $1 || n, 'kunde-' || $1 || n || '@kunde.example', 'de', 'active', 0 FROM writer",
    )
    .bind(kind.to_owned())
    .bind(i64::try_from(mails)?)
    .execute(&mut db)
    .await?;
    Ok(db.close().await?)
}

/// On a portal of its own.
pub async fn alone(binary: &std::path::Path) -> Result<Mails> {
    let (mut portal, _) = Portal::seeded(binary, 12).await?;
    portal.start().await?;
    let mails = measure(&portal).await?;
    portal.stop().await?;
    Ok(mails)
}

pub async fn measure(portal: &Portal) -> Result<Mails> {
    acquaint(portal, "m", MAILS).await?;
    acquaint(portal, "b", BESIDE).await?;
    let memory_before_mb = portal.memory_mb()?;
    let (began, cpu) = (Instant::now(), portal.cpu_ms()?);
    let pipe = async |first: usize| {
        for number in (first..MAILS).step_by(PIPES) {
            portal.deliver(&mail(&format!("m{number}"), 20_000)).await?;
        }
        anyhow::Ok(())
    };
    futures::future::try_join_all((0..PIPES).map(pipe)).await?;
    let per_second = MAILS as f64 / began.elapsed().as_secs_f64();
    let cpu_ms = (portal.cpu_ms()? - cpu) / MAILS as f64;
    let memory_after_mb = portal.memory_mb()?;
    let large = async {
        let (raw, began) = (mail("large", LARGE), Instant::now());
        portal.deliver(&raw).await?;
        anyhow::Ok(began.elapsed())
    };
    let beside = async {
        let mut slowest = std::time::Duration::ZERO;
        for number in 0..BESIDE {
            let began = Instant::now();
            portal.deliver(&mail(&format!("b{number}"), 2_000)).await?;
            slowest = slowest.max(began.elapsed());
        }
        anyhow::Ok(slowest)
    };
    let (large, beside) = tokio::try_join!(large, beside)?;
    Ok(Mails {
        per_second,
        cpu_ms,
        memory_before_mb,
        memory_after_mb,
        beside_large_ms: beside.as_secs_f64() * 1000.0,
        large_ms: large.as_secs_f64() * 1000.0,
    })
}
