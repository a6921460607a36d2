//! A paper on the screen: the same blocks that the typesetter lays out, with ways to what they are about.
use crate::parts::erase::Erase as _;
use domain::paper::{Bar, Bars, Block, Column, Columns, Part, Row, Table};
use leptos::prelude::*;

/// Height of the plot of a chart of columns, in its own units.
const HIGH: u32 = 100;

/// The parts of a paper below each other.
#[component]
pub fn PaperParts(
    /// What it says.
    parts: Vec<Part>,
) -> impl IntoView {
    let parts: Vec<_> = parts
        .into_iter()
        .map(|part| {
            let blocks: Vec<_> = part.blocks.into_iter().map(block).collect();
            view! {
                <section class="paper__part">
                    <h2>{part.heading}</h2>
                    {blocks}
                </section>
            }
        })
        .collect();
    view! { <article class="paper">{parts}</article> }.erase()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Heading(text) => view! { <h3>{text}</h3> }.erase(),
        Block::Text(text) => {
            let paragraphs: Vec<_> =
                text.split("\n\n").map(|one| view! { <p>{one.to_owned()}</p> }).collect();
            view! { <div class="paper__text">{paragraphs}</div> }.erase()
        }
        Block::Note(text) => view! { <p class="paper__hint">{text}</p> }.erase(),
        Block::List(points) => {
            let points: Vec<_> = points.into_iter().map(|point| view! { <li>{point}</li> }).collect();
            view! { <ul>{points}</ul> }.erase()
        }
        Block::Facts(facts) => {
            let rows: Vec<_> = facts.into_iter().map(fact).collect();
            view! { <dl class="paper__steps">{rows}</dl> }.erase()
        }
        Block::Figures(figures) => {
            let figures: Vec<_> = figures.into_iter().map(figure).collect();
            view! { <dl class="paper__figures">{figures}</dl> }.erase()
        }
        Block::Table(table) => view! { <PaperTable table /> }.erase(),
        Block::Columns(chart) => view! { <ColumnChart chart /> }.erase(),
        Block::Bars(chart) => view! { <BarChart chart /> }.erase(),
    }
}

fn fact((name, value): (String, String)) -> AnyView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
    .into_any()
}

/// The figure stands above what it counts; read aloud it follows.
fn figure((value, name): (String, String)) -> AnyView {
    view! {
        <div class="paper__figure">
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
    .into_any()
}

/// A table.
#[component]
fn PaperTable(table: Table) -> impl IntoView {
    let heads: Vec<_> = table.columns.iter().map(head).collect();
    let rows: Vec<_> = table.rows.into_iter().map(|row| line(&table.columns, row)).collect();
    view! {
        <table class="table paper__table">
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .erase()
}

fn head(column: &Column) -> AnyView {
    view! {
        <th scope="col" class=class(column)>
            {column.name.clone()}
        </th>
    }
    .into_any()
}

fn class(column: &Column) -> Option<&'static str> {
    column.figures.then_some("table__number")
}

fn line(columns: &[Column], row: Row) -> AnyView {
    let Row { cells, to, sum } = row;
    let mut to = to;
    let cells: Vec<_> = columns
        .iter()
        .zip(cells)
        .enumerate()
        .map(|(at, (column, text))| {
            let content = match to.take() {
                Some(href) => view! { <a href=href>{text}</a> }.erase(),
                None => text.erase(),
            };
            if at == 0 {
                view! {
                    <th scope="row" class=class(column)>
                        {content}
                    </th>
                }
                .erase()
            } else {
                view! {
                    <td class=class(column) data-label=column.name.clone()>
                        {content}
                    </td>
                }
                .erase()
            }
        })
        .collect();
    view! { <tr class=sum.then_some("paper__row-sum")>{cells}</tr> }.into_any()
}

#[component]
fn Legend(series: Vec<String>) -> impl IntoView {
    let names: Vec<_> = series
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            view! {
                <span class="paper__series">
                    <svg class="paper__key" width="12" height="12">
                        <rect class=shade(at) width="12" height="12"></rect>
                    </svg>
                    {name}
                </span>
            }
        })
        .collect();
    (!names.is_empty()).then(|| view! { <p class="paper__legend">{names}</p> })
}

/// How the nth series is filled.
const fn shade(at: usize) -> &'static str {
    match at {
        0 => "paper__shade paper__shade--first",
        _ => "paper__shade paper__shade--second",
    }
}

/// Columns, each with its number above it. Who does not see them hears the same as a sentence.
#[component]
fn ColumnChart(chart: Columns) -> impl IntoView {
    let most = chart.most();
    let groups: Vec<_> = chart
        .groups
        .into_iter()
        .map(|(name, numbers)| {
            let columns: Vec<_> =
                numbers.into_iter().enumerate().map(|(at, number)| column(at, number, most)).collect();
            view! {
                <div class="paper__group">
                    <div class="paper__columns">{columns}</div>
                    <span class="paper__under">{name}</span>
                </div>
            }
        })
        .collect();
    view! {
        <figure class="paper__chart">
            <Legend series=chart.series />
            <div class="paper__plot" aria-hidden="true">
                {groups}
            </div>
            <figcaption class="hidden">{chart.words}</figcaption>
        </figure>
    }
    .erase()
}

fn column(at: usize, number: u32, most: u32) -> AnyView {
    // The plot leaves room above the highest column for its number.
    let height = number * (HIGH - 16) / most;
    let (y, above) = (HIGH - height, HIGH - height - 4);
    view! {
        <svg class="paper__column" width="100%" height=HIGH.to_string()>
            <text class="paper__number" x="50%" y=above.to_string() text-anchor="middle">
                {number}
            </text>
            <rect class=shade(at) x="0" y=y.to_string() width="100%" height=height.to_string()></rect>
        </svg>
    }
    .into_any()
}

/// Bars with their names before and their words behind: a list, whose bars only repeat it.
#[component]
fn BarChart(chart: Bars) -> impl IntoView {
    let most = chart.most();
    let rows: Vec<_> = chart.rows.into_iter().map(|bar| bar_row(bar, most)).collect();
    view! {
        <div class="paper__chart">
            <Legend series=chart.series />
            <ul class="paper__bars">{rows}</ul>
        </div>
    }
    .erase()
}

fn bar_row(bar: Bar, most: u32) -> AnyView {
    let Bar { name, parts, words } = bar;
    let mut from = 0;
    let share = |length: u32| {
        let thousandths = u64::from(length) * 1000 / u64::from(most);
        format!("{}.{}%", thousandths / 10, thousandths % 10)
    };
    let parts: Vec<_> = parts
        .into_iter()
        .enumerate()
        .map(|(at, length)| {
            let (x, width) = (share(from), share(length));
            from += length;
            view! { <rect class=shade(at) x=x width=width y="0" height="100%"></rect> }
        })
        .collect();
    view! {
        <li class="paper__bar">
            <span class="paper__name">{name}</span>
            <svg class="paper__track" width="100%" height="14" aria-hidden="true">
                {parts}
            </svg>
            <span class="paper__words">{words}</span>
        </li>
    }
    .into_any()
}
