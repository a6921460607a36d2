//! The window's title.
use leptos::prelude::*;
use leptos_meta::Title;

/// Sets the window's title. The server's document takes it as it stands, without escaping it; whatever people typed would
/// be markup there. The browser takes plain text.
#[component]
pub fn WindowTitle(
    /// Plain text.
    text: String,
) -> impl IntoView {
    let text = if cfg!(target_arch = "wasm32") { text } else { escaped(&text) };
    view! { <Title text=text /> }
}

/// Plain text as HTML (character references of `&`, `<` and `>`).
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_text_and_never_markup() {
        assert_eq!(escaped("</title><h1>A & B"), "&lt;/title&gt;&lt;h1&gt;A &amp; B");
    }
}
