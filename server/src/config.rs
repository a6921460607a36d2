//! Settings: one TOML file and the environment; the environment wins. A wrong one stops the start with a sentence.
pub mod mailbox;

use domain::promise::place::Place;
use mailbox::MailboxSettings;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use url::Url;

/// One setting as it is documented: variable, key in the file, default, what it does.
pub struct Documented {
    /// Environment variable.
    pub variable: &'static str,
    /// Key in the TOML file.
    pub key: &'static str,
    /// Default in words.
    pub default: &'static str,
    /// What it does.
    pub help: &'static str,
}

/// What is logged where nothing else is asked for.
pub const USUAL_LOG: &str = "info";

/// Every setting there is; `docs/settings.md` and `schalter config check` print this list.
pub const DOCUMENTED: [Documented; 16] = [
    Documented {
        variable: "SCHALTER_LISTEN",
        key: "listen",
        default: "127.0.0.1:3000",
        help: "Address and port to listen on; port 0 takes a free one and prints it.",
    },
    Documented {
        variable: "SCHALTER_DATA",
        key: "data",
        default: "data",
        help: "Folder of the embedded database and of files.",
    },
    Documented {
        variable: "DATABASE_URL",
        key: "database_url",
        default: "none: SQLite in the data folder",
        help: "PostgreSQL, such as postgres://user:password@host/name.",
    },
    Documented {
        variable: "SCHALTER_FILES",
        key: "files",
        default: "none: the folder `files` in the data folder",
        help: "S3-compatible storage, such as s3://bucket/prefix; keys and endpoint come from the usual AWS_* variables.",
    },
    Documented {
        variable: "SCHALTER_BASE_URL",
        key: "base_url",
        default: "http://ADDRESS LISTENED ON",
        help: "The address under which people reach the portal; stands in mails and decides which origins may change things. With https cookies are Secure.",
    },
    Documented {
        variable: "SCHALTER_SMTP_URL",
        key: "smtp_url",
        default: "none: mail is held in the outbox",
        help: "Mail server: smtp://host:port, smtp://user:password@host:587?tls=required or smtps://user:password@host.",
    },
    Documented {
        variable: "SCHALTER_MAIL_FROM",
        key: "mail_from",
        default: "Schalter <support@HOST OF BASE_URL>",
        help: "Sender of mails, but for those about a ticket that came in through a mailbox.",
    },
    Documented {
        variable: "SCHALTER_COMPANY",
        key: "company",
        default: "Schalter",
        help: "Name of the operating company.",
    },
    Documented {
        variable: "SCHALTER_ZONE",
        key: "zone",
        default: "Europe/Berlin",
        help: "The company's time zone (IANA).",
    },
    Documented {
        variable: "SCHALTER_PRESET",
        key: "preset",
        default: "agency-plans",
        help: "Kind of company with which an empty database begins: hours, plans, classes, promises, workflow.",
    },
    Documented {
        variable: "SCHALTER_PLACE",
        key: "place",
        default: "none",
        help: "Where an empty database begins to keep public holidays: a German state (ISO 3166-2), perhaps with a municipality, such as DE-BY-muenchen.",
    },
    Documented {
        variable: "SCHALTER_LARGEST_UPLOAD_MB",
        key: "largest_upload_mb",
        default: "100",
        help: "Largest file in megabytes (1 to 2000).",
    },
    Documented {
        variable: "SCHALTER_SECRET_KEY",
        key: "secret_key",
        default: "none: made once in the data folder as `secret.key`",
        help: "Key that encrypts stored secrets, at least 32 characters; several servers on one database need the same.",
    },
    Documented {
        variable: "SCHALTER_TRUST_PROXY",
        key: "trust_proxy",
        default: "false",
        help: "Take the reader's network address from the last X-Forwarded-For entry; only behind a proxy of your own.",
    },
    Documented {
        variable: "SCHALTER_LOG",
        key: "log",
        default: USUAL_LOG,
        help: "What is logged, such as warn or info,server=debug.",
    },
    Documented { variable: "SCHALTER_LOG_FORMAT", key: "log_format", default: "text", help: "text or json." },
];

/// Settings, checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Data folder.
    pub data: PathBuf,
    /// PostgreSQL, where it is not SQLite.
    pub database_url: Option<String>,
    /// S3-compatible storage, where it is not the data folder.
    pub files: Option<Url>,
    /// Where people reach the portal; `None` means where it listens.
    pub base_url: Option<Url>,
    /// Mail server; `None` holds mail in the outbox.
    pub smtp_url: Option<String>,
    /// Sender; `None` means `support@` the host of the base URL.
    pub mail_from: Option<String>,
    /// Name of the company.
    pub company: String,
    /// Time zone.
    pub zone: jiff::tz::TimeZone,
    /// Name of the preset.
    pub preset: String,
    /// Where an empty database begins to keep public holidays.
    pub place: Option<Place>,
    /// Largest upload in bytes.
    pub largest_upload: u64,
    /// Key of stored secrets; `None` means the key file in the data folder.
    pub secret_key: Option<String>,
    /// Behind a proxy of our own.
    pub trust_proxy: bool,
    /// Log filter.
    pub log: String,
    /// Log as JSON.
    pub log_json: bool,
    /// Mailboxes; from the file only.
    pub mailboxes: Vec<MailboxSettings>,
}

impl Settings {
    /// Reads the file (where one is named, or `schalter.toml` where it is there) and the environment.
    pub fn read(file: Option<&Path>, environment: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let chosen =
            file.map(Path::to_path_buf).or_else(|| environment("SCHALTER_CONFIG").map(PathBuf::from));
        let path = chosen.clone().unwrap_or_else(|| PathBuf::from("schalter.toml"));
        let (table, mailboxes) = match std::fs::read_to_string(&path) {
            Ok(text) => file_of(&text).map_err(|error| format!("{}: {error}", path.display()))?,
            Err(_) if chosen.is_none() => Default::default(),
            Err(error) => {
                return Err(format!("The settings file {} cannot be read: {error}.", path.display()));
            }
        };
        let get = |key: &str| {
            let known = DOCUMENTED.iter().find(|d| d.key == key)?;
            let (value, place) = match environment(known.variable).filter(|v| !v.trim().is_empty()) {
                Some(value) => (value, known.variable.to_owned()),
                None => (table.get(key)?.clone(), format!("`{key}` in {}", path.display())),
            };
            Some((value.trim().to_owned(), place))
        };
        Ok(Self { mailboxes, ..Self::from_values(&get)? })
    }

    fn from_values(get: &dyn Fn(&str) -> Option<(String, String)>) -> Result<Self, String> {
        let text = |key: &str| get(key).map(|(value, _)| value);
        Ok(Self {
            listen: parsed(
                get,
                "listen",
                "127.0.0.1:3000",
                "an address with a port, such as 127.0.0.1:3000",
            )?,
            data: PathBuf::from(text("data").unwrap_or_else(|| "data".to_owned())),
            database_url: database(get)?,
            files: address(get, "files", &["s3"])?,
            base_url: address(get, "base_url", &["http", "https"])?,
            smtp_url: address(get, "smtp_url", &["smtp", "smtps"])?.map(|url| url.to_string()),
            mail_from: mail_from(get)?,
            company: text("company").unwrap_or_else(|| "Schalter".to_owned()),
            zone: zone(get)?,
            preset: preset(get)?,
            place: place(get)?,
            largest_upload: largest_upload(get)?,
            secret_key: secret_key(get)?,
            trust_proxy: parsed(get, "trust_proxy", "false", "true or false")?,
            log: text("log").unwrap_or_else(|| USUAL_LOG.to_owned()),
            log_json: match text("log_format").as_deref() {
                None | Some("text") => false,
                Some("json") => true,
                Some(other) => return Err(wrong(get, "log_format", other, "text or json")),
            },
            mailboxes: Vec::new(),
        })
    }
}

type Get<'a> = &'a dyn Fn(&str) -> Option<(String, String)>;

/// Single values and mailboxes of a settings file.
fn file_of(text: &str) -> Result<(BTreeMap<String, String>, Vec<MailboxSettings>), String> {
    let mut table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    let mailboxes = table.remove("mailbox").map_or_else(|| Ok(Vec::new()), mailbox::read)?;
    Ok((values(table)?, mailboxes))
}

fn values(table: toml::Table) -> Result<BTreeMap<String, String>, String> {
    table
        .into_iter()
        .map(|(key, value)| {
            if !DOCUMENTED.iter().any(|d| d.key == key) {
                return Err(format!("there is no setting `{key}`."));
            }
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(yes) => yes.to_string(),
                other => {
                    return Err(format!(
                        "`{key}` must be a text, a number or true/false, not {}.",
                        other.type_str()
                    ));
                }
            };
            Ok((key, value))
        })
        .collect()
}

fn wrong(get: Get, key: &str, value: &str, expected: &str) -> String {
    let place = get(key).map_or_else(|| key.to_owned(), |(_, place)| place);
    format!("{place} is `{value}`, but must be {expected}.")
}

fn parsed<T: std::str::FromStr>(get: Get, key: &str, default: &str, expected: &str) -> Result<T, String> {
    let value = get(key).map_or_else(|| default.to_owned(), |(value, _)| value);
    value.parse().map_err(|_| wrong(get, key, &value, expected))
}

fn address(get: Get, key: &str, schemes: &[&str]) -> Result<Option<Url>, String> {
    let Some((value, _)) = get(key) else { return Ok(None) };
    let expected = || {
        format!(
            "an address that begins with {}",
            schemes.iter().map(|s| format!("{s}://")).collect::<Vec<_>>().join(" or ")
        )
    };
    let url = Url::parse(&value).map_err(|_| wrong(get, key, &value, &expected()))?;
    if !schemes.contains(&url.scheme()) || url.host_str().is_none_or(str::is_empty) {
        return Err(wrong(get, key, &value, &expected()));
    }
    Ok(Some(url))
}

fn database(get: Get) -> Result<Option<String>, String> {
    let Some((value, _)) = get("database_url") else { return Ok(None) };
    // The password in it must not be printed.
    if value.starts_with("postgres://") || value.starts_with("postgresql://") {
        Ok(Some(value))
    } else {
        Err(wrong(
            get,
            "database_url",
            "…",
            "an address that begins with postgres://; leave it out for SQLite",
        ))
    }
}

fn mail_from(get: Get) -> Result<Option<String>, String> {
    let Some((value, _)) = get("mail_from") else { return Ok(None) };
    match value.parse::<lettre::message::Mailbox>() {
        Ok(_) => Ok(Some(value)),
        Err(_) => Err(wrong(get, "mail_from", &value, "a sender such as Support <support@example.de>")),
    }
}

fn zone(get: Get) -> Result<jiff::tz::TimeZone, String> {
    let name = get("zone").map_or_else(|| "Europe/Berlin".to_owned(), |(value, _)| value);
    jiff::tz::TimeZone::get(&name)
        .map_err(|_| wrong(get, "zone", &name, "an IANA time zone such as Europe/Berlin"))
}

fn preset(get: Get) -> Result<String, String> {
    let name = get("preset").map_or_else(|| "agency-plans".to_owned(), |(value, _)| value);
    crate::policy::preset(&name).map(|_| name)
}

fn place(get: Get) -> Result<Option<Place>, String> {
    let read = |(text, _): (String, _)| {
        Place::read(&text)
            .map_err(|_| wrong(get, "place", &text, "a German state such as DE-BY or DE-BY-muenchen"))
    };
    get("place").map(read).transpose()
}

fn secret_key(get: Get) -> Result<Option<String>, String> {
    match get("secret_key") {
        Some((key, _)) if key.chars().count() < 32 => {
            Err(wrong(get, "secret_key", "…", "at least 32 characters long"))
        }
        found => Ok(found.map(|(key, _)| key)),
    }
}

fn largest_upload(get: Get) -> Result<u64, String> {
    let megabytes: u64 = parsed(get, "largest_upload_mb", "100", "a number of megabytes")?;
    if (1..=2000).contains(&megabytes) {
        Ok(megabytes * 1024 * 1024)
    } else {
        Err(wrong(get, "largest_upload_mb", &megabytes.to_string(), "between 1 and 2000"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Settings, String> {
        let pairs: BTreeMap<_, _> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Settings::read(None, |name| pairs.get(name).cloned())
    }

    #[test]
    fn the_documentation_names_every_setting_as_it_is() {
        let page = include_str!("../../docs/settings.md");
        let rows = page.lines().filter(|line| line.starts_with("| `")).count();
        assert_eq!(rows, DOCUMENTED.len());
        for Documented { variable, key, default, help } in &DOCUMENTED {
            let row = format!("| `{variable}` | `{key}` | {default} | {help} |");
            assert!(page.contains(&row), "docs/settings.md lacks: {row}");
        }
    }

    #[test]
    fn nothing_set_means_sqlite_on_the_usual_port() {
        let settings = read(&[]).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:3000");
        assert!(settings.database_url.is_none() && settings.smtp_url.is_none());
    }

    #[test]
    fn a_wrong_setting_is_named_with_what_it_must_be() {
        for (name, value, expected) in [
            (
                "SCHALTER_LISTEN",
                "3000",
                "SCHALTER_LISTEN is `3000`, but must be an address with a port, such as 127.0.0.1:3000.",
            ),
            (
                "SCHALTER_ZONE",
                "Mars",
                "SCHALTER_ZONE is `Mars`, but must be an IANA time zone such as Europe/Berlin.",
            ),
            (
                "SCHALTER_BASE_URL",
                "example.de",
                "SCHALTER_BASE_URL is `example.de`, but must be an address that begins with http:// or https://.",
            ),
            (
                "SCHALTER_LARGEST_UPLOAD_MB",
                "0",
                "SCHALTER_LARGEST_UPLOAD_MB is `0`, but must be between 1 and 2000.",
            ),
            ("SCHALTER_LOG_FORMAT", "xml", "SCHALTER_LOG_FORMAT is `xml`, but must be text or json."),
            (
                "SCHALTER_PRESET",
                "bakery",
                "There is no preset `bakery`; there are: agency-plans, shop-quick-tickets, vendor-priorities, vendor-classes, support-packages.",
            ),
        ] {
            assert_eq!(read(&[(name, value)]).unwrap_err(), expected);
        }
    }

    #[test]
    fn a_wrong_database_address_never_prints_its_password() {
        let error = read(&[("DATABASE_URL", "mysql://root:secret@host/x")]).unwrap_err();
        assert!(!error.contains("secret"), "{error}");
    }

    #[test]
    fn the_environment_wins_over_the_file_and_unknown_keys_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("schalter.toml");
        std::fs::write(&file, "company = \"Nordlicht\"\nlargest_upload_mb = 7\n").unwrap();
        let settings =
            Settings::read(Some(&file), |name| (name == "SCHALTER_COMPANY").then(|| "Süd".to_owned()))
                .unwrap();
        assert_eq!((settings.company.as_str(), settings.largest_upload), ("Süd", 7 * 1024 * 1024));
        std::fs::write(&file, "compnay = \"x\"").unwrap();
        assert!(Settings::read(Some(&file), |_| None).unwrap_err().contains("there is no setting `compnay`"));
    }
}
