//! Everything the browser loads, in `target/site`: WebAssembly split by route, its glue, the style sheet, `public/`.
use crate::pack::pack;
use anyhow::{Context as _, Result, anyhow, bail};
use sha2::{Digest as _, Sha256};
use std::cmp::Reverse;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io::Write as _, thread};
use wasm_bindgen_cli_support::Bindgen;

const NAME: &str = "schalter";

/// Loads the pieces of pages; leptos imports it by this name.
const LOADER: &str = "./__wasm_split.______________________.js";

/// Tells what the site was made of, so that the slow steps are left out while nothing changed.
const MADE_OF: &str = "made-of.txt";

/// Builds the site; `dev` leaves out what only makes it small.
pub fn build(dev: bool) -> Result<()> {
    // Asked when it runs: a build folder that several clones share may hold this program from another one.
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").context("run me by `cargo xtask`")?);
    let root = here.parent().context("workspace")?.to_path_buf();
    env::set_current_dir(&root)?;
    let wasm = compile(&root)?;
    let style = crate::style::bundle(&root.join("style/main.css"))?;
    let made_of = made_of(&root, &wasm, &style, dev)?;
    let target = root.join("target/site");
    if fs::read_to_string(target.join(MADE_OF)).is_ok_and(|before| before == made_of) {
        return Ok(());
    }
    let package = fresh(&root.join("target/package"))?;
    bind(&wasm, &package)?;
    if !dev {
        optimise(&root, &package)?;
    }
    fs::write(package.join(format!("{NAME}.css")), style)?;

    let site = fresh(&root.join("target/site.new"))?;
    let hash = hash(&package)?;
    copy(&package, &site.join("pkg").join(&hash))?;
    copy(&root.join("public"), &site)?;
    fs::write(site.join("hash.txt"), &hash)?;
    if !dev {
        compress(&site)?;
    }
    fs::write(site.join(MADE_OF), made_of)?;
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    fs::rename(&site, &target)?;
    report(&target.join("pkg").join(hash))
}

/// A digest of everything the site is made of, the tools included.
fn made_of(root: &Path, wasm: &Path, style: &str, dev: bool) -> Result<String> {
    let mut digest = Sha256::new_with_prefix([u8::from(dev)]);
    digest.update(style);
    let mut parts = files(&root.join("public"))?;
    parts.sort();
    parts.extend([
        wasm.to_path_buf(),
        root.join("xtask/package-lock.json"),
        root.join("xtask/src/site.rs"),
        root.join("xtask/src/pack.rs"),
        root.join("xtask/src/pack/merge.rs"),
        root.join("xtask/optimise.mjs"),
    ]);
    for part in parts {
        digest.update(part.strip_prefix(root).unwrap_or(&part).to_string_lossy().as_bytes());
        digest.update(fs::read(&part)?);
    }
    hex(&digest.finalize())
}

fn hex(bytes: &[u8]) -> Result<String> {
    let mut text = String::new();
    for byte in bytes {
        write!(text, "{byte:02x}")?;
    }
    Ok(text)
}

fn compile(root: &Path) -> Result<PathBuf> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    // Relocations are what the split needs; through RUSTFLAGS they would rebuild every dependency.
    let status = Command::new("cargo")
        .args([
            "rustc",
            "--locked",
            "-p",
            "frontend",
            "--lib",
            "--target",
            "wasm32-unknown-unknown",
            "--profile",
            "wasm",
            "--",
            "-Clink-args=--emit-relocs",
        ])
        .env("LEPTOS_OUTPUT_NAME", NAME)
        .status()?;
    if !status.success() {
        bail!("the browser's part does not compile");
    }
    Ok(target.join("wasm32-unknown-unknown/wasm/frontend.wasm"))
}

fn bind(wasm: &Path, package: &Path) -> Result<()> {
    let bytes = fs::read(wasm).with_context(|| wasm.display().to_string())?;
    let main = wasm.with_file_name("frontend_main.wasm");
    let module = format!("./{NAME}.js");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = package;
    options.main_out_path = &main;
    options.main_module = &module;
    options.link_name = LOADER;
    let split = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:?}"))?;
    let needs = pack(package, LOADER, &split.prefetch_map)?;
    // The server names them in the page's head, so that they travel beside the main module.
    fs::write(package.join("__wasm_split_manifest.json"), serde_json::to_string(&needs)?)?;
    Bindgen::new()
        .web(true)?
        .out_name(NAME)
        .input_path(&main)
        .demangle(false)
        .keep_lld_exports(true)
        .typescript(false)
        .generate(package)?;
    fs::rename(package.join(format!("{NAME}_bg.wasm")), package.join(format!("{NAME}.wasm")))?;
    Ok(())
}

/// `wasm-opt -Oz` by npm's binaryen, in two processes for all files.
fn optimise(root: &Path, package: &Path) -> Result<()> {
    let program = root.join("xtask/optimise.mjs");
    let mut all: Vec<PathBuf> = files(package)?.into_iter().filter(|f| has(f, &["wasm"])).collect();
    // The longest first and dealt in turns: both have about as much to do.
    all.sort_by_cached_key(|file| Reverse(fs::metadata(file).map_or(0, |facts| facts.len())));
    let half = |rest: usize| all.iter().skip(rest).step_by(2).cloned().collect::<Vec<_>>();
    let one = |files: &Vec<PathBuf>| -> Result<()> {
        let status = Command::new("node").arg(&program).args(files).status().context("node runs binaryen")?;
        if status.success() { Ok(()) } else { bail!("binaryen failed (npm ci in xtask installs it)") }
    };
    two_at_a_time(vec![half(0), half(1)], one)?;
    shorten(root, &package.join(format!("{NAME}.js")))
}

/// The glue between browser and WebAssembly, by npm's terser.
fn shorten(root: &Path, file: &Path) -> Result<()> {
    let status = Command::new(root.join("xtask/node_modules/.bin/terser"))
        .args(["--module", "--compress", "passes=2", "--mangle", "--output"])
        .arg(file)
        .arg(file)
        .status()
        .context("terser (npm ci in xtask installs it)")?;
    if status.success() { Ok(()) } else { bail!("terser failed on {}", file.display()) }
}

fn compress(site: &Path) -> Result<()> {
    let worth = ["wasm", "js", "css", "svg", "json", "webmanifest", "txt"];
    two_at_a_time(
        files(site)?
            .into_iter()
            .filter(|f| has(f, &worth) && f.file_name().is_some_and(|n| n != "hash.txt"))
            .collect(),
        |file| {
            let bytes = fs::read(file)?;
            let mut out = Vec::new();
            let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 24);
            writer.write_all(&bytes)?;
            drop(writer);
            let mut name = file.as_os_str().to_owned();
            name.push(".br");
            Ok(fs::write(name, out)?)
        },
    )
}

fn two_at_a_time<T: Sync>(all: Vec<T>, work: impl Fn(&T) -> Result<()> + Sync) -> Result<()> {
    let (work, half) = (&work, all.len().div_ceil(2));
    thread::scope(|scope| {
        let threads: Vec<_> =
            all.chunks(half.max(1)).map(|part| scope.spawn(move || part.iter().try_for_each(work))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| anyhow!("a worker panicked"))?)
    })
}

fn hash(package: &Path) -> Result<String> {
    let mut digest = Sha256::new();
    let mut all = files(package)?;
    all.sort();
    for file in all {
        digest.update(file.strip_prefix(package)?.to_string_lossy().as_bytes());
        digest.update(fs::read(&file)?);
    }
    hex(&digest.finalize()[..8])
}

fn report(package: &Path) -> Result<()> {
    let mut all = files(package)?;
    all.retain(|file| has(file, &["br"]));
    all.sort();
    for file in all {
        println!(
            "{:>9} bytes  {}",
            fs::metadata(&file)?.len(),
            file.file_name().unwrap_or_default().to_string_lossy()
        );
    }
    Ok(())
}

fn has(file: &Path, extensions: &[&str]) -> bool {
    file.extension().and_then(|e| e.to_str()).is_some_and(|e| extensions.contains(&e))
}

fn fresh(folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Ok(folder.to_path_buf())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() { all.extend(files(&path)?) } else { all.push(path) }
    }
    Ok(all)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let target = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(target.parent().context("folder")?)?;
        fs::copy(&file, target)?;
    }
    Ok(())
}
