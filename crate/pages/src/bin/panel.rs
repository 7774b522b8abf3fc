//! The wasm of `panel.html`.

fn main() {
    postil_pages::open(postil_pages::panel::mount);
}
