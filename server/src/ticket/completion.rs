//! Confirming a result, or objecting to it, from the mail that told of it, without signing in (C4).
//!
//! The link names ticket, reader and the moment at which the work was done, under the house's seal: nobody can make one up,
//! it ends with the state that it answers, and nothing is stored for it. It acts on POST only: mail scanners open links.
use crate::fault::Fault;
use crate::house::House;
use crate::person::query::by_id;
use crate::person::vault::Vault;
use crate::store::one_row;
use crate::ticket::history::By;
use crate::ticket::row::{TicketRow, by_id_to_change, by_id_to_read};
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::ticket::completion::{CompletionDesk, CompletionView, Verdict};
use domain::input::{Reason, clean_text};
use domain::lang::Lang;
use domain::ticket::opening::LONGEST_TEXT;
use domain::ticket::timeline::What;
use domain::ticket::{Stage, workflow};
use sea_orm::ConnectionTrait;
use subtle::ConstantTimeEq as _;

/// Hexadecimal digits of the seal: 128 bits.
const DIGITS: usize = 32;

/// Where links lead, up to their token.
const PLACE: &str = "/completion?token=";

/// What a link is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Link {
    ticket: i64,
    /// The account of the reader; none for who opened the ticket without one.
    person: Option<i64>,
    /// When the work was done, in milliseconds.
    done_at: i64,
}

impl Link {
    fn token(self, vault: &Vault) -> String {
        let Self { ticket, person, done_at } = self;
        let named = format!("{ticket}-{}-{done_at}", person.unwrap_or(0));
        let seal = crate::secret::hex(&vault.seal(&format!("completion {named}"))[..DIGITS / 2]);
        format!("{named}-{seal}")
    }

    fn read(vault: &Vault, token: &str) -> Option<Self> {
        let mut parts = token.splitn(4, '-');
        let mut number = || parts.next()?.parse::<i64>().ok();
        let (ticket, person, done_at) = (number()?, number()?, number()?);
        let link = Self { ticket, person: (person > 0).then_some(person), done_at };
        bool::from(link.token(vault).as_bytes().ct_eq(token.as_bytes())).then_some(link)
    }

    /// Whether the state that it answers still holds.
    fn is_open(self, row: &TicketRow) -> bool {
        row.stage == Stage::Done.code() && row.stage_since == self.done_at
    }
}

/// The address that a reader of the completion mail may follow.
pub fn address(house: &House, row: &TicketRow, person: Option<i64>) -> String {
    let link = Link { ticket: row.id, person, done_at: row.stage_since };
    house.link(&format!("{PLACE}{}", link.token(&house.vault)))
}

/// A text without the links by which its reader decides: staff who look at what was sent must not decide for the customer.
pub fn masked(text: &str) -> String {
    let mut parts = text.split(PLACE);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shown, part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
        shown + PLACE + "…" + rest
    })
}

/// Who follows a link.
struct Reader {
    by: By,
    email: String,
    lang: Lang,
}

/// The reader of a link, while the ticket still is theirs to decide: who left is nobody.
async fn reader<C: ConnectionTrait>(db: &C, link: Link, row: &TicketRow) -> Result<Reader, Fault> {
    let Some(id) = link.person else {
        let lang = row.author_lang.as_deref().and_then(Lang::of_code).unwrap_or_default();
        let by = By { id: None, name: row.author_name.clone(), staff: false };
        return match row.author_id {
            None => Ok(Reader { by, email: row.author_email.clone(), lang }),
            Some(_) => Err(AppError::LinkEnded.into()),
        };
    };
    let person = by_id(db, id).await?.filter(|person| person.kind == "customer" && person.account != "left");
    let person = person.ok_or(AppError::LinkEnded)?;
    if let Some(organisation) = row.organisation_id {
        let sql = "SELECT 1 AS yes FROM membership WHERE person_id = $1 AND organisation_id = $2 AND left_at IS NULL";
        one_row(db, sql, [id.into(), organisation.into()]).await?.ok_or(AppError::LinkEnded)?;
    }
    let lang = Lang::of_code(&person.lang).unwrap_or_default();
    Ok(Reader { by: By { id: Some(id), name: person.name, staff: false }, email: person.email, lang })
}

#[async_trait::async_trait]
impl CompletionDesk for House {
    async fn completion(&self, _call: &Call, token: &str) -> Result<CompletionView, AppError> {
        Ok(show(self, token).await?)
    }

    async fn decide_completion(
        &self,
        call: &Call,
        token: &str,
        verdict: Verdict,
        note: &str,
    ) -> Result<(), AppError> {
        Ok(decide(self, call, token, verdict, note).await?)
    }
}

async fn show(house: &House, token: &str) -> Result<CompletionView, Fault> {
    let link = Link::read(&house.vault, token).ok_or(AppError::LinkEnded)?;
    let db = house.store.read();
    let row = by_id_to_read(db, link.ticket).await?;
    let reader = reader(db, link, &row).await?;
    let sql =
        "SELECT data FROM entry WHERE ticket_id = $1 AND at = $2 AND what = 'moved' ORDER BY id DESC LIMIT 1";
    let moved = one_row(db, sql, [row.id.into(), link.done_at.into()]).await?;
    let said = match moved.map(|row| row.try_get::<String>("", "data")).transpose()? {
        Some(data) => match serde_json::from_str(&data)? {
            What::Moved { note, .. } => note,
            _ => String::new(),
        },
        None => String::new(),
    };
    Ok(CompletionView {
        number: row.number(),
        title: row.title.clone(),
        name: reader.by.name,
        said,
        last_day: row.objection_day(house),
        stage: row.stage()?,
        open: link.is_open(&row),
        account: link.person.is_some(),
    })
}

/// Acts once: where the ticket has moved on meanwhile, the page tells where it is.
async fn decide(house: &House, call: &Call, token: &str, verdict: Verdict, note: &str) -> Result<(), Fault> {
    let link = Link::read(&house.vault, token).ok_or(AppError::LinkEnded)?;
    let note = clean_text(note);
    match verdict {
        Verdict::Object if note.is_empty() => return Err(AppError::field("note", Reason::Missing).into()),
        _ if note.chars().count() > LONGEST_TEXT as usize => {
            return Err(AppError::field("note", Reason::TooLong { max: LONGEST_TEXT }).into());
        }
        Verdict::Object | Verdict::Confirm => {}
    }
    let mut change = house.store.change().await?;
    let row = by_id_to_change(change.db(), link.ticket).await?;
    let reader = reader(change.db(), link, &row).await?;
    if !link.is_open(&row) {
        return Ok(());
    }
    let own = Call { lang: reader.lang, ..Call::of_the_house(call.now) };
    let mut work = Work::on(house, &own, row)?;
    let (actor, relation) = work.customer();
    let (to, note) = match verdict {
        Verdict::Confirm => (Stage::Closed, String::new()),
        Verdict::Object => (Stage::InTriage, note),
    };
    let present = work.row.present(!note.is_empty());
    house.policy().workflow.check(work.stage, to, workflow::By::Person(&actor, &relation), present)?;
    work.wrote(&reader.email);
    work.move_by(reader.by, to, note);
    work.finish(&mut change).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_looks_at_a_sent_mail_does_not_see_its_links() {
        let shown = masked(
            "Gut: https://a.de/completion?token=1-2-3-ab\nNein: https://a.de/completion?token=1-2-3-ab&object=1 .",
        );
        assert_eq!(
            shown,
            "Gut: https://a.de/completion?token=…\nNein: https://a.de/completion?token=…&object=1 ."
        );
        assert_eq!(masked("ohne"), "ohne");
    }

    #[test]
    fn only_the_house_can_write_a_link_and_it_says_what_it_said() {
        let vault = Vault::of("a secret of the tests, long enough");
        for person in [None, Some(7)] {
            let link = Link { ticket: 12, person, done_at: 1_795_000_000_000 };
            let token = link.token(&vault);
            assert_eq!(Link::read(&vault, &token), Some(link));
            for other in [
                token.replacen("12-", "13-", 1),
                token.replacen("-1795", "-1796", 1),
                token[..token.len() - 1].to_owned(),
                format!("{token}0"),
                token.to_uppercase(),
                String::new(),
                "1-2-3".to_owned(),
            ] {
                assert!(other == token || Link::read(&vault, &other).is_none(), "{other}");
            }
        }
        let link = Link { ticket: 1, person: Some(2), done_at: 3 };
        assert!(Link::read(&Vault::of("another secret, also long enough"), &link.token(&vault)).is_none());
    }
}
