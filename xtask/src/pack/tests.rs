use super::{Pack, packed, rewrite, together};
use std::collections::HashMap;

fn pack(name: usize, pages: u64, bytes: u64) -> Pack {
    Pack { chunks: vec![format!("chunk_{name}")], pages, bytes }
}

/// Every set of two or more of six pages has a small chunk, and all share a large one.
#[test]
fn many_small_chunks_become_few_packs() {
    let sets = (1..64_u64).filter(|set| set.count_ones() > 1);
    let mut all: Vec<_> = sets.enumerate().map(|(name, pages)| pack(name, pages, 300)).collect();
    all.push(pack(57, 63, 900_000));
    let packs = together(all);
    for page in 0..6 {
        let loads = packs.iter().filter(|pack| pack.pages >> page & 1 == 1).count();
        assert!(loads <= 3, "page {page} asks for {loads} packs");
    }
    assert_eq!(
        packs.iter().map(|pack| pack.chunks.len()).sum::<usize>(),
        58,
        "none is lost, none comes twice"
    );
}

#[test]
fn what_two_pages_share_is_not_loaded_by_others_for_nothing() {
    let packs = together(vec![pack(0, 0b0011, 500_000), pack(1, 0b1100, 500_000), pack(2, 0b1100, 200)]);
    assert!(packs.iter().any(|pack| pack.pages == 0b0011));
    assert_eq!(packs.len(), 2);
}

#[test]
fn the_loader_loads_packs_where_it_loaded_chunks() {
    let written = r#"function makeLoad(fetcher, deps) {}
/* a, b */
const __chunk_1 = makeLoad(() => {
    const src = fetch(new URL("./chunk_1.wasm", import.meta.url));
    return src;
}
, []);
/* a, c */
const __chunk_2 = makeLoad(() => {
    const src = fetch(new URL("./chunk_2.wasm", import.meta.url));
    return src;
}
, []);
export const __wasm_split_load_b = wrapAsyncCb(makeLoad(() => async (_imp) => ({}), [__chunk_1]));
export const __wasm_split_load_a = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_a.wasm", import.meta.url));
    return src;
}
, [__chunk_1, __chunk_2]));
"#;
    let pack_of = HashMap::from([("chunk_1".to_owned(), 0), ("chunk_2".to_owned(), 0)]);
    let read = rewrite(written, &pack_of).expect("readable");
    assert_eq!(read.matches("./pack_0.wasm").count(), 1);
    assert!(read.contains("() => async (_imp) => ({}), [__pack_0]));"));
    assert!(read.contains("split_a.wasm") && read.contains("\n, [__pack_0]));"));
    assert!(rewrite(&written.replace("makeLoad(() => {", "load(() => {"), &pack_of).is_err());
    let files = ["chunk_2", "chunk_1", "split_a"].map(str::to_owned);
    assert_eq!(packed(&files, &pack_of), ["pack_0", "split_a"]);
}
