//! The colours of a mail. Mail programs know neither OKLCH nor variables, so `style/tokens.css` is told again in hex; what
//! comes from the company's accent is counted from it and stays readable whatever the company chose.
use std::fmt;

/// Least contrast of words with their ground (WCAG 2.2, 1.4.3).
pub(super) const READABLE: f64 = 4.5;

const BLACK: Rgb = Rgb(0, 0, 0);
const WHITE: Rgb = Rgb(255, 255, 255);
/// The accent of a company that set none, or none that can be read.
const PETROL: Rgb = Rgb(3, 90, 105);

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rgb(u8, u8, u8);

/// The colours of one scheme, by meaning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Palette {
    /// Around the card.
    pub(super) canvas: Rgb,
    /// The card.
    pub(super) surface: Rgb,
    /// What somebody wrote.
    pub(super) sunken: Rgb,
    /// Hairlines.
    pub(super) line: Rgb,
    /// The border of a quiet button.
    pub(super) control: Rgb,
    /// Ink in three strengths.
    pub(super) ink: Rgb,
    pub(super) ink_2: Rgb,
    pub(super) ink_3: Rgb,
    /// Links, also on the amber bar.
    pub(super) link: Rgb,
    /// The loud button and the company's mark.
    pub(super) accent: Rgb,
    pub(super) on_accent: Rgb,
    /// Initials and states.
    pub(super) soft: Rgb,
    pub(super) soft_ink: Rgb,
    /// The amber bar.
    pub(super) amber: Rgb,
    pub(super) amber_ink: Rgb,
    pub(super) amber_mark: Rgb,
}

impl Palette {
    /// By day.
    pub(super) fn light(accent: &str) -> Self {
        let (accent, surface, amber) = (Rgb::read(accent), WHITE, hex(0xfe_ef_cf));
        let soft = accent.mixed(surface, 0.87);
        Self {
            canvas: hex(0xf5_f4_f1),
            surface,
            sunken: hex(0xf5_f4_f1),
            line: hex(0xe4_e1_de),
            control: hex(0x89_86_81),
            ink: hex(0x1a_23_27),
            ink_2: hex(0x47_4e_52),
            ink_3: hex(0x69_66_60),
            link: accent.readable_on(amber, BLACK),
            accent,
            on_accent: accent.inscription(),
            soft,
            soft_ink: accent.readable_on(soft, BLACK),
            amber,
            amber_ink: hex(0x71_44_0c),
            amber_mark: hex(0xdf_91_1a),
        }
    }

    /// By night.
    pub(super) fn dark(accent: &str) -> Self {
        let (base, surface, sunken) = (Rgb::read(accent), hex(0x13_18_1b), hex(0x1b_20_23));
        let amber = hex(0x3c_2a_0e);
        let accent = base.by_night(sunken);
        let soft = accent.mixed(surface, 0.78);
        Self {
            canvas: hex(0x0d_11_13),
            surface,
            sunken,
            line: hex(0x31_38_3c),
            control: hex(0x6e_76_7a),
            ink: hex(0xe8_ec_ee),
            ink_2: hex(0xb6_bc_bf),
            ink_3: hex(0x98_a0_a3),
            link: accent.readable_on(amber, WHITE),
            accent,
            on_accent: accent.inscription(),
            soft,
            soft_ink: accent.readable_on(soft, WHITE),
            amber,
            amber_ink: hex(0xf2_cc_7a),
            amber_mark: hex(0xf2_cc_7a),
        }
    }
}

impl Rgb {
    /// `#0f5a63`; the house's petrol where it is anything else.
    fn read(text: &str) -> Self {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).map_or(PETROL, hex)
    }

    /// With a share of another colour, from 0 to 1.
    fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| rounded(f64::from(a) * (1.0 - share) + f64::from(b) * share);
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// The nearest colour on the way to black or white that can be read on a ground.
    fn readable_on(self, ground: Self, towards: Self) -> Self {
        let steps = (0..=20_u8).map(|step| self.mixed(towards, f64::from(step) / 20.0));
        steps.into_iter().find(|colour| colour.contrast(ground) >= READABLE).unwrap_or(towards)
    }

    /// As it is where it can be read on a dark ground, else as bright as petrol is by night in `style/tokens.css`.
    /// Brightened before it is mixed with white, or it would lose its colour.
    fn by_night(self, ground: Self) -> Self {
        if self.contrast(ground) >= READABLE {
            return self;
        }
        let brightest = self.0.max(self.1).max(self.2).max(1);
        let scale = f64::from(brightest.max(185)) / f64::from(brightest);
        let bright = |part: u8| rounded(f64::from(part) * scale);
        Self(bright(self.0), bright(self.1), bright(self.2)).mixed(WHITE, 0.25).readable_on(ground, WHITE)
    }

    /// White where it can be read on this colour, else its own dark, else black: one of them always can.
    fn inscription(self) -> Self {
        let inks = [WHITE, self.mixed(BLACK, 0.88)];
        inks.into_iter().find(|ink| ink.contrast(self) >= READABLE).unwrap_or(BLACK)
    }

    /// Contrast ratio (WCAG 2.2), 1 to 21.
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "kept within a byte")]
fn rounded(part: f64) -> u8 {
    part.round().clamp(0.0, 255.0) as u8
}

const fn hex(colour: u32) -> Rgb {
    let [_, red, green, blue] = colour.to_be_bytes();
    Rgb(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_can_be_read_on_every_ground_whatever_accent_a_company_chose() {
        for accent in
            ["#0f5a63", "#ffd000", "#e30613", "#000000", "#ffffff", "#808080", "#00ff88", "#1a1aff", "pink"]
        {
            for (scheme, p) in [("light", Palette::light(accent)), ("dark", Palette::dark(accent))] {
                let pairs = [
                    (p.ink, p.surface),
                    (p.ink, p.canvas),
                    (p.ink, p.sunken),
                    (p.ink_2, p.surface),
                    (p.ink_2, p.canvas),
                    (p.ink_3, p.surface),
                    (p.ink_3, p.sunken),
                    (p.ink_3, p.canvas),
                    (p.link, p.surface),
                    (p.link, p.sunken),
                    (p.link, p.canvas),
                    (p.link, p.amber),
                    (p.on_accent, p.accent),
                    (p.soft_ink, p.soft),
                    (p.amber_ink, p.amber),
                ];
                for (ink, ground) in pairs {
                    let contrast = ink.contrast(ground);
                    assert!(contrast >= READABLE, "{accent} {scheme}: {ink} on {ground} is {contrast:.2}");
                }
                assert!(p.control.contrast(p.surface) >= 3.0, "{scheme}: border of a button");
            }
        }
    }

    #[test]
    fn an_accent_that_is_no_colour_becomes_the_houses() {
        for accent in ["", "red", "#fff", "#12345g", "#1234567", "\"><script>", "#äöü"] {
            assert_eq!(Palette::light(accent).accent.to_string(), "#035a69", "{accent}");
        }
        assert_eq!(Palette::light("#0F5A63").accent.to_string(), "#0f5a63");
    }
}
