//! Mails about invoices. They lead to the portal, where the document lies; to the address of who pays it is attached, where that is
//! of nobody who sees it there.
use crate::deal::contact::{Contact, contacts};
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::form::Form;
use crate::invoice::payer::sees_bills;
use crate::invoice::{file, payer};
use crate::letter::compose::{Block, Button};
use crate::letter::desk::{Addressee, Letter, write, write_with_invoice};
use crate::store::Change;
use app::call::Call;
use app::invoice::word::kind_word;
use app::words::{Text, fill, invoice as w, say};
use domain::id::OrganisationId;
use domain::invoice::{Invoice, Kind};
use domain::lang::Lang;
use domain::moment::date;
use domain::money::euros;
use sea_orm::ConnectionTrait;

/// The document that a mail is about.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    /// Its row.
    pub id: i64,
    /// Its number.
    pub number: &'a str,
    /// Whose.
    pub organisation: i64,
}

/// Tells everybody who sees an organisation's bills, and who pays, that a document was issued.
pub async fn issued(
    house: &House,
    change: &Change,
    call: &Call,
    document: Document<'_>,
    invoice: &Invoice,
) -> Result<(), Fault> {
    let gross = invoice.totals().gross;
    let xrechnung = file::is_kept(change.db(), document.id, Form::Xrechnung).await?;
    tell(house, change, call, document, &|lang, attached| {
        let day = invoice.due_on.map(|day| date(day, lang)).unwrap_or_default();
        let gaps = [
            ("kind", say(lang, kind_word(invoice.kind)).to_owned()),
            ("number", invoice.number.clone()),
            ("amount", euros(lang, gross)),
            ("day", day),
        ];
        let text = match (invoice.kind, attached) {
            (Kind::Invoice, false) => w::MAIL_ISSUED,
            (Kind::Invoice, true) => w::MAIL_ISSUED_ATTACHED,
            (Kind::Cancellation | Kind::CreditNote, false) => w::MAIL_GIVEN_BACK,
            (Kind::Cancellation | Kind::CreditNote, true) => w::MAIL_GIVEN_BACK_ATTACHED,
        };
        let pay = match (invoice.kind, invoice.due_on) {
            (Kind::Invoice, Some(_)) => Some(w::MAIL_PAY_UNTIL),
            (Kind::Invoice, None) => Some(w::MAIL_PAY_NOTHING),
            (Kind::Cancellation | Kind::CreditNote, _) => None,
        };
        let form = (attached && xrechnung).then_some(w::MAIL_XRECHNUNG);
        let said = [Some(text), pay, form].into_iter().flatten();
        let body = said.map(|text| filled(lang, text, &gaps)).collect::<Vec<_>>().join(" ");
        (filled(lang, w::MAIL_ISSUED_SUBJECT, &gaps), body)
    })
    .await
}

/// What a reminder says.
pub struct Reminder {
    /// The last day for paying.
    pub due_on: jiff::civil::Date,
    /// What is left to pay, in cents.
    pub left: i64,
    /// What of it is asked for because the payment is late.
    pub fee: i64,
    /// For the how many-th time.
    pub level: u32,
    /// It is the last one.
    pub last: bool,
    /// Until when it can still be paid.
    pub until: jiff::civil::Date,
    /// To which account, in groups of four; empty where nothing is transferred.
    pub iban: String,
}

/// Reminds them.
pub async fn reminded(
    house: &House,
    change: &Change,
    call: &Call,
    document: Document<'_>,
    told: &Reminder,
) -> Result<(), Fault> {
    tell(house, change, call, document, &|lang, _attached| {
        let gaps = [
            ("level", told.level.to_string()),
            ("number", document.number.to_owned()),
            ("left", euros(lang, told.left)),
            ("day", date(told.due_on, lang)),
            ("fee", euros(lang, told.fee)),
            ("until", date(told.until, lang)),
            ("iban", told.iban.clone()),
        ];
        let text = match told.level {
            1 => w::MAIL_REMINDER_FIRST,
            _ if told.last => w::MAIL_REMINDER_LAST,
            _ => w::MAIL_REMINDER,
        };
        let mut body = filled(lang, text, &gaps);
        if told.fee > 0 {
            body = format!("{body} {}", filled(lang, w::MAIL_LATE_FEE, &gaps));
        }
        if !told.iban.is_empty() {
            body = format!("{body} {}", filled(lang, w::MAIL_REMINDER_BANK, &gaps));
        }
        (filled(lang, w::MAIL_REMINDER_SUBJECT, &gaps), body)
    })
    .await
}

fn button(house: &House, lang: Lang, number: &str) -> Button {
    let address = house.link(&app::invoice::api::address(number));
    Button { label: say(lang, w::MAIL_OPEN).to_owned(), address, primary: true }
}

fn filled(lang: Lang, text: Text, gaps: &[(&str, String)]) -> String {
    let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(lang, text, &gaps)
}

/// Subject and text, in a language; whether the document is attached.
type Words<'a> = &'a (dyn Fn(Lang, bool) -> (String, String) + Send + Sync);

async fn tell(
    house: &House,
    change: &Change,
    call: &Call,
    document: Document<'_>,
    words: Words<'_>,
) -> Result<(), Fault> {
    let Receivers { people, attached } = receivers(change.db(), document.organisation).await?;
    if let Some(to) = attached {
        let (subject, text) = words(to.lang, true);
        let letter = letter(to, subject, vec![Block::Text(text)]);
        write_with_invoice(change, house, letter, document.id, call.now).await?;
    }
    for to in people {
        let (subject, text) = words(to.lang, false);
        let button = button(house, to.lang, document.number);
        let blocks = vec![Block::Text(text), Block::Buttons(vec![button])];
        write(change, house, letter(to, subject, blocks), call.now).await?;
    }
    Ok(())
}

/// Who gets mail about an organisation's documents.
pub struct Receivers {
    /// Who sees them in the portal.
    pub people: Vec<Addressee>,
    /// Who pays, where that is none of them.
    pub attached: Option<Addressee>,
}

impl Receivers {
    /// Whether there is nobody.
    pub const fn is_empty(&self) -> bool {
        self.people.is_empty() && self.attached.is_none()
    }
}

/// Who gets mail about an organisation's documents, as things are.
pub async fn receivers<C: ConnectionTrait>(db: &C, organisation: i64) -> Result<Receivers, Fault> {
    let people = contacts(db, OrganisationId(organisation)).await?;
    let people: Vec<_> = people.iter().filter(|one| sees_bills(&one.actor)).map(Contact::addressee).collect();
    let attached = who_pays(db, organisation, &people).await?;
    Ok(Receivers { people, attached })
}

/// The address to which invoices go, where it is none of the `people` who see them in the portal.
async fn who_pays<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
    people: &[Addressee],
) -> Result<Option<Addressee>, Fault> {
    let Some(payer) = payer::kept(db, organisation).await? else { return Ok(None) };
    let buyer = payer.buyer;
    if buyer.email.is_empty() || people.iter().any(|one| one.email.eq_ignore_ascii_case(&buyer.email)) {
        return Ok(None);
    }
    let lang = payer::lang(db, organisation).await?;
    let name = if buyer.attention.is_empty() { buyer.name } else { buyer.attention };
    Ok(Some(Addressee { person: None, name, email: buyer.email, lang }))
}

fn letter(to: Addressee, subject: String, blocks: Vec<Block>) -> Letter {
    Letter { to, subject, blocks, about: None, secret: false, acknowledges: false, answers: None }
}
