//! Hears what other servers on the same PostgreSQL tell, and what this one tells: one path for both.
use crate::fault::Fault;
use crate::house::House;
use crate::live::{CHANNEL, Told, replay};
use sqlx::postgres::PgListener;
use std::time::Duration;

/// Shortest and longest wait before the next try to connect.
const WAITS: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(10));

/// Finds out where the history stands and, on PostgreSQL, hears from now on what is told. Returns once it hears.
pub async fn start(house: &House) -> Result<(), Fault> {
    let listener = match &house.settings.database_url {
        Some(url) => Some(connect(url).await.map_err(Fault::broken)?),
        None => None,
    };
    house.live.catch_up(replay::newest(house.store.read()).await?);
    if let Some(listener) = listener {
        let house = house.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = house.closing.cancelled() => {}
                () = listen(&house, listener) => {}
            }
        });
    }
    Ok(())
}

async fn connect(url: &str) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    // What is told between the loss of a connection and the next one must be found in the history: `again` does that
    // after it has connected.
    listener.eager_reconnect(false);
    Ok(listener)
}

async fn listen(house: &House, mut listener: PgListener) {
    loop {
        match listener.try_recv().await {
            Ok(Some(told)) => hear(house, told.payload()).await,
            Ok(None) => listener = again(house, "the connection was closed").await,
            Err(error) => listener = again(house, &error.to_string()).await,
        }
    }
}

async fn hear(house: &House, payload: &str) {
    let told = match serde_json::from_str(payload) {
        Ok(Told::Entry { id }) => loaded(house, id).await,
        Ok(told) => told,
        Err(error) => {
            // A server of another version, during an update.
            tracing::warn!(error.source = %error, "A live event of another server could not be read.");
            Told::Missed
        }
    };
    house.live.publish(told);
}

async fn loaded(house: &House, id: i64) -> Told {
    match replay::event(house.store.read(), id).await {
        Ok(Some(event)) => Told::Event { event },
        Ok(None) => Told::Missed,
        Err(fault) => {
            tracing::error!(error.source = %fault, entry.id = id, "A live event could not be loaded.");
            Told::Missed
        }
    }
}

/// Connects again, however long it takes; then tells every page that it may have missed something.
async fn again(house: &House, why: &str) -> PgListener {
    tracing::warn!(error.source = why, "The database's live channel was lost.");
    let url = house.settings.database_url.as_deref().unwrap_or_default();
    let mut wait = WAITS.0;
    loop {
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(WAITS.1);
        let Ok(listener) = connect(url).await else { continue };
        let Ok(newest) = replay::newest(house.store.read()).await else { continue };
        house.live.catch_up(newest);
        house.live.publish(Told::Missed);
        tracing::info!("The database's live channel is back.");
        return listener;
    }
}
