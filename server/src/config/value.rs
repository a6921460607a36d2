//! Reading single values, with the sentence that stops the start where one is wrong.
use domain::promise::place::Place;
use url::Url;

/// Answers what stands under a key, with the place where it stands.
pub type Get<'a> = &'a dyn Fn(&str) -> Option<(String, String)>;

/// A sentence that says where a wrong value stands and what it must be.
pub fn wrong(get: Get, key: &str, value: &str, expected: &str) -> String {
    let place = get(key).map_or_else(|| key.to_owned(), |(_, place)| place);
    format!("{place} is `{value}`, but must be {expected}.")
}

/// A value that reads itself from text.
pub fn parsed<T: std::str::FromStr>(get: Get, key: &str, default: &str, expected: &str) -> Result<T, String> {
    let value = get(key).map_or_else(|| default.to_owned(), |(value, _)| value);
    value.parse().map_err(|_| wrong(get, key, &value, expected))
}

/// An address with one of these schemes.
pub fn address(get: Get, key: &str, schemes: &[&str]) -> Result<Option<Url>, String> {
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

/// The address of the database on PostgreSQL.
pub fn database(get: Get) -> Result<Option<String>, String> {
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

/// The sender of mails.
pub fn mail_from(get: Get) -> Result<Option<String>, String> {
    let Some((value, _)) = get("mail_from") else { return Ok(None) };
    match value.parse::<lettre::message::Mailbox>() {
        Ok(_) => Ok(Some(value)),
        Err(_) => Err(wrong(get, "mail_from", &value, "a sender such as Support <support@example.de>")),
    }
}

/// The company's time zone.
pub fn zone(get: Get) -> Result<jiff::tz::TimeZone, String> {
    let name = get("zone").map_or_else(|| "Europe/Berlin".to_owned(), |(value, _)| value);
    jiff::tz::TimeZone::get(&name)
        .map_err(|_| wrong(get, "zone", &name, "an IANA time zone such as Europe/Berlin"))
}

/// The name of a preset that there is.
pub fn preset(get: Get) -> Result<String, String> {
    let name = get("preset").map_or_else(|| "agency-plans".to_owned(), |(value, _)| value);
    // Its content is read where it is used: a command that hands over a mail starts without.
    crate::policy::shipped(&name).map(|_| name)
}

/// Where public holidays are kept.
pub fn place(get: Get) -> Result<Option<Place>, String> {
    let read = |(text, _): (String, _)| {
        Place::read(&text)
            .map_err(|_| wrong(get, "place", &text, "a German state such as DE-BY or DE-BY-muenchen"))
    };
    get("place").map(read).transpose()
}

/// The key of stored secrets.
pub fn secret_key(get: Get) -> Result<Option<String>, String> {
    match get("secret_key") {
        Some((key, _)) if key.chars().count() < 32 => {
            Err(wrong(get, "secret_key", "…", "at least 32 characters long"))
        }
        found => Ok(found.map(|(key, _)| key)),
    }
}

/// The largest file, in bytes.
pub fn largest_upload(get: Get) -> Result<u64, String> {
    let megabytes: u64 = parsed(get, "largest_upload_mb", "100", "a number of megabytes")?;
    if (1..=2000).contains(&megabytes) {
        Ok(megabytes * 1024 * 1024)
    } else {
        Err(wrong(get, "largest_upload_mb", &megabytes.to_string(), "between 1 and 2000"))
    }
}
