//! Listening, and stopping in good order.
use crate::house::House;
use crate::letter::deliver::run_deliveries;
use crate::letter::imap::run_mailboxes;
use crate::letter::mailer::run_mailer;
use crate::router::router;
use axum::serve::ListenerExt;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// Answers requests until the process is told to stop (SIGTERM, SIGINT); then finishes what is being answered, ends
/// live streams and jobs, and closes the database.
pub async fn serve(house: House, listener: TcpListener) -> std::io::Result<()> {
    let tidying = tokio::spawn(crate::tidy::run_tidying(house.clone()));
    let recount = tokio::spawn(crate::policy::moves::run_recount(house.clone()));
    let watch = tokio::spawn(crate::promise::watch::run_watch(house.clone()));
    let closing = tokio::spawn(crate::ticket::objection::run_closing(house.clone()));
    let approvals = tokio::spawn(crate::approval::watch::run_approvals(house.clone()));
    let settling = tokio::spawn(crate::package::settle::run_settling(house.clone()));
    let billing = tokio::spawn(crate::invoice::run::run_billing(house.clone()));
    let reports = tokio::spawn(crate::report::freeze::run_freezing(house.clone()));
    let quotes = tokio::spawn(crate::quote::watch::run_watch(house.clone()));
    let ending = tokio::spawn(crate::organisation::ending::run_ending(house.clone()));
    let missed = tokio::spawn(crate::ticket::missed::run_missed(house.clone()));
    let reminding = tokio::spawn(crate::letter::waiting::run_reminding(house.clone()));
    // Without TCP_NODELAY small answers wait for the reader's acknowledgement, some 40 ms.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(error.source = %error, "TCP_NODELAY could not be set.");
        }
    });
    crate::live::listener::start(&house).await.map_err(std::io::Error::other)?;
    let cleaner = tokio::spawn(crate::document::job::run_cleaner(house.clone()));
    let deliveries = tokio::spawn(run_deliveries(house.clone()));
    let mailer = tokio::spawn(run_mailer(house.clone()));
    let mailboxes = tokio::spawn(run_mailboxes(house.clone()));
    let service = router(house.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let stop = house.closing.clone();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop_asked().await;
        tracing::info!("Shutting down.");
        stop.cancel();
    });
    tokio::select! {
        result = serving => result?,
        () = overdue(&house) => tracing::warn!("Some requests took too long and were cut off."),
    }
    let _ = tokio::time::timeout(Duration::from_secs(5), async {
        tokio::join!(
            cleaner, mailer, watch, recount, deliveries, closing, approvals, mailboxes, settling, quotes,
            reminding, billing, reports, missed, ending
        )
    })
    .await;
    let _ = tokio::time::timeout(Duration::from_secs(5), tidying).await;
    if let Err(error) = house.store.clone().close().await {
        tracing::error!(error.source = %error, "The database did not close well.");
    }
    Ok(())
}

async fn overdue(house: &House) {
    house.closing.cancelled().await;
    tokio::time::sleep(Duration::from_secs(10)).await;
}

async fn stop_asked() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut stream) => {
                stream.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
