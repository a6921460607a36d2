use super::*;

fn cleaned(html: &str) -> String {
    clean(html, HashMap::new()).0
}

#[test]
fn nothing_in_it_runs_or_leads_astray() {
    for nasty in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
        "<svg/onload=alert(1)>",
        "<math><mi><style><img src=x onerror=alert(1)></style></mi></math>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='  JaVaScRiPt&colon;alert(1)'>x</a>",
        "<a href='java&#10;script:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href='vbscript:x'>x</a>",
        "<a href='/sign-out'>x</a>",
        "<a href='//evil.example/'>x</a>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<base href='https://evil.example/'>",
        "<link rel=stylesheet href='https://evil.example/a.css'>",
        "<style>@import 'https://evil.example/a.css'; body { background: url(https://evil.example) }</style>",
        "<div style=\"background-image: url('https://evil.example')\">x</div>",
        "<div style='width: expression(alert(1))'>x</div>",
        "<table background='https://evil.example/a.png'><tr><td>x</td></tr></table>",
        "<form action='https://evil.example'><input name=password><button>x</button></form>",
        "<iframe src='https://evil.example'></iframe>",
        "<object data='https://evil.example'></object><embed src='https://evil.example'>",
        "<video poster='https://evil.example' src='https://evil.example'></video>",
        "<img srcset='https://evil.example/a.png 2x' src='https://evil.example/a.png'>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<title>&lt;/title&gt;<img src=x onerror=alert(1)></title>",
        "<p onclick=alert(1) id=entry-1 class=button>x</p>",
        "<!--><img src=x onerror=alert(1)>-->",
    ] {
        let out = cleaned(nasty).to_lowercase();
        for bad in [
            "script",
            "onerror",
            "onload",
            "onclick",
            "evil.example",
            "href",
            "<svg",
            "<math",
            "<style",
            "<meta",
            "<base",
            "<form",
            "<input",
            "<iframe",
            "url(",
            "expression",
            "id=",
            "class=",
            "src",
            "<!--",
        ] {
            assert!(!out.contains(bad), "{nasty} becomes {out}");
        }
    }
}

#[test]
fn what_people_write_stays() {
    let html = "<div style=\"color: red\"><h1>Guten Tag</h1><p>Die <b>Kasse</b> steht.</p><table border=\"1\"><tbody><tr><td>4</td></tr></tbody></table></div>";
    assert_eq!(cleaned(html), html);
    assert_eq!(
        cleaned("<a href=\"https://kunde.de/?a=1\">Seite</a>"),
        "<a href=\"https://kunde.de/?a=1\" target=\"_blank\" rel=\"noopener noreferrer\">Seite</a>"
    );
    let lists = "<ul type=\"disc\"><li>Kasse<ol start=\"9\"><li>steht</li></ol></li></ul><u>heute</u>";
    assert_eq!(cleaned(lists), lists);
    assert!(cleaned("<a href=\"mailto:a@b.de\">Post</a>").contains("mailto:a@b.de"));
    assert!(cleaned("<a href=\"HTTPS://kunde.de\">x</a>").contains("href"));
}

#[test]
fn pictures_come_out_of_the_mail_alone() {
    let known = || HashMap::from([("p1@kunde".to_owned(), "/mails/7/inline/2".to_owned())]);
    let (html, remote) =
        clean("<img src=\"cid:p1@kunde\" alt=\"Foto\"><img src=\"cid:p1%40kunde\">", known());
    assert_eq!(html.matches("src=\"/mails/7/inline/2\"").count(), 2, "{html}");
    assert!(!remote);
    let (html, remote) =
        clean("<img src=\"https://x.de/logo.png\" alt=\"Logo\"><img src=\"cid:other\">", known());
    assert!(remote && html.contains("alt=\"Logo\"") && !html.contains("src"), "{html}");
    let (html, remote) = clean("<img src=\"data:image/png;base64,iVBORw0KGgo=\">", known());
    assert!(!remote && html.contains("data:image/png"), "{html}");
    let (html, _) = clean("<img src=\"data:image/svg+xml;base64,PHN2Zz4=\">", known());
    assert!(!html.contains("data:"), "{html}");
}

#[test]
fn a_mail_is_read_with_its_pictures_and_not_without_end() {
    let mail = |html: &str| {
        format!(
            "From: a@b.de\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <p1@b>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <p2@b>\r\n\r\n<svg onload=alert(1)>\r\n--b--\r\n"
        )
    };
    let raw = mail("<p>Hier: <img src=\"cid:p1@b\"><img src=\"cid:p2@b\"></p>");
    let found = shown(raw.as_bytes(), MailId(7)).unwrap();
    assert!(found.html.contains("/mails/7/inline/2") && !found.html.contains("/inline/3"), "{}", found.html);
    assert_eq!(picture(raw.as_bytes(), 2).unwrap().0, "image/png");
    for other in [0, 1, 3, 99] {
        assert!(picture(raw.as_bytes(), other).is_none(), "{other}");
    }
    assert!(shown(mail(&"x".repeat(3_000_000)).as_bytes(), MailId(7)).unwrap().cut);
    assert!(shown(mail(&"<div>".repeat(50_000)).as_bytes(), MailId(7)).is_none());
}

#[test]
fn what_is_packed_into_its_signature_is_shown() {
    let raw = include_bytes!("../../../fuzz/seeds/mail/smime-quoted.eml");
    let found = shown(raw, MailId(7)).unwrap();
    assert!(found.html.contains("<p>Wir widersprechen <b>nicht</b>.</p>"), "{}", found.html);
}

#[test]
fn what_is_deep_but_tame_is_read_without_breaking() {
    let deep = "<div>".repeat(1_500) + "unten";
    assert!(tame::is_tame(&deep) && cleaned(&deep).contains("unten"));
    let marks = (0..200).fold(String::new(), |marks, n| marks + &format!("<p><font color=\"{n}\">x"));
    assert!(tame::is_tame(&marks) && cleaned(&marks).contains("199"));
}
