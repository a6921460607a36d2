//! Views that are made when they are shown. While a page waits for what it loads, leptos walks through it more than once
//! to find out what is still missing; a view that stands behind data would be made each time, and thrown away.
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::ssr::StreamBuilder;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Position, PositionState};

/// A view to be made, where it was asked for.
pub struct Later {
    owner: Option<Owner>,
    view: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Later {
    /// Keeps the way to a view.
    pub fn new(view: impl FnOnce() -> AnyView + Send + 'static) -> Self {
        Self { owner: Owner::current(), view: Box::new(view) }
    }

    fn now(self) -> AnyView {
        match self.owner {
            Some(owner) => owner.with(self.view),
            None => (self.view)(),
        }
    }
}

impl Render for Later {
    type State = <AnyView as Render>::State;

    fn build(self) -> Self::State {
        self.now().build()
    }

    fn rebuild(self, state: &mut Self::State) {
        self.now().rebuild(state);
    }
}

impl AddAnyAttr for Later {
    type Output<A: Attribute> = <AnyView as AddAnyAttr>::Output<A>;

    fn add_any_attr<A: Attribute>(self, attribute: A) -> Self::Output<A>
    where
        Self::Output<A>: RenderHtml,
    {
        self.now().add_any_attr(attribute)
    }
}

impl RenderHtml for Later {
    type AsyncOutput = <AnyView as RenderHtml>::AsyncOutput;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self::AsyncOutput {
        self.now().resolve().await
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra: Vec<AnyAttribute>,
    ) {
        self.now().to_html_with_buf(buf, position, escape, mark_branches, extra);
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        buf: &mut StreamBuilder,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra: Vec<AnyAttribute>,
    ) {
        self.now().to_html_async_with_buf::<OUT_OF_ORDER>(buf, position, escape, mark_branches, extra);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        self.now().hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> Self::Owned {
        self
    }
}
