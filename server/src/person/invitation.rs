//! Invitations (A5): opened by staff or by an organisation's contact manager, accepted by following a link.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::desk::{Letter, blocks, write};
use crate::person::enter::{after_first, begin};
use crate::person::link::{Purpose, issue, look, redeem, revoke};
use crate::person::password;
use crate::person::query::{PersonRow, by_id};
use crate::store::{Change, insert, run};
use app::call::Call;
use app::error::AppError;
use app::person::api::Passed;
use app::person::view::InvitationView;
use app::words::{fill, mail, say};
use domain::id::PersonId;
use domain::input::Checks;
use domain::lang::Lang;
use domain::person::Account;
use domain::sign_in::{INVITATION_LIFETIME, check_password};

/// Makes an invited account; answers its id.
pub async fn make(
    change: &Change,
    call: &Call,
    kind: &str,
    name: &str,
    email: &str,
) -> Result<PersonId, Fault> {
    let sql = "INSERT INTO person (kind, name, email, lang, account, created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    let values = [
        kind.into(),
        name.into(),
        email.into(),
        call.lang.code().into(),
        Account::Invited.code().into(),
        call.now.as_millisecond().into(),
    ];
    Ok(PersonId(insert(change.db(), sql, values).await?))
}

/// Mails the invitation; `place` is the organisation's name, or `None` for staff.
pub async fn send(
    change: &Change,
    house: &House,
    call: &Call,
    person: PersonId,
    place: Option<&str>,
) -> Result<(), Fault> {
    let Some(row) = by_id(change.db(), person.0).await? else { return Err(AppError::NotFound.into()) };
    let lang = row.addressee().lang;
    let inviter = &call.actor()?.name;
    let company = &house.settings.company;
    let text = match place {
        Some(place) => {
            fill(lang, mail::INVITATION_TEXT, &[("inviter", inviter), ("company", company), ("place", place)])
        }
        None => fill(lang, mail::INVITATION_STAFF, &[("inviter", inviter), ("company", company)]),
    };
    mail_link(change, house, call, &row, text).await
}

/// Mails it again to who asks for a link before having accepted; earlier ones end.
pub async fn send_again(
    change: &Change,
    house: &House,
    call: &Call,
    person: &PersonRow,
) -> Result<(), Fault> {
    let company = [("company", house.settings.company.as_str())];
    let text = fill(person.addressee().lang, mail::INVITATION_AGAIN, &company);
    mail_link(change, house, call, person, text).await
}

async fn mail_link(
    change: &Change,
    house: &House,
    call: &Call,
    person: &PersonRow,
    text: String,
) -> Result<(), Fault> {
    revoke(change, person.id, Purpose::Invitation, call.now).await?;
    let token = issue(change, person.id, Purpose::Invitation, INVITATION_LIFETIME, call.now).await?;
    let to = person.addressee();
    let lang = to.lang;
    let letter = Letter {
        to,
        subject: fill(lang, mail::INVITATION_SUBJECT, &[("company", &house.settings.company)]),
        blocks: blocks(
            vec![text, say(lang, mail::INVITATION_EXPIRES).to_owned()],
            Some((
                say(lang, mail::INVITATION_BUTTON).to_owned(),
                house.link(&format!("/invitation?token={token}")),
            )),
        ),
        about: None,
        secret: true,
        acknowledges: false,
        answers: None,
    };
    write(change, house, letter, call.now).await?;
    Ok(())
}

/// Tells somebody who has an account that they belong to one more organisation.
pub async fn tell_added(
    change: &Change,
    house: &House,
    call: &Call,
    person: &PersonRow,
    place: &str,
) -> Result<(), Fault> {
    let to = person.addressee();
    let lang = to.lang;
    let inviter = &call.actor()?.name;
    let letter = Letter {
        to,
        subject: fill(lang, mail::ADDED_SUBJECT, &[("place", place)]),
        blocks: blocks(
            vec![fill(
                lang,
                mail::ADDED_TEXT,
                &[("inviter", inviter), ("company", &house.settings.company), ("place", place)],
            )],
            Some((say(lang, mail::ADDED_BUTTON).to_owned(), house.link("/"))),
        ),
        about: None,
        secret: false,
        acknowledges: false,
        answers: None,
    };
    write(change, house, letter, call.now).await?;
    Ok(())
}

/// What a link leads to.
pub async fn show(house: &House, call: &Call, token: &str) -> Result<InvitationView, Fault> {
    let person = invited(house, call, token).await?;
    Ok(InvitationView { staff: person.is_staff(), name: person.name, email: person.email })
}

/// Who is invited by a link. An account that is in use, or was closed, is nothing that an old link could open.
async fn invited(house: &House, call: &Call, token: &str) -> Result<PersonRow, Fault> {
    let person = look(house, token, Purpose::Invitation, call.now).await?;
    if person.account == Account::Invited.code() { Ok(person) } else { Err(AppError::LinkEnded.into()) }
}

/// Accepts: activates the account, sets the password where one is given, and signs in.
pub async fn accept(
    house: &House,
    call: &Call,
    token: &str,
    name: &str,
    secret: &str,
) -> Result<Passed, Fault> {
    let person = invited(house, call, token).await?;
    let mut checks = Checks::default();
    let name = checks.line("name", name, 120);
    if (person.is_staff() || !secret.is_empty())
        && let Err(reason) = check_password(secret, &person.email)
    {
        checks.add("password", reason);
    }
    checks.done(())?;
    let hash = if secret.is_empty() { None } else { Some(password::hash(secret).await?) };
    let mut change = house.store.change().await?;
    redeem(&change, token, Purpose::Invitation, call.now).await?;
    let sql = "UPDATE person SET name = $1, account = $2, lang = $3, password_hash = COALESCE($4, password_hash) WHERE id = $5 AND account = 'invited'";
    let lang: Lang = call.lang;
    let values =
        [name.into(), Account::Active.code().into(), lang.code().into(), hash.into(), person.id.into()];
    if run(change.db(), sql, values).await?.rows_affected() == 0 {
        return Err(AppError::LinkEnded.into());
    }
    let passed = begin(&mut change, call, &person, after_first(&person)).await?;
    change.commit().await?;
    Ok(passed)
}
