//! Lists that keep themselves fresh: what happens elsewhere is loaded again, a little later and together.
use crate::error::AppError;
use crate::parts::live::on_notice;
use domain::live::{Change, Notice};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// Milliseconds within which changes are taken together.
const TOGETHER: u64 = 400;

/// Loads `resource` again after changes that a list shows. On the server it does nothing.
pub fn keep_fresh<T>(resource: Resource<Result<T, AppError>>)
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let waiting = StoredValue::new(false);
    on_notice(move |notice: &Notice| {
        if !shown_in_lists(notice.change) || waiting.try_get_value() != Some(false) {
            return;
        }
        waiting.set_value(true);
        let load = move || {
            if waiting.try_update_value(|waiting| *waiting = false).is_some() {
                resource.refetch();
            }
        };
        set_timeout(load, Duration::from_millis(TOGETHER));
    });
}

const fn shown_in_lists(change: Change) -> bool {
    match change {
        Change::Opened | Change::Message | Change::Stage | Change::Details => true,
        Change::Note | Change::Presence => false,
    }
}
