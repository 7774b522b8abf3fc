//! Where things are.

use std::path::{Path, PathBuf};

/// Version of Postil, the workspace's: the manifests and the zips carry it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The workspace's top folder.
pub fn root() -> PathBuf {
    // Cargo sets the variable when it runs xtask; the constant serves a binary that is run by hand.
    let manifest_folder =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest_folder.parent().map_or_else(|| manifest_folder.clone(), Path::to_path_buf)
}

/// `target/`, or wherever the developer has cargo put it.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// `dist/`: what users install.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// A command line tool of an npm package of ours.
pub fn npm_tool(name: &str) -> PathBuf {
    root().join("node_modules/.bin").join(if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() })
}
