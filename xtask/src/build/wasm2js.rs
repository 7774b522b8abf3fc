//! The JavaScript flavour of the content engine, for pages whose CSP makes Chrome refuse WebAssembly.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::engine::{FEATURES, ONE_CALLER, minify};
use crate::{shell, workspace};

/// Translates a module that wasm-bindgen made.
///
/// # Errors
/// Where wasm2js or esbuild fails, or writes something else than [`detach_on_growth`], [`take_imports`] and
/// [`compile_at_once`] expect.
pub fn translate(wasm: &Path, to: &Path) -> Result<()> {
    write(wasm, to, take_imports)?;
    let script = std::fs::read_to_string(to).with_context(|| format!("cannot read {}", to.display()))?;
    std::fs::write(to, compile_at_once(&script)?).with_context(|| format!("cannot write {}", to.display()))
}

/// Translates a module that imports nothing; what it exports, the script exports.
///
/// # Errors
/// Where wasm2js fails, or writes something else than [`detach_on_growth`] expects.
pub fn translate_bare(wasm: &Path, to: &Path) -> Result<()> {
    write(wasm, to, |script| Ok(script.to_owned()))
}

fn write(wasm: &Path, to: &Path, mend: impl Fn(&str) -> Result<String>) -> Result<()> {
    let mut wasm2js = Command::new(workspace::npm_tool("wasm2js"));
    // It optimizes once more, and without the limit it made one function of a tenth of the script: 45 to 70 ms of one task
    // before the page's first mark.
    shell::output(wasm2js.args(FEATURES).args(["-O2", ONE_CALLER]).arg(wasm).arg("-o").arg(to))?;
    let script = std::fs::read_to_string(to).with_context(|| format!("cannot read {}", to.display()))?;
    let script = mend(&detach_on_growth(&script)?)?;
    std::fs::write(to, script).with_context(|| format!("cannot write {}", to.display()))?;
    // wasm2js keeps long names and indents every line: 4.4 MB for 0.64 MB of wasm, all of which Chrome reads before the
    // first mark.
    minify(to)
}

/// How wasm2js grows the memory: it copies into a new buffer, and the old one stays readable.
const COPY: &str = "\
   var newBuffer = new ArrayBuffer(newPages << 16);
   var newHEAP8 = new Int8Array(newBuffer);
   newHEAP8.set(HEAP8);
";

/// How WebAssembly grows it: the old buffer is detached.
const TRANSFER: &str = "   var newBuffer = buffer.transfer(newPages << 16);\n";

/// Makes growing memory detach the old buffer. wasm-bindgen's glue keeps views of the memory and makes new ones only
/// when it sees that the old are detached; without this it silently reads and writes the memory of before.
///
/// # Errors
/// Where the text to replace is not there exactly once: then another version of wasm2js writes something else, and
/// [`COPY`] must follow it.
fn detach_on_growth(script: &str) -> Result<String> {
    let found = script.matches(COPY).count();
    if found != 1 {
        bail!("wasm2js's growth of memory was found {found} times instead of once: see xtask/src/build/wasm2js.rs");
    }
    Ok(script.replacen(COPY, TRANSFER, 1))
}

/// Where wasm2js calls what it made; from here on it only exports the result.
const CALL: &str = "\nvar retasmFunc = asmFunc({";

/// Makes the module export one function that takes the imports and gives the exports, as `WebAssembly.instantiate`
/// does, instead of importing the glue by itself: in a content script a relative import is resolved to the
/// extension's static address, where Chrome refuses files that are listed with `use_dynamic_url`, and if it did not,
/// it would give a second instance of the glue.
///
/// # Errors
/// Where the module has not one import at its start and [`CALL`] once.
fn take_imports(script: &str) -> Result<String> {
    let body = script.strip_prefix("import * as ").and_then(|rest| rest.split_once("';\n"));
    let Some((_, body)) = body
        .filter(|(_, body)| body.matches(CALL).count() == 1 && !body.lines().any(|line| line.starts_with("import ")))
    else {
        bail!("wasm2js's imports or exports are not as expected: see xtask/src/build/wasm2js.rs");
    };
    let code = body.split(CALL).next().unwrap_or_default();
    Ok(format!("{code}\nexport default asmFunc;\n"))
}

/// How a minified module ends whose only export is a function of this name.
const EXPORT: &str = "as default};";

/// Puts the module's one function, which holds all others, in parentheses: V8 compiles such a function with the script, in
/// the background, where it else reads past it and reads all of it again on the page's thread when it is called.
///
/// # Errors
/// Where the module does not end as esbuild ends it.
fn compile_at_once(script: &str) -> Result<String> {
    let parts = || {
        let (body, export) = script.trim_end().strip_suffix(EXPORT)?.rsplit_once("var ")?;
        let (exported, function) = export.split_once('=')?;
        let (function, again) = function.split_once(";export{")?;
        (again.trim() == exported).then_some((body, exported, function))
    };
    let Some((body, exported, function)) = parts() else {
        bail!("esbuild's export is not as expected: see xtask/src/build/wasm2js.rs");
    };
    let head = format!("function {function}(");
    if body.matches(&head).count() != 1 || !body.ends_with('}') {
        bail!("esbuild's function is not as expected: see xtask/src/build/wasm2js.rs");
    }
    let body = body.replacen(&head, &format!("var {exported}=(function("), 1);
    Ok(format!("{body});export{{{exported} {EXPORT}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_detaches_the_old_buffer() {
        let script = format!("function grow() {{\n{COPY}   buffer = newBuffer;\n}}");
        assert_eq!(
            detach_on_growth(&script).unwrap(),
            "function grow() {\n   var newBuffer = buffer.transfer(newPages << 16);\n   buffer = newBuffer;\n}"
        );
    }

    #[test]
    fn another_wasm2js_fails_the_build() {
        assert!(detach_on_growth("var newBuffer = grown(buffer);").is_err());
        assert!(detach_on_growth(&format!("{COPY}{COPY}")).is_err());
    }

    #[test]
    fn the_module_takes_its_imports_from_its_caller() {
        let script = "import * as $_x_js from './x.js';\n\nfunction asmFunc(imports) {\n}\n\n\
            var retasmFunc = asmFunc({\n  \"./x.js\": $_x_js,\n});\nexport var start = retasmFunc.start;\n";
        assert_eq!(take_imports(script).unwrap(), "\nfunction asmFunc(imports) {\n}\n\nexport default asmFunc;\n");
    }

    #[test]
    fn the_one_function_is_compiled_with_the_script() {
        let script = "for(var L;;);function z(a){}function Wx(m){return{a:z}}var Ix=Wx;export{Ix as default};\n";
        assert_eq!(
            compile_at_once(script).unwrap(),
            "for(var L;;);function z(a){}var Ix=(function(m){return{a:z}});export{Ix as default};\n"
        );
        assert!(compile_at_once("function Wx(){}export{Wx as default};").is_err());
        assert!(compile_at_once("function Wx(){}var Ix=Wx,b=2;export{Ix as default};").is_err());
    }

    #[test]
    fn a_module_with_two_imports_fails_the_build() {
        let script = format!("import * as a from './a.js';\nimport * as b from './b.js';\n{CALL}}});\n");
        assert!(take_imports(&script).is_err());
    }
}
