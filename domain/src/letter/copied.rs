//! Who takes part in a ticket because its writer named them in `To` or `Cc` of a mail (B4): contacts of its organisation, and
//! nobody else. Strangers are never written to because somebody wrote their address down.
use super::incoming::Incoming;
use super::machine::Machine;

/// Most people that one mail lets in.
pub const MOST: usize = 10;
/// Most addresses of one mail that are looked up.
const MOST_READ: usize = 50;

/// The addresses that a mail names beside its writer's and those of the house, each once; contacts among them may be let in.
/// None of what a machine or a form of a web site sent: nobody chose its recipients.
pub fn copied(mail: &Incoming, machine: Option<Machine>, own: impl Fn(&str) -> bool) -> Vec<&str> {
    if machine.is_some() || mail.by_form {
        return Vec::new();
    }
    let others = |address: &&str| !address.is_empty() && **address != *mail.from && !own(address);
    let mut named: Vec<&str> = Vec::new();
    for address in mail.named.iter().map(String::as_str).filter(others) {
        if !named.contains(&address) {
            named.push(address);
        }
        if named.len() == MOST_READ {
            break;
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(named: &[&str]) -> Incoming {
        Incoming {
            from: "anna@kunde.de".into(),
            named: named.iter().map(|address| (*address).to_owned()).collect(),
            ..Incoming::default()
        }
    }

    fn own(address: &str) -> bool {
        address == "support@haus.de"
    }

    #[test]
    fn named_are_all_but_the_writer_and_the_house_each_once() {
        let mail =
            mail(&["support@haus.de", "ole@kunde.de", "", "anna@kunde.de", "ole@kunde.de", "eve@boese.de"]);
        assert_eq!(copied(&mail, None, own), ["ole@kunde.de", "eve@boese.de"]);
    }

    #[test]
    fn what_machines_and_forms_send_lets_nobody_in() {
        let mail = mail(&["ole@kunde.de"]);
        assert!(copied(&mail, Some(Machine::ListId), own).is_empty());
        assert!(copied(&Incoming { by_form: true, ..mail }, None, own).is_empty());
    }

    #[test]
    fn a_mail_to_thousands_is_not_looked_up_to_its_end() {
        let many: Vec<String> = (0..5000).map(|n| format!("p{n}@kunde.de")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(copied(&mail(&many), None, own).len(), MOST_READ);
    }
}
