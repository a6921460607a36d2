//! Mails that wait for their turn are placed together. SQLite writes to the disk at the end of every change, and waits for it;
//! one change for all who wait makes that one wait for all of them.
use super::{Mailbox, Prepared, Receipt, enter};
use crate::fault::Fault;
use crate::house::House;
use domain::letter::thread::Decision;
use futures::FutureExt as _;
use jiff::Timestamp;
use sea_orm::DbBackend;
use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::runtime::Handle;
use tokio::sync::oneshot::{self, Sender};

/// Most mails of one change; others who write wait meanwhile, some 20 milliseconds.
const MOST: usize = 16;

/// Mails that wait to be placed, in the order in which they came.
#[derive(Default)]
pub struct Queue(Mutex<State>);

#[derive(Default)]
struct State {
    waiting: VecDeque<Waiting>,
    /// Somebody places them, until none waits.
    at_work: bool,
}

struct Waiting {
    mailbox: Mailbox,
    mail: Prepared,
    now: Timestamp,
    told: Sender<Result<Receipt, Fault>>,
}

/// Finds the ticket of a mail and stores both. Mails are placed in the order of these calls, whenever their answers are waited
/// for, and also where nobody waits any more.
pub fn take(
    house: &House,
    mailbox: &Mailbox,
    mail: Prepared,
    now: Timestamp,
) -> impl Future<Output = Result<Receipt, Fault>> + Send + use<> {
    let (told, answer) = oneshot::channel();
    if house.intake.push(Waiting { mailbox: mailbox.clone(), mail, now, told }) {
        // Placing is some twenty statements, each of which wakes the database's thread and is woken by it: a thread of its own
        // does that more cheaply than one that serves everybody else in between.
        let (house, runtime) = (house.clone(), Handle::current());
        tokio::task::spawn_blocking(move || runtime.block_on(work_off(&house)));
    }
    async move { answer.await.unwrap_or_else(|_| Err(Fault::broken("the mail was not placed"))) }
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers whether somebody must begin to place them.
    fn push(&self, mail: Waiting) -> bool {
        let mut state = self.state();
        state.waiting.push_back(mail);
        !std::mem::replace(&mut state.at_work, true)
    }

    /// The next ones; where there are none, whoever places them may go.
    fn next(&self, most: usize) -> Vec<Waiting> {
        let mut state = self.state();
        let most = state.waiting.len().min(most);
        state.at_work = most > 0;
        state.waiting.drain(..most).collect()
    }
}

/// Places who waits until nobody does.
async fn work_off(house: &House) {
    // PostgreSQL gathers by itself what is committed at once, and there a change must not hold the tickets of several mails: it
    // would take them in an order of its own, and stand in the way of whoever changes them meanwhile.
    let most = if house.store.backend() == DbBackend::Postgres { 1 } else { MOST };
    loop {
        let mails = house.intake.next(most);
        if mails.is_empty() {
            return;
        }
        match place(house, &mails).await {
            Ok(receipts) => {
                mails.into_iter().zip(receipts).for_each(|(mail, receipt)| mail.tell(Ok(receipt)));
            }
            Err(fault) => one_by_one(house, mails, fault).await,
        }
    }
}

/// What one mail breaks is not the others' harm.
async fn one_by_one(house: &House, mut mails: Vec<Waiting>, fault: Fault) {
    if mails.len() == 1 {
        return mails.remove(0).tell(Err(fault));
    }
    tracing::warn!(error.source = %fault, mails = mails.len(), "Mails could not be placed together; each is tried by itself.");
    for mail in mails {
        let placed = place(house, std::slice::from_ref(&mail)).await;
        mail.tell(placed.and_then(|mut one| one.pop().ok_or_else(|| Fault::broken("no receipt"))));
    }
}

/// Places mails in one change; all of them, or none. One that breaks the program itself is a fault like any other.
async fn place(house: &House, mails: &[Waiting]) -> Result<Vec<Receipt>, Fault> {
    let placed = AssertUnwindSafe(place_together(house, mails)).catch_unwind().await;
    placed.unwrap_or_else(|_| Err(Fault::broken("a mail broke what places it")))
}

async fn place_together(house: &House, mails: &[Waiting]) -> Result<Vec<Receipt>, Fault> {
    let mut change = house.store.change().await?;
    let mut receipts = Vec::with_capacity(mails.len());
    for mail in mails {
        receipts.push(enter(house, &mut change, &mail.mailbox, &mail.mail, mail.now).await?);
    }
    if receipts.iter().any(|receipt| matches!(receipt.decision, Decision::Quarantine { .. })) {
        change.mails_changed();
    }
    change.commit().await?;
    house.letters.notify_one();
    house.metrics.mails_received.inc_by(receipts.iter().filter(|receipt| !receipt.known).count() as u64);
    Ok(receipts)
}

impl Waiting {
    /// Answers whoever waits still.
    fn tell(self, placed: Result<Receipt, Fault>) {
        let _ = self.told.send(placed);
    }
}
