//! What every request passes.
use crate::on_both;
use axum::body::Body;
use axum::http::{StatusCode, header};

on_both! {
    async fn a_change_from_a_foreign_origin_is_refused(house: TestHouse) {
        let visitor = house.visitor();
        for origin in ["https://evil.test", "null", "http://portal.test.evil.test"] {
            let request = axum::http::Request::post("/api/echo").header(header::ORIGIN, origin);
            let answer = visitor.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin}");
        }
        let nowhere = axum::http::Request::post("/api/echo").body(Body::empty()).unwrap();
        assert_eq!(visitor.send(nowhere).await.status, StatusCode::FORBIDDEN);
    }

    async fn the_server_says_how_it_is(house: TestHouse) {
        let visitor = house.visitor();
        assert_eq!(visitor.get("/healthz").await.text(), "ok\n");
        assert_eq!(visitor.get("/readyz").await.text(), "ready\n");
        let figures = visitor.get("/metrics").await.text();
        assert!(figures.contains("schalter_requests_total{method=\"GET\",kind=\"other\",status=\"2\"} 2"), "{figures}");
        house.house.closing.cancel();
        assert_eq!(visitor.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    }

    async fn every_page_leaves_with_a_strict_policy(house: TestHouse) {
        let answer = house.visitor().get("/sign-in").await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
    }
}
