//! Mails about quotes and orders. Who answers one comments there (B4); decided is in the portal: a mail binds nobody.
use crate::deal::contact::Contact;
use crate::deal::facts::Facts;
use crate::fault::Fault;
use crate::house::House;
use crate::letter::addressee::Reader;
use crate::letter::compose::{Block, Button};
use crate::letter::desk::{Addressee, Letter, write_on_deal};
use crate::store::Change;
use app::call::Call;
use app::words::{self as w, Text, fill, say};
use domain::lang::Lang;

/// One mail in any language.
pub struct Mail<'a> {
    /// Subject.
    pub subject: Text,
    /// First sentence.
    pub text: Text,
    /// What the button says.
    pub button: Text,
    /// What both say besides `number`, `title`, `organisation` and `name` (of who asks).
    pub gaps: &'a [(&'a str, &'a str)],
    /// What somebody wrote.
    pub quoted: Option<&'a str>,
    /// Only staff are told: what answers it is a note.
    pub internal: bool,
    /// Further pieces, in a language.
    pub more: &'a (dyn Fn(Lang, &Addressee) -> Vec<Block> + Send + Sync),
}

/// Nothing further.
pub fn no_more(_: Lang, _: &Addressee) -> Vec<Block> {
    Vec::new()
}

/// Writes a mail to each of these people but who asks.
pub async fn send(
    house: &House,
    change: &Change,
    call: &Call,
    facts: &Facts,
    to: impl IntoIterator<Item = Addressee>,
    mail: &Mail<'_>,
) -> Result<(), Fault> {
    let asker = call.actor.as_ref().map(|actor| actor.id);
    for to in to.into_iter().filter(|to| asker.is_none() || to.person != asker) {
        let letter = letter(house, call, facts, to, mail);
        write_on_deal(change, house, letter, (facts.deal, mail.internal), call.now).await?;
    }
    Ok(())
}

fn letter(house: &House, call: &Call, facts: &Facts, to: Addressee, mail: &Mail<'_>) -> Letter {
    let lang = to.lang;
    let (number, name) = (facts.deal.to_string(), call.actor.as_ref().map_or("", |actor| &actor.name));
    let own = [
        ("number", number.as_str()),
        ("title", facts.title.as_str()),
        ("organisation", facts.organisation_name.as_str()),
        ("name", name),
    ];
    let gaps: Vec<(&str, &str)> = mail.gaps.iter().chain(&own).copied().collect();
    let mut blocks = vec![Block::Text(fill(lang, mail.text, &gaps))];
    blocks.extend(mail.quoted.map(|text| Block::Message {
        by: name.to_owned(),
        at: house.clock.moment(call.now).full(lang),
        text: text.to_owned(),
    }));
    blocks.extend((mail.more)(lang, &to));
    let address = house.link(&facts.deal.address());
    blocks.push(Block::Buttons(vec![Button {
        label: say(lang, mail.button).to_owned(),
        address,
        primary: true,
    }]));
    let answer = if mail.internal { w::mail::ANSWER_IS_INTERNAL } else { w::quote::MAIL_ANSWER };
    blocks.push(Block::Small(fill(lang, answer, &[("number", &number)])));
    Letter {
        subject: fill(lang, mail.subject, &gaps),
        to,
        blocks,
        about: None,
        secret: false,
        acknowledges: false,
        answers: None,
    }
}

/// Members of staff as addressees.
pub fn of_staff(readers: &[Reader]) -> Vec<Addressee> {
    readers.iter().map(Reader::addressee).collect()
}

/// Contacts as addressees, those that a condition holds for.
pub fn of_contacts(contacts: &[Contact], condition: impl Fn(&Contact) -> bool) -> Vec<Addressee> {
    contacts.iter().filter(|contact| condition(contact)).map(Contact::addressee).collect()
}
