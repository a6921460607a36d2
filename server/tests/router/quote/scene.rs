//! People around a quote, and what they do.
use crate::house::{Answer, Browser, TestHouse, key};
use crate::ticket::Scene;
use app::quote::view::QuoteView;
use domain::id::PersonId;
use domain::person::{Rights, Role};

/// The agency of [`Scene`] with an account manager and two approvers of Albers.
pub struct Deal {
    pub scene: Scene,
    /// Account manager of Albers.
    pub klara: Browser,
    /// Approves up to 5,000 €.
    pub boss: Browser,
    pub boss_id: PersonId,
    /// Approves up to 100 €.
    pub small: Browser,
}

impl Deal {
    pub async fn of(house: TestHouse) -> Self {
        Self::around(Scene::of(house).await).await
    }

    pub async fn around(scene: Scene) -> Self {
        let house = &scene.house;
        let klara = house.staff("Klara Konto", &[Role::AccountManager]).await;
        let sql = "UPDATE organisation SET account_manager_id = $1 WHERE id = $2";
        house.run(sql, [klara.0.into(), scene.albers.0.into()]).await;
        let up_to = |cents| Rights { approves_up_to: Some(cents), ..Rights::default() };
        let boss_id = house.contact("Bea Boss", scene.albers, up_to(500_000)).await;
        let small = house.contact("Sven Small", scene.albers, up_to(10_000)).await;
        let (klara, boss, small) =
            (house.browser(klara).await, house.browser(boss_id).await, house.browser(small).await);
        Self { scene, klara, boss, boss_id, small }
    }

    pub fn organisation(&self) -> String {
        self.scene.albers.0.to_string()
    }
}

/// The fields of the form for a quote of 7.5 h at 95 € and 1,250 € flat, with `more` in place of what it says.
fn fields(deal: &Deal, number: &str, seen: i64, deed: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut all = vec![
        ("key".to_owned(), key()),
        ("number".to_owned(), number.to_owned()),
        ("seen".to_owned(), seen.to_string()),
        ("organisation".to_owned(), deal.organisation()),
        ("deed".to_owned(), deed.to_owned()),
    ];
    let usual = [
        ("title", "Neuer Warenkorb"),
        ("intro", "Gern bieten wir an:"),
        ("valid_until", "2026-12-18"),
        ("items[0][row]", "0"),
        ("items[0][kind]", "hours"),
        ("items[0][text]", "Umsetzung"),
        ("items[0][quantity]", "7,5"),
        ("items[0][price]", "95"),
        ("items[0][vat]", "standard"),
        ("items[1][row]", "1"),
        ("items[1][kind]", "flat"),
        ("items[1][text]", "Einrichtung"),
        ("items[1][price]", "1.250,00"),
        ("items[1][vat]", "standard"),
        ("items[5][row]", "5"),
        ("items[5][kind]", "hours"),
        ("items[5][vat]", "standard"),
    ];
    all.extend(usual.map(|(name, value)| (name.to_owned(), value.to_owned())));
    for (name, value) in more {
        all.retain(|(known, _)| known != name);
        all.push(((*name).to_owned(), (*value).to_owned()));
    }
    all
}

async fn seen(deal: &Deal, number: &str) -> i64 {
    if number == "new" { 0 } else { view(&deal.klara, number).await.version }
}

/// Somebody writes a quote.
pub async fn write_with(
    who: &Browser,
    deal: &Deal,
    number: &str,
    deed: &str,
    more: &[(&str, &str)],
) -> Answer {
    let fields = fields(deal, number, seen(deal, number).await, deed, more);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    who.call("quote/write", &fields).await
}

/// The account manager writes a quote; answers its number.
pub async fn offer(deal: &Deal, number: &str, deed: &str, more: &[(&str, &str)]) -> String {
    write_with(&deal.klara, deal, number, deed, more).await.json()
}

/// The account manager writes it as a browser without scripts does.
pub async fn post(deal: &Deal, number: &str, deed: &str, more: &[(&str, &str)]) -> Answer {
    let fields = fields(deal, number, seen(deal, number).await, deed, more);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let from = if number == "new" { "/quotes/new".to_owned() } else { format!("/quotes/{number}/edit") };
    deal.klara.post("quote/write", &from, &fields).await
}

/// Sends what is written.
pub async fn send(deal: &Deal, number: &str) {
    offer(deal, number, "send", &[]).await;
}

/// A contact asks; answers the number.
pub async fn request(who: &Browser, deal: &Deal, title: &str) -> String {
    let fields = [
        ("key", &*key()),
        ("title", title),
        ("body", "Bitte anbieten."),
        ("organisation", &deal.organisation()),
    ];
    who.call("quote/ask", &fields).await.json()
}

/// A quote as somebody sees it.
pub async fn view(who: &Browser, number: &str) -> QuoteView {
    who.call("quote", &[("number", number)]).await.json()
}

/// Something that somebody does with a quote or order.
pub async fn act(who: &Browser, endpoint: &str, number: &str, more: &[(&str, &str)]) -> Answer {
    let key = key();
    let mut fields = vec![("key", key.as_str()), ("number", number)];
    fields.extend(more);
    who.call(endpoint, &fields).await
}

/// Somebody accepts a version, with the sentence ticked.
pub async fn accept(who: &Browser, number: &str, version: u32) -> Answer {
    act(who, "quote/accept", number, &[("version", &version.to_string()), ("confirmed", "1")]).await
}
