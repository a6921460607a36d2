//! Mails about reports. They lead to the portal, where the report lies.
use crate::deal::contact::{Contact, contacts};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::addressee::{Reader, readers};
use crate::letter::compose::{Block, Button};
use crate::letter::desk::{Addressee, Letter, write};
use crate::report::freeze::Firm;
use crate::store::Change;
use app::report::word::{kind_word, month_words};
use app::words::{Text, fill, report as w, say};
use domain::id::OrganisationId;
use domain::lang::Lang;
use domain::report::{Kind, Report};
use jiff::Timestamp;

/// Sends a monthly report to whom the company's terms say, where the plan contains one.
pub async fn send(
    house: &House,
    change: &Change,
    firm: &Firm,
    report: &Report,
    now: Timestamp,
) -> Result<(), Fault> {
    let Some(kind) = Kind::monthly(&report.kinds) else { return Ok(()) };
    let terms = house.policy().report;
    let organisation = OrganisationId(firm.id);
    let people = contacts(change.db(), organisation).await?;
    let receives = |one: &&Contact| {
        one.actor.sees_reports_of(organisation)
            && one.actor.membership(organisation).is_some_and(|member| terms.to.include(member))
    };
    let mut to: Vec<Addressee> = people.iter().filter(receives).map(Contact::addressee).collect();
    if let Some(manager) = firm.account_manager_id.filter(|_| terms.account_manager) {
        to.extend(readers(change, &[], &[manager]).await?.iter().map(Reader::addressee));
    }
    for to in to {
        write(change, house, letter(house, to, firm.id, kind, report), now).await?;
    }
    Ok(())
}

fn letter(house: &House, to: Addressee, organisation: i64, kind: Kind, report: &Report) -> Letter {
    let lang = to.lang;
    let address = |kind: Kind| {
        house.link(&format!(
            "/reports?organisation={organisation}&month={}&kind={}",
            report.month,
            kind.code()
        ))
    };
    let button = |text: Text, kind: Kind, primary| Button {
        label: say(lang, text).to_owned(),
        address: address(kind),
        primary,
    };
    let mut buttons = vec![button(w::MAIL_OPEN, kind, true)];
    if !report.points.is_empty() {
        buttons.push(button(w::MAIL_POINTS, Kind::OpenPoints, false));
    }
    let texts = sentences(lang, report).join(" ");
    Letter {
        to,
        subject: filled(lang, w::MAIL_SUBJECT, kind, report),
        blocks: vec![
            Block::Text(texts),
            Block::Text(say(lang, w::MAIL_LIES).to_owned()),
            Block::Buttons(buttons),
        ],
        about: None,
        secret: false,
        acknowledges: false,
        answers: None,
    }
}

fn sentences(lang: Lang, report: &Report) -> Vec<String> {
    let (kept, all) = report.promised();
    let promises = fill(lang, w::MAIL_PROMISES, &[("all", &all.to_string()), ("kept", &kept.to_string())]);
    let mut sentences = vec![filled(lang, w::MAIL_TEXT, Kind::Standard, report)];
    sentences.extend((all > 0).then_some(promises));
    sentences
}

fn filled(lang: Lang, text: Text, kind: Kind, report: &Report) -> String {
    let own = report.own();
    let gaps = [
        ("kind", say(lang, kind_word(kind)).to_owned()),
        ("month", month_words(lang, report.month)),
        ("organisation", report.organisation.clone()),
        ("came", own.came.to_string()),
        ("done", own.done.to_string()),
        ("open", report.points.len().to_string()),
    ];
    fill(lang, text, &gaps.each_ref().map(|(name, value)| (*name, value.as_str())))
}
