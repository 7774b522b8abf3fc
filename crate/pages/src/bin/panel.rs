//! The wasm of `panel.html`.

fn main() {
    postil_pages::open(|_| postil_pages::panel::mount());
}
