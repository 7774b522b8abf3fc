//! Runs other programs, and says what it runs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Says on one line what is being done.
pub fn say(what: impl std::fmt::Display) {
    eprintln!("postil: {what}");
}

/// Runs a command with its output on the terminal.
///
/// # Errors
/// Where it cannot be started, or ends with another status than 0.
pub fn run(command: &mut Command) -> Result<()> {
    say(format_args!("$ {}", shown(command)));
    let status = command.status().with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a command without a word and gives its standard output; what it said is part of the error.
///
/// # Errors
/// Where it cannot be started, or ends with another status than 0.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start `{}`", shown(command)))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}):\n{text}{said}", shown(command), output.status);
    }
    Ok(text)
}

/// Runs a command in silence and says whether it succeeded within `limit`; ends it where it takes longer.
pub fn succeeds_within(limit: Duration, command: &mut Command) -> bool {
    say(format_args!("$ {}", shown(command)));
    let Ok(mut child) = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
        return false;
    };
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if start.elapsed() < limit => std::thread::sleep(Duration::from_millis(100)),
            Ok(None) | Err(_) => {
                // It may have ended meanwhile: nothing to do about an error here.
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

/// The first of these programs that exists; a name without a slash is looked for in `PATH`.
pub fn find_program<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<PathBuf> {
    let folders: Vec<PathBuf> =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    names.into_iter().find_map(|name| {
        if name.contains('/') {
            return Path::new(name).is_file().then(|| PathBuf::from(name));
        }
        folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file())
    })
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .map(|word| if word.contains(' ') { format!("'{word}'") } else { word.into_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}
