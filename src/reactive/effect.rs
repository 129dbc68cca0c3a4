use leptos::prelude::Effect;

/// Does something once the piece under construction stands in the page, and again whenever a signal
/// changes that it reads, as long as the piece exists.
pub fn effect(act: impl FnMut() + 'static) {
    run(Box::new(act));
}

fn run(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| act());
}
