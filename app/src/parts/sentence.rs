//! Errors as sentences that say what to do next.
use crate::error::AppError;
use crate::letter::trouble::trouble_word;
use crate::parts::say::{lang, t, tf, tn};
use crate::words::{error as w, invoice, package, ticket};
use domain::approval::{Releasable, price};
use domain::billing::WrongInvoice;
use domain::deal::Deal;
use domain::input::Reason;
use domain::moment::date;
use domain::money::euros;
use domain::order::WrongOrder;
use domain::package::pool::WrongPool;
use domain::quote::WrongQuote;
use domain::ticket::merge::NoMerge;
use domain::ticket::split::NoSplit;
use domain::ticket::workflow::{Need, WrongMove};

/// Why a field was not taken.
pub fn of_reason(reason: &Reason) -> String {
    match reason {
        Reason::Missing => t(w::MISSING).to_owned(),
        Reason::TooLong { max } => tn(w::TOO_LONG, u64::from(*max)),
        Reason::TooShort { min } => tn(w::TOO_SHORT, u64::from(*min)),
        Reason::NotAnAddress => t(w::NOT_AN_ADDRESS).to_owned(),
        Reason::NotAMailServer => t(w::NOT_A_MAIL_SERVER).to_owned(),
        Reason::NotATokenEndpoint => t(w::NOT_A_TOKEN_ENDPOINT).to_owned(),
        Reason::NotReached { trouble, words } => {
            tf(w::NOT_REACHED, &[("sentence", t(trouble_word(*trouble))), ("words", words)])
        }
        Reason::NotAnIban => t(w::NOT_AN_IBAN).to_owned(),
        Reason::AsksForNothing => t(w::ASKS_FOR_NOTHING).to_owned(),
        Reason::MoreThanOpen => t(w::MORE_THAN_OPEN).to_owned(),
        Reason::AtMost { cents } => tf(w::AT_MOST, &[("amount", &euros(lang(), *cents))]),
        Reason::Unasked => t(w::MOVE_UNASKED).to_owned(),
        Reason::NoUnit => t(w::NO_UNIT).to_owned(),
        Reason::NoSuchOrder => t(w::NO_SUCH_ORDER).to_owned(),
        Reason::NothingToBill { first, last } => {
            let (first, last) = (date(*first, lang()), date(*last, lang()));
            tf(w::NOTHING_TO_BILL, &[("first", &first), ("last", &last)])
        }
        Reason::NoSuchInvoice => t(w::NO_SUCH_INVOICE).to_owned(),
        Reason::NotABic => t(w::NOT_A_BIC).to_owned(),
        Reason::NotACountry => t(w::NOT_A_COUNTRY).to_owned(),
        Reason::NotAbroad => t(invoice::LACK_NOT_ABROAD).to_owned(),
        Reason::NotAVatId => t(w::NOT_A_VAT_ID).to_owned(),
        Reason::NotAColour => t(w::NOT_A_COLOUR).to_owned(),
        Reason::NotALogo => t(w::NOT_A_LOGO).to_owned(),
        Reason::NoTaxId => t(w::NO_TAX_ID).to_owned(),
        Reason::TooManyLines { max } => tf(w::TOO_MANY_LINES, &[("max", &max.to_string())]),
        Reason::NotAChoice => t(w::NOT_A_CHOICE).to_owned(),
        Reason::NoSuchTicket => t(w::NO_SUCH_TICKET).to_owned(),
        Reason::OtherOrganisation => t(w::OTHER_ORGANISATION).to_owned(),
        Reason::TicketOver => t(w::TICKET_OVER).to_owned(),
        Reason::SameTicket => t(w::SAME_TICKET).to_owned(),
        Reason::MailAnswered => t(w::MAIL_ANSWERED).to_owned(),
        Reason::MailSettled { by, ticket } if ticket.is_empty() => tf(w::MAIL_SETTLED, &[("by", by)]),
        Reason::MailSettled { by, ticket } => tf(w::MAIL_PLACED, &[("by", by), ("ticket", ticket)]),
        Reason::NotReadable => t(w::NOT_READABLE).to_owned(),
        Reason::NotHours => t(w::NOT_HOURS).to_owned(),
        Reason::BadFile { places } => tf(w::BAD_FILE, &[("places", places)]),
        Reason::NotAZone => t(w::NOT_A_ZONE).to_owned(),
        Reason::NotACode => t(w::NOT_A_CODE).to_owned(),
        Reason::NotBetween { min, max } => {
            tf(w::NOT_BETWEEN, &[("min", &min.to_string()), ("max", &max.to_string())])
        }
        Reason::UnknownGap { gap } => tf(w::UNKNOWN_GAP, &[("gap", &format!("{{{gap}}}"))]),
        Reason::OpenGap { at } => tf(w::OPEN_GAP, &[("at", at)]),
        Reason::MissingGap { gap } => tf(w::MISSING_GAP, &[("gap", &format!("{{{gap}}}"))]),
        Reason::NotAPhone => t(w::NOT_A_PHONE).to_owned(),
        Reason::NotMoney => t(w::NOT_MONEY).to_owned(),
        Reason::NotPercents => t(w::NOT_PERCENTS).to_owned(),
        Reason::NotADay => t(w::NOT_A_DAY).to_owned(),
        Reason::OverLimit { fits: 0, missing } => tf(w::OVER_LIMIT_FULL, &[("missing", &minutes(*missing))]),
        Reason::OverLimit { fits, missing } => {
            tf(w::OVER_LIMIT, &[("fits", &minutes(*fits)), ("missing", &minutes(*missing))])
        }
        Reason::NoRelease { within } if within.hour_cents > 0 => releasable(w::NO_RELEASE, *within),
        Reason::NoRelease { within } => releasable(w::NO_RELEASE_FREE, *within),
        Reason::NothingReleased { within } => releasable(w::NOTHING_RELEASED, *within),
        Reason::MoreThanAsked { within } => releasable(w::MORE_THAN_ASKED, *within),
        Reason::BeyondRight { within } => releasable(w::BEYOND_RIGHT, *within),
        Reason::NobodyReleases => t(w::NOBODY_RELEASES).to_owned(),
        Reason::NotConfirmed => t(w::NOT_CONFIRMED).to_owned(),
        Reason::NotATime => t(w::NOT_A_TIME).to_owned(),
        Reason::MoreThanADay => t(w::MORE_THAN_A_DAY).to_owned(),
        Reason::InFuture => t(w::IN_FUTURE).to_owned(),
        Reason::InPast => t(w::IN_PAST).to_owned(),
        Reason::TooLongAgo => t(w::TOO_LONG_AGO).to_owned(),
        Reason::NotBefore { first } => tf(w::NOT_BEFORE, &[("day", &date(*first, lang()))]),
        Reason::WithinTerm { last } => tf(w::WITHIN_TERM, &[("day", &date(*last, lang()))]),
        Reason::EndsBeforeItBegins => t(w::ENDS_BEFORE_IT_BEGINS).to_owned(),
        Reason::NotAscending => t(package::WRONG_TIERS).to_owned(),
        Reason::MoreThanThere => t(invoice::LACK_DISCOUNT).to_owned(),
        Reason::MoreThanLeft => t(package::MORE_THAN_LEFT).to_owned(),
        Reason::NotPooled { why } => t(wrong_pool_word(*why)).to_owned(),
        Reason::Overlapping => t(w::OVERLAPPING).to_owned(),
        Reason::NamesInternal => t(w::NAMES_INTERNAL).to_owned(),
        Reason::NoMerge(why) => t(no_merge_word(*why)).to_owned(),
        Reason::NoSplit(why) => t(no_split_word(*why)).to_owned(),
        Reason::NobodyToBill => t(w::NOBODY_TO_BILL).to_owned(),
        Reason::Billed => t(invoice::BILLED).to_owned(),
        Reason::Sold(deal) => of_sold(*deal),
        Reason::NoMatch => t(w::NO_MATCH).to_owned(),
        Reason::Taken => t(w::TAKEN).to_owned(),
        Reason::AccountTaken { account, by } => {
            tf(w::ACCOUNT_TAKEN, &[("account", &account.to_string()), ("name", by)])
        }
        Reason::TooEasy => t(w::TOO_EASY).to_owned(),
        Reason::MoreThanAnnounced => t(w::MORE_THAN_ANNOUNCED).to_owned(),
        Reason::TooLarge { max_mb } => tn(w::TOO_LARGE, u64::from(*max_mb)),
    }
}

/// Why a wish is not promised free of charge.
pub fn of_sold(deal: Deal) -> String {
    let text = match deal {
        Deal::Order(_) => ticket::WISH_ORDERED,
        Deal::Quote(_) => ticket::WISH_OFFERED,
    };
    tf(text, &[("number", &deal.to_string())])
}

/// Why two tickets are not merged, or stay so.
pub const fn no_merge_word(why: NoMerge) -> crate::words::Text {
    use crate::words::merge as m;
    match why {
        NoMerge::Same => m::WHY_SAME,
        NoMerge::OtherOrganisation => m::WHY_ORGANISATION,
        NoMerge::Strangers => m::WHY_STRANGERS,
        NoMerge::Internal => m::WHY_INTERNAL,
        NoMerge::Billed => m::WHY_BILLED,
        NoMerge::Released => m::WHY_RELEASED,
        NoMerge::Later => m::WHY_LATER,
    }
}

/// Why time stays where it is, or a split stays as it is.
pub const fn no_split_word(why: NoSplit) -> crate::words::Text {
    use crate::words::merge as m;
    match why {
        NoSplit::TimeBilled => m::STAYS_BILLED,
        NoSplit::Mixed => m::STAYS_MIXED,
        NoSplit::Elsewhere => m::STAYS_ELSEWHERE,
        NoSplit::TimeMerged => m::STAYS_MERGED,
        NoSplit::Released => m::STAYS_RELEASED,
        NoSplit::Billed => m::SPLIT_BILLED,
        NoSplit::Merged => m::SPLIT_MERGED,
        NoSplit::Over => m::SPLIT_OVER,
        NoSplit::Answered => m::SPLIT_ANSWERED,
        NoSplit::Worked => m::SPLIT_WORKED,
    }
}

/// What may be released, from the least to the most, each with its price.
fn releasable(text: crate::words::Text, within: Releasable) -> String {
    let told = |amount| match price(within.hour_cents, amount) {
        0 => minutes(amount),
        cents => format!("{} ({})", minutes(amount), euros(lang(), cents)),
    };
    tf(text, &[("least", &told(1)), ("most", &told(within.most))])
}

/// Minutes as a person tells them.
fn minutes(minutes: u32) -> String {
    crate::effort::word::minutes(lang(), minutes)
}

const fn wrong_pool_word(why: WrongPool) -> crate::words::Text {
    match why {
        WrongPool::NotAgreed => package::POOL_NOT_AGREED,
        WrongPool::Over => package::POOL_OVER,
        WrongPool::TooEarly => package::POOL_TOO_EARLY,
        WrongPool::NoContract => package::POOL_NO_CONTRACT,
        WrongPool::Taken => package::POOL_TAKEN,
    }
}

const fn of_wrong_invoice(why: WrongInvoice) -> crate::words::Text {
    match why {
        WrongInvoice::Draft => invoice::WRONG_DRAFT,
        WrongInvoice::Issued => invoice::WRONG_ISSUED,
        WrongInvoice::Cancelled => invoice::WRONG_CANCELLED,
        WrongInvoice::GivesBack => invoice::WRONG_GIVES_BACK,
        WrongInvoice::Empty => invoice::WRONG_EMPTY,
        WrongInvoice::Changed => invoice::WORK_CHANGED,
        WrongInvoice::Credited => invoice::WRONG_CREDITED,
        WrongInvoice::Paid => invoice::WRONG_PAID,
        WrongInvoice::NotDue => invoice::WRONG_NOT_DUE,
        WrongInvoice::NoReceiver => invoice::WRONG_NO_RECEIVER,
        WrongInvoice::NoSeller => invoice::LACK_SELLER,
        WrongInvoice::NoPeriod => invoice::LACK_PERIOD,
    }
}

/// What went wrong.
pub fn of_error(error: &AppError) -> String {
    match error {
        AppError::SignedOut => t(w::SIGNED_OUT).to_owned(),
        AppError::NotFound => t(w::NOT_FOUND).to_owned(),
        AppError::WrongMove { move_ } => of_wrong_move(move_),
        AppError::WrongQuote { why } => t(of_wrong_quote(*why)).to_owned(),
        AppError::WrongOrder { why } => t(of_wrong_order(*why)).to_owned(),
        AppError::WrongInvoice { why } => t(of_wrong_invoice(*why)).to_owned(),
        AppError::NotYours => t(w::NOT_YOURS).to_owned(),
        AppError::Invalid { fields } => {
            fields.first().map_or_else(|| t(w::INVALID).to_owned(), |field| of_reason(&field.reason))
        }
        AppError::Outdated { .. } => t(w::OUTDATED).to_owned(),
        AppError::KeyUsed => t(w::KEY_USED).to_owned(),
        AppError::LinkEnded => t(w::LINK_ENDED).to_owned(),
        AppError::TooMany { seconds } => {
            tn(w::TOO_MANY, u64::try_from(*seconds).unwrap_or(0).div_ceil(60).max(1))
        }
        AppError::Internal { id } => tf(w::INTERNAL, &[("id", id)]),
        AppError::Offline => t(w::OFFLINE).to_owned(),
    }
}

/// The heading over a page that shows only the error.
pub fn title_of_error(error: &AppError) -> &'static str {
    t(match error {
        AppError::SignedOut => w::SIGNED_OUT_TITLE,
        AppError::NotFound => w::NOT_FOUND_TITLE,
        AppError::NotYours
        | AppError::WrongMove { .. }
        | AppError::WrongQuote { .. }
        | AppError::WrongOrder { .. }
        | AppError::WrongInvoice { .. } => w::NOT_YOURS_TITLE,
        AppError::LinkEnded => w::LINK_ENDED_TITLE,
        AppError::TooMany { .. } => w::TOO_MANY_TITLE,
        AppError::Offline => w::OFFLINE_TITLE,
        AppError::Invalid { .. }
        | AppError::Outdated { .. }
        | AppError::KeyUsed
        | AppError::Internal { .. } => w::INTERNAL_TITLE,
    })
}

fn of_wrong_move(move_: &WrongMove) -> String {
    t(match move_ {
        WrongMove::Already => w::MOVE_ALREADY,
        WrongMove::NoSuchMove { .. } => w::MOVE_NONE,
        WrongMove::NotYours => w::MOVE_NOT_YOURS,
        WrongMove::Missing { need } => need_word(*need),
        WrongMove::Untested => w::MOVE_UNTESTED,
        WrongMove::Unasked => w::MOVE_UNASKED,
        WrongMove::NobodyAccepts => w::MOVE_NOBODY_ACCEPTS,
    })
    .to_owned()
}

const fn of_wrong_quote(why: WrongQuote) -> crate::words::Text {
    match why {
        WrongQuote::NothingWritten => w::QUOTE_NOTHING_WRITTEN,
        WrongQuote::NotSent => w::QUOTE_NOT_SENT,
        WrongQuote::Newer => w::QUOTE_NEWER,
        WrongQuote::Accepted => w::QUOTE_ACCEPTED,
        WrongQuote::Declined => w::QUOTE_DECLINED,
        WrongQuote::Expired => w::QUOTE_EXPIRED,
        WrongQuote::StillValid => w::QUOTE_STILL_VALID,
        WrongQuote::Withdrawn => w::QUOTE_WITHDRAWN,
        WrongQuote::AboveLimit => w::QUOTE_ABOVE_LIMIT,
        WrongQuote::NotConfirmed => w::QUOTE_NOT_CONFIRMED,
    }
}

const fn of_wrong_order(why: WrongOrder) -> crate::words::Text {
    match why {
        WrongOrder::Open => w::ORDER_OPEN,
        WrongOrder::Done => w::ORDER_DONE,
        WrongOrder::Cancelled => w::ORDER_CANCELLED,
    }
}

/// What a move still needs, as a sentence.
pub const fn need_word(need: Need) -> crate::words::Text {
    match need {
        Need::Note => w::NEED_NOTE,
        Need::Team => w::NEED_TEAM,
        Need::Specification => w::NEED_SPECIFICATION,
        Need::Assignee => w::NEED_ASSIGNEE,
        Need::Organisation => w::NEED_ORGANISATION,
        Need::Version => w::NEED_VERSION,
        Need::Acceptance => w::NEED_ACCEPTANCE,
    }
}
