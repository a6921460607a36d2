//! Work that was sold by an order, or promised free of charge in a release, from its booking to statement and invoice: it draws no
//! package, needs no release, and no hour of it is billed.
use crate::approval::{ask, links, over, worked_on};
use crate::effort::{book, change};
use crate::house::{Answer, Browser, TestHouse, key};
use crate::promise::plan;
use crate::quote::scene::{Deal, accept, act, offer};
use crate::ticket::facts::classify;
use crate::ticket::merge::{merge, undo};
use crate::ticket::{open, open_with, page};
use app::error::AppError;
use app::invoice::view::InvoiceView;
use app::order::view::OrderView;
use app::package::view::{PackagesView, Statement};
use domain::approval::State;
use domain::billing::WrongInvoice;
use domain::deal::Deal as Sale;
use domain::effort::fixed::FixedPrice;
use domain::input::Reason;
use domain::order::WrongOrder;
use domain::package::Kind;
use domain::person::Role;
use domain::ticket::Stage;
use jiff::SignedDuration;

const ORDER: &str = "B-2026-0001";

/// Runs a test under a preset, on both databases.
macro_rules! under {
    ($($preset:literal: async fn $name:ident($deal:ident: Deal) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($deal: Deal) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { test(Deal::of(TestHouse::with_preset($preset).await).await).await; }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { test(Deal::of(TestHouse::with_preset_on_postgres($preset).await).await).await; }
        }
    )*};
}

/// An order of Albers over 7.5 h and 1,250 €; of a ticket where one is given.
async fn ordered(deal: &Deal, ticket: Option<i64>) {
    let ticket = ticket.map(|ticket| ticket.to_string());
    let more: Vec<_> = ticket.iter().map(|ticket| ("ticket", ticket.as_str())).collect();
    let quote = offer(deal, "new", "send", &more).await;
    accept(&deal.boss, &quote, 1).await.json::<()>();
}

async fn link(deal: &Deal, ticket: i64) -> Answer {
    act(&deal.klara, "order/link", ORDER, &[("ticket", &ticket.to_string())]).await
}

async fn unlink(deal: &Deal, ticket: i64) {
    act(&deal.klara, "order/unlink", ORDER, &[("ticket", &ticket.to_string())]).await.json::<()>();
}

async fn turn(deal: &Deal, deed: &str) {
    act(&deal.klara, "order/turn", ORDER, &[("deed", deed), ("reason", "Gestoppt")]).await.json::<()>();
}

async fn work(deal: &Deal, ticket: i64, minutes: &str) {
    book(&deal.scene.tom, ticket, &[("minutes", minutes)]).await.json::<()>();
}

async fn include(deal: &Deal, ticket: i64, class: &str, release: &str) {
    classify(&deal.scene.lena, ticket, &[("class", class)]).await.json::<()>();
    try_include(deal, ticket, release).await.json::<()>();
}

async fn try_include(deal: &Deal, ticket: i64, release: &str) -> Answer {
    let (key, number) = (key(), ticket.to_string());
    let fields = [("key", key.as_str()), ("number", &number), ("release", release), ("note", "")];
    deal.scene.lena.call("ticket/include", &fields).await
}

async fn statement(deal: &Deal) -> Statement {
    let organisation = deal.organisation();
    let fields = [("organisation", organisation.as_str()), ("cycle", "all")];
    let view: PackagesView = deal.klara.call("packages", &fields).await.json();
    *view.statement.unwrap()
}

/// All postings, the oldest first.
async fn told(deal: &Deal) -> Vec<(Kind, i64)> {
    statement(deal).await.lines.iter().rev().map(|line| (line.kind, line.minutes)).collect()
}

/// Asks for a draft of November.
async fn draw(deal: &Deal) -> Answer {
    let (key, organisation) = (key(), deal.organisation());
    let fields = [
        ("key", key.as_str()),
        ("organisation", &organisation),
        ("from", "2026-11-01"),
        ("to", "2026-11-30"),
    ];
    deal.scene.anke.call("invoice/draw", &fields).await
}

async fn invoice(who: &Browser, reference: &str) -> InvoiceView {
    who.call("invoice", &[("reference", reference)]).await.json()
}

/// Publishes the configuration with one part of its text in place of another.
async fn amend(deal: &Deal, from: &str, to: &str) {
    let sonja = deal.scene.house.staff("Sonja Satz", &[Role::SupportManager]).await;
    let sonja = deal.scene.house.browser(sonja).await;
    let text = sonja.get("/policy/export/1").await.text();
    assert!(text.contains(from), "{text}");
    let text = text.replacen(from, to, 1);
    sonja.call("policy/import", &[("key", &key()), ("text", &text)]).await.json::<()>();
    let draft: app::policy::view::DraftView = sonja.call("policy/draft", &[("moves", "false")]).await.json();
    let fields = [("key", &*key()), ("seen", &draft.seen.to_string()), ("note", "Neu")];
    sonja.call("policy/publish", &fields).await.json::<()>();
}

fn order(number: &str) -> FixedPrice {
    FixedPrice::Order(number.parse().unwrap())
}

async fn fixed(deal: &Deal, ticket: i64) -> Option<FixedPrice> {
    page(&deal.scene.tom, ticket).await.effort.unwrap().fixed
}

/// Why the work behind an invoice is free, in its words.
fn free(invoice: &InvoiceView) -> Vec<&str> {
    invoice.annex.iter().map(|hours| hours.free.as_str()).collect()
}

under! {
    "support-packages": async fn an_order_draws_no_hours_and_gives_back_what_was_drawn(deal: Deal) {
        plan(&deal.scene, deal.scene.albers.0, "package_5").await;
        let ticket = open(&deal.scene.vera, "Warenkorb").await;
        work(&deal, ticket, "60").await;
        ordered(&deal, None).await;
        assert_eq!(fixed(&deal, ticket).await, None);
        link(&deal, ticket).await.json::<()>();
        assert_eq!(fixed(&deal, ticket).await, Some(order(ORDER)));
        assert_eq!(told(&deal).await, [(Kind::Grant, 300), (Kind::Use, -60), (Kind::Use, 60)], "in the same change");
        work(&deal, ticket, "2 h").await;
        let first = page(&deal.scene.tom, ticket).await.effort.unwrap().lines.remove(0).id.0;
        let corrected = [("minutes", "90"), ("activity", "bug_fixing"), ("billing", "billable"), ("day", "2026-11-23")];
        change(&deal.scene.tom, first, 1, &corrected).await.json::<()>();
        let mut expected = vec![(Kind::Grant, 300), (Kind::Use, -60), (Kind::Use, 60)];
        assert_eq!(told(&deal).await, expected, "paid with the order's price alone");
        for deed in ["unlink", "link", "cancel", "reopen"] {
            match deed {
                "unlink" => unlink(&deal, ticket).await,
                "link" => link(&deal, ticket).await.json::<()>(),
                deed => turn(&deal, deed).await,
            }
            let sign = if matches!(deed, "unlink" | "cancel") { -1 } else { 1 };
            expected.extend([(Kind::Use, 90 * sign), (Kind::Use, 120 * sign)]);
            assert_eq!(told(&deal).await, expected, "{deed}");
        }
        turn(&deal, "finish").await;
        let seen = statement(&deal).await;
        assert_eq!((told(&deal).await, seen.forecast.unwrap().used), (expected, 0), "what is done was sold, too");
        assert_eq!(link(&deal, open(&deal.scene.vera, "Nachtrag").await).await.error(), WrongOrder::Done.into());
        let draft: String = draw(&deal).await.json();
        let seen = invoice(&deal.scene.anke, &draft).await;
        assert_eq!((seen.lines.len(), seen.totals.net), (3, 52_500 + 71_250 + 125_000), "the plan's fee and what was ordered");
        assert_eq!(free(&seen), ["im Auftrag enthalten"; 2]);
    }

    "support-packages": async fn merging_takes_the_price_along_and_undoing_it_leaves_it_where_it_was(deal: Deal) {
        plan(&deal.scene, deal.scene.albers.0, "package_5").await;
        let sold = open(&deal.scene.vera, "Warenkorb").await;
        let plain = open(&deal.scene.vera, "Warenkorb rechnet falsch").await;
        ordered(&deal, Some(sold)).await;
        work(&deal, sold, "60").await;
        work(&deal, plain, "30").await;
        merge(&deal.scene.lena, plain, sold).await.json::<i64>();
        assert_eq!(told(&deal).await, [(Kind::Grant, 300), (Kind::Use, -30), (Kind::Use, 30)]);
        undo(&deal.scene.lena, sold, plain).await.json::<()>();
        assert_eq!(told(&deal).await[3..], [(Kind::Use, -30)]);
        assert_eq!(fixed(&deal, plain).await, None);
    }

    "support-packages": async fn an_order_that_a_merge_brought_leaves_with_its_ticket(deal: Deal) {
        plan(&deal.scene, deal.scene.albers.0, "package_5").await;
        let sold = open(&deal.scene.vera, "Warenkorb").await;
        let plain = open(&deal.scene.vera, "Warenkorb rechnet falsch").await;
        ordered(&deal, Some(sold)).await;
        work(&deal, sold, "60").await;
        work(&deal, plain, "30").await;
        merge(&deal.scene.lena, sold, plain).await.json::<i64>();
        let mut expected = vec![(Kind::Grant, 300), (Kind::Use, -30), (Kind::Use, 30)];
        assert_eq!((fixed(&deal, plain).await, told(&deal).await), (Some(order(ORDER)), expected.clone()));
        work(&deal, plain, "15").await;
        undo(&deal.scene.lena, plain, sold).await.json::<()>();
        assert_eq!([fixed(&deal, sold).await, fixed(&deal, plain).await], [Some(order(ORDER)), None]);
        expected.extend([(Kind::Use, -30), (Kind::Use, -15)]);
        assert_eq!(told(&deal).await, expected, "what stays is paid with hours again");
        let seen: OrderView = deal.klara.call("order", &[("number", ORDER)]).await.json();
        let carried: Vec<i64> = seen.tickets.iter().map(|ticket| ticket.number.0).collect();
        assert_eq!((carried, seen.budget.used), (vec![sold], 60));
    }

    "support-packages": async fn of_two_merged_orders_the_survivor_has_that_of_the_ticket_which_stays(deal: Deal) {
        let [first, second, survivor] =
            [open(&deal.scene.vera, "A").await, open(&deal.scene.vera, "B").await, open(&deal.scene.vera, "C").await];
        ordered(&deal, Some(first)).await;
        ordered(&deal, Some(second)).await;
        merge(&deal.scene.lena, first, survivor).await.json::<i64>();
        merge(&deal.scene.lena, second, survivor).await.json::<i64>();
        assert_eq!(fixed(&deal, survivor).await, Some(order(ORDER)));
        undo(&deal.scene.lena, survivor, first).await.json::<()>();
        assert_eq!([fixed(&deal, first).await, fixed(&deal, survivor).await], [Some(order(ORDER)), Some(order("B-2026-0002"))]);
        undo(&deal.scene.lena, survivor, second).await.json::<()>();
        assert_eq!([fixed(&deal, second).await, fixed(&deal, survivor).await], [Some(order("B-2026-0002")), None]);
        merge(&deal.scene.lena, first, survivor).await.json::<i64>();
        unlink(&deal, survivor).await;
        link(&deal, survivor).await.json::<()>();
        undo(&deal.scene.lena, survivor, first).await.json::<()>();
        let both = [fixed(&deal, first).await, fixed(&deal, survivor).await];
        assert_eq!(both, [Some(order(ORDER)), Some(order(ORDER))], "what staff put there themselves stays");
    }

    "vendor-classes": async fn a_promise_that_a_merge_brought_leaves_with_its_ticket(deal: Deal) {
        let (wish, other) = (open(&deal.scene.vera, "Eigene Farben").await, open(&deal.scene.vera, "Farben").await);
        include(&deal, wish, "d", "5.0").await;
        merge(&deal.scene.lena, wish, other).await.json::<i64>();
        let free = Some(FixedPrice::Release("5.0".into()));
        assert_eq!(fixed(&deal, other).await, free);
        undo(&deal.scene.lena, other, wish).await.json::<()>();
        assert_eq!([fixed(&deal, wish).await, fixed(&deal, other).await], [free, None]);
    }

    "support-packages": async fn hours_of_a_month_that_is_over_are_posted_back_and_expire(deal: Deal) {
        plan(&deal.scene, deal.scene.albers.0, "package_5").await;
        let ticket = open(&deal.scene.vera, "Warenkorb").await;
        work(&deal, ticket, "60").await;
        ordered(&deal, None).await;
        deal.scene.house.wait(SignedDuration::from_hours(24 * 10));
        let now = deal.scene.house.now().as_millisecond();
        deal.scene.house.run("UPDATE session SET created_at = $1, used_at = $1", [now.into()]).await;
        link(&deal, ticket).await.json::<()>();
        let mut expected = vec![(Kind::Grant, 300), (Kind::Use, -60), (Kind::Expiry, -240), (Kind::Grant, 300)];
        expected.extend([(Kind::Use, 60), (Kind::Expiry, -60)]);
        assert_eq!(told(&deal).await, expected, "no hour of November is left for December");
        unlink(&deal, ticket).await;
        expected.extend([(Kind::Expiry, 60), (Kind::Use, -60)]);
        assert_eq!(told(&deal).await, expected, "work takes hours of its day");
    }

    "shop-quick-tickets": async fn what_was_ordered_needs_no_release(deal: Deal) {
        let ticket = worked_on(&deal.scene, &deal.scene.vera, "Warenkorb").await;
        work(&deal, ticket, "50").await;
        ask(&deal.scene.tom, ticket, "2 h", "Es dauert länger.").await.json::<()>();
        assert_eq!(page(&deal.scene.tom, ticket).await.stage, Stage::WaitingForApproval);
        let asked = links(&deal.scene, "bea").await.remove(0);
        ordered(&deal, Some(ticket)).await;
        let seen = page(&deal.scene.tom, ticket).await;
        let request = seen.approvals.unwrap().request.unwrap().state;
        assert_eq!((seen.stage, request), (Stage::InProgress, State::Withdrawn), "nobody is asked any more");
        assert_eq!(seen.effort.unwrap().meter, None);
        deal.scene.house.visitor().call("approval/approve", &[("token", &asked)]).await.json::<()>();
        let request = page(&deal.scene.tom, ticket).await.approvals.unwrap().request.unwrap().state;
        assert_eq!(request, State::Withdrawn, "a late answer changes nothing");
        deal.scene.clear_letters().await;
        work(&deal, ticket, "4 h").await;
        assert!(deal.scene.reached().await.is_empty(), "nobody is told of a limit");
        assert_eq!(ask(&deal.scene.tom, ticket, "1 h", "Mehr.").await.error(), AppError::NotFound);
        turn(&deal, "cancel").await;
        let more = book(&deal.scene.tom, ticket, &[("minutes", "10")]).await;
        assert_eq!(more.error(), over(0, 10), "what is not sold any more needs a release");
        turn(&deal, "reopen").await;
        turn(&deal, "finish").await;
        let draft: String = draw(&deal).await.json();
        let seen = invoice(&deal.scene.anke, &draft).await;
        assert_eq!((seen.lines.len(), seen.totals.net), (2, 71_250 + 125_000));
        assert_eq!(free(&seen), ["im Auftrag enthalten"; 2]);
    }

    "shop-quick-tickets": async fn no_costs_by_the_hour_are_told_of_the_work_on_an_order(deal: Deal) {
        ordered(&deal, None).await;
        deal.scene.clear_letters().await;
        let boss = deal.boss_id.to_string();
        open_with(&deal.klara, "Anruf", &[("on_behalf_of", &boss)]).await.json::<i64>();
        act(&deal.klara, "order/open-ticket", ORDER, &[]).await.json::<i64>();
        let letters = deal.scene.letters().await;
        let costs: Vec<_> = letters.iter().filter(|(to, _)| to == "bea.boss").map(|(_, text)| text.contains("kann etwas kosten")).collect();
        assert_eq!(costs, [true, false], "{letters:?}");
    }

    "support-packages": async fn a_wish_that_was_promised_free_draws_nothing_until_it_is_bought(deal: Deal) {
        amend(&deal, "kind = \"request\"", "kind = \"wish\"").await;
        plan(&deal.scene, deal.scene.albers.0, "package_5").await;
        let ticket = open(&deal.scene.vera, "Eigene Farben").await;
        work(&deal, ticket, "6 h").await;
        include(&deal, ticket, "4", "5.0").await;
        let told_free = [(Kind::Grant, 300), (Kind::Use, -300), (Kind::Overage, 60), (Kind::Use, 300), (Kind::Overage, -60)];
        assert_eq!(told(&deal).await, told_free);
        work(&deal, ticket, "30").await;
        assert_eq!(told(&deal).await, told_free);
        assert_eq!(fixed(&deal, ticket).await, Some(FixedPrice::Release("5.0".into())));
        assert!(deal.scene.tom.get(&format!("/tickets/{ticket}")).await.text().contains("Kostenfrei in 5.0 zugesagt"));
        ordered(&deal, Some(ticket)).await;
        assert_eq!((page(&deal.scene.vera, ticket).await.release, told(&deal).await.len()), (None, 5), "bought instead");
        turn(&deal, "cancel").await;
        assert_eq!(told(&deal).await[5..], [(Kind::Use, -300), (Kind::Overage, 60), (Kind::Overage, 30)]);
        include(&deal, ticket, "4", "5.1").await;
        let draft: String = draw(&deal).await.json();
        let seen = invoice(&deal.scene.anke, &draft).await;
        assert_eq!((seen.lines.len(), seen.totals.net), (1, 52_500), "the plan's fee alone");
        assert_eq!(free(&seen), ["kostenfrei zugesagt"; 2]);
    }

    "vendor-classes": async fn a_wish_that_is_sold_or_offered_is_not_given_as_well(deal: Deal) {
        let wish = open(&deal.scene.vera, "Eigene Farben").await;
        classify(&deal.scene.lena, wish, &[("class", "d")]).await.json::<()>();
        let at = format!("/tickets/{wish}");
        let (form, lena) = ("In eine Version aufnehmen", &deal.scene.lena);
        assert!(lena.get(&at).await.text().contains(form));
        let quote = offer(&deal, "new", "send", &[("ticket", &*wish.to_string())]).await;
        let offered = AppError::field("release", Reason::Sold(Sale::Quote(quote.parse().unwrap())));
        assert_eq!(try_include(&deal, wish, "5.0").await.error(), offered, "the customer can accept it at any time");
        let html = lena.get(&at).await.text();
        assert!(html.contains(&format!("Dem Kunden liegt dazu das Angebot {quote} vor")) && !html.contains(form), "{html}");
        assert_eq!(page(&deal.scene.vera, wish).await.sold, None, "customers are not told how it is decided");
        accept(&deal.boss, &quote, 1).await.json::<()>();
        let sold = AppError::field("release", Reason::Sold(Sale::Order(ORDER.parse().unwrap())));
        for deed in ["finish", "reopen"] {
            assert_eq!(try_include(&deal, wish, "5.0").await.error(), sold);
            turn(&deal, deed).await;
        }
        let html = lena.get(&at).await.text();
        assert!(html.contains(&format!("Der Kunde hat das beauftragt ({ORDER})")) && !html.contains(form), "{html}");
        turn(&deal, "cancel").await;
        try_include(&deal, wish, "5.0").await.json::<()>();
        assert_eq!(fixed(&deal, wish).await, Some(FixedPrice::Release("5.0".into())));
        // A quote that was withdrawn is none.
        let other = open(&deal.scene.vera, "Eigene Schriften").await;
        classify(&deal.scene.lena, other, &[("class", "d")]).await.json::<()>();
        let quote = offer(&deal, "new", "send", &[("ticket", &*other.to_string())]).await;
        act(&deal.klara, "quote/withdraw", &quote, &[("reason", "Doch kostenfrei.")]).await.json::<()>();
        try_include(&deal, other, "5.0").await.json::<()>();
    }

    "support-packages": async fn a_fee_is_charged_for_the_days_of_its_contract_as_it_is_when_it_is_issued(deal: Deal) {
        plan(&deal.scene, deal.scene.albers.0, "package_5").await;
        let anke = &deal.scene.anke;
        let draft: String = draw(&deal).await.json();
        let seen = invoice(anke, &draft).await;
        assert_eq!((seen.totals.net, seen.billing.unwrap().changed), (52_500, false));
        for (end, net) in [("'2026-11-15'", 26_250), ("NULL", 52_500)] {
            deal.scene.house.run(&format!("UPDATE contract SET to_on = {end}"), []).await;
            assert!(invoice(anke, &draft).await.billing.unwrap().changed, "{end}");
            let key = key();
            let fields = [("key", key.as_str()), ("reference", draft.as_str()), ("deed", "redraw")];
            anke.call("invoice/turn", &fields).await.json::<String>();
            let seen = invoice(anke, &draft).await;
            assert_eq!((seen.totals.net, seen.billing.unwrap().changed), (net, false), "{end}");
        }
    }

    "vendor-classes": async fn a_wish_that_was_promised_free_is_not_charged(deal: Deal) {
        amend(&deal, "form = 1\n", "form = 1\nhourly_rate_cents = 9500\n").await;
        let wish = open(&deal.scene.vera, "Eigene Farben").await;
        work(&deal, wish, "60").await;
        include(&deal, wish, "d", "5.0").await;
        work(&deal, wish, "60").await;
        assert_eq!(draw(&deal).await.error(), WrongInvoice::Empty.into());
        let other = open(&deal.scene.vera, "Auswertung").await;
        work(&deal, other, "60").await;
        let draft: String = draw(&deal).await.json();
        let seen = invoice(&deal.scene.anke, &draft).await;
        assert_eq!((seen.lines.len(), seen.totals.net), (1, 9_500));
        assert_eq!(free(&seen).iter().filter(|free| **free == "kostenfrei zugesagt").count(), 2);
    }
}
