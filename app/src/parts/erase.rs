//! Views without their types. Leptos makes code for every type of view and for everything that can be done with it; only what
//! is done on this side is left: the server writes views, browsers wake them up and change them.
#[cfg(not(feature = "ssr"))]
mod still;
#[cfg(feature = "ssr")]
mod written;

use leptos::children::ToChildren;
use leptos::prelude::*;
#[cfg(not(feature = "ssr"))]
use still::Still as Erased;
#[cfg(feature = "ssr")]
use written::Written as Erased;

/// Leaves out the type of a view. For all views but those around the router.
pub trait Erase: RenderHtml {
    /// The view without its type.
    fn erase(self) -> AnyView;
}

impl<V: RenderHtml + Send> Erase for V {
    fn erase(self) -> AnyView {
        Erased::of(self).into_any()
    }
}

/// What stands inside a part, without its type.
pub struct Inner(Box<dyn FnOnce() -> AnyView + Send>);

impl Inner {
    /// The view.
    pub fn view(self) -> AnyView {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for Inner
where
    F: FnOnce() -> V + Send + 'static,
    V: RenderHtml + Send + 'static,
{
    fn to_children(f: F) -> Self {
        Self(Box::new(move || f().erase()))
    }
}
