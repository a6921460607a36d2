//! The support policy as a paper (D11): the same parts in the same words as the page, without what only a page can do.
use crate::parts::badge::kind_word;
use crate::parts::say::{lang, t, tf};
use crate::policy::billing_words::billing_words;
use crate::policy::calendar_form::{days_in_words, named, opening_words};
use crate::policy::hours::week_words;
use crate::policy::policy_page::in_force;
use crate::policy::process_words::process_words;
use crate::policy::sheet::plan::{fee, package_rows};
use crate::policy::sheet::types::factor_words;
use crate::policy::target_form::{promised, whom};
use crate::policy::view::PolicyView;
use crate::policy::word::{delivery_word, door_word, entitlement_word};
use crate::promise::sentence::{metric_word, weekday_word};
use crate::words::{Text, policy as w};
use domain::moment;
use domain::paper::{Block, Paper, Part, Table};
use domain::policy::plan::Entitlement;
use domain::policy::sheet::SheetPart;
use domain::policy::{Policy, TextBlock};
use domain::promise::calendar::Calendar;
use domain::ticket::Class;

/// The paper of a version, in the language of the call around it.
pub fn fact_sheet(view: &PolicyView, company: &str, accent: &str) -> Paper {
    let lang = lang();
    let policy = &view.policy;
    let own = |text: &TextBlock| Part {
        heading: named(lang, &text.de, &text.en),
        blocks: vec![Block::Text(named(lang, text.text_de.trim(), text.text_en.trim()))],
    };
    let mut parts = Vec::new();
    for part in SheetPart::ALL {
        parts.extend(generated(part, view));
        parts.extend(policy.texts_after(Some(part)).map(own));
    }
    parts.extend(policy.texts_after(None).map(own));
    Paper {
        lang,
        title: t(w::SHEET_TITLE).to_owned(),
        lead: in_force(&view.version.to_string(), view.since, view.until, lang),
        company: company.to_owned(),
        accent: accent.to_owned(),
        made: view.since.civil().date(),
        parts,
    }
}

/// A part; nothing where there is nothing to say in it.
fn generated(part: SheetPart, view: &PolicyView) -> Option<Part> {
    let policy = &view.policy;
    match part {
        SheetPart::Hours => Some(hours(view)),
        SheetPart::Channels => Some(channels(policy)),
        SheetPart::Promises => Some(promises(policy)),
        SheetPart::Plans => plans(policy),
        SheetPart::Classes => Some(classes(w::SHEET_CLASSES, &policy.classes)),
        SheetPart::Priorities => {
            (!policy.priorities.is_empty()).then(|| classes(w::PRIORITIES, &policy.priorities))
        }
        SheetPart::Types => types(policy),
        SheetPart::Process => Some(process(policy)),
        SheetPart::Billing => Some(billing(policy)),
    }
}

fn part(heading: Text, blocks: Vec<Block>) -> Part {
    Part { heading: t(heading).to_owned(), blocks }
}

fn table(head: &[Text], rows: Vec<Vec<String>>) -> Block {
    Block::Table(Table::of_words(head.iter().map(|text| t(*text).to_owned()).collect(), rows))
}

fn hours(view: &PolicyView) -> Part {
    let blocks = view.policy.calendars.iter().flat_map(|calendar| calendar_blocks(view, calendar));
    part(w::SHEET_HOURS, blocks.collect())
}

fn calendar_blocks(view: &PolicyView, calendar: &Calendar) -> Vec<Block> {
    let lang = lang();
    let name = named(lang, &calendar.de, &calendar.en);
    let mut blocks = vec![Block::Heading(format!("{name} ({})", calendar.zone))];
    for hours in &calendar.hours {
        if let Some(day) = hours.valid_from {
            blocks.push(Block::Text(tf(w::VALID_FROM_DAY, &[("day", &moment::date(day, lang))])));
        }
        blocks.push(Block::Facts(week_words(&hours.week)));
    }
    let closed = calendar.closures.iter();
    let closed = closed.map(|one| (named(lang, &one.de, &one.en), days_in_words(one.from, one.to)));
    let opened = calendar.openings.iter();
    let opened = opened.map(|one| (named(lang, &one.de, &one.en), opening_words(one, &view.customers)));
    for (heading, days) in [(w::CLOSURES, closed.collect::<Vec<_>>()), (w::OPENINGS, opened.collect())] {
        if !days.is_empty() {
            blocks.extend([Block::Heading(t(heading).to_owned()), Block::Facts(days)]);
        }
    }
    blocks.extend(holidays(view, calendar));
    blocks
}

/// Public holidays, year by year.
fn holidays(view: &PolicyView, calendar: &Calendar) -> Vec<Block> {
    let lang = lang();
    let days = view.holidays.iter().find(|(code, _)| *code == calendar.code).map(|(_, days)| days);
    let place = calendar.holidays.as_ref().or(view.policy.place.as_ref()).map(|place| place.name(lang));
    let Some((days, place)) = days.zip(place) else {
        return vec![Block::Text(t(w::NO_HOLIDAYS).to_owned())];
    };
    let list = |wanted: i16| {
        let gaps = [("year", wanted.to_string()), ("place", place.clone())];
        let heading = tf(w::HOLIDAYS_OF, &[(gaps[0].0, &gaps[0].1), (gaps[1].0, &gaps[1].1)]);
        let rows = days.iter().filter(|day| day.day.year() == wanted).map(|day| {
            let weekday = t(weekday_word(day.day.weekday()));
            (named(lang, &day.de, &day.en), format!("{weekday}, {}", moment::date(day.day, lang)))
        });
        [Block::Heading(heading), Block::Facts(rows.collect())]
    };
    view.years.iter().copied().flat_map(list).collect()
}

fn channels(policy: &Policy) -> Part {
    let doors = policy.channels.iter().map(|door| t(door_word(*door)).to_owned()).collect();
    part(w::SHEET_CHANNELS, vec![Block::List(doors)])
}

fn promises(policy: &Policy) -> Part {
    let numbered = policy.targets.iter().filter(|target| target.amount.is_some());
    let rows: Vec<_> = numbered
        .map(|one| vec![whom(policy, one), t(metric_word(one.metric)).to_owned(), promised(one)])
        .collect();
    let block = if rows.is_empty() {
        Block::Text(t(w::SHEET_NO_PROMISES).to_owned())
    } else {
        table(&[w::FOR_WHOM, w::METRIC, w::AMOUNT], rows)
    };
    part(w::SHEET_PROMISES, vec![block])
}

/// Plans side by side.
fn plans(policy: &Policy) -> Option<Part> {
    let (lang, plans) = (lang(), &policy.plans);
    if plans.is_empty() {
        return None;
    }
    let row = |name: &str, cell: &dyn Fn(&domain::policy::plan::Plan) -> String| {
        std::iter::once(name.to_owned()).chain(plans.iter().map(cell)).collect::<Vec<_>>()
    };
    let mut rows = vec![row(t(w::IN_SHORT), &|plan| named(lang, &plan.help_de, &plan.help_en))];
    for one in Entitlement::ALL {
        if plans.iter().any(|plan| plan.entitlements.contains(&one)) {
            rows.push(row(t(entitlement_word(one)), &|plan| {
                let has = plan.entitlements.contains(&one);
                t(if has { w::INCLUDED } else { w::NOT_INCLUDED }).to_owned()
            }));
        }
    }
    rows.push(row(t(w::FEE_MONTH), &|plan| fee(plan, lang)));
    for (name, cells) in package_rows(plans, policy.hourly_rate_cents) {
        rows.push(std::iter::once(t(name).to_owned()).chain(cells).collect());
    }
    let head = std::iter::once(t(w::PLAN).to_owned());
    let head = head.chain(plans.iter().map(|plan| plan.name(lang).to_owned())).collect();
    Some(part(w::SHEET_PLANS, vec![Block::Table(Table::of_words(head, rows))]))
}

fn classes(heading: Text, classes: &[Class]) -> Part {
    let blocks = classes.iter().flat_map(|class| {
        let lang = lang();
        let mut text = vec![named(lang, &class.help_de, &class.help_en)];
        let examples = class.examples(lang).join(" · ");
        if !examples.is_empty() {
            text.push(format!("{}: {examples}", t(w::EXAMPLES)));
        }
        text.push(named(lang, &class.effort_de, &class.effort_en));
        let ways: Vec<_> = class.delivery.iter().map(|way| t(delivery_word(*way))).collect();
        if !ways.is_empty() {
            text.push(format!("{}: {}", t(w::DELIVERY), ways.join(", ")));
        }
        text.retain(|text| !text.is_empty());
        [Block::Heading(class.name(lang).to_owned()), Block::Text(text.join("\n\n"))]
    });
    part(heading, blocks.collect())
}

fn types(policy: &Policy) -> Option<Part> {
    let rows = policy.types.iter();
    let rows = rows.map(|line| vec![t(kind_word(line.code)).to_owned(), factor_words(line.factor_percent)]);
    (policy.types.len() > 1).then(|| part(w::SHEET_TYPES, vec![table(&[w::TYPE, w::FACTOR], rows.collect())]))
}

fn process(policy: &Policy) -> Part {
    part(w::SHEET_PROCESS, vec![Block::Text(process_words(policy).join("\n\n"))])
}

fn billing(policy: &Policy) -> Part {
    part(w::SHEET_BILLING, vec![Block::List(billing_words(lang(), policy))])
}
