//! Addresses behind which nobody sits.

/// Local parts that mail servers use for themselves (RFC 2142, 5; RFC 5321, 4.5.1). The last one is Exchange's.
const DAEMONS: [&str; 9] = [
    "mailer-daemon",
    "mailerdaemon",
    "mail-daemon",
    "maildaemon",
    "mdaemon",
    "postmaster",
    "post_master",
    "mail-delivery-subsystem",
    "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e",
];

/// Words, without separators, by which an address says that nobody reads it.
const UNREAD: [&str; 6] =
    ["noreply", "donotreply", "nichtantworten", "bittenichtantworten", "keineantwort", "noresponse"];

/// Local parts from which programs of a web server write: their users, and the forms of sites.
const SYSTEMS: [&str; 24] = [
    "www-data",
    "www",
    "wwwrun",
    "web",
    "webserver",
    "website",
    "apache",
    "httpd",
    "nginx",
    "root",
    "nobody",
    "system",
    "php",
    "cgi",
    "wordpress",
    "typo3",
    "joomla",
    "drupal",
    "form",
    "forms",
    "formular",
    "webformular",
    "webform",
    "kontaktformular",
];

/// Whether a program writes from this address, not a person.
pub(super) fn is_system(address: &str) -> bool {
    SYSTEMS.contains(&local(address))
}

/// Whether a mail server writes from this address.
pub(super) fn is_daemon(address: &str) -> bool {
    DAEMONS.contains(&local(address))
}

/// Whether an address says that nobody reads what is sent to it: `no-reply`, `azure_noreply`, `nicht-antworten.shop`.
pub(super) fn reads_no_answer(address: &str) -> bool {
    let words: Vec<&str> = local(address).split(['-', '_', '.']).take(8).collect();
    (0..words.len())
        .any(|from| (from + 1..=words.len()).any(|to| UNREAD.contains(&words[from..to].concat().as_str())))
}

/// The part before the `@`, without what follows a `+`.
fn local(address: &str) -> &str {
    let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
    local.split('+').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_known_by_their_local_part() {
        for address in ["mailer-daemon@x.de", "postmaster@x.de", "mailer-daemon", "postmaster+1@x.de"] {
            assert!(is_daemon(address), "{address}");
        }
        for address in ["", "@", "anna@postmaster.de", "postmaster.anna@x.de", "daemon@x.de"] {
            assert!(!is_daemon(address), "{address}");
        }
    }

    #[test]
    fn programs_of_a_web_server_are_known_by_their_local_part() {
        for address in ["www-data@x.de", "wordpress@x.de", "kontaktformular+7@x.de", "root"] {
            assert!(is_system(address), "{address}");
        }
        for address in ["", "anna@www.de", "webmaster@x.de", "info@x.de", "anna.root@x.de"] {
            assert!(!is_system(address), "{address}");
        }
    }

    #[test]
    fn unread_addresses_say_so_in_words_of_their_own() {
        for address in [
            "noreply@x.de",
            "no-reply@x.de",
            "no_reply+77@x.de",
            "azure-noreply@x.de",
            "do-not-reply@x.de",
            "bitte.nicht.antworten@x.de",
            "shop-keine-antwort@x.de",
        ] {
            assert!(reads_no_answer(address), "{address}");
        }
        for address in ["casinoreply@x.de", "reply@x.de", "anna@noreply.de", "", "mono-reply@x.de"] {
            assert!(!reads_no_answer(address), "{address}");
        }
    }
}
