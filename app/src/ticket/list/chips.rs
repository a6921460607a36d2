//! What narrows the list, each as a chip that can be taken away by itself.
use crate::parts::badge::{kind_word, say_stage};
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::ticket::address::address;
use crate::ticket::view::{Choice, Choices};
use crate::words::{list as w, stage};
use domain::moment;
use domain::ticket::Class;
use domain::ticket::filter::{Filter, Show};
use leptos::prelude::*;

/// The chips.
#[component]
pub fn Chips(
    /// What the address says now.
    filter: Filter,
    /// Names of what was chosen.
    choices: Choices,
) -> impl IntoView {
    let chips = without_each(&filter, &choices);
    if chips.is_empty() {
        return ().erase();
    }
    let several = chips.len() > 1;
    let chips = chips.into_iter().map(|(name, rest)| {
        let label = tf(w::REMOVE, &[("name", &name)]);
        view! {
            <li>
                <a class="chip chip--remove" href=address("/tickets", &rest) aria-label=label>
                    {name}
                    <Icon name=Icon::X />
                </a>
            </li>
        }
    });
    view! {
        <ul class="chips" aria-label=t(w::FILTER)>
            {chips.collect::<Vec<_>>()}
            {several
                .then(|| {
                    view! {
                        <li>
                            <a class="chips__all" href="/tickets">
                                {t(w::RESET)}
                            </a>
                        </li>
                    }
                })}
        </ul>
    }
    .erase()
}

/// Each thing that narrows, by name, with the filter that remains without it.
fn without_each(filter: &Filter, choices: &Choices) -> Vec<(String, Filter)> {
    let base = Filter { after: None, ..filter.clone() };
    let mut chips = Vec::new();
    let mut chip = |name: Option<String>, rest: Filter| chips.extend(name.map(|name| (name, rest)));
    let query = (!base.query.is_empty()).then(|| format!("»{}«", base.query));
    chip(query, Filter { query: String::new(), ..base.clone() });
    for stage in &base.stages {
        let stages = base.stages.iter().filter(|other| *other != stage).copied().collect();
        chip(Some(say_stage(*stage).to_owned()), Filter { stages, ..base.clone() });
    }
    chip(base.rests.then(|| t(stage::RESTS).to_owned()), Filter { rests: false, ..base.clone() });
    let show = match base.show {
        Show::All => None,
        Show::Open => Some(t(w::SHOW_OPEN).to_owned()),
        Show::Over => Some(t(w::SHOW_OVER).to_owned()),
    };
    chip(show, Filter { show: Show::All, ..base.clone() });
    let among = |levels: &[Class], code: &Option<String>| {
        let code = code.as_ref()?;
        let level = levels.iter().find(|level| level.code == *code);
        Some(level.map_or_else(|| code.clone(), |level| level.name(lang()).to_owned()))
    };
    chip(among(&choices.classes, &base.class), Filter { class: None, ..base.clone() });
    chip(among(&choices.priorities, &base.priority), Filter { priority: None, ..base.clone() });
    chip(base.kind.map(|kind| t(kind_word(kind)).to_owned()), Filter { kind: None, ..base.clone() });
    chip(name(&choices.organisations, base.organisation), Filter { organisation: None, ..base.clone() });
    chip(name(&choices.staff, base.assignee), Filter { assignee: None, ..base.clone() });
    chip(name(&choices.teams, base.team), Filter { team: None, ..base.clone() });
    chip(base.mine.then(|| t(w::MINE_CHIP).to_owned()), Filter { mine: false, ..base.clone() });
    let day = |word, day: Option<jiff::civil::Date>| {
        day.map(|day| format!("{} {}", t(word), moment::date(day, lang())))
    };
    chip(day(w::FROM, base.from), Filter { from: None, ..base.clone() });
    chip(day(w::TO, base.to), Filter { to: None, ..base });
    chips
}

fn name<Id: PartialEq + Copy + std::fmt::Display>(all: &[Choice<Id>], chosen: Option<Id>) -> Option<String> {
    let id = chosen?;
    Some(
        all.iter()
            .find(|choice| choice.id == id)
            .map_or_else(|| id.to_string(), |choice| choice.name.clone()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ticket::{Stage, TicketType};

    #[test]
    fn taking_every_chip_away_leaves_nothing_narrow() {
        let filter = Filter {
            query: "Warenkorb".into(),
            stages: vec![Stage::Done, Stage::Closed],
            rests: true,
            show: Show::Open,
            kind: Some(TicketType::QuickHigh),
            mine: true,
            ..Filter::default()
        };
        let chips = without_each(&filter, &Choices::default());
        assert_eq!(chips.len(), 7);
        for (name, rest) in &chips {
            assert!(rest.is_narrow() && *rest != filter, "{name}");
        }
        let mut left = filter;
        while let Some((_, rest)) = without_each(&left, &Choices::default()).into_iter().next() {
            left = rest;
        }
        assert!(!left.is_narrow());
    }
}
