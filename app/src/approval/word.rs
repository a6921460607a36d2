//! Releases and consents in words. What somebody agrees to is written here once: on the page, in the mail, in the evidence.
use crate::effort::word::minutes as time;
use crate::parts::badge::kind_word;
use crate::words::{Text, approval as w, fill, say};
use domain::approval::State;
use domain::approval::consent::Tariff;
use domain::lang::Lang;
use domain::money::euros;
use domain::ticket::timeline::What;

/// `× 1,5`
pub fn factor(lang: Lang, percent: u16) -> String {
    let (whole, rest) = (percent / 100, percent % 100);
    let mark = if lang == Lang::De { ',' } else { '.' };
    match rest {
        0 => format!("× {whole}"),
        rest if rest % 10 == 0 => format!("× {whole}{mark}{}", rest / 10),
        rest => format!("× {whole}{mark}{rest:02}"),
    }
}

/// `142,50 € je Stunde (95,00 € × 1,5)`, and how hours of a package count where that is not as they are worked.
pub fn hour(lang: Lang, tariff: Tariff) -> String {
    let price = fill(lang, w::AN_HOUR, &[("price", &euros(lang, tariff.hour_cents()))]);
    if tariff.factor_percent == 100 {
        return price;
    }
    let times = (tariff.rate_cents > 0)
        .then(|| format!("{} {}", euros(lang, tariff.rate_cents), factor(lang, tariff.factor_percent)));
    let how: Vec<String> = times.into_iter().chain(drawn(lang, tariff)).collect();
    if how.is_empty() { price } else { format!("{price} ({})", how.join("; ")) }
}

/// How hours of a package count; nothing where they count as they are worked.
pub fn drawn(lang: Lang, tariff: Tariff) -> Option<String> {
    let factor = || factor(lang, tariff.factor_percent);
    tariff.draws_more().then(|| fill(lang, w::DRAWN, &[("factor", &factor())]))
}

/// The words by which effort is released.
pub fn release(lang: Lang, number: &str, minutes: u32, cents: i64, tariff: Tariff) -> String {
    let gaps = [
        ("number", number),
        ("time", &time(lang, minutes)),
        ("price", &euros(lang, cents)),
        ("hour", &hour(lang, tariff)),
    ];
    fill(lang, if cents > 0 { w::RELEASE } else { w::RELEASE_FREE }, &gaps)
}

/// The words by which less is released than was asked for.
pub fn release_less(
    lang: Lang,
    number: &str,
    minutes: u32,
    cents: i64,
    tariff: Tariff,
    asked: u32,
) -> String {
    let gaps = [
        ("number", number),
        ("time", &time(lang, minutes)),
        ("asked", &time(lang, asked)),
        ("price", &euros(lang, cents)),
        ("hour", &hour(lang, tariff)),
    ];
    fill(lang, if cents > 0 { w::RELEASE_LESS } else { w::RELEASE_LESS_FREE }, &gaps)
}

/// The words by which a ticket type is ordered; other ones where staff write down what the customer said on the phone.
pub fn order(lang: Lang, tariff: Tariff, phone: bool) -> String {
    let gaps = [("type", say(lang, kind_word(tariff.kind))), ("hour", &hour(lang, tariff))];
    fill(lang, if phone { w::ORDER_BY_PHONE } else { w::ORDER }, &gaps)
}

/// The word for where a request stands.
pub const fn state_word(state: State) -> Text {
    match state {
        State::Open => w::OPEN,
        State::Approved => w::APPROVED,
        State::Declined => w::DECLINED,
        State::Expired => w::EXPIRED,
        State::Withdrawn => w::WITHDRAWN,
    }
}

/// What happened, in a line of the history; nothing for other entries.
pub fn caption(what: &What, lang: Lang) -> Option<String> {
    match what {
        What::Approval { state, minutes, asked, cents, note, .. } => {
            let text = match (state, *cents > 0) {
                (State::Approved, true) if asked.is_some() => w::LINE_LESS,
                (State::Approved, false) if asked.is_some() => w::LINE_LESS_FREE,
                (State::Open, true) => w::LINE_ASKED,
                (State::Open, false) => w::LINE_ASKED_FREE,
                (State::Approved, true) => w::LINE_APPROVED,
                (State::Approved, false) => w::LINE_APPROVED_FREE,
                (State::Declined, true) => w::LINE_DECLINED,
                (State::Declined, false) => w::LINE_DECLINED_FREE,
                (State::Expired, _) => w::LINE_EXPIRED,
                (State::Withdrawn, _) => w::LINE_WITHDRAWN,
            };
            let (most, whole) = (time(lang, *minutes), time(lang, asked.unwrap_or_default()));
            let price = euros(lang, *cents);
            let line = fill(lang, text, &[("time", &most), ("asked", &whole), ("price", &price)]);
            let said = matches!(state, State::Open | State::Declined) && !note.is_empty();
            Some(if said { format!("{line} · {note}") } else { line })
        }
        What::ApprovalReminded { minutes, .. } => {
            Some(fill(lang, w::LINE_REMINDED, &[("time", &time(lang, *minutes))]))
        }
        What::Consent { state, tariff, .. } => {
            let text = match state {
                State::Open => w::LINE_PROPOSED,
                State::Approved => w::LINE_ORDERED,
                State::Declined => w::LINE_NOT_ORDERED,
                State::Expired | State::Withdrawn => w::LINE_PROPOSAL_WITHDRAWN,
            };
            let gaps = [("type", say(lang, kind_word(tariff.kind))), ("hour", &hour(lang, *tariff))];
            Some(fill(lang, text, &gaps))
        }
        What::LimitTold { minutes } => Some(fill(lang, w::LINE_TOLD, &[("time", &time(lang, *minutes))])),
        What::Nearing { meter } => {
            let (used, limit) = (time(lang, meter.used()), time(lang, meter.limit()));
            Some(fill(lang, w::LINE_NEARING, &[("used", &used), ("limit", &limit)]))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ticket::TicketType;

    const QUICK: Tariff =
        Tariff { kind: TicketType::QuickNormal, rate_cents: 9_500, factor_percent: 150, draws: false };

    #[test]
    fn what_is_agreed_to_names_amount_and_price() {
        assert_eq!(
            release(Lang::De, "#1042", 120, 28_500, QUICK),
            "Ich gebe für das Anliegen #1042 weiteren Aufwand bis zu 2 Stunden frei, höchstens 285,00\u{a0}€ netto. \
             Berechnet wird nur, was wirklich anfällt: 142,50\u{a0}€ je Stunde (95,00\u{a0}€ × 1,5)."
        );
        assert_eq!(
            release_less(Lang::De, "#1042", 60, 14_250, QUICK, 120),
            "Ich gebe für das Anliegen #1042 weiteren Aufwand nur bis zu 1 Stunde frei, höchstens 142,50\u{a0}€ netto; \
             angefragt waren 2 Stunden. Berechnet wird nur, was wirklich anfällt: 142,50\u{a0}€ je Stunde (95,00\u{a0}€ × 1,5)."
        );
        assert!(order(Lang::En, QUICK, false).contains("€142.50 an hour (€95.00 × 1.5)"));
        for state in [State::Open, State::Approved, State::Declined] {
            let (approval, note, wording) = (domain::id::ApprovalId(1), String::new(), String::new());
            let (asked, way) = (None, None);
            let what = What::Approval { approval, state, minutes: 60, asked, cents: 0, note, wording, way };
            let line = caption(&what, Lang::De).unwrap();
            assert!(!line.contains('€'), "nothing costs nothing: {line}");
        }
        let normal = Tariff { kind: TicketType::Normal, factor_percent: 100, ..QUICK };
        assert_eq!(hour(Lang::De, normal), "95,00\u{a0}€ je Stunde");
        let drawn = Tariff { draws: true, rate_cents: 11_500, ..QUICK };
        assert_eq!(
            order(Lang::De, drawn, false),
            "Ich bestelle die Bearbeitung als „Eilig“ zum Preis von 172,50\u{a0}€ je Stunde \
             (115,00\u{a0}€ × 1,5; Stunden des Pakets zählen × 1,5), netto."
        );
        let hours = Tariff { rate_cents: 0, ..drawn };
        assert_eq!(
            hour(Lang::En, hours),
            "€0.00 an hour (hours of the package count × 1.5)",
            "what goes beyond is not charged"
        );
        assert_eq!(factor(Lang::De, 125), "× 1,25");
        assert_eq!(factor(Lang::En, 200), "× 2");
    }
}
