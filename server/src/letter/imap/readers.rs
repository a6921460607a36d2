//! Who is read: a task for each mailbox, started, stopped and begun anew as mailboxes are kept in the browser. Every server of
//! a house reads every mailbox; a mail that two of them fetch is taken in once.
use super::{keep_reading, query};
use crate::fault::Fault;
use crate::house::House;
use crate::mailbox::row::MailboxRow;
use crate::mailbox::settings;
use std::collections::HashMap;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How often it looks for what another server of the house changed; changes of its own wake it.
const LOOK: Duration = Duration::from_secs(15);
/// A database that refuses is asked again after this.
const ASK_AGAIN: Duration = Duration::from_secs(5);

/// A mailbox that is being read.
struct Reader {
    version: i64,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// Reads all mailboxes until the house closes.
pub async fn run_mailboxes(house: House) {
    let mut readers = HashMap::new();
    let mut named = false;
    loop {
        let pause = match look(&house, &mut named).await {
            Ok(wanted) => {
                follow(&house, &mut readers, wanted);
                LOOK
            }
            Err(fault) => {
                tracing::error!(error.source = %fault, "Mailboxes could not be looked up; that is tried again.");
                ASK_AGAIN
            }
        };
        tokio::select! {
            () = house.closing.cancelled() => break,
            () = house.mailboxes.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
    for reader in readers.into_values() {
        reader.stop.cancel();
        let _ = reader.task.await;
    }
}

/// The mailboxes to be read; those of the settings file are taken over first, until that worked.
async fn look(house: &House, named: &mut bool) -> Result<Vec<MailboxRow>, Fault> {
    if !*named {
        settings::take_over(house, &house.settings.mailboxes).await?;
        *named = true;
    }
    query::read_by_imap(house.store.read()).await
}

/// Stops readers of mailboxes that are read no more, and begins those that are new or were changed.
fn follow(house: &House, readers: &mut HashMap<i64, Reader>, wanted: Vec<MailboxRow>) {
    readers.retain(|id, reader| {
        let stays = wanted.iter().any(|row| row.id == *id);
        if !stays {
            reader.stop.cancel();
        }
        stays
    });
    for row in wanted {
        let (id, version) = (row.id, row.version);
        if readers.get(&id).is_some_and(|reader| reader.version == version && !reader.task.is_finished()) {
            continue;
        }
        let before = readers.remove(&id).map(|reader| {
            reader.stop.cancel();
            reader.task
        });
        let (house, stop) = (house.clone(), house.closing.child_token());
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            if let Some(before) = before {
                let _ = before.await;
            }
            keep_reading(&house, &row, &stopped).await;
        });
        readers.insert(id, Reader { version, stop, task });
    }
}
