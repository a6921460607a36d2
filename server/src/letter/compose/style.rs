//! The style sheet: only what cannot be said inline. A mail looks right without it, by day and on wide screens.
use super::colour::Palette;

/// The dark scheme for programs that say that it is night (`prefers-color-scheme`) and for Outlook, which marks what it
/// recoloured itself (`data-ogsc`, `data-ogsb`); then phones.
pub(super) fn sheet(dark: &Palette) -> String {
    let (mut by_night, mut outlook) = (String::new(), String::new());
    for (class, look) in rules(dark) {
        by_night += &format!(".{class}{{{look}}}\n");
        outlook += &format!("[data-ogsc] .{class},[data-ogsb] .{class}{{{look}}}\n");
    }
    format!(
        ":root{{color-scheme:light dark;supported-color-schemes:light dark}}\n\
         a[x-apple-data-detectors]{{color:inherit!important;text-decoration:none!important}}\n\
         @media (max-width:620px){{\n\
         .edge{{padding:16px 10px 32px!important}}\n\
         .pad{{padding-left:22px!important;padding-right:22px!important}}\n\
         .wide{{display:block!important;width:100%!important;padding-right:0!important;box-sizing:border-box!important}}\n\
         .wide tbody,.wide tr{{display:block!important;width:100%!important}}\n\
         .label,.value{{display:block!important;width:auto!important}}\n\
         .label{{padding:12px 0 0!important;border-bottom:0!important}}\n\
         .value{{padding:0 0 12px!important}}\n\
         }}\n\
         @media (prefers-color-scheme:dark){{\n{by_night}}}\n\
         {outlook}"
    )
}

/// Classes and how they look by night. The later ones win where an element has two.
fn rules(p: &Palette) -> [(&'static str, String); 14] {
    let ground = |colour| format!("background-color:{colour}!important");
    let ink = |colour| format!("color:{colour}!important");
    let border = |colour| format!("border-color:{colour}!important");
    [
        ("canvas", ground(p.canvas)),
        ("card", format!("{};{}", ground(p.surface), border(p.line))),
        ("sunk", ground(p.sunken)),
        ("line", border(p.line)),
        ("ink", ink(p.ink)),
        ("ink2", ink(p.ink_2)),
        ("ink3", ink(p.ink_3)),
        ("link", ink(p.link)),
        ("soft", format!("{};{}", ground(p.soft), ink(p.soft_ink))),
        ("loud", format!("{};{}", ground(p.accent), border(p.accent))),
        ("on", ink(p.on_accent)),
        ("calm", format!("{};{}", ground(p.surface), border(p.control))),
        ("amber", format!("{};{}", ground(p.amber), border(p.amber_mark))),
        ("amber-ink", ink(p.amber_ink)),
    ]
}
