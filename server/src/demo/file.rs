//! Some real files on some tickets: a picture, a PDF, a log.
use crate::document::easel::{Preview, at_once};
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, insert, one_row, run};
use domain::id::DocumentId;
use domain::ticket::timeline::What;
use image::{ImageFormat, Rgb, RgbImage};
use jiff::Timestamp;
use object_store::ObjectStoreExt as _;
use object_store::path::Path;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::io::Cursor;

/// Adds files to the first message of the newest tickets.
pub async fn write(change: &Change, house: &House, tickets: u64, now: Timestamp) -> Result<(), Fault> {
    let newest = i64::try_from(tickets).map_err(Fault::broken)?;
    for (index, ticket) in (1..=newest).rev().take(24).enumerate() {
        let mut ids = Vec::new();
        for (name, media_type, bytes) in files(index)? {
            ids.push(store(change, house, ticket, name, media_type, bytes, now).await?);
        }
        attach(change, ticket, ids).await?;
    }
    Ok(())
}

fn files(index: usize) -> Result<Vec<(&'static str, &'static str, Vec<u8>)>, Fault> {
    Ok(match index % 4 {
        0 => vec![
            ("Bildschirmfoto Warenkorb.png", "image/png", picture(index)?),
            ("fehler.log", "text/plain", log(index)),
        ],
        1 => vec![("Anforderungen.pdf", "application/pdf", pdf("Anforderungen"))],
        2 => vec![("Foto vom Kassenmonitor.png", "image/png", picture(index)?)],
        _ => Vec::new(),
    })
}

async fn store(
    change: &Change,
    house: &House,
    ticket: i64,
    name: &str,
    media_type: &str,
    bytes: Vec<u8>,
    now: Timestamp,
) -> Result<DocumentId, Fault> {
    let place = crate::secret::key();
    let mut digest = String::new();
    for byte in Sha256::digest(&bytes) {
        write!(digest, "{byte:02x}").map_err(Fault::broken)?;
    }
    let size = i64::try_from(bytes.len()).map_err(Fault::broken)?;
    let gathered = house.files.gathering(&place);
    tokio::fs::write(&gathered, &bytes).await?;
    let shown = at_once(house, &place, &gathered, media_type).await?;
    tokio::fs::remove_file(&gathered).await?;
    house.files.store.put(&Path::from(place.as_str()), bytes.into()).await?;
    let sql = "INSERT INTO document (ticket_id, entry_id, person_id, name, media_type, size, received, sha256, place, preview, internal, state, created_at) \
               SELECT t.id, (SELECT min(e.id) FROM entry e WHERE e.ticket_id = t.id), t.author_id, $2, $3, $4, $4, $5, $6, $8, FALSE, 'ready', $7 \
               FROM ticket t WHERE t.id = $1 RETURNING id";
    let values = [
        ticket.into(),
        name.into(),
        media_type.into(),
        size.into(),
        digest.into(),
        place.into(),
        now.as_millisecond().into(),
        (shown == Preview::There).into(),
    ];
    Ok(DocumentId(insert(change.db(), sql, values).await?))
}

async fn attach(change: &Change, ticket: i64, ids: Vec<DocumentId>) -> Result<(), Fault> {
    let sql = "SELECT id, data FROM entry WHERE ticket_id = $1 ORDER BY id LIMIT 1";
    let Some(row) = one_row(change.db(), sql, [ticket.into()]).await? else { return Ok(()) };
    let mut what: What = serde_json::from_str(&row.try_get::<String>("", "data")?)?;
    if let What::Opened { documents, .. } = &mut what {
        *documents = ids;
    }
    let id: i64 = row.try_get("", "id")?;
    run(
        change.db(),
        "UPDATE entry SET data = $1 WHERE id = $2",
        [serde_json::to_string(&what)?.into(), id.into()],
    )
    .await?;
    Ok(())
}

/// Something that looks like a page: a bar, a column, some rows.
fn picture(index: usize) -> Result<Vec<u8>, Fault> {
    let shade = u8::try_from(index * 5 % 80).unwrap_or(0);
    let picture = RgbImage::from_fn(960, 600, |x, y| match (x, y) {
        (_, 0..=56) => Rgb([15, 90, 99]),
        (0..=220, _) => Rgb([236, 238, 239]),
        (260..=900, _) if (100..=132).contains(&y) => Rgb([60, 66, 70]),
        (260..=700, _) if y % 64 > 20 && y % 64 < 40 && y > 160 => Rgb([200 - shade, 206, 210]),
        (740..=900, _) if y % 64 > 14 && y % 64 < 46 && y > 160 => Rgb([190, 60 + shade, 52]),
        _ => Rgb([252, 252, 251]),
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).map_err(Fault::broken)?;
    Ok(bytes.into_inner())
}

fn log(index: usize) -> Vec<u8> {
    let line = |n: usize| {
        format!(
            "2026-11-{:02} 08:{:02}:17 ERROR checkout: shipping rule applied twice (cart {})\n",
            1 + index % 28,
            n,
            48_200 + n * 7
        )
    };
    (0..24).map(line).collect::<String>().into_bytes()
}

/// One page with a heading, by hand: objects, cross-reference table, trailer (ISO 32000-1, 7.5).
fn pdf(title: &str) -> Vec<u8> {
    let content = format!(
        "BT /F1 26 Tf 72 740 Td ({title}) Tj /F1 12 Tf 0 -40 Td (1. Der Warenkorb rechnet Versand genau einmal.) Tj 0 -22 Td (2. Gutscheine gelten auf den Warenwert.) Tj 0 -22 Td (3. Abnahme auf dem Testsystem.) Tj ET"
    );
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(out.len());
        let _ = write!(out, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(out, "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
}
