//! Settings: one TOML file and the environment; the environment wins. A wrong one stops the start with a sentence.
mod documented;
pub mod mailbox;
mod value;

pub use documented::{DOCUMENTED, Documented, USUAL_LOG};

use domain::promise::place::Place;
use mailbox::MailboxSettings;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use url::Url;
use value::{address, database, largest_upload, mail_from, parsed, place, preset, secret_key, wrong, zone};

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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Settings, String> {
        let pairs: BTreeMap<_, _> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Settings::read(None, |name| pairs.get(name).cloned())
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
