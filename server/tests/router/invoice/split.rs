//! Billed time and splitting tickets.
use super::*;
use crate::ticket::merge::{merge, undo};
use crate::ticket::split::{going, refused, said, shown, split_times, unsplit};
use crate::ticket::write;
use domain::ticket::merge::NoMerge;
use domain::ticket::split::NoSplit;

/// The entry of the concern that is split off.
async fn logo(shop: &Shop) -> i64 {
    write(&shop.scene.vera, shop.number, "Außerdem fehlt das Logo.", &[]).await.json::<()>();
    said(&page(&shop.scene.lena, shop.number).await, "fehlt das Logo")
}

with_shop! {
    async fn billed_time_stays_and_what_was_billed_since_keeps_the_split(shop: Shop) {
        let (lena, old) = (&shop.scene.lena, shop.number);
        shop.book("30", &[]).await;
        shop.issued().await;
        shop.book("15", &[]).await;
        let (entry, times) = (logo(&shop).await, going(lena, old).await);
        assert_eq!(times.iter().map(|time| time.stays).collect::<Vec<_>>(), [Some(NoSplit::TimeBilled), None]);
        let html = lena.get(&format!("/tickets/{old}/split")).await.text();
        assert!(html.contains("Diese Zeit ist schon abgerechnet") && !html.contains(&shown(&times[0])) && html.contains(&shown(&times[1])), "{html}");
        let answer = split_times(lena, old, entry, &[times[0].value()]).await;
        assert_eq!(answer.error(), refused("times", NoSplit::TimeBilled));
        let new: i64 = split_times(lena, old, entry, &[times[1].value()]).await.json();
        shop.issued().await;
        assert_eq!(unsplit(lena, old, new).await.error(), refused("split", NoSplit::Billed));
        let minutes = async |number: i64| page(&shop.scene.tom, number).await.effort.unwrap().total();
        assert_eq!((minutes(old).await, minutes(new).await), (30, 15));
    }

    async fn a_merge_of_which_something_is_billed_stays_and_the_page_says_why(shop: Shop) {
        let (lena, into) = (&shop.scene.lena, shop.number);
        let from = open(&shop.scene.vera, "Auch der Warenkorb").await;
        merge(lena, from, into).await.json::<i64>();
        assert_eq!(page(lena, into).await.merged[0].stays, None);
        shop.book("30", &[]).await;
        shop.issued().await;
        assert_eq!(page(lena, into).await.merged[0].stays, Some(NoMerge::Billed));
        assert_eq!(undo(lena, into, from).await.error(), AppError::field("merged", Reason::NoMerge(NoMerge::Billed)));
        let html = lena.get(&format!("/tickets/{into}")).await.text();
        assert!(html.contains("Zurücknehmen geht nicht: Davon ist schon etwas abgerechnet."), "{html}");
    }

    async fn a_draft_says_that_its_work_went_elsewhere(shop: Shop) {
        shop.book("30", &[]).await;
        let draft = shop.drawn().await;
        let (entry, times) = (logo(&shop).await, going(&shop.scene.lena, shop.number).await);
        split_times(&shop.scene.lena, shop.number, entry, &[times[0].value()]).await.json::<i64>();
        assert_eq!(issue(&shop.scene.anke, &draft).await.error(), WrongInvoice::Changed.into());
    }

    async fn no_split_and_no_undoing_brings_more_time_than_was_released(shop: Shop) {
        let (lena, old) = (&shop.scene.lena, shop.number);
        shop.book("40", &[]).await;
        let (entry, times) = (logo(&shop).await, going(lena, old).await);
        let new: i64 = split_times(lena, old, entry, &[times[0].value()]).await.json();
        let booked = page(&shop.scene.tom, new).await.effort.unwrap().meter.unwrap().meter.booked;
        assert_eq!(booked, 40, "it counts at the gate of the new one");
        shop.book("50", &[]).await;
        assert_eq!(unsplit(lena, old, new).await.error(), refused("times", NoSplit::Released));
        assert_eq!(page(lena, new).await.number.0, new, "nothing happened");
    }
}
