//! A new ticket for which nobody is responsible (B10), such as that of a writer whom nobody knows: who is to look after it hears
//! of it once.
use crate::fault::Fault;
use crate::letter::addressee::{Reader, members};
use crate::letter::compose::{Block, Button};
use crate::letter::desk::{About, Letter, write_all};
use crate::letter::waiting::deciders;
use crate::store::Change;
use crate::ticket::work::Work;
use app::words::{fill, notify as w, say};
use domain::letter::subject::tagged;
use domain::ticket::timeline::What;

/// Tells the team in whose queue the ticket stands, else who decides about mail; nobody where somebody is responsible.
pub async fn tell(work: &Work<'_>, change: &Change) -> Result<(), Fault> {
    if work.row.assignee_id.is_some() || work.row.internal {
        return Ok(());
    }
    let readers = in_charge(change, work.row.team_id).await?;
    let letters = readers.iter().map(|reader| letter(work, reader));
    write_all(change, work.house, letters, work.call.now).await
}

/// Who is to look after a ticket of nobody: the team in whose queue it stands, else who decides about mail.
pub async fn in_charge(change: &Change, team: Option<i64>) -> Result<Vec<Reader>, Fault> {
    let team = match team {
        Some(team) => members(change, team).await?,
        None => Vec::new(),
    };
    if team.is_empty() { deciders(change).await } else { Ok(team) }
}

fn letter(work: &Work<'_>, reader: &Reader) -> Letter {
    let lang = reader.lang();
    let about = work.about(lang, true, true);
    let name = &work.row.author_name;
    let gaps = [("name", name.as_str()), ("number", about.number.as_str()), ("title", about.title.as_str())];
    let said = work.news().iter().find_map(|(_, what)| match what {
        What::Opened { body, .. } if !body.is_empty() => Some(body.clone()),
        _ => None,
    });
    let at = work.house.clock.moment(work.call.now).full(lang);
    let said = said.map(|text| Block::Message { by: name.clone(), at, text });
    let open = about.address.clone().map(|address| {
        Block::Buttons(vec![Button { label: say(lang, w::OPEN).to_owned(), address, primary: true }])
    });
    Letter {
        to: reader.addressee(),
        subject: tagged(&about.number, &about.title),
        blocks: [Block::Text(fill(lang, w::UNOWNED, &gaps))].into_iter().chain(said).chain(open).collect(),
        about: Some(About { internal: true, ..about }),
        secret: false,
        acknowledges: false,
        answers: None,
    }
}
