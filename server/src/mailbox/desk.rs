//! Fulfils [`MailboxDesk`]; each method is done in the file of its verb.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::imap;
use crate::mailbox::row::find;
use crate::mailbox::{list, save};
use app::call::Call;
use app::error::AppError;
use app::mailbox::api::{Filled, MailboxDesk};
use app::mailbox::view::MailboxesView;
use domain::access::{Actor, Area};
use domain::id::MailboxId;
use domain::input::Reason;

#[async_trait::async_trait]
impl MailboxDesk for House {
    async fn mailboxes(&self, call: &Call) -> Result<MailboxesView, AppError> {
        Ok(list::show(self, call).await?)
    }

    async fn save(
        &self,
        call: &Call,
        key: &str,
        id: Option<MailboxId>,
        seen: i64,
        filled: Filled,
    ) -> Result<(), AppError> {
        Ok(save::save(self, call, key, id, seen, filled).await?)
    }

    async fn remove(&self, call: &Call, key: &str, id: MailboxId) -> Result<(), AppError> {
        Ok(save::remove(self, call, key, id).await?)
    }

    async fn check(&self, call: &Call, id: MailboxId) -> Result<(), AppError> {
        Ok(check(self, call, id).await?)
    }
}

/// Who keeps mailboxes; to everybody else there is nothing here.
pub fn keeper(call: &Call) -> Result<&Actor, Fault> {
    let actor = call.actor()?;
    if actor.may_enter(Area::Mailboxes) { Ok(actor) } else { Err(AppError::NotFound.into()) }
}

async fn check(house: &House, call: &Call, id: MailboxId) -> Result<(), Fault> {
    keeper(call)?;
    let row = find(house.store.read(), id).await?;
    let checked = match row.account(house) {
        Ok(account) => imap::check(house, row.id, &account).await,
        Err(failed) => Err(failed),
    };
    checked.map_err(|failed| {
        let reason = Reason::NotReached { trouble: failed.trouble, words: failed.words };
        AppError::field("", reason).into()
    })
}
