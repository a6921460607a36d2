//! Links that carry their own right: they name what they are about under the house's seal, so that nobody can make one up and
//! nothing is stored for them. What they open, and for how long, is for the page that they lead to.
use crate::person::vault::Vault;
use domain::input::link::SEAL;
use subtle::ConstantTimeEq as _;

/// The token of a purpose for these numbers: `12-7-1795000000000-9f…`.
pub fn token<const N: usize>(vault: &Vault, purpose: &str, about: [i64; N]) -> String {
    let named = about.map(|number| number.to_string()).join("-");
    let seal = crate::secret::hex(&vault.seal(&format!("{purpose} {named}"))[..SEAL / 2]);
    format!("{named}-{seal}")
}

/// What a token of that purpose is about; `None` for one that this house did not write.
pub fn read<const N: usize>(vault: &Vault, purpose: &str, text: &str) -> Option<[i64; N]> {
    let mut parts = text.splitn(N + 1, '-');
    let mut about = [0; N];
    for number in &mut about {
        *number = parts.next()?.parse().ok()?;
    }
    bool::from(token(vault, purpose, about).as_bytes().ct_eq(text.as_bytes())).then_some(about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_house_can_write_a_link_and_it_says_what_it_said() {
        let vault = Vault::of("a secret of the tests, long enough");
        for about in [[12, 0, 1_795_000_000_000], [12, 7, 1_795_000_000_000]] {
            let token = token(&vault, "completion", about);
            assert_eq!(read(&vault, "completion", &token), Some(about));
            assert_eq!(read::<3>(&vault, "approval", &token), None, "for another purpose");
            assert_eq!(domain::input::link::without_tokens(&token), "…", "and is known as one");
            for other in [
                token.replacen("12-", "13-", 1),
                token.replacen("-1795", "-1796", 1),
                token[..token.len() - 1].to_owned(),
                format!("{token}0"),
                token.to_uppercase(),
                String::new(),
                "1-2-3".to_owned(),
            ] {
                assert!(other == token || read::<3>(&vault, "completion", &other).is_none(), "{other}");
            }
        }
        let token = token(&vault, "completion", [1, 2, 3]);
        assert!(read::<3>(&Vault::of("another secret, also long enough"), "completion", &token).is_none());
    }
}
