//! Mails about invoices. They lead to the portal, where the document lies.
use crate::deal::contact::contacts;
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::payer::sees_bills;
use crate::letter::compose::{Block, Button};
use crate::letter::desk::{Letter, write};
use crate::store::Change;
use app::call::Call;
use app::invoice::word::kind_word;
use app::quote::wording::euros;
use app::words::{Text, fill, invoice as w, say};
use domain::id::OrganisationId;
use domain::invoice::{Invoice, Kind};
use domain::lang::Lang;
use domain::moment::date;

/// Tells everybody who sees an organisation's bills that a document was issued.
pub async fn issued(
    house: &House,
    change: &Change,
    call: &Call,
    organisation: i64,
    invoice: &Invoice,
) -> Result<(), Fault> {
    let gross = invoice.totals().gross;
    tell(house, change, call, organisation, &invoice.number, &|lang| {
        let day = invoice.due_on.map(|day| date(day, lang)).unwrap_or_default();
        let gaps = [
            ("kind", say(lang, kind_word(invoice.kind)).to_owned()),
            ("number", invoice.number.clone()),
            ("amount", euros(lang, gross)),
            ("day", day),
        ];
        let text = match invoice.kind {
            Kind::Invoice => w::MAIL_ISSUED,
            Kind::Cancellation | Kind::CreditNote => w::MAIL_GIVEN_BACK,
        };
        (filled(lang, w::MAIL_ISSUED_SUBJECT, &gaps), filled(lang, text, &gaps))
    })
    .await
}

/// What a reminder says.
pub struct Reminder<'a> {
    /// The invoice.
    pub number: &'a str,
    /// The last day for paying.
    pub due_on: jiff::civil::Date,
    /// What is left to pay, in cents.
    pub left: i64,
    /// What of it is asked for because the payment is late.
    pub fee: i64,
    /// For the how many-th time.
    pub level: u32,
}

/// Reminds them.
pub async fn reminded(
    house: &House,
    change: &Change,
    call: &Call,
    organisation: i64,
    told: &Reminder<'_>,
) -> Result<(), Fault> {
    tell(house, change, call, organisation, told.number, &|lang| {
        let gaps = [
            ("level", told.level.to_string()),
            ("number", told.number.to_owned()),
            ("left", euros(lang, told.left)),
            ("day", date(told.due_on, lang)),
            ("fee", euros(lang, told.fee)),
        ];
        let text = if told.level == 1 { w::MAIL_REMINDER_FIRST } else { w::MAIL_REMINDER };
        let mut body = filled(lang, text, &gaps);
        if told.fee > 0 {
            body = format!("{body} {}", filled(lang, w::MAIL_LATE_FEE, &gaps));
        }
        (filled(lang, w::MAIL_REMINDER_SUBJECT, &gaps), body)
    })
    .await
}

fn filled(lang: Lang, text: Text, gaps: &[(&str, String)]) -> String {
    let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(lang, text, &gaps)
}

async fn tell(
    house: &House,
    change: &Change,
    call: &Call,
    organisation: i64,
    number: &str,
    words: &(dyn Fn(Lang) -> (String, String) + Send + Sync),
) -> Result<(), Fault> {
    let people = contacts(change.db(), OrganisationId(organisation)).await?;
    for one in people.iter().filter(|one| sees_bills(&one.actor)) {
        let to = one.addressee();
        let (subject, text) = words(to.lang);
        let button = Button {
            label: say(to.lang, w::MAIL_OPEN).to_owned(),
            address: house.link(&app::invoice::api::address(number)),
            primary: true,
        };
        let letter = Letter {
            subject,
            blocks: vec![Block::Text(text), Block::Buttons(vec![button])],
            to,
            about: None,
            secret: false,
            acknowledges: false,
            answers: None,
        };
        write(change, house, letter, call.now).await?;
    }
    Ok(())
}
