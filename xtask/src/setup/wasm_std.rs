//! A standard library for wasm32-unknown-unknown: rustup's, or, where rustup's server cannot be reached, one that is
//! built from the source that Debian ships with its own rustc.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use super::debian;
use crate::{shell, workspace};

/// The target that browsers run.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's rustc with the source of its standard library, and the linker for wasm.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
/// By its own name: rustc looks for `rust-lld`, which Debian does not ship.
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-22";
const DEBIAN_SOURCE_PACKAGE_LIST: &str = "/var/lib/dpkg/info/rust-web-src.list";

/// Longest wait for rustup. It loads some 20 MB; without a network it fails at once, behind a firewall that drops
/// packets it would retry for many minutes.
const RUSTUP_LIMIT: Duration = Duration::from_secs(180);

/// Which standard library to build with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WasmStd {
    /// The precompiled one of the toolchain that is in use.
    Toolchain,
    /// Built by `-Zbuild-std` with Debian's rustc.
    Debian,
}

impl WasmStd {
    /// The cargo invocation that builds with it; the caller adds the rest.
    ///
    /// Debian's is always driven by the cargo in `PATH`, and has a target directory of its own: building it takes a
    /// minute, once per directory and set of flags.
    pub fn cargo_build(self) -> Command {
        let mut command = Command::new("cargo");
        command.args(["build", "--target", TARGET, "--target-dir"]).arg(self.target_dir());
        if self == Self::Debian {
            command
                .env("RUSTC", DEBIAN_RUSTC)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER)
                .arg("-Zbuild-std=std,panic_abort");
        }
        command
    }

    /// Where its build puts its results.
    pub fn target_dir(self) -> PathBuf {
        workspace::target().join(match self {
            Self::Toolchain => "wasm",
            Self::Debian => "wasm-debian",
        })
    }
}

/// Finds a standard library for wasm32, and installs one where there is none.
///
/// `POSTIL_WASM_STD=toolchain` or `=debian` asks for one of the two, so that both can be tried on one machine.
///
/// # Errors
/// Where neither way is open: says in one line what is missing.
pub fn find_or_install() -> Result<WasmStd> {
    let asked = std::env::var("POSTIL_WASM_STD").ok();
    match asked.as_deref() {
        None if in_toolchain() => return Ok(WasmStd::Toolchain),
        None if from_debian() => return Ok(WasmStd::Debian),
        None | Some("toolchain") => {
            if in_toolchain() || (rustup_add() && in_toolchain()) {
                return Ok(WasmStd::Toolchain);
            }
            if asked.is_some() {
                bail!("the {TARGET} target is missing; install it with `rustup target add {TARGET}`");
            }
        }
        Some("debian") if from_debian() => return Ok(WasmStd::Debian),
        Some("debian") => {}
        Some(other) => bail!("POSTIL_WASM_STD is `{other}`; it can be `toolchain` or `debian`"),
    }
    debian::install(
        &format!("the {TARGET} target (`rustup target add {TARGET}` gave none), or Debian's Rust with its source,"),
        &DEBIAN_PACKAGES,
    )?;
    if !from_debian() {
        bail!("{DEBIAN_RUSTC} or {DEBIAN_LINKER} is missing, though {} are installed", DEBIAN_PACKAGES.join(", "));
    }
    Ok(WasmStd::Debian)
}

/// Whether the toolchain in use brings the target: it prints the folder in any case.
fn in_toolchain() -> bool {
    shell::output(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .is_ok_and(|folder| has_std(Path::new(folder.trim())))
}

fn has_std(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
    })
}

/// Whether an earlier set-up took Debian's: then rustup need not be tried again on every run.
fn from_debian() -> bool {
    [DEBIAN_RUSTC, DEBIAN_LINKER, DEBIAN_SOURCE_PACKAGE_LIST].iter().all(|path| Path::new(path).is_file())
}

fn rustup_add() -> bool {
    let mut command = Command::new("rustup");
    command.args(["target", "add", TARGET]).env("RUSTUP_MAX_RETRIES", "1");
    shell::succeeds_within(RUSTUP_LIMIT, &mut command)
}
