//! Files that could harm are only ever saved, under names that lead nowhere.
use super::{HTML, scene, upload};
use crate::on_both;
use axum::http::StatusCode;
use domain::document::Show;

on_both! {
    async fn what_could_run_is_only_ever_saved(house: TestHouse) {
        let scene = scene(&house).await;
        let files: [(&str, &[u8]); 4] = [
            ("bild.png", HTML),
            ("seite.html", HTML),
            ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("form.xhtml", b"<?xml version='1.0'?><html><script/></html>"),
        ];
        for (name, bytes) in files {
            let document = upload(&scene.customer, name, bytes).await;
            assert_eq!((document.show, document.preview), (Show::Download, false), "{name}");
            let answer = scene.customer.get(&format!("/documents/{}/{name}", document.id)).await;
            assert_eq!(answer.header("content-type"), "application/octet-stream", "{name}");
            assert!(answer.header("content-disposition").starts_with("attachment;"), "{name}");
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
            assert_eq!(scene.customer.get(&format!("/documents/{}/preview", document.id)).await.status, StatusCode::NOT_FOUND);
        }
    }

    async fn a_pdf_may_stand_in_our_own_pages_only(house: TestHouse) {
        let scene = scene(&house).await;
        let document = upload(&scene.customer, "kaputt.pdf", b"%PDF-1.7\nnothing more").await;
        assert_eq!((document.show, document.preview), (Show::Pdf, false));
        let answer = scene.customer.get(&format!("/documents/{}/kaputt.pdf", document.id)).await;
        assert_eq!(answer.header("x-frame-options"), "SAMEORIGIN");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'self'"));
        assert!(answer.header("content-disposition").starts_with("inline;"));
    }

    async fn hostile_names_lead_nowhere(house: TestHouse) {
        let scene = scene(&house).await;
        for (name, kept) in [
            ("../../../etc/passwd", "passwd"),
            ("C:\\temp\\a\".txt", "a_.txt"),
            ("a\r\nSet-Cookie: x=y.txt", "a__Set-Cookie_ x=y.txt"),
            ("\u{202e}gpj.exe", "_gpj.exe"),
            ("preview", "preview_"),
            ("....", "file"),
        ] {
            let document = upload(&scene.customer, name, b"abc").await;
            assert_eq!(document.name, kept);
            let answer = scene.customer.get(&format!("/documents/{}/x", document.id)).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert!(!answer.headers.contains_key("set-cookie"));
        }
    }
}
