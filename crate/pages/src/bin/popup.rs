//! The wasm of `popup.html`.

fn main() {
    postil_pages::open(postil_pages::popup::mount);
}
