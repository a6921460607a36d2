//! Where signing in leads: to the page that somebody wanted.
use leptos_router::params::ParamsMap;

/// `next` where it is a path of ours, else the start page; nothing that could lead to another house.
pub fn local(next: &str) -> &str {
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(|c: char| c == '\\' || c.is_control())
        && !next.starts_with("/api/");
    if ours { next } else { "/" }
}

/// `path` with `next` in its query; without where that is the start page anyway.
pub fn with_next(path: &str, next: &str) -> String {
    match local(next) {
        "/" => path.to_owned(),
        next => {
            let mut query = ParamsMap::new();
            query.insert("next", next.to_owned());
            let query = query.to_query_string();
            if path.contains('?') { format!("{path}&{}", &query[1..]) } else { format!("{path}{query}") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_never_leads_to_another_house() {
        for (next, leads) in [
            ("/tickets/1042?q=a", "/tickets/1042?q=a"),
            ("", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example/", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
            ("/api/sign-out", "/"),
        ] {
            assert_eq!(local(next), leads, "{next}");
        }
    }

    #[test]
    fn the_wanted_page_travels_in_the_address() {
        assert_eq!(with_next("/sign-in", "/"), "/sign-in");
        assert_eq!(with_next("/sign-in", "/tickets?q=a"), "/sign-in?next=%2Ftickets%3Fq%3Da");
        assert_eq!(with_next("/sign-in/link?token=x", "/queue"), "/sign-in/link?token=x&next=%2Fqueue");
    }
}
