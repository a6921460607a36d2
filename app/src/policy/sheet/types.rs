//! What ticket types cost.
use crate::parts::badge::kind_word;
use crate::parts::say::{lang, t};
use crate::words::policy as w;
use domain::lang::Lang;
use domain::policy::Policy;
use leptos::prelude::*;

/// Ticket types with their factors, where there are several.
#[component]
pub fn TypePart(
    /// What to show.
    policy: Policy,
) -> impl IntoView {
    (policy.types.len() > 1).then(|| {
        let rows: Vec<_> = policy
            .types
            .iter()
            .map(|line| {
                view! {
                    <tr>
                        <th scope="row">{t(kind_word(line.code))}</th>
                        <td>{factor_words(line.factor_percent)}</td>
                    </tr>
                }
            })
            .collect();
        view! {
            <section class="sheet__part" aria-labelledby="types">
                <h2 id="types">{t(w::SHEET_TYPES)}</h2>
                <table class="sheet__table">
                    <thead>
                        <tr>
                            <th scope="col">{t(w::TYPE)}</th>
                            <th scope="col">{t(w::FACTOR)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    })
}

/// A factor of the hourly rate: `× 1,5`.
pub fn factor_words(percent: u16) -> String {
    let factor = format!("{}", f32::from(percent) / 100.0);
    let factor = if lang() == Lang::De { factor.replace('.', ",") } else { factor };
    format!("× {factor}")
}
