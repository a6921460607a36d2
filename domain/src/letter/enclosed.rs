//! Files of a message that go along with the letter about it: to a writer without account, who has no portal to fetch them from.

/// How many bytes of files one letter carries at most, all in all. On the way they grow by a third (RFC 2045, 6.8), and
/// mail servers commonly take between 15 and 25 MB.
pub const MOST_BYTES: u64 = 10 * 1024 * 1024;

/// Whether files of these sizes go along with a letter.
pub fn fit(sizes: impl IntoIterator<Item = u64>) -> bool {
    sizes.into_iter().fold(0, u64::saturating_add) <= MOST_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_go_along_up_to_ten_megabytes_together() {
        for (sizes, along) in [
            (vec![], true),
            (vec![MOST_BYTES], true),
            (vec![MOST_BYTES - 1, 1], true),
            (vec![MOST_BYTES, 1], false),
            (vec![u64::MAX, 1], false),
        ] {
            assert_eq!(fit(sizes.clone()), along, "{sizes:?}");
        }
    }
}
