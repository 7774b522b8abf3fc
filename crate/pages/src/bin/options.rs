//! The wasm of `options.html`.

fn main() {
    postil_pages::open(postil_pages::options::mount);
}
