//! An invoice that two accountants cancel at the same time, while the server is killed: one cancellation, as a whole.
use super::Place;
use super::invoice::url;
use super::mail::count;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// Cancels; answers the number of the cancellation where that was confirmed.
fn cancel(place: &Place, cookie: &str, who: usize, number: &str) -> Option<String> {
    let key = format!("cancel-{number}-by-{who}");
    let fields = [("key", key.as_str()), ("reference", number), ("reason", "Falscher Empfänger")];
    match place.call(cookie, "invoice/cancel", &fields) {
        Ok((told, _)) => Some(serde_json::from_str(&told).unwrap()),
        // The other one was quicker.
        Err(ureq::Error::StatusCode(409)) => None,
        Err(ureq::Error::StatusCode(status)) => panic!("{status}"),
        // The server is gone.
        Err(_) => None,
    }
}

/// The first server is killed as soon as one of both heard anything; then both send the same again. Answers what was confirmed.
fn at_once(places: &[Arc<Place>; 2], cookie: &str, number: &str) -> Vec<String> {
    let second = places[1].database.is_some().then(|| places[1].start());
    let mut told = Vec::new();
    for killed in [true, false] {
        let first = places[0].start();
        let pressing: Vec<_> = (0..2)
            .map(|who| {
                let (place, cookie, number) = (places[who].clone(), cookie.to_owned(), number.to_owned());
                thread::spawn(move || cancel(&place, &cookie, who, &number))
            })
            .collect();
        while killed && !pressing.iter().any(thread::JoinHandle::is_finished) {
            thread::sleep(Duration::from_millis(1));
        }
        let kept = if killed {
            drop(first);
            None
        } else {
            Some(first)
        };
        told.extend(pressing.into_iter().filter_map(|one| one.join().unwrap()));
        drop(kept);
    }
    drop(second);
    told
}

/// Whatever was confirmed, there is one cancellation with its files, the next number was taken by it, and the work is free.
pub async fn cancelled_once(places: [Arc<Place>; 2], cookie: String, number: String) {
    let (url, year) = (url(&places[0]), number.split('-').nth(1).unwrap().to_owned());
    let last = format!("SELECT value FROM counter WHERE name = 'invoice-{year}'");
    let before = count(&url, &last).await;
    let pressed = number.clone();
    let told = tokio::task::spawn_blocking(move || at_once(&places, &cookie, &pressed)).await.unwrap();
    assert_eq!(count(&url, &last).await, before + 1, "one number was taken");
    let next = format!("RE-{year}-{:04}", before + 1);
    assert!(!told.is_empty() && told.iter().all(|told| *told == next), "{told:?}");
    let of = async |sql: &str| count(&url, &sql.replace("{number}", &number).replace("{next}", &next)).await;
    let made = "SELECT COUNT(*) FROM invoice k JOIN invoice i ON i.id = k.corrects_id
      WHERE i.number = '{number}' AND i.state = 'cancelled'";
    assert_eq!(of(made).await, 1);
    let whole = "SELECT COUNT(*) FROM invoice k JOIN invoice i ON i.id = k.corrects_id JOIN invoice_file f ON f.invoice_id = k.id
      WHERE k.number = '{next}' AND k.kind = 'cancellation' AND k.state = 'issued' AND k.gross = i.gross AND i.number = '{number}'";
    assert_eq!(of(whole).await, 2, "it gives back what was asked for, and has its two files");
    let billed = "SELECT COUNT(*) FROM invoice_source s JOIN invoice i ON i.id = s.invoice_id
      WHERE i.number = '{number}' AND s.released = FALSE";
    assert_eq!(of(billed).await, 0, "its work is free");
}
