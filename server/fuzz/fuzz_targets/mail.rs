//! `cargo +nightly fuzz run -O mail` in `server`: any bytes are a mail. `-O` leaves out what the parser asserts of itself in debug
//! builds; it goes on where that does not hold.
#![no_main]
#![allow(dead_code)] // of the files of the server only a part is called

#[path = "../../src/letter"]
mod letter {
    pub mod html;
    pub mod mime;
    pub mod trial;
}

libfuzzer_sys::fuzz_target!(|raw: &[u8]| letter::trial::endures(raw));
