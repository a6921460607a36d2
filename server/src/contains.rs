//! Search by part of a name, in SQL: `müller`, `MÜLLER` and `mueller` find each other on both databases. SQLite's own
//! `lower` knows only ASCII.
use domain::search::bounded;

/// A column in the form in which it is compared, and in which names are sorted.
pub fn folded(column: &str) -> String {
    let capitals =
        [("Ä", "ae"), ("Ö", "oe"), ("Ü", "ue"), ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")];
    let plain = capitals
        .iter()
        .fold(column.to_owned(), |inner, (from, to)| format!("replace({inner}, '{from}', '{to}')"));
    format!("lower({plain})")
}

/// The pattern for `LIKE … ESCAPE '!'` that finds a query as it was typed.
pub fn pattern(query: &str) -> String {
    let mut pattern = String::from("%");
    for c in bounded(query).chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => pattern.push_str("ae"),
            'ö' => pattern.push_str("oe"),
            'ü' => pattern.push_str("ue"),
            'ß' => pattern.push_str("ss"),
            '%' | '_' | '!' => pattern.extend(['!', c]),
            c => pattern.push(c),
        }
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_taken_by_the_letter() {
        assert_eq!(pattern(" MÜLLER & Söhne "), "%mueller & soehne%");
        assert_eq!(pattern("100%_!"), "%100!%!_!!%");
        assert!(folded("name").starts_with("lower(replace(") && folded("name").contains("'Ä', 'ae'"));
    }
}
