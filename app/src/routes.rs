//! Every page with its address. Each is a lazy route: its code travels when somebody goes there.
use crate::layout::NotFoundPage;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::{Lazy, LazyRoute, SsrMode, lazy_route, path};

/// Makes a lazy route out of a page, which is a component without properties.
macro_rules! lazy_pages {
    ($($(#[$doc:meta])* $route:ident: $page:path;)*) => {$(
        $(#[$doc])*
        pub struct $route;

        #[lazy_route]
        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            fn view(_this: Self) -> AnyView {
                $page().into_any()
            }
        }
    )*};
}

lazy_pages! {
    /// Try.
    Nothing: NotFoundPage;
}

/// The page that belongs to the address.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFoundPage>
            <Route path=path!("/nothing") view={Lazy::<Nothing>::new()} ssr=SsrMode::Async />
        </FlatRoutes>
    }
}
