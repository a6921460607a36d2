//! Items of orders that are billed in parts, such as 40 % at the beginning: what is left of an item comes into a later draft.

/// A part of an item that stands on a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which part of the item.
    pub number: u32,
    /// How much of it: minutes of hours, hundredths of the rest; `None` where nothing is left beside it.
    pub share: Option<i64>,
    /// It stands on a draft, which may still bill all that was open.
    pub draft: bool,
}

/// Which part of an item of this quantity is billed next, and how much that is; `None` where nothing of it is open.
pub fn next(quantity: i64, parts: &[Part]) -> Option<(u32, i64)> {
    let mut left = quantity;
    for part in parts {
        left -= part.share.filter(|_| !part.draft)?;
    }
    // What was taken back frees its number, too.
    let number = (0..=u32::MAX).find(|number| parts.iter().all(|part| part.number != *number))?;
    (left > 0 || parts.is_empty()).then_some((number, left))
}

/// What is left of an item in whole percent; `None` where that is all of it.
pub fn rest_percent(left: i64, quantity: i64) -> Option<i64> {
    (left < quantity).then(|| crate::invoice::line::divide(left * 100, quantity).clamp(1, 99))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn billed(number: u32, share: i64) -> Part {
        Part { number, share: Some(share), draft: false }
    }

    #[test]
    fn what_a_part_leaves_is_billed_next_and_what_is_taken_back_is_open_again() {
        let cases: [(&[Part], Option<(u32, i64)>); 6] = [
            (&[], Some((0, 100))),
            (&[billed(0, 40)], Some((1, 60))),
            (&[billed(0, 40), billed(1, 60)], None),
            (&[billed(0, 40), billed(1, 30)], Some((2, 30))),
            (&[billed(1, 60)], Some((0, 40))),
            (&[billed(0, 150)], None),
        ];
        for (parts, open) in cases {
            assert_eq!(next(100, parts), open, "{parts:?}");
        }
        assert_eq!(next(0, &[]), Some((0, 0)), "what was sold stands on an invoice, however little it is");
    }

    #[test]
    fn a_draft_holds_all_that_is_open_and_what_is_settled_stays_so() {
        assert_eq!(next(100, &[Part { draft: true, ..billed(0, 40) }]), None);
        assert_eq!(next(100, &[billed(0, 40), Part { draft: true, ..billed(1, 10) }]), None);
        assert_eq!(next(100, &[Part { share: None, ..billed(0, 40) }]), None);
    }

    #[test]
    fn a_rest_is_told_in_whole_percent() {
        for (left, quantity, percent) in [
            (100, 100, None),
            (60, 100, Some(60)),
            (150, 450, Some(33)),
            (1, 1_000, Some(1)),
            (999, 1_000, Some(99)),
        ] {
            assert_eq!(rest_percent(left, quantity), percent, "{left} of {quantity}");
        }
    }
}
