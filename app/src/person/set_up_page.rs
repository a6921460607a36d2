//! Setting up the second factor: staff before they get in, everybody else from the account page.
use crate::parts::form::{Form, Hidden, Submit};
use crate::parts::frame::PageHead;
use crate::parts::say::t;
use crate::parts::state::{Load, SkeletonKind};
use crate::person::api::{ConfirmSecondFactor, begin_second_factor};
use crate::person::second_factor_page::CodeField;
use crate::person::view::SecondFactorSetUp;
use crate::words::person as w;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Shows the secret as picture and as text, and asks for the first code.
#[component]
pub fn SetUp() -> impl IntoView {
    let set_up = Resource::new(|| (), |()| begin_second_factor());
    view! {
        <PageHead title=w::SET_UP_TITLE lead=w::SET_UP_LEAD />
        <Load resource=set_up skeleton=SkeletonKind::Form view=|set_up| view! { <Steps set_up /> } />
    }
}

#[component]
fn Steps(set_up: SecondFactorSetUp) -> impl IntoView {
    let next = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
    view! {
        <ol class="steps">
            <li class="steps__item">
                <h2>{t(w::SET_UP_SCAN)}</h2>
                <p class="muted">{t(w::SET_UP_SCAN_HINT)}</p>
                <QrCode rows=set_up.code />
                <p class="muted small">{t(w::SET_UP_SECRET)}</p>
                <p>
                    <code class="secret">{grouped(&set_up.secret)}</code>
                </p>
            </li>
            <li class="steps__item">
                <h2>{t(w::SET_UP_CONFIRM)}</h2>
                <p class="muted">{t(w::SET_UP_CONFIRM_HINT)}</p>
                <Form action={ServerAction::<ConfirmSecondFactor>::new()} keyed=false native=true>
                    <CodeField />
                    <Hidden name="next" value=next />
                    <Submit label=w::SET_UP_BUTTON />
                </Form>
            </li>
        </ol>
    }
}

/// Dark on light in both themes: cameras want it so.
#[component]
fn QrCode(rows: Vec<Vec<bool>>) -> impl IntoView {
    let side = rows.len() + 2 * QUIET;
    view! {
        <svg class="qr" role="img" aria-label=t(w::SET_UP_IMAGE) viewBox=format!("0 0 {side} {side}")>
            <rect width=side height=side fill="#fff"></rect>
            <path d=shape(&rows) fill="#000"></path>
        </svg>
    }
}

/// Modules of light around the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// One run of dark modules after the other, as an SVG path.
fn shape(rows: &[Vec<bool>]) -> String {
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|dark| **dark).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    path
}

/// In fours, as people type it.
fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_dark_modules_are_drawn_inside_the_quiet_zone() {
        let rows = [vec![true, true, false, true], vec![false; 4]];
        assert_eq!(shape(&rows), "M4 4h2v1h-2zM7 4h1v1h-1z");
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }
}
