//! The box in which one comments on a quote or an order.
use crate::deal::api::CommentDeal;
use crate::document::upload::{DropBox, PlainUpload, UploadButtons, UploadList, Uploads};
use crate::parts::form::{Checkbox, Form, Hidden, Submit, TextArea};
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::words::deal as w;
use domain::deal::{Deal, LONGEST_COMMENT};
use leptos::prelude::*;

/// The box.
#[component]
pub fn CommentBox(
    /// Which quote or order.
    deal: Deal,
    /// The reader may write notes for staff.
    internal: bool,
    /// Reads the page again.
    done: Callback<()>,
) -> impl IntoView {
    let uploads = Uploads::new(None);
    let sent = Callback::new(move |()| {
        uploads.clear();
        done.run(());
    });
    view! {
        <section class="reply" aria-labelledby="comment">
            <h2 class="hidden" id="comment">
                {t(w::COMMENT)}
            </h2>
            <DropBox uploads class="reply__box">
                <Form
                    action={ServerAction::<CommentDeal>::new()}
                    on_success=sent
                    reset=true
                    class="reply__form"
                >
                    <Hidden name="deal" value=deal.to_string() />
                    <div class="reply__text">
                        <TextArea
                            name="body"
                            label=w::COMMENT
                            quiet=true
                            rows=3
                            max=LONGEST_COMMENT
                            placeholder=w::COMMENT_PLACEHOLDER
                        />
                    </div>
                    <UploadList uploads />
                    {internal
                        .then(|| {
                            view! {
                                <div class="reply__around">
                                    <Checkbox name="internal" label=w::NOTE />
                                </div>
                            }
                        })}
                    <div class="reply__foot">
                        <UploadButtons uploads />
                        <span class="reply__send">
                            <Submit label=w::SEND icon=Icon::Send />
                        </span>
                    </div>
                </Form>
            </DropBox>
            <PlainUpload page=deal.address() />
        </section>
    }
}
