//! The wasm of `welcome.html`.

fn main() {
    postil_pages::open(postil_pages::welcome::mount);
}
