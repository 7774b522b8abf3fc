//! `npm start`: an article in a real browser, with Postil in it.

use anyhow::Result;

use crate::{Browser, build, check, setup, shell};

/// What to show, and where.
#[derive(clap::Args)]
pub struct Options {
    /// The browser; by default one that is installed, Chromium before Firefox
    browser: Option<Browser>,
    /// A page of one's own instead of the sample article
    #[arg(long)]
    url: Option<String>,
    /// No window: take a screenshot, print what was marked, and end. As without a display
    #[arg(long)]
    headless: bool,
}

/// Sets up, builds, and opens the article.
///
/// # Errors
/// Where the set-up, the build or the browser fails.
pub fn start(options: &Options) -> Result<()> {
    let browser = options
        .browser
        .or_else(|| Browser::ALL.into_iter().find(|&browser| setup::find_browser(browser).is_some()))
        .unwrap_or(Browser::Chromium);
    setup::for_browser(browser)?;
    build::unpacked(&setup::for_build()?)?;
    let mut node = check::node()?;
    node.arg("tests/harness/demo.mjs").arg(browser.name());
    if options.headless || !has_display() {
        node.arg("--headless");
    }
    if let Some(url) = &options.url {
        node.arg("--url").arg(url);
    }
    shell::run(&mut node)
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
