//! The figures as Markdown and JSON.
use crate::Scale;
use crate::first_visit::Visit;
use serde_json::{Value, json};

pub fn print(scales: &[Scale], visit: &Visit) {
    for scale in scales {
        println!("\n### {} tickets, SQLite\n", scale.tickets);
        println!(
            "| request | CPU ms | bytes | req/s at 1 / 8 / 32 | p50 ms | p99 ms |\n|---|---:|---:|---:|---:|---:|"
        );
        for scenario in &scale.scenarios {
            let each = |value: fn(&crate::load::Run) -> String| {
                scenario.runs.iter().map(value).collect::<Vec<_>>().join(" / ")
            };
            println!(
                "| {} | {:.2} | {} | {} | {} | {} |",
                scenario.name,
                scenario.cpu_ms,
                scenario.bytes,
                each(|r| format!("{:.0}", r.per_second)),
                each(|r| format!("{:.1}", r.p50_ms)),
                each(|r| format!("{:.1}", r.p99_ms)),
            );
        }
        println!(
            "\n| viewers | all connected | p50 | p99 | all have it | server memory |\n|---:|---:|---:|---:|---:|---:|"
        );
        for spread in &scale.viewers {
            println!(
                "| {} | {:.1} s | {:.0} ms | {:.0} ms | {:.0} ms | {:.0} MB |",
                spread.viewers,
                spread.connect_seconds,
                spread.p50_ms,
                spread.p99_ms,
                spread.all_ms,
                spread.memory_mb
            );
        }
        let recount = &scale.recount;
        println!(
            "\n{} open tickets moved to a new configuration in {:.2} s ({:.2} s CPU), {} with other due times; previewed in {:.2} s.",
            recount.open, recount.seconds, recount.cpu_seconds, recount.moved, recount.preview_seconds
        );
        print_mails("\n", &scale.mails);
        let (looks, each) = scale.watched;
        println!("\nLooking for promises that come due: {each:.2} ms each time ({looks} times).");
        println!(
            "\nSeeded in {:.1} s; ready {:.0} ms after start; {:.0} MB idle, {:.0} MB after the load.",
            scale.seed_seconds, scale.start_ms, scale.idle_mb, scale.loaded_mb
        );
    }
    println!("\n### First visit, brotli\n\n| part | kB |\n|---|---:|");
    for part in &visit.first {
        println!("| {} | {:.1} |", part.name, part.bytes as f64 / 1000.0);
    }
    println!("| **in all** | **{:.1}** |", visit.first.iter().map(|p| p.bytes).sum::<u64>() as f64 / 1000.0);
    if let (Some(largest), Some(smallest)) = (visit.routes.first(), visit.routes.last()) {
        println!(
            "\n{} route chunks, {:.1} to {:.1} kB each.",
            visit.routes.len(),
            smallest.bytes as f64 / 1000.0,
            largest.bytes as f64 / 1000.0
        );
    }
}

pub fn json(scales: &[Scale], visit: &Visit) -> Value {
    let scales: Vec<Value> = scales
        .iter()
        .map(|s| {
            json!({
                "tickets": s.tickets, "seed_seconds": s.seed_seconds, "start_ms": s.start_ms, "idle_mb": s.idle_mb, "loaded_mb": s.loaded_mb,
                "scenarios": s.scenarios.iter().map(|c| json!({
                    "name": c.name, "cpu_ms": c.cpu_ms, "bytes": c.bytes,
                    "runs": c.runs.iter().map(|r| json!({"connections": r.connections, "per_second": r.per_second, "p50_ms": r.p50_ms, "p99_ms": r.p99_ms})).collect::<Vec<_>>(),
                })).collect::<Vec<_>>(),
                "recount": {"open": s.recount.open, "moved": s.recount.moved, "seconds": s.recount.seconds, "cpu_seconds": s.recount.cpu_seconds, "preview_seconds": s.recount.preview_seconds},
                "mails": {"per_second": s.mails.per_second, "cpu_ms": s.mails.cpu_ms, "memory_before_mb": s.mails.memory_before_mb, "memory_after_mb": s.mails.memory_after_mb, "large_ms": s.mails.large_ms, "beside_large_ms": s.mails.beside_large_ms},
                "watch_ms": s.watched.1,
                "viewers": s.viewers.iter().map(|v| json!({"viewers": v.viewers, "connect_seconds": v.connect_seconds, "p50_ms": v.p50_ms, "p99_ms": v.p99_ms, "all_ms": v.all_ms, "memory_mb": v.memory_mb})).collect::<Vec<_>>(),
            })
        })
        .collect();
    let parts = |list: &[crate::first_visit::Part]| {
        list.iter().map(|p| json!({"name": p.name, "bytes": p.bytes})).collect::<Vec<_>>()
    };
    json!({ "scales": scales, "first_visit": { "first": parts(&visit.first), "routes": parts(&visit.routes) } })
}

/// What mails through the pipe cost, as sentences.
pub fn print_mails(before: &str, mails: &crate::mail::Mails) {
    println!(
        "{before}{:.0} mails a second through the pipe, {:.2} ms CPU of the server each; memory {:.0} MB before, {:.0} MB after. One of 25 MB took {:.0} ms, the slowest beside it {:.0} ms.",
        mails.per_second,
        mails.cpu_ms,
        mails.memory_before_mb,
        mails.memory_after_mb,
        mails.large_ms,
        mails.beside_large_ms
    );
}

/// What a mailbox costs, as a sentence.
pub fn print_mailbox(mailbox: &crate::mailbox::Mailbox) {
    println!(
        "\n{:.0} mails a second out of a mailbox, {:.2} ms CPU of the server each, start included; memory {:.0} MB after 1,000, {:.0} MB after 10,000.",
        mailbox.per_second, mailbox.cpu_ms, mailbox.memory_first_mb, mailbox.memory_last_mb
    );
}

/// What one page costs at its largest number of connections, as a sentence.
pub fn print_page(page: &crate::load::Scenario) {
    let Some(run) = page.runs.last() else { return };
    println!(
        "\n{}: {:.0} requests a second at {} connections, p99 {:.1} ms, {:.2} ms CPU each, {} bytes.",
        page.name, run.per_second, run.connections, run.p99_ms, page.cpu_ms, page.bytes
    );
}

/// What booking on one hour package costs, as a sentence.
pub fn print_package(package: &crate::package::Package) {
    println!(
        "\n{:.0} bookings a second by 16 at once on one hour package, {:.2} ms CPU of the server each, p99 {:.1} ms; {} bookings of a minute, {} minutes counted.",
        package.per_second, package.cpu_ms, package.p99_ms, package.booked, package.counted_minutes
    );
}

/// What documents of invoices cost, as a sentence.
pub fn print_papers(papers: &crate::invoice::Papers) {
    println!(
        "\nAn invoice of 25 lines, PDF/A with its XML: {:.1} ms CPU; {} in one run: {:.1} s.",
        papers.cpu_ms, papers.invoices, papers.seconds
    );
}

/// What filtering invoices costs, as Markdown.
pub fn print_filters([all, one]: &[Vec<crate::billing::Filtered>; 2]) {
    println!("\n### 100,000 invoices, SQLite\n");
    println!(
        "| filter | all: database ms | answer ms | one customer: database ms | answer ms |\n|---|---:|---:|---:|---:|"
    );
    for (all, one) in all.iter().zip(one) {
        println!(
            "| {} | {:.1} | {:.1} | {:.1} | {:.1} |",
            all.name, all.database_ms, all.answer_ms, one.database_ms, one.answer_ms
        );
    }
}

/// What a run of invoices costs readers of tickets, as sentences.
pub fn print_beside(beside: &crate::billing::Beside) {
    for (readers, alone, meanwhile) in &beside.pages {
        println!(
            "\nTicket pages over {readers} connections: {alone:.0} a second alone, {meanwhile:.0} while invoices are issued ({:.0} %).",
            meanwhile / alone * 100.0
        );
    }
    println!(
        "{} invoices of 25 lines issued in the server meanwhile: {:.1} s.",
        beside.issued, beside.seconds
    );
}

/// What due times cost, as Markdown.
pub fn print_costs(costs: &[crate::promise::Cost]) {
    println!("\n| rule | µs |\n|---|---:|");
    for cost in costs {
        println!("| {} | {:.2} |", cost.what, cost.micros);
    }
}
