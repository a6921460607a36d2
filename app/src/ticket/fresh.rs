//! Lists that keep themselves fresh: what happens elsewhere is loaded again, a little later and together.
use crate::error::AppError;
use crate::parts::live::on_notice;
use crate::parts::toast::announce;
use crate::words::list as w;
use domain::live::{Change, Notice};
use domain::moment::Moment;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// Milliseconds within which changes are taken together.
const TOGETHER: u64 = 400;

/// When the list that is shown was read; `None` before the first one.
#[derive(Clone, Copy)]
struct Read(StoredValue<Option<Moment>>);

/// Notes when a list was read; answers when the one before it was. What changed in between fades in.
pub fn read_before(now: Moment) -> Option<Moment> {
    let Read(last) = use_context()?;
    last.try_update_value(|last| last.replace(now)).flatten()
}

/// Whether a change is news to somebody who saw the list `before`.
pub fn is_news(changed: Moment, before: Option<Moment>) -> bool {
    before.is_some_and(|before| changed.at > before.at)
}

/// Loads `resource` again after changes that a list shows. On the server it does nothing.
pub fn keep_fresh<T>(resource: Resource<Result<T, AppError>>)
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    provide_context(Read(StoredValue::new(None)));
    let waiting = StoredValue::new(false);
    on_notice(move |notice: &Notice| {
        if !shown_in_lists(notice.change) || waiting.try_get_value() != Some(false) {
            return;
        }
        waiting.set_value(true);
        let load = move || {
            if waiting.try_update_value(|waiting| *waiting = false).is_some() {
                resource.refetch();
                announce(w::UPDATED);
            }
        };
        set_timeout(load, Duration::from_millis(TOGETHER));
    });
}

const fn shown_in_lists(change: Change) -> bool {
    match change {
        Change::Opened | Change::Message | Change::Stage | Change::Details => true,
        Change::Note | Change::Effort | Change::Letter | Change::Presence => false,
    }
}
