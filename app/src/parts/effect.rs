//! Effects of one kind: leptos makes code for every closure that becomes an effect; behind a box the browser has it once.
use leptos::prelude::Effect;

/// Runs `f` in the browser, and again whenever something changes that it read.
pub fn effect(f: impl FnMut() + 'static) {
    let f: Box<dyn FnMut()> = Box::new(f);
    Effect::new(f);
}
