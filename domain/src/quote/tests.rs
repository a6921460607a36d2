use super::*;
use jiff::civil::date;

const LAST: Date = date(2026, 12, 18);

fn sent() -> Quote {
    Quote::Sent { version: 2, valid_until: LAST }
}

fn now() -> Timestamp {
    "2026-12-01T10:00:00Z".parse().unwrap()
}

fn accept(version: u32) -> Event {
    Event::Accept { version, by: PersonId(7) }
}

fn decline(version: u32) -> Event {
    Event::Decline { version, by: PersonId(7), reason: "zu teuer".into() }
}

fn after(quote: Quote, event: Event) -> Result<QuoteKind, WrongQuote> {
    quote.after(event, now(), date(2026, 12, 1)).map(|quote| quote.kind())
}

fn every_state() -> [Quote; 7] {
    let (at, by, version, valid_until) = (now(), PersonId(7), 2, LAST);
    [
        Quote::Requested,
        Quote::Draft,
        sent(),
        Quote::Accepted { version, at, by },
        Quote::Declined { version, at, by, reason: String::new() },
        Quote::Expired { version, valid_until },
        Quote::Withdrawn { at, reason: String::new() },
    ]
}

#[test]
fn a_quote_is_asked_for_written_sent_and_accepted() {
    let day = date(2026, 12, 1);
    let quote = Quote::Requested.after(Event::Write, now(), day).unwrap();
    let quote = quote.after(Event::Send { version: 1, valid_until: LAST }, now(), day).unwrap();
    assert_eq!(quote, Quote::Sent { version: 1, valid_until: LAST });
    let quote = quote.after(accept(1), now(), day).unwrap();
    assert_eq!(quote, Quote::Accepted { version: 1, at: now(), by: PersonId(7) });
}

#[test]
fn each_event_is_taken_or_refused_with_its_reason_in_each_state() {
    use QuoteKind as K;
    use WrongQuote as W;
    let send = |version| Event::Send { version, valid_until: LAST };
    let withdraw = || Event::Withdraw { reason: "doppelt".into() };
    let table: [(Event, [Result<K, W>; 7]); 6] = [
        (
            Event::Write,
            [
                Ok(K::Draft),
                Ok(K::Draft),
                Ok(K::Sent),
                Err(W::Accepted),
                Ok(K::Declined),
                Ok(K::Expired),
                Err(W::Withdrawn),
            ],
        ),
        (
            send(3),
            [
                Err(W::NothingWritten),
                Ok(K::Sent),
                Ok(K::Sent),
                Err(W::Accepted),
                Ok(K::Sent),
                Ok(K::Sent),
                Err(W::Withdrawn),
            ],
        ),
        (
            accept(2),
            [
                Err(W::NotSent),
                Err(W::NotSent),
                Ok(K::Accepted),
                Err(W::Accepted),
                Err(W::Declined),
                Err(W::Expired),
                Err(W::Withdrawn),
            ],
        ),
        (
            decline(2),
            [
                Err(W::NotSent),
                Err(W::NotSent),
                Ok(K::Declined),
                Err(W::Accepted),
                Err(W::Declined),
                Err(W::Expired),
                Err(W::Withdrawn),
            ],
        ),
        (
            Event::Expire,
            [
                Err(W::NotSent),
                Err(W::NotSent),
                Err(W::StillValid),
                Err(W::Accepted),
                Err(W::Declined),
                Err(W::Expired),
                Err(W::Withdrawn),
            ],
        ),
        (
            withdraw(),
            [
                Ok(K::Withdrawn),
                Ok(K::Withdrawn),
                Ok(K::Withdrawn),
                Err(W::Accepted),
                Err(W::Declined),
                Ok(K::Withdrawn),
                Err(W::Withdrawn),
            ],
        ),
    ];
    for (event, expected) in table {
        for (state, expected) in every_state().into_iter().zip(expected) {
            let told = format!("{event:?} in {state:?}");
            assert_eq!(after(state, event.clone()), expected, "{told}");
        }
    }
}

#[test]
fn only_the_version_that_was_shown_is_accepted() {
    assert_eq!(after(sent(), accept(1)), Err(WrongQuote::Newer));
    assert_eq!(after(sent(), decline(1)), Err(WrongQuote::Newer));
    assert_eq!(after(sent(), Event::Send { version: 2, valid_until: LAST }), Err(WrongQuote::NothingWritten));
}

#[test]
fn the_last_day_counts_and_the_day_after_does_not() {
    let next = date(2026, 12, 19);
    assert!(sent().after(accept(2), now(), LAST).is_ok());
    assert_eq!(sent().after(accept(2), now(), next), Err(WrongQuote::Expired));
    assert_eq!(sent().after(Event::Expire, now(), LAST), Err(WrongQuote::StillValid));
    assert_eq!(sent().after(Event::Expire, now(), next).map(|q| q.kind()), Ok(QuoteKind::Expired));
    assert_eq!(sent().on(LAST).kind(), QuoteKind::Sent);
    assert_eq!(sent().on(next).kind(), QuoteKind::Expired);
    let late = Event::Send { version: 3, valid_until: date(2026, 11, 30) };
    assert_eq!(after(Quote::Draft, late), Err(WrongQuote::Expired));
}

#[test]
fn states_have_codes_and_travel_with_their_facts() {
    for state in every_state() {
        assert_eq!(QuoteKind::of_code(state.kind().code()), Some(state.kind()));
        let text = serde_json::to_string(&state).unwrap();
        assert!(text.contains(&format!("\"state\":\"{}\"", state.kind().code())), "{text}");
        assert_eq!(serde_json::from_str::<Quote>(&text).unwrap(), state);
    }
}
