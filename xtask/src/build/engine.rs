//! From a Rust crate to what a browser loads: cargo, wasm-opt, wasm-bindgen, and for Chrome wasm2js.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::wasm2js;
use crate::setup::WasmStd;
use crate::{Browser, shell, workspace};

/// Flags of every wasm build. They never change from crate to crate: with a standard library that is built from
/// source, each set of flags costs a minute.
///
/// - `target-cpu=mvp`: wasm2js translates nothing newer; as wasm it runs as fast.
/// - `web_sys_unstable_apis`: the CSS Custom Highlight API.
/// - `remap-path-prefix`: panics name source files; the result must not depend on where the sources lie.
fn rustflags() -> String {
    // Separated as in CARGO_ENCODED_RUSTFLAGS, since folders may have spaces in their names.
    let mut flags = "-Ctarget-cpu=mvp\x1f--cfg=web_sys_unstable_apis".to_owned();
    let cargo_home =
        std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    if let Some(home) = cargo_home {
        flags += &format!("\x1f--remap-path-prefix={}=crates", home.join("registry/src").display());
    }
    flags
}

/// The wasm features that a module may use after wasm-bindgen, named one by one: `-all` makes wasm-opt emit encodings
/// that browsers do not read yet. A standard library that comes compiled uses them even in an MVP build.
pub const FEATURES: [&str; 5] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
];

/// What such a standard library says it uses besides, and does not.
const CLAIMED_FEATURES: [&str; 3] =
    ["--enable-reference-types", "--enable-multivalue", "--enable-call-indirect-overlong"];

/// With link-time optimization LLVM gives the whole module the features of the compiled standard library, among them
/// `i64.trunc_sat_f64_s`, which wasm2js does not know.
const LOWERING: &str = "--llvm-nontrapping-fptoint-lowering";

/// For code that waits for nothing but to be compiled: no function gets larger than this by what only it calls. Without a
/// limit wasm-opt made one of 181 KB of a tenth of the content script, and a browser compiles a function as a whole before
/// its first line runs, on each page anew.
pub const ONE_CALLER: &str = "--one-caller-inline-max-function-size=400";

/// How JavaScript loads the wasm.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Glue {
    /// An ES module that is given the wasm's exports: it serves real wasm and the wasm2js flavour alike.
    GivenExports,
    /// A classic script that defines `wasm_bindgen`.
    ClassicScript,
    /// An ES module whose default export loads the wasm.
    Module,
}

/// A program of ours that becomes wasm.
struct Recipe {
    /// Folder in the package, and name of the crate behind `postil-`.
    folder: &'static str,
    /// What cargo calls the program.
    program: &'static str,
    /// What its files in the package begin with.
    name: &'static str,
    /// The flavours, with the browsers whose packages get them.
    glues: &'static [(Glue, &'static [Browser])],
    /// `-O2` where speed is felt, `-Os` or `-Oz` elsewhere.
    optimization: &'static str,
}

const RECIPES: [Recipe; 5] = [
    Recipe {
        folder: "content",
        program: "postil_content",
        name: "content",
        // Firefox compiles wasm under every CSP, so it needs no wasm2js; and its add-on linter warns of `import()`
        // with a computed address, so there the background injects a classic script.
        glues: &[(Glue::GivenExports, &[Browser::Chromium]), (Glue::ClassicScript, &[Browser::Firefox])],
        optimization: "-O2",
    },
    Recipe {
        folder: "background",
        program: "postil_background",
        name: "background",
        glues: &[(Glue::Module, &Browser::ALL)],
        optimization: "-Os",
    },
    page("popup"),
    page("panel"),
    page("settings"),
];

/// A program of the extension's own pages, so that none waits for the others' views.
const fn page(name: &'static str) -> Recipe {
    Recipe { folder: "pages", program: name, name, glues: &[(Glue::Module, &Browser::ALL)], optimization: "-Oz" }
}

/// Files that were made from a crate for some of the browsers.
pub struct Engine {
    /// Where they go in the package.
    destination: &'static str,
    browsers: &'static [Browser],
    folder: PathBuf,
    files: Vec<String>,
}

impl Engine {
    /// Copies the files into the package, into a folder that has the crate's name.
    ///
    /// # Errors
    /// Where a file cannot be copied.
    pub fn copy_into(&self, browser: Browser, package: &Path) -> Result<()> {
        if !self.browsers.contains(&browser) {
            return Ok(());
        }
        let folder = package.join(self.destination);
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        for file in &self.files {
            let to = folder.join(file);
            std::fs::copy(self.folder.join(file), &to).with_context(|| format!("cannot write {}", to.display()))?;
        }
        Ok(())
    }
}

/// The names of the crates that hold them.
pub fn packages() -> Vec<String> {
    let mut packages: Vec<String> = RECIPES.iter().map(|recipe| format!("postil-{}", recipe.folder)).collect();
    packages.dedup();
    packages
}

/// Builds all engines.
///
/// # Errors
/// Where one of the tools fails.
pub fn build(wasm_std: WasmStd) -> Result<Vec<Engine>> {
    let mut cargo = wasm_std.cargo_build();
    cargo.args(["--profile", "wasm"]).env("CARGO_ENCODED_RUSTFLAGS", rustflags()).current_dir(workspace::root());
    for package in packages() {
        cargo.arg("--package").arg(package);
    }
    shell::run(&mut cargo)?;

    let tasks: Vec<_> = RECIPES
        .iter()
        .flat_map(|recipe| recipe.glues.iter().map(move |&(glue, browsers)| (recipe, glue, browsers)))
        .collect();
    std::thread::scope(|scope| {
        let running: Vec<_> = tasks
            .into_iter()
            .map(|(recipe, glue, browsers)| scope.spawn(move || finish(wasm_std, recipe, glue, browsers)))
            .collect();
        running.into_iter().map(|task| task.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// Builds the engine alone, without page and bindings, as the packages' engine is built: for measuring.
///
/// # Errors
/// Where one of the tools fails.
pub fn bare(wasm_std: WasmStd) -> Result<PathBuf> {
    let mut cargo = wasm_std.cargo_build();
    cargo.args(["--profile", "wasm", "--package", "postil-speed"]);
    shell::run(cargo.env("CARGO_ENCODED_RUSTFLAGS", rustflags()).current_dir(workspace::root()))?;
    let built = wasm_std.target_dir().join("wasm32-unknown-unknown/wasm/postil_speed.wasm");
    let module = wasm_std.target_dir().join("speed.wasm");
    shell::output(wasm_opt().args(CLAIMED_FEATURES).args(["-O2", ONE_CALLER]).arg(&built).arg("-o").arg(&module))?;
    Ok(module)
}

/// The engine alone as JavaScript, translated as the packages' engine is: for measuring. Gives the path of an ES module
/// that exports what the WebAssembly module at `wasm`, of [`bare`], exports.
///
/// # Errors
/// Where one of the tools fails.
pub fn bare_translated(wasm: &Path) -> Result<PathBuf> {
    let script = wasm.with_extension("mjs");
    wasm2js::translate_bare(wasm, &script)?;
    Ok(script)
}

/// From what cargo built to the files of a package; does nothing where it did so before with the same input.
fn finish(wasm_std: WasmStd, recipe: &Recipe, glue: Glue, browsers: &'static [Browser]) -> Result<Engine> {
    let &Recipe { folder: destination, program, name, optimization, .. } = recipe;
    let built = wasm_std.target_dir().join("wasm32-unknown-unknown/wasm").join(format!("{program}.wasm"));
    let input = std::fs::read(&built).with_context(|| format!("cannot read {}", built.display()))?;
    let folder = wasm_std.target_dir().join("engine").join(match glue {
        Glue::ClassicScript => format!("{name}-classic"),
        Glue::GivenExports | Glue::Module => name.to_owned(),
    });

    let glue_file = match glue {
        Glue::GivenExports => format!("{name}_bg.js"),
        Glue::ClassicScript | Glue::Module => format!("{name}.js"),
    };
    let wasm_file = format!("{name}_bg.wasm");
    let mut files = vec![glue_file.clone(), wasm_file.clone()];
    if glue == Glue::GivenExports {
        files.push(format!("{wasm_file}.js"));
    }
    let engine = Engine { destination, browsers, folder: folder.clone(), files };

    let stamp_file = folder.join("made-from");
    let stamp = stamp(&input)?;
    if std::fs::read_to_string(&stamp_file).is_ok_and(|made_from| made_from == stamp) {
        return Ok(engine);
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;

    // A standard library that comes compiled leaves its features in the module's `target_features` section.
    // wasm-bindgen believes the section and asks for reference type functions that an MVP build does not have.
    let stripped = folder.join("stripped.wasm");
    shell::output(
        wasm_opt().args(CLAIMED_FEATURES).arg("--strip-target-features").arg(&built).arg("-o").arg(&stripped),
    )?;
    bindgen(name, glue, &stripped, &folder)?;
    let wasm = folder.join(&wasm_file);
    shell::output(wasm_opt().args([LOWERING, optimization, ONE_CALLER]).arg(&wasm).arg("-o").arg(&wasm))?;
    // Half of the glue is comments and indentation. Of a classic script the names would stay.
    if glue != Glue::ClassicScript {
        minify(&folder.join(&glue_file))?;
    }
    if glue == Glue::GivenExports {
        wasm2js::translate(&wasm, &folder.join(format!("{wasm_file}.js")))?;
    }
    std::fs::write(&stamp_file, stamp).with_context(|| format!("cannot write {}", stamp_file.display()))?;
    Ok(engine)
}

fn bindgen(name: &str, glue: Glue, from: &Path, into: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    let wasm = std::fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
    bindgen.input_bytes(name, wasm).remove_name_section(true).remove_producers_section(true);
    match glue {
        Glue::GivenExports => bindgen.bundler(true)?,
        Glue::ClassicScript => bindgen.no_modules(true)?,
        Glue::Module => bindgen.web(true)?,
    };
    bindgen.generate(into).with_context(|| format!("wasm-bindgen failed for {name}"))
}

/// Takes out of an ES module what only its readers need.
///
/// # Errors
/// Where esbuild fails.
pub fn minify(module: &Path) -> Result<()> {
    shell::output(
        Command::new(workspace::npm_tool("esbuild"))
            .arg(module)
            .args([
                "--minify",
                "--target=chrome130,firefox146",
                "--format=esm",
                "--log-level=warning",
                "--allow-overwrite",
            ])
            .arg(format!("--outfile={}", module.display())),
    )?;
    Ok(())
}

fn wasm_opt() -> Command {
    let mut command = Command::new(workspace::npm_tool("wasm-opt"));
    command.args(FEATURES);
    command
}

/// Names what a result was made from: cargo's result, the recipe, and the versions of the tools.
fn stamp(input: &[u8]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    input.hash(&mut hasher);
    include_str!("engine.rs").hash(&mut hasher);
    include_str!("wasm2js.rs").hash(&mut hasher);
    for lock in ["Cargo.lock", "package-lock.json"] {
        std::fs::read(workspace::root().join(lock)).with_context(|| format!("cannot read {lock}"))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
