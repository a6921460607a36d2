//! Packs: the chunks that pages share, put together so that a page asks for a handful of files instead of hundreds.
//!
//! The split makes one chunk for every set of pages that share something: with forty pages more than a thousand. A page that
//! has to ask for nine hundred of them sleeps until the last one has come.
mod merge;
#[cfg(test)]
mod tests;

use anyhow::{Context as _, Result, bail};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::{fs, iter};

/// What one more request costs, in bytes of WebAssembly before it is made small: some ten kilobytes of brotli, about what a
/// phone's line carries while a request waits for its turn.
const REQUEST: u64 = 48 * 1024;

/// Pages by their name, and the files without ending that each needs, its own one last.
pub type Needs = HashMap<String, Vec<String>>;

/// Chunks that travel together.
struct Pack {
    chunks: Vec<String>,
    /// One bit for each page that loads it.
    pages: u64,
    bytes: u64,
}

/// Replaces the chunks in `package` by packs, in the loader, too; answers what each page needs now.
pub fn pack(package: &Path, loader: &str, needs: &Needs) -> Result<Needs> {
    let packs = together(chunks(package, needs)?);
    let mut pack_of = HashMap::new();
    for (number, pack) in packs.iter().enumerate() {
        let file = |chunk: &String| package.join(format!("{chunk}.wasm"));
        let parts: Vec<_> =
            pack.chunks.iter().map(|chunk| fs::read(file(chunk))).collect::<Result<_, _>>()?;
        fs::write(package.join(format!("pack_{number}.wasm")), merge::merge(&parts)?)?;
        for chunk in &pack.chunks {
            fs::remove_file(file(chunk))?;
            pack_of.insert(chunk.clone(), number);
        }
    }
    let loader = package.join(loader);
    fs::write(&loader, rewrite(&fs::read_to_string(&loader)?, &pack_of)?)?;
    Ok(needs.iter().map(|(page, files)| (page.clone(), packed(files, &pack_of))).collect())
}

/// Every chunk with the pages that need it. Pages have bits in the order of their names, so that the same program makes the
/// same packs.
fn chunks(package: &Path, needs: &Needs) -> Result<Vec<Pack>> {
    if needs.len() > 64 {
        bail!("more than 64 pages of their own: a pack needs a longer set of pages");
    }
    let mut all = BTreeMap::<&String, u64>::new();
    let mut pages: Vec<_> = needs.iter().collect();
    pages.sort_unstable();
    for (bit, (_, files)) in pages.into_iter().enumerate() {
        for chunk in files.iter().filter(|file| file.starts_with("chunk_")) {
            *all.entry(chunk).or_default() |= 1 << bit;
        }
    }
    all.into_iter()
        .map(|(chunk, pages)| {
            let module = fs::read(package.join(format!("{chunk}.wasm"))).context("a chunk is missing")?;
            Ok(Pack { chunks: vec![chunk.clone()], pages, bytes: merge::weight(&module)? })
        })
        .collect()
}

/// Puts those together that cost the least together, as long as all pages at once load less than apart: a page then loads
/// some bytes that it does not need, for a request that it does not make.
fn together(mut packs: Vec<Pack>) -> Vec<Pack> {
    let mut best: Vec<_> = (0..packs.len()).map(|one| partner(&packs, one)).collect();
    while let Some((one, Some((other, _)))) = best
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, partner)| partner.is_some_and(|(_, cost)| cost < 0))
        .min_by_key(|(_, partner)| partner.map(|(_, cost)| cost))
    {
        let (keep, drop) = (one.min(other), one.max(other));
        let gone = packs.swap_remove(drop);
        let last = packs.len();
        best.swap_remove(drop);
        let kept = &mut packs[keep];
        kept.chunks.extend(gone.chunks);
        kept.pages |= gone.pages;
        kept.bytes += gone.bytes;
        for at in 0..packs.len() {
            let stale = at == keep || best[at].is_some_and(|(with, _)| [keep, drop, last].contains(&with));
            if stale {
                best[at] = partner(&packs, at);
            } else if let Some(cost) = (at != keep).then(|| cost(&packs[at], &packs[keep]))
                && best[at].is_none_or(|(_, before)| cost < before)
            {
                best[at] = Some((keep, cost));
            }
        }
    }
    packs
}

/// Whom it is cheapest to go with, and what that costs.
fn partner(packs: &[Pack], one: usize) -> Option<(usize, i64)> {
    (0..packs.len())
        .filter(|other| *other != one)
        .map(|other| (other, cost(&packs[one], &packs[other])))
        .min_by_key(|(_, cost)| *cost)
}

/// What all pages load more when the two are one; below zero they load less.
fn cost(one: &Pack, other: &Pack) -> i64 {
    let load = |pages: u64, bytes: u64| i64::from(pages.count_ones()) * (bytes + REQUEST).cast_signed();
    load(one.pages | other.pages, one.bytes + other.bytes)
        - load(one.pages, one.bytes)
        - load(other.pages, other.bytes)
}

/// The packs of these chunks, each once, and what is no chunk.
fn packed(files: &[String], pack_of: &HashMap<String, usize>) -> Vec<String> {
    let mut packs: Vec<_> = files.iter().filter_map(|file| pack_of.get(file)).collect();
    packs.sort_unstable();
    packs.dedup();
    let own = files.iter().filter(|file| !pack_of.contains_key(*file)).cloned();
    packs.into_iter().map(|number| format!("pack_{number}")).chain(own).collect()
}

/// The loader as `wasm_split_cli_support` 0.2.4 writes it: a `makeLoad` for each chunk, which the pages name.
fn rewrite(loader: &str, pack_of: &HashMap<String, usize>) -> Result<String> {
    let mut out = String::new();
    let mut loads = vec![false; pack_of.values().max().map_or(0, |last| last + 1)];
    let mut lines = loader.lines();
    while let Some(line) = lines.next() {
        if let Some((name, rest)) =
            line.strip_prefix("const __").and_then(|rest| rest.split_once(" = makeLoad("))
        {
            let number = *pack_of.get(name).with_context(|| format!("{name} is in no pack"))?;
            let body: Vec<_> =
                iter::once(rest).chain(lines.by_ref().take_while(|line| *line != ", []);")).collect();
            if !std::mem::replace(&mut loads[number], true) {
                let body =
                    body.join("\n").replace(&format!("./{name}.wasm"), &format!("./pack_{number}.wasm"));
                out.push_str(&format!("const __pack_{number} = makeLoad({body}, []);\n"));
            }
        } else if let Some((before, list)) =
            line.strip_suffix("]));").and_then(|line| line.rsplit_once(", ["))
        {
            let files: Vec<_> =
                list.split(", ").filter_map(|name| name.strip_prefix("__")).map(str::to_owned).collect();
            let packs: Vec<_> = packed(&files, pack_of).iter().map(|pack| format!("__{pack}")).collect();
            out.push_str(&format!("{before}, [{}]));\n", packs.join(", ")));
        } else if !line.starts_with("/* ") {
            out.push_str(line);
            out.push('\n');
        }
    }
    if loads.contains(&false) || out.contains("chunk_") {
        bail!("the loader is written otherwise than expected");
    }
    Ok(out)
}
