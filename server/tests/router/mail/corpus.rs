//! Real mails through the whole of the intake, read where they are at hand (`SCHALTER_CORPORA`, else `../shared/corpora/mail`)
//! and skipped with a word where they are not.
use crate::TestHouse;
use domain::letter::machine::{Kind, Machine};
use domain::letter::thread::Decision;
use server::letter::intake::{Receipt, codes, mailbox, receive};
use server::store::all;

/// What became of the delivery reports among them.
#[derive(Default)]
struct Reports {
    all: usize,
    seen: usize,
    found: usize,
    named: usize,
    missed: Vec<String>,
}

impl Reports {
    /// Counts one; what a name promises of other mails holds of each.
    fn count(&mut self, name: &str, receipt: &Receipt) {
        let bounce =
            if let Decision::Bounce { bounce, .. } = &receipt.decision { Some(bounce) } else { None };
        let sign = codes(&receipt.decision).2;
        if ["rfc3834", "is-not-bounce", "__arf-"].iter().any(|other| name.contains(other)) {
            assert!(bounce.is_none(), "{name} is no bounce: {bounce:?}");
            if name.contains("rfc3834") {
                assert_eq!(sign.map(Machine::kind), Some(Kind::AutoReply), "{name}");
            }
            if name.contains("is-not-bounce") {
                assert_eq!(sign, None, "{name}");
            }
            return;
        }
        self.all += 1;
        self.seen += usize::from(sign.is_some());
        self.found += usize::from(bounce.is_some());
        self.named += usize::from(bounce.is_some_and(|bounce| bounce.recipient.is_some()));
        if bounce.is_none() {
            self.missed.push(name.to_owned());
        }
    }
}

/// Every mail is taken in and ends in exactly one row, the same mail again is told of as before, and reports and absence notices
/// are known by what the server itself reads of them: as many as the rules know of those that their own tests take apart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_real_mail_is_lost_and_reports_and_absence_notices_are_known() {
    #[derive(sea_orm::FromQueryResult)]
    struct Count {
        decision: String,
        n: i64,
    }
    let root = std::env::var_os("SCHALTER_CORPORA")
        .map_or_else(|| std::path::PathBuf::from("../../shared/corpora/mail"), std::path::PathBuf::from);
    let house = TestHouse::sqlite().await;
    let now = house.now();
    let mailbox = mailbox(&house.house, None, now).await.unwrap().unwrap();
    let (mut taken, mut reports) = (0, Reports::default());
    for folder in ["bounces", "mail-parser", "replies", "replies-talon"] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            eprintln!("skipped: no mails in {folder}");
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()) {
            let raw = std::fs::read(&path).unwrap();
            let receipt = receive(&house.house, &mailbox, raw.clone(), now).await.unwrap();
            taken += usize::from(!receipt.known);
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if folder == "bounces" {
                reports.count(&name, &receipt);
            }
            let again = receive(&house.house, &mailbox, raw, now).await.unwrap();
            assert!(again.known, "{name} twice");
            assert_eq!(again.decision, receipt.decision, "{name} twice");
        }
    }
    let sql = "SELECT decision, COUNT(*) AS n FROM mail GROUP BY decision ORDER BY decision";
    let counts: Vec<Count> = all(house.house.store.read(), sql, []).await.unwrap();
    for Count { decision, n } in &counts {
        eprintln!("{n} {decision}");
    }
    assert_eq!(usize::try_from(counts.iter().map(|count| count.n).sum::<i64>()).unwrap(), taken);
    let Reports { all, seen, found, named, missed } = reports;
    eprintln!(
        "{all} reports: {seen} known as automatic, {found} understood, {named} with recipient; missed: {missed:#?}"
    );
    assert!(seen * 100 >= all * 97 && found * 100 >= all * 93 && named * 100 >= all * 90);
}
