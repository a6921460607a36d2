//! Values of forms and addresses, read once at the edge.
use crate::error::AppError;
use domain::input::Reason;
use domain::ticket::filter::Filter;
use leptos_router::params::ParamsMap;
use std::str::FromStr;

/// The filter of a query string without `?`.
pub fn filter(query: &str) -> Filter {
    let pairs: Vec<(String, String)> = query
        .trim_start_matches('?')
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (decode(key), decode(value)))
        .collect();
    Filter::from_pairs(pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())))
}

/// The address of a list with this filter: `path` alone where nothing narrows it.
pub fn address(path: &str, filter: &Filter) -> String {
    let mut map = ParamsMap::new();
    for (key, value) in filter.to_pairs() {
        map.insert(key, value);
    }
    format!("{path}{}", map.to_query_string())
}

/// An optional value of a form: empty is none, anything unreadable an error at the field.
pub fn optional<T: FromStr>(field: &str, value: &str) -> Result<Option<T>, AppError> {
    if value.trim().is_empty() {
        return Ok(None);
    }
    value.trim().parse().map(Some).map_err(|_| AppError::field(field, Reason::NotReadable))
}

/// One of several codes: empty is none, an unknown one an error at the field.
pub fn choice<T>(field: &str, code: &str, of: impl Fn(&str) -> Option<T>) -> Result<Option<T>, AppError> {
    if code.is_empty() {
        return Ok(None);
    }
    of(code).map(Some).ok_or_else(|| AppError::field(field, Reason::NotAChoice))
}

/// A required value of a form.
pub fn required<T: FromStr>(field: &str, value: &str) -> Result<T, AppError> {
    optional(field, value)?.ok_or_else(|| AppError::field(field, Reason::Missing))
}

/// Whether what is written is for staff only: all but an empty field and `0`, so that nothing is published by mistake.
pub fn is_internal(value: &str) -> bool {
    !matches!(value.trim(), "" | "0")
}

/// Ids with commas.
pub fn ids<T: FromStr>(field: &str, value: &str) -> Result<Vec<T>, AppError> {
    value.split(',').filter_map(|part| optional(field, part).transpose()).collect()
}

/// What a percent-encoded value means.
pub fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    let mut bytes = Vec::with_capacity(spaced.len());
    let mut rest = spaced.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = (first == b'%')
            .then(|| tail.get(..2).and_then(|h| u8::from_str_radix(std::str::from_utf8(h).ok()?, 16).ok()))
            .flatten();
        if let Some(byte) = hex {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ticket::Stage;

    #[test]
    fn a_filter_goes_through_the_address_and_back() {
        let wanted = Filter {
            query: "Größe & Maß 100%".into(),
            stages: vec![Stage::Done, Stage::Closed],
            ..Filter::default()
        };
        let address = address("/tickets", &wanted);
        let (path, query) = address.split_once('?').unwrap();
        assert_eq!(path, "/tickets");
        assert_eq!(filter(query), wanted);
    }

    #[test]
    fn broken_escapes_are_taken_as_they_stand() {
        assert_eq!(filter("q=100%&q=%zz").query, "%zz");
        assert_eq!(filter("?q=a+b%20c").query, "a b c");
    }
}
