//! What a person's time adds up to: per ticket, per billing, and what of a working day is not booked yet.

/// Minutes by what they belong to, the most first; what comes first among equals stays first.
pub fn sums<K: PartialEq>(parts: impl IntoIterator<Item = (K, u32)>) -> Vec<(K, u32)> {
    let mut sums: Vec<(K, u32)> = Vec::new();
    for (key, minutes) in parts {
        match sums.iter_mut().find(|(known, _)| *known == key) {
            Some((_, sum)) => *sum += minutes,
            None => sums.push((key, minutes)),
        }
    }
    sums.sort_by_key(|(_, minutes)| std::cmp::Reverse(*minutes));
    sums
}

/// Minutes of a day's opening hours that nothing is booked for; none where more was worked than that.
pub const fn gap(open: u32, booked: u32) -> u32 {
    open.saturating_sub(booked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_add_up_by_what_they_belong_to() {
        assert_eq!(sums([("a", 10), ("b", 30), ("a", 25), ("c", 35)]), [("a", 35), ("c", 35), ("b", 30)]);
        assert_eq!(sums::<u8>([]), []);
    }

    #[test]
    fn a_day_longer_than_the_opening_hours_has_no_gap() {
        assert_eq!((gap(480, 300), gap(480, 480), gap(210, 300)), (180, 0, 0));
    }
}
