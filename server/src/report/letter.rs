//! Mails about reports. They lead to the portal, where the report lies.
use crate::deal::contact::contacts;
use crate::fault::Fault;
use crate::house::House;
use crate::letter::addressee::readers;
use crate::letter::compose::{Block, Button};
use crate::letter::desk::{Addressee, Letter, write};
use crate::report::freeze::Firm;
use crate::store::Change;
use app::report::word::{kind_word, month_words};
use app::words::{Text, fill, report as w, say};
use domain::effort::minutes::hours;
use domain::id::OrganisationId;
use domain::lang::Lang;
use domain::package::Totals;
use domain::report::{Kind, Report};
use jiff::Timestamp;

/// Sends a month's report to whom the company's terms say: the monthly one where the plan contains it, and the statement of hours to
/// who may read that.
pub async fn send(
    house: &House,
    change: &Change,
    firm: &Firm,
    report: &Report,
    now: Timestamp,
) -> Result<(), Fault> {
    let kinds: Vec<Kind> = Kind::monthly(&report.kinds)
        .into_iter()
        .chain(report.package.as_ref().map(|_| Kind::Package))
        .collect();
    if kinds.is_empty() {
        return Ok(());
    }
    let terms = house.policy().report;
    let organisation = OrganisationId(firm.id);
    let mut to: Vec<(Addressee, Vec<Kind>)> = Vec::new();
    for one in &contacts(change.db(), organisation).await? {
        if one.actor.membership(organisation).is_some_and(|member| terms.to.include(member)) {
            let seen = kinds.iter().copied().filter(|kind| one.actor.sees_report_of(organisation, *kind));
            to.push((one.addressee(), seen.collect()));
        }
    }
    if let Some(manager) = firm.account_manager_id.filter(|_| terms.account_manager) {
        let found = readers(change, &[], &[manager]).await?;
        to.extend(found.iter().map(|reader| (reader.addressee(), kinds.clone())));
    }
    for (to, kinds) in to {
        if let Some((first, others)) = kinds.split_first() {
            write(change, house, letter(house, to, firm.id, (*first, others), report), now).await?;
        }
    }
    Ok(())
}

/// The letter that leads to the first report, and to others.
fn letter(
    house: &House,
    to: Addressee,
    organisation: i64,
    (kind, others): (Kind, &[Kind]),
    report: &Report,
) -> Letter {
    let lang = to.lang;
    let button = |label: Text, kind: Kind, primary| Button {
        label: say(lang, label).to_owned(),
        address: house.link(&format!(
            "/reports?organisation={organisation}&month={}&kind={}",
            report.month,
            kind.code()
        )),
        primary,
    };
    let mut buttons = vec![button(w::MAIL_OPEN, kind, true)];
    buttons.extend(others.iter().map(|other| button(kind_word(*other), *other, false)));
    if !report.points.is_empty() {
        buttons.push(button(w::MAIL_POINTS, Kind::OpenPoints, false));
    }
    let mut texts = if kind == Kind::Package { Vec::new() } else { sentences(lang, report) };
    texts.extend((kind == Kind::Package || others.contains(&Kind::Package)).then(|| package(lang, report)));
    Letter {
        to,
        subject: filled(lang, w::MAIL_SUBJECT, kind, report),
        blocks: vec![
            Block::Text(texts.join(" ")),
            Block::Text(say(lang, w::MAIL_LIES).to_owned()),
            Block::Buttons(buttons),
        ],
        about: None,
        secret: false,
        acknowledges: false,
        answers: None,
    }
}

/// What became of the hours of the month.
fn package(lang: Lang, report: &Report) -> String {
    let sum = |of: fn(&Totals) -> i64| {
        hours(lang, report.cycles.iter().map(|cycle| of(&cycle.totals)).sum::<i64>())
    };
    let gaps = [
        ("month", month_words(lang, report.month)),
        ("granted", sum(|one| one.granted)),
        ("used", sum(|one| one.used)),
        ("left", sum(Totals::left)),
    ];
    fill(lang, w::MAIL_HOURS, &gaps.each_ref().map(|(name, value)| (*name, value.as_str())))
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
