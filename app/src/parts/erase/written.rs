//! Views on the server, which writes each of them once, in the order of the page. Nothing else is made for their types: no
//! building, no changing, no second way of writing. It is most of what compiling the pages would cost.
//!
//! Nothing in them waits by itself: all that is loaded stands behind [`super::super::state::Load`], which waits where it stands.
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::ssr::{StreamBuilder, StreamChunk};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Position, PositionState};

type Write = dyn FnOnce(&mut StreamBuilder, &mut Position, bool, bool, Vec<AnyAttribute>) + Send;

/// A view of which only its writing is left.
pub struct Written {
    length: usize,
    write: Box<Write>,
}

impl Written {
    /// What is written of a view.
    pub fn of<V: RenderHtml>(view: V) -> Self {
        Self::owned(view.into_owned())
    }

    fn owned<V: RenderHtml + 'static>(view: V) -> Self {
        let length = view.html_len();
        let write = move |buf: &mut StreamBuilder, position: &mut Position, escape, branches, extra| {
            view.to_html_async_with_buf::<false>(buf, position, escape, branches, extra);
            // The browser looks for the place of a view that is nothing.
            if !V::EXISTS {
                buf.push_sync("<!--<() />-->");
            }
        };
        Self { length, write: Box::new(write) }
    }
}

impl Render for Written {
    type State = <AnyView as Render>::State;

    fn build(self) -> Self::State {
        unreachable!("only browsers build views")
    }

    fn rebuild(self, _: &mut Self::State) {
        unreachable!("only browsers change views")
    }
}

impl AddAnyAttr for Written {
    type Output<A: Attribute> = Self;

    // Never asked: attributes for a view without its type are handed over when it is written.
    fn add_any_attr<A: Attribute>(self, _: A) -> Self::Output<A>
    where
        Self::Output<A>: RenderHtml,
    {
        self
    }
}

impl RenderHtml for Written {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self::AsyncOutput {
        self
    }

    fn html_len(&self) -> usize {
        self.length
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra: Vec<AnyAttribute>,
    ) {
        let mut written = StreamBuilder::with_capacity(self.length, None);
        (self.write)(&mut written, position, escape, mark_branches, extra);
        // Who writes without waiting leaves out what would have to be waited for.
        for chunk in written.take_chunks() {
            if let StreamChunk::Sync(html) = chunk {
                buf.push_str(&html);
            }
        }
    }

    // Pages are written in order: `SsrMode::Async` for all routes.
    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        buf: &mut StreamBuilder,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra: Vec<AnyAttribute>,
    ) {
        (self.write)(buf, position, escape, mark_branches, extra);
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self::State {
        unreachable!("only browsers wake views up")
    }

    fn into_owned(self) -> Self::Owned {
        self
    }
}
