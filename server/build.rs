//! How the program is linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // `schalter deliver` starts once a mail. Two hundred thousand addresses put right at each start, as a position-independent
    // program wants it, were most of its work.
    if std::env::var("TARGET").is_ok_and(|target| target.ends_with("linux-gnu")) {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
