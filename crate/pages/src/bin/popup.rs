//! The wasm of `popup.html`.

fn main() {
    postil_pages::open(|_| postil_pages::popup::mount());
}
