//! What a letter says, as plain text and as HTML.
use super::Letter;
use crate::house::House;
use crate::letter::compose::{Block, Company, Content, Ticket};
use app::policy::template_word::said;
use app::words::{self, fill, say};
use domain::lang::Lang;
use domain::letter::greeting;
use domain::letter::reply::{MARKER_DE, MARKER_EN};
use domain::policy::Policy;
use domain::policy::template::Occasion;

/// Colour of what is to be pressed, as in the portal.
const ACCENT: &str = "#0f5a63";
/// Inboxes show no more than this beside a subject.
const LONGEST_OCCASION: usize = 140;

/// A letter as plain text and as HTML, with what a configuration says in greeting and closing.
pub fn forms(house: &House, policy: &Policy, letter: &Letter, occasion: &str) -> (String, String) {
    let lang = letter.to.lang;
    let reference: Vec<String> = letter
        .about
        .iter()
        .map(|about| fill(lang, words::mail::REFERENCE, &[("token", &about.token)]))
        .collect();
    let closing = said(policy, lang, Occasion::Closing, &[]);
    let closing = (!closing.is_empty()).then_some(Block::Text(closing));
    let inside = letter.about.as_ref().is_some_and(|about| about.internal);
    let inside = inside.then(|| Block::Small(say(lang, words::mail::ANSWER_IS_INTERNAL).to_owned()));
    let greeting = said(policy, lang, Occasion::Greeting, &[("name", &letter.to.name)]);
    let mut blocks: Vec<Block> = letter.blocks.iter().cloned().chain(inside).chain(closing).collect();
    if let (Lang::De, Some(Block::Text(first))) = (lang, blocks.first_mut()) {
        *first = greeting::continued(&greeting, first);
    }
    let content = Content {
        lang,
        preheader: occasion,
        reply_above: letter.about.as_ref().map(|_| match lang {
            Lang::De => MARKER_DE,
            Lang::En => MARKER_EN,
        }),
        greeting: &greeting,
        blocks: &blocks,
        company: Company {
            name: &house.settings.company,
            lines: &reference,
            portal: house.base.as_str().trim_end_matches('/'),
            accent: ACCENT,
        },
        ticket: letter.about.as_ref().map(|about| Ticket {
            number: &about.number,
            title: &about.title,
            state: &about.state,
            address: about.address.as_deref(),
        }),
    };
    (content.text(), content.html())
}

/// What a letter is about in one line: the first thing it says. Letters about one ticket share their subject.
pub fn occasion(blocks: &[Block]) -> String {
    let text = blocks.iter().find_map(|block| match block {
        Block::Text(text) | Block::Notice(text) => text.lines().next(),
        Block::Facts(_) | Block::Message { .. } | Block::Buttons(_) | Block::Small(_) => None,
    });
    text.unwrap_or_default().chars().take(LONGEST_OCCASION).collect()
}
