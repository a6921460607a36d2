//! What concerns the company as a whole: place of holidays, doors, default class, days of objection.
use crate::parts::badge::kind_word;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Checkbox, Select, TextField, with_none};
use crate::parts::say::{lang, t, tf};
use crate::policy::calendar_form::place_options;
use crate::policy::part::{PartForm, Spot, field};
use crate::policy::word::door_word;
use crate::words::{common, policy as w};
use domain::money::amount;
use domain::policy::edit::{Part, code_of};
use domain::policy::{Door, Policy};
use domain::ticket::TicketType;
use domain::ticket::number::TicketNumber;
use domain::ticket::objection::ObjectionUnit;
use leptos::prelude::*;

/// The form.
#[component]
pub fn CompanyForm(
    /// The draft.
    policy: Policy,
    /// Codes of places.
    places: Vec<String>,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let classes: Vec<_> =
        policy.classes.iter().map(|class| (class.code.clone(), class.name(lang).to_owned())).collect();
    let levels = policy.priorities.iter().map(|level| (level.code.clone(), level.name(lang).to_owned()));
    let levels = with_none(w::NO_DEFAULT_PRIORITY, levels);
    let doors: Vec<_> = Door::ALL
        .into_iter()
        .map(|door| {
            let name = field(&format!("channel_{}", code_of(&door)));
            view! { <Checkbox name=name label=door_word(door) checked=policy.channels.contains(&door) /> }
        })
        .collect();
    let types: Vec<_> = TicketType::ALL
        .into_iter()
        .map(|kind| {
            let line = policy.types.iter().find(|line| line.code == kind);
            view! { <TypeFields kind factor=line.map(|line| line.factor_percent) /> }
        })
        .collect();
    let units =
        [(ObjectionUnit::CalendarDays, w::UNIT_CALENDAR_DAYS), (ObjectionUnit::BusinessDays, w::UNIT_DAYS)];
    let units = units.map(|(unit, text)| (code_of(&unit), t(text).to_owned())).to_vec();
    let rate = match policy.hourly_rate_cents {
        0 => String::new(),
        cents => amount(lang, cents, true),
    };
    let place = policy.place.map(|place| place.to_string()).unwrap_or_default();
    view! {
        <section class="card setting">
            <div class="card__body">
                <PartForm spot=Spot::save(Part::Company, "") submit=common::SAVE reload>
                    <Select
                        name=field("place")
                        label=w::PLACE
                        hint=w::PLACE_HINT
                        options=place_options(&places)
                        value=place
                    />
                    <div class="pair">
                        <Select
                            name=field("default_class")
                            label=w::DEFAULT_CLASS
                            options=classes
                            value=policy.default_class
                            required=true
                        />
                        {(levels.len() > 1)
                            .then(|| {
                                view! {
                                    <Select
                                        name=field("default_priority")
                                        label=w::DEFAULT_PRIORITY
                                        options=levels
                                        value=policy.default_priority.unwrap_or_default()
                                    />
                                }
                            })}
                        <TextField
                            name=field("objection_days")
                            label=w::OBJECTION_DAYS
                            value=policy.objection.days.to_string()
                            inputmode="numeric"
                            required=true
                            max=2
                        />
                        <Select
                            name=field("objection_unit")
                            label=w::OBJECTION_UNIT
                            hint=w::OBJECTION_UNIT_HINT
                            options=units
                            value=code_of(&policy.objection.unit)
                            required=true
                        />
                    </div>
                    <TextField
                        name=field("prefix")
                        label=w::PREFIX
                        hint=tf(w::PREFIX_HINT, &[("number", &policy.number.write(TicketNumber(1042)))])
                        value=policy.number.prefix.clone()
                        required=true
                        max=10
                    />
                    <TextField
                        name=field("hourly_rate")
                        label=w::HOURLY_RATE
                        hint=w::HOURLY_RATE_HINT
                        value=rate
                        inputmode="decimal"
                        max=10
                    />
                    <fieldset class="field choices">
                        <legend class="field__label">{t(w::TYPES)}</legend>
                        <div class="types">{types}</div>
                    </fieldset>
                    <fieldset class="field choices">
                        <legend class="field__label">{t(w::CHANNELS)}</legend>
                        <div class="choices__boxes">{doors}</div>
                    </fieldset>
                </PartForm>
            </div>
        </section>
    }
    .erase()
}

/// Whether a ticket type is offered, and at which share of the hourly rate.
#[component]
fn TypeFields(kind: TicketType, factor: Option<u16>) -> impl IntoView {
    let usual = match kind {
        TicketType::Normal => 100,
        TicketType::QuickNormal => 150,
        TicketType::QuickHigh => 200,
    };
    view! {
        <div class="types__one">
            <Checkbox
                name=field(&format!("type_{}", kind.code()))
                label=kind_word(kind)
                checked=factor.is_some()
            />
            <TextField
                name=field(&format!("factor_{}", kind.code()))
                label=tf(w::FACTOR_OF, &[("type", t(kind_word(kind)))])
                value=factor.unwrap_or(usual).to_string()
                inputmode="numeric"
                required=true
                max=4
            />
        </div>
    }
}
