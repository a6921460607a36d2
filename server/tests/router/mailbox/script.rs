//! Mailboxes whose mail server refuses, breaks off or is shared with others.
use super::{administrator, all, save};
use crate::house::Browser;
use crate::imap_script::{Script, after};
use crate::mail_server::until;
use crate::{TestHouse, on_both};
use app::letter::view::OriginalView;
use domain::letter::mailbox::Trouble;
use jiff::SignedDuration;
use server::letter::imap::run_mailboxes;

const USER: &str = "verkauf@portal.test";
const MAILS: &str = "SELECT COUNT(*) FROM mail";

fn fields(script: &Script, user: &str, more: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let usual = [("url", script.url()), ("user", user.to_owned()), ("password", "test".to_owned())];
    usual.into_iter().chain(more.iter().map(|(name, value)| (*name, (*value).to_owned()))).collect()
}

/// The house reads the mailbox of such a server from now on.
async fn reads(house: &TestHouse, script: &Script, user: &str) -> Browser {
    let ines = administrator(house).await;
    save(&ines, &fields(script, user, &[])).await.json::<()>();
    tokio::spawn(run_mailboxes(house.house.clone()));
    ines
}

async fn count_is(house: &TestHouse, sql: &str, count: i64) {
    until(&format!("{sql} = {count}"), async || (house.number(sql).await == count).then_some(())).await;
}

/// What is wrong with the mailbox, once something is.
async fn trouble(ines: &Browser) -> (Trouble, String) {
    let told = until("a trouble", async || all(ines).await.mailboxes.remove(0).trouble).await;
    (told.trouble, told.words)
}

async fn is_read(ines: &Browser) {
    until("a mailbox that is read", async || {
        let mailbox = all(ines).await.mailboxes.remove(0);
        (mailbox.fetched.is_some() && mailbox.trouble.is_none()).then_some(())
    })
    .await;
}

on_both! {
    async fn a_mail_that_the_server_does_not_give_is_named_and_keeps_no_other_waiting(house: TestHouse) {
        let script = Script::start(USER).await;
        for id in ["one", "two", "three"] {
            script.arrives(id, house.now(), false);
        }
        script.state().refuses.insert(2);
        let ines = reads(&house, &script, USER).await;
        count_is(&house, MAILS, 2).await;
        let (told, words) = trouble(&ines).await;
        assert_eq!(told, Trouble::NotStored);
        assert!(words.contains("UID 2") && words.contains("this mail is broken"), "{words}");
        assert!(all(&ines).await.mailboxes[0].fetched.is_none(), "it was not read to its end");
        until("the others marked as seen", async || (script.is_seen(1) && script.is_seen(3)).then_some(())).await;
        assert!(!script.is_seen(2));
        // Somebody opens it meanwhile, and the server is mended.
        script.state().mark_seen(2);
        script.state().refuses.clear();
        house.wait(SignedDuration::from_mins(1));
        count_is(&house, MAILS, 3).await;
        is_read(&ines).await;
        assert_eq!((script.given(1), script.given(3)), (1, 1), "what is stored is not fetched again");
        house.house.closing.cancel();
    }

    async fn a_mail_over_which_the_connection_breaks_is_named_and_keeps_no_other_waiting(house: TestHouse) {
        let script = Script::start(USER).await;
        for id in ["one", "two", "three"] {
            script.arrives(id, house.now(), false);
        }
        script.state().unreadable.insert(2);
        let ines = reads(&house, &script, USER).await;
        let (told, words) = trouble(&ines).await;
        assert_eq!(told, Trouble::Broken);
        assert!(words.contains("cannot be read: * 2 FETCH"), "{words}");
        count_is(&house, MAILS, 2).await;
        let words = until("a mail that is named", async || {
            let told = all(&ines).await.mailboxes.remove(0).trouble;
            told.filter(|told| told.trouble == Trouble::NotStored).map(|told| told.words)
        })
        .await;
        assert!(words.contains("UID 2: the server's answer cannot be read"), "{words}");
        assert!(all(&ines).await.mailboxes[0].fetched.is_none(), "it was not read to its end");
        assert!(script.is_seen(1) && script.is_seen(3) && !script.is_seen(2));
        // What comes is taken in at once, over the same connection.
        let signed_in = || script.state().asked.iter().filter(|command| command.starts_with("LOGIN")).count();
        let before = signed_in();
        script.arrives("four", house.now(), false);
        count_is(&house, MAILS, 3).await;
        assert_eq!(signed_in(), before);
        // An hour later it is asked for again; the server is mended.
        script.state().unreadable.clear();
        house.wait(SignedDuration::from_mins(61));
        count_is(&house, MAILS, 4).await;
        is_read(&ines).await;
        assert_eq!((script.given(1), script.given(3)), (2, 2), "once with the others, once alone");
        house.house.closing.cancel();
    }

    async fn a_search_that_is_refused_is_no_empty_mailbox(house: TestHouse) {
        let script = Script::start(USER).await;
        script.arrives("one", house.now(), false);
        script.state().refuses_search = true;
        let ines = reads(&house, &script, USER).await;
        assert_eq!(trouble(&ines).await, (Trouble::Broken, "search is busy".to_owned()));
        assert!(all(&ines).await.mailboxes[0].fetched.is_none());
        script.state().refuses_search = false;
        count_is(&house, MAILS, 1).await;
        is_read(&ines).await;
        house.house.closing.cancel();
    }

    async fn mails_that_cannot_be_marked_are_taken_in_once(house: TestHouse) {
        let script = Script::start(USER).await;
        script.arrives("one", house.now(), false);
        script.state().refuses_store = true;
        let ines = reads(&house, &script, USER).await;
        count_is(&house, MAILS, 1).await;
        assert_eq!(trouble(&ines).await, (Trouble::NotMarked, "read-only".to_owned()));
        script.state().refuses_store = false;
        house.wait(SignedDuration::from_mins(1));
        is_read(&ines).await;
        assert!(script.is_seen(1));
        assert_eq!(script.given(1), 1);
        house.house.closing.cancel();
    }

    async fn mails_that_cannot_be_marked_do_nothing_twice_after_a_restart(house: TestHouse) {
        let script = Script::start(USER).await;
        script.arrives("one", house.now(), false);
        script.state().refuses_store = true;
        let ines = reads(&house, &script, USER).await;
        count_is(&house, MAILS, 1).await;
        assert_eq!(trouble(&ines).await.0, Trouble::NotMarked);
        let answers = "SELECT COUNT(*) FROM letter WHERE answers IS NOT NULL AND to_email = 'one@kunde.test'";
        let answered = house.number(answers).await;
        let house = house.restarted_with(|_| {}).await;
        // Whatever is read of the next one was read of the first before.
        script.arrives("two", house.now(), false);
        tokio::spawn(run_mailboxes(house.house.clone()));
        count_is(&house, MAILS, 2).await;
        assert!(!script.is_seen(1));
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 2);
        assert_eq!(house.number(answers).await, answered);
        house.house.closing.cancel();
    }

    async fn a_server_that_cannot_tell_of_news_is_asked(house: TestHouse) {
        let script = Script::start(USER).await;
        script.state().no_idle = true;
        script.arrives("one", house.now(), false);
        let ines = reads(&house, &script, USER).await;
        count_is(&house, MAILS, 1).await;
        is_read(&ines).await;
        script.arrives("two", house.now(), false);
        house.wait(SignedDuration::from_mins(6));
        count_is(&house, MAILS, 2).await;
        assert!(!script.state().asked.iter().any(|command| command == "IDLE"));
        house.house.closing.cancel();
    }

    async fn what_was_cut_off_is_fetched_again_and_what_is_stored_stays_one(house: TestHouse) {
        let script = Script::start(USER).await;
        for id in ["one", "two", "three"] {
            script.arrives(id, house.now(), false);
        }
        script.state().cuts = Some(2);
        let ines = reads(&house, &script, USER).await;
        assert_eq!(trouble(&ines).await.0, Trouble::Broken);
        count_is(&house, MAILS, 3).await;
        is_read(&ines).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 3);
        house.house.closing.cancel();
    }

    async fn a_mail_that_somebody_opened_first_is_taken_in_once_and_what_was_read_before_is_left_alone(house: TestHouse) {
        let script = Script::start(USER).await;
        let old = script.arrives("old", after(house.now(), -5), true);
        let ines = reads(&house, &script, USER).await;
        is_read(&ines).await;
        assert_eq!(house.number(MAILS).await, 0);
        house.wait(SignedDuration::from_mins(6));
        let opened = script.arrives("opened", house.now(), true);
        count_is(&house, MAILS, 1).await;
        // It is not fetched with each look, though a server finds the last mail always.
        let asked = || script.state().asked.iter().filter(|command| command.starts_with("UID SEARCH")).count();
        let before = asked();
        house.wait(SignedDuration::from_mins(6));
        until("another look", async || (asked() >= before + 2).then_some(())).await;
        script.arrives("next", house.now(), false);
        count_is(&house, MAILS, 2).await;
        assert_eq!((script.given(old), script.given(opened)), (0, 1));
        count_is(&house, "SELECT COALESCE(last_uid, 0) FROM mailbox", 3).await;
        house.house.closing.cancel();
    }

    async fn who_corrects_the_user_loses_no_mail_of_the_outage_and_it_counts_from_when_it_arrived(house: TestHouse) {
        let script = Script::start(USER).await;
        let connected = house.now();
        let ines = reads(&house, &script, "verkauff@portal.test").await;
        assert_eq!(trouble(&ines).await.0, Trouble::SignIn);
        let arrived = after(connected, 90);
        let unseen = script.arrives("unseen", arrived, false);
        let opened = script.arrives("opened", after(connected, 100), true);
        house.wait(SignedDuration::from_hours(70));
        let id = all(&ines).await.mailboxes[0].id.to_string();
        save(&ines, &fields(&script, USER, &[("id", &id), ("seen", "1")])).await.json::<()>();
        count_is(&house, MAILS, 2).await;
        assert_eq!((script.given(unseen), script.given(opened)), (1, 1));
        let at = arrived.as_millisecond();
        for (what, sql) in [
            ("its ticket", format!("SELECT COUNT(*) FROM ticket WHERE opened_at = {at}")),
            ("its words there", format!("SELECT COUNT(*) FROM entry WHERE what = 'opened' AND at = {at}")),
            ("the mail", format!("SELECT COUNT(*) FROM mail WHERE received_at = {at} AND fetched_at = {}", house.now().as_millisecond())),
        ] {
            assert_eq!(house.number(&sql).await, 1, "{what}");
        }
        let mail = house.number(&format!("SELECT id FROM mail WHERE received_at = {at}")).await.to_string();
        let page: OriginalView = ines.call("mail", &[("id", &mail)]).await.json();
        assert_eq!(page.received.timestamp(), arrived);
        assert_eq!(page.fetched.unwrap().timestamp(), house.now());
        is_read(&ines).await;
        house.house.closing.cancel();
    }
}
