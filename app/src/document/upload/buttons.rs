//! What files are chosen with.
use super::Uploads;
use crate::parts::awake::when_awake;
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::words::document as w;
use leptos::html::Input;
use leptos::prelude::*;

/// Buttons that choose files or take a picture, and the hidden field with the ids. Stands inside the form.
#[component]
pub fn UploadButtons(
    /// Where they go.
    uploads: Uploads,
) -> impl IntoView {
    view! {
        <span class="upload-buttons">
            <Picker uploads label=t(w::ATTACH) icon=Icon::Paperclip camera=false />
            <Picker uploads label=t(w::CAMERA) icon=Icon::Camera camera=true />
            <input type="hidden" name="documents" value=move || uploads.ids() />
        </span>
    }
}

#[component]
fn Picker(uploads: Uploads, label: &'static str, icon: Icon, camera: bool) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let take = move || {
        let Some(input) = input.get_untracked() else { return };
        if let Some(files) = input.files().filter(|files| files.length() > 0) {
            uploads.add(&files);
        }
        // The same file may be chosen again after it was removed.
        input.set_value("");
    };
    // Files that were chosen before the page was awake are not lost.
    when_awake(move || untrack(take));
    view! {
        <label class="picker" class:picker--camera=camera>
            <input
                node_ref=input
                class="picker__input"
                type="file"
                multiple=!camera
                accept=camera.then_some("image/*")
                capture=camera.then_some("environment")
                on:change=move |_| take()
            />
            <span class="picker__face button button--quiet">
                <Icon name=icon />
                <span>{label}</span>
            </span>
        </label>
    }
}
