//! Pages of quotes and orders that keep themselves fresh.
use crate::error::AppError;
use crate::parts::live::on_deal;
use domain::deal::Deal;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;

/// Loads a list again when something happens on a quote or an order, or may have.
pub fn keep_list_fresh<T>(resource: Resource<Result<T, AppError>>)
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    on_deal(move |_| resource.refetch());
}

/// What a page shows of one quote or order. Its parts are drawn anew only where they change, so that what somebody types
/// stays.
pub struct Shown<T: Send + Sync + 'static> {
    /// What was read last.
    pub view: RwSignal<T>,
    renew: Callback<()>,
}

impl<T: Send + Sync + 'static> Clone for Shown<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Shown<T> {}

impl<T: Clone + Send + Sync + 'static> Shown<T> {
    /// Shows what was read and follows it live; `load` reads it again.
    pub fn open<F>(deal: Deal, view: T, load: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<T, AppError>> + 'static,
    {
        let view = RwSignal::new(view);
        let asked = StoredValue::new(0_u64);
        let renew = Callback::new(move |()| {
            let Some(mine) = asked.try_update_value(|asked| {
                *asked += 1;
                *asked
            }) else {
                return;
            };
            let reading = load();
            spawn_local(async move {
                // An answer to an earlier question may come last, and the page may be gone.
                if let (Ok(newer), Some(true)) = (reading.await, asked.try_with_value(|asked| *asked == mine))
                {
                    let _ = view.try_set(newer);
                }
            });
        });
        on_deal(move |notice| {
            if notice.is_none_or(|notice| notice.deal == deal) {
                renew.run(());
            }
        });
        Self { view, renew }
    }

    /// A part; what depends on it is only shown anew when this part changes.
    pub fn part<P: PartialEq + Send + Sync + 'static>(
        self,
        of: impl Fn(&T) -> P + Send + Sync + 'static,
    ) -> Memo<P> {
        Memo::new(move |_| self.view.with(&of))
    }

    /// What to do after an action was taken.
    pub const fn renewed(self) -> Callback<()> {
        self.renew
    }
}
