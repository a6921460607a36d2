//! Lines of documents in words: what is charged, and who agreed to it.
use crate::effort::word::minutes;
use crate::invoice::word::period;
use crate::package::word::cycle_words;
use crate::words::{fill, invoice as w, say};
use domain::billing::gather::planned::{Group, Planned, Subject};
use domain::invoice::check::LONGEST_NAME;
use domain::invoice::line::Line;
use domain::lang::Lang;
use domain::moment::date;
use domain::money::{decimal, euros};
use domain::package::cycle::Window;
use domain::ticket::number::NumberFormat;

/// A line as a document says it; `released` are sentences about who released the work.
pub fn line(lang: Lang, number: &NumberFormat, planned: &Planned, released: &[String]) -> Line {
    let (name, mut more) = subject(lang, number, &planned.subject);
    if let Subject::Fee { less, .. } = &planned.subject {
        more.extend(reduced(lang, planned.net_cents(), less));
    }
    if matches!(planned.subject, Subject::Ticket { .. } | Subject::Inner)
        && let Some(days) = planned.period()
    {
        more.insert(0, period(lang, days));
    }
    more.extend(released.iter().cloned());
    Line {
        group: group(lang, &planned.group),
        name: shortened(&name),
        description: more.join("\n"),
        quantity: planned.quantity,
        unit: planned.unit,
        price_cents: planned.price_cents,
        discount_percent: planned.discount_percent,
        discount_reason: if planned.discount_percent > 0 {
            say(lang, w::DISCOUNT_TERM).to_owned()
        } else {
            String::new()
        },
        vat: planned.vat,
    }
}

fn group(lang: Lang, group: &Group) -> String {
    match group {
        Group::Plan => say(lang, w::GROUP_PLAN).to_owned(),
        Group::Order(number) => fill(lang, w::GROUP_ORDER, &[("number", &number.to_string())]),
        Group::Project(name) => shortened(name),
        Group::Work => say(lang, w::GROUP_WORK).to_owned(),
    }
}

fn subject(lang: Lang, number: &NumberFormat, subject: &Subject) -> (String, Vec<String>) {
    match subject {
        Subject::Fee { plan, window, .. } => {
            let days = cycle_words(lang, window.first, window.last);
            (fill(lang, w::LINE_FEE, &[("plan", plan), ("days", &days)]), Vec::new())
        }
        Subject::Beyond { window } => {
            let days = cycle_words(lang, window.first, window.last);
            (fill(lang, w::LINE_BEYOND, &[("days", &days)]), Vec::new())
        }
        Subject::Item { text, rest, .. } => {
            let (first, more) = text.split_once('\n').unwrap_or((text, ""));
            let more = (!more.trim().is_empty()).then(|| more.trim().to_owned());
            let rest = rest.map(|percent| fill(lang, w::LINE_REST, &[("percent", &percent.to_string())]));
            (first.to_owned(), more.into_iter().chain(rest).collect())
        }
        Subject::Ticket { number: ticket, title, factor_percent } => {
            let factor = (*factor_percent != 100).then(|| {
                fill(lang, w::LINE_FACTOR, &[("factor", &decimal(lang, i64::from(*factor_percent)))])
            });
            (format!("{} {title}", number.write(*ticket)), factor.into_iter().collect())
        }
        Subject::Inner => (say(lang, w::LINE_INNER).to_owned(), Vec::new()),
    }
}

/// How a fee came to what it is, where days of the plan before were taken off.
fn reduced(lang: Lang, net: i64, less: &[(Window, i64)]) -> Vec<String> {
    if less.is_empty() {
        return Vec::new();
    }
    let whole = net + less.iter().map(|(_, cents)| cents).sum::<i64>();
    let off = |(window, cents): &(Window, i64)| {
        let (amount, days) = (euros(lang, *cents), cycle_words(lang, window.first, window.last));
        fill(lang, w::LINE_FEE_LESS, &[("amount", &amount), ("days", &days)])
    };
    let price = fill(lang, w::LINE_FEE_WHOLE, &[("amount", &euros(lang, whole))]);
    std::iter::once(price).chain(less.iter().map(off)).collect()
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    name.chars().take(LONGEST_NAME - 1).chain(['…']).collect()
}

/// A sentence about work that was released: `Freigegeben: 2 Stunden von Bea Boss am 24.11.2026`.
pub fn released(lang: Lang, time: u32, by: &str, day: jiff::civil::Date) -> String {
    let (time, day) = (minutes(lang, time), date(day, lang));
    fill(lang, w::LINE_RELEASED, &[("time", &time), ("name", by), ("day", &day)])
}

/// A sentence about a price that was agreed to: `Preis bestätigt: 142,50 € je Stunde von Vera Albers am 24.11.2026`.
pub fn confirmed(lang: Lang, cents: i64, by: &str, day: jiff::civil::Date) -> String {
    let (price, day) = (euros(lang, cents), date(day, lang));
    fill(lang, w::LINE_CONFIRMED, &[("price", &price), ("name", by), ("day", &day)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::word::quantity;
    use domain::invoice::Period;
    use domain::invoice::line::{Quantity, Unit};
    use domain::ticket::number::TicketNumber;
    use domain::vat::Vat;
    use jiff::civil::date as day;

    fn planned(subject: Subject, unit: Unit, quantity: Quantity) -> Planned {
        Planned {
            group: Group::Work,
            subject,
            quantity,
            unit,
            price_cents: 14_250,
            discount_percent: 0,
            vat: Vat::Standard,
            own_vat: None,
            sources: Vec::new(),
        }
    }

    #[test]
    fn a_line_names_its_ticket_its_factor_and_who_released_it() {
        let subject =
            Subject::Ticket { number: TicketNumber(1042), title: "Warenkorb".into(), factor_percent: 150 };
        let told = released(Lang::De, 120, "Bea Boss", day(2026, 11, 24));
        let line = line(
            Lang::De,
            &NumberFormat::default(),
            &planned(subject, Unit::Hour, Quantity::Minutes(90)),
            &[told],
        );
        assert_eq!(line.name, "#1042 Warenkorb");
        assert_eq!(line.description, "Faktor 1,5\nFreigegeben: 2 Stunden von Bea Boss am 24.11.2026");
        assert_eq!(quantity(Lang::De, &line), "1:30 Std.");
        for (count, unit, written) in [
            (Quantity::Minutes(95), Unit::Hour, "1:35 Std."),
            (Quantity::Minutes(120), Unit::Hour, "2:00 Std."),
            (Quantity::Hundredths(150), Unit::Piece, "1,5 Stück"),
            (Quantity::Hundredths(300), Unit::Piece, "3 Stück"),
            (Quantity::Hundredths(53), Unit::Month, "0,53 Monate"),
        ] {
            assert_eq!(quantity(Lang::De, &Line { quantity: count, unit, ..line.clone() }), written);
        }
    }

    #[test]
    fn what_is_left_of_an_item_says_so() {
        let days = Period { from: day(2026, 10, 3), to: day(2026, 11, 12) };
        let item = |rest| {
            let subject = Subject::Item { text: "Umbau\nwie besprochen".into(), days, rest };
            let planned = planned(subject, Unit::Flat, Quantity::Hundredths(60));
            line(Lang::De, &NumberFormat::default(), &planned, &[])
        };
        let rest = item(Some(60));
        assert_eq!(rest.name, "Umbau");
        assert_eq!(
            rest.description,
            "wie besprochen\nRest dieser Position, 60 %: das Übrige ist schon berechnet"
        );
        assert_eq!(item(None).description, "wie besprochen");
    }

    #[test]
    fn a_fee_names_plan_and_month() {
        let window = Window { first: day(2026, 11, 1), last: day(2026, 11, 30) };
        let fee = Subject::Fee { plan: "Premium".into(), window, less: Vec::new() };
        let line = line(
            Lang::En,
            &NumberFormat::default(),
            &planned(fee, Unit::Month, Quantity::Hundredths(100)),
            &[],
        );
        assert_eq!(
            (line.name.as_str(), quantity(Lang::En, &line).as_str()),
            ("Premium, November 2026", "1 month")
        );
    }
}
