//! Tells those who answer for the hours when most of them, and when all, are used (E4); once each.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::addressee::{Reader, readers};
use crate::letter::desk::{Letter, blocks, write};
use crate::package::ledger::Kept;
use crate::store::{Change, all, one, run};
use app::call::Call;
use app::package::word::forecast_words;
use app::words::{fill, package as w, say};
use domain::effort::minutes::hours;
use domain::id::OrganisationId;
use domain::moment;
use domain::package::forecast::Forecast;
use domain::person::{Membership, Rights, Role};
use sea_orm::FromQueryResult;

/// Writes letters where a threshold was passed since `before`.
pub async fn passed(
    change: &Change,
    house: &House,
    call: &Call,
    kept: &Kept,
    before: Option<Forecast>,
) -> Result<(), Fault> {
    let today = house.clock.moment(call.now).civil().date();
    let Some(now) = kept.ledger.forecast(today) else { return Ok(()) };
    let known = before.map_or(0, |before| before.percent());
    let mut last = None;
    for percent in now.passed().filter(|percent| i64::from(*percent) > known) {
        let sql = "INSERT INTO package_warning (contract_id, cycle, percent, at) VALUES ($1, $2, $3, $4)
          ON CONFLICT DO NOTHING";
        let values = [
            kept.contract.id.into(),
            i64::from(now.cycle).into(),
            i64::from(percent).into(),
            call.now.as_millisecond().into(),
        ];
        if run(change.db(), sql, values).await?.rows_affected() == 1 {
            last = Some(percent);
        }
    }
    // Of several that were passed at once only the last is told.
    let Some(percent) = last else { return Ok(()) };
    let organisation: Option<Named> = one(
        change.db(),
        "SELECT name, account_manager_id FROM organisation WHERE id = $1",
        [kept.contract.organisation_id.into()],
    )
    .await?;
    let Some(organisation) = organisation else { return Ok(()) };
    for reader in concerned(change, kept, organisation.account_manager_id).await? {
        let letter = letter(house, kept, &organisation.name, &reader, percent, &now);
        write(change, house, letter, call.now).await?;
    }
    house.letters.notify_one();
    Ok(())
}

/// After hours came or went by a decision: shares that are not reached any more were told of other hours, and are told again once
/// they are.
pub async fn anew(change: &Change, house: &House, call: &Call, kept: &Kept) -> Result<(), Fault> {
    let today = house.clock.moment(call.now).civil().date();
    let Some(now) = kept.ledger.forecast(today) else { return Ok(()) };
    let sql = "DELETE FROM package_warning WHERE contract_id = $1 AND cycle = $2 AND percent > $3";
    run(change.db(), sql, [kept.contract.id.into(), i64::from(now.cycle).into(), now.percent().into()])
        .await?;
    passed(change, house, call, kept, None).await
}

#[derive(FromQueryResult)]
struct Named {
    name: String,
    account_manager_id: Option<i64>,
}

#[derive(FromQueryResult)]
struct Contact {
    id: i64,
    rights: String,
}

/// Contacts who see the hours, and the customer's account manager, or all where it has none.
async fn concerned(change: &Change, kept: &Kept, manager: Option<i64>) -> Result<Vec<Reader>, Fault> {
    let sql = "SELECT p.id, m.rights FROM membership m JOIN person p ON p.id = m.person_id
      WHERE m.organisation_id = $1 AND m.left_at IS NULL AND p.account = 'active' ORDER BY p.name, p.id";
    let contacts: Vec<Contact> = all(change.db(), sql, [kept.contract.organisation_id.into()]).await?;
    let mut told = Vec::new();
    for contact in contacts {
        let rights: Rights = serde_json::from_str(&contact.rights)?;
        let organisation = OrganisationId(kept.contract.organisation_id);
        if (Membership { organisation, name: String::new(), rights }).sees_money() {
            told.push(contact.id);
        }
    }
    let mut all = crate::letter::addressee::contacts(change, &told).await?;
    let roles: &[Role] = if manager.is_some() { &[] } else { &[Role::AccountManager] };
    all.extend(readers(change, roles, manager.as_slice()).await?);
    Ok(all)
}

fn letter(
    house: &House,
    kept: &Kept,
    organisation: &str,
    reader: &Reader,
    percent: u8,
    now: &Forecast,
) -> Letter {
    let lang = reader.lang();
    let (used, granted) = (hours(lang, now.used), hours(lang, now.granted));
    let (percent_text, ends) = (percent.to_string(), moment::date(now.last, lang));
    let gaps = [
        ("organisation", organisation),
        ("percent", percent_text.as_str()),
        ("used", used.as_str()),
        ("granted", granted.as_str()),
        ("day", ends.as_str()),
    ];
    let (subject, text) = match percent {
        100 => (w::MAIL_ALL_SUBJECT, w::MAIL_ALL),
        _ => (w::MAIL_MOST_SUBJECT, w::MAIL_MOST),
    };
    let mut paragraphs = vec![fill(lang, text, &gaps)];
    paragraphs.extend(forecast_words(lang, now, moment::date));
    let path = format!("/packages?organisation={}", kept.contract.organisation_id);
    Letter {
        to: reader.addressee(),
        subject: fill(lang, subject, &gaps),
        blocks: blocks(paragraphs, Some((say(lang, w::MAIL_BUTTON).to_owned(), house.link(&path)))),
        about: None,
        secret: false,
        acknowledges: false,
        answers: None,
    }
}
