//! The wasm of `options.html` and `welcome.html`. They draw with the same: two programs were 160 KB more to download.

fn main() {
    postil_pages::open(|page| match page {
        "welcome" => postil_pages::welcome::mount(),
        _ => postil_pages::options::mount(),
    });
}
