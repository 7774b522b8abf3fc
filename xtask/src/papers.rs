//! Tests that the repository's papers and files say what holds on every machine.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::workspace;

/// Folders that no commit holds.
const NOT_OURS: [&str; 5] = [".git", "target", "dist", "node_modules", "fuzz/target"];

fn read(name: &str) -> String {
    std::fs::read_to_string(workspace::root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every text file of the repository, with its path from the top.
fn texts() -> Vec<(PathBuf, String)> {
    let (root, mut folders, mut found) = (workspace::root(), vec![PathBuf::new()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root.join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if NOT_OURS.iter().any(|&name| path == Path::new(name)) {
                continue;
            }
            if entry.path().is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
                found.push((path, text));
            }
        }
    }
    found
}

/// The npm scripts that a text tells the reader to run: `npm start`, `npm run build`.
fn commands(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for piece in text.split("npm ").skip(1) {
        let mut words = piece.split(|c: char| !(c.is_ascii_lowercase() || c == ' ')).next().unwrap_or("").split(' ');
        match words.next() {
            Some("run") => found.extend(words.next()),
            Some(command @ ("start" | "test")) => found.push(command),
            _ => {}
        }
    }
    found
}

#[test]
fn commands_are_found_in_prose() {
    assert_eq!(commands("`npm start -- firefox`, npm run build: the npm packages"), ["start", "build"]);
}

#[test]
fn every_command_of_the_papers_is_there() {
    let package: Value = serde_json::from_str(&read("package.json")).unwrap();
    let scripts = package["scripts"].as_object().unwrap();
    let readme = read("README.md");
    for script in scripts.keys() {
        assert!(commands(&readme).contains(&script.as_str()), "README.md does not tell of the script {script}");
    }
    for paper in ["README.md", "ARCHITECTURE.md", "DESIGN.md"] {
        for command in commands(&read(paper)) {
            assert!(scripts.contains_key(command), "{paper}: package.json has no script {command}");
        }
    }
}

#[test]
fn every_file_that_the_papers_point_to_is_there() {
    for paper in ["README.md", "ARCHITECTURE.md", "DESIGN.md", "THREATS.md"] {
        let text = read(paper);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.contains("://")) {
            assert!(workspace::root().join(link).exists(), "{paper} points to {link}");
        }
    }
}

#[test]
fn no_file_names_a_folder_of_one_machine() {
    // Written in two halves, since this file is looked through too.
    let folders = [("/ro", "ot/"), ("/ho", "me/"), ("/Us", "ers/"), ("/wo", "rk/"), (":\\Us", "ers\\")];
    let folders = folders.map(|(first, second)| format!("{first}{second}"));
    for (path, text) in texts() {
        for (number, line) in text.lines().enumerate() {
            // In an address it is a folder of a site.
            let found = folders.iter().find(|&folder| {
                line.match_indices(folder.as_str()).any(|(at, _)| {
                    !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/'))
                })
            });
            assert!(found.is_none(), "{}:{}: {line}", path.display(), number + 1);
        }
    }
}

#[test]
fn lock_files_name_no_server_but_the_index_of_crates_io() {
    let lock: Value = serde_json::from_str(&read("package-lock.json")).unwrap();
    for (name, package) in lock["packages"].as_object().unwrap() {
        assert!(package.get("resolved").is_none(), "package-lock.json: {name} names the server it came from");
    }
    for line in read("Cargo.lock").lines().filter(|line| line.starts_with("source")) {
        assert_eq!(line, "source = \"registry+https://github.com/rust-lang/crates.io-index\"");
    }
}

/// Whether one of the licences that an expression offers is allowed, or, of several that hold at once, each of them.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let expression = expression.replace(['(', ')'], "").replace('/', " OR ");
    expression.split(" AND ").all(|part| {
        part.split(" OR ").any(|offered| {
            let licence = offered.split(" WITH ").next().unwrap_or_default().trim();
            allowed.iter().any(|allowed| allowed == licence)
        })
    })
}

#[test]
fn a_licence_is_allowed_by_one_offer_and_by_every_part() {
    let allowed = ["MIT".to_owned(), "Unicode-3.0".to_owned()];
    assert!(is_allowed("GPL-3.0-only OR MIT", &allowed));
    assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0", &allowed));
    assert!(is_allowed("Unlicense/MIT", &allowed));
    assert!(!is_allowed("MIT AND GPL-3.0-only", &allowed));
    assert!(!is_allowed("MPL-2.0", &allowed));
}

/// `cargo deny` looks at more, but is not on every machine.
#[test]
fn every_library_has_a_licence_that_deny_toml_allows() {
    let deny = read("deny.toml");
    let list = deny.split_once("\nallow = [").and_then(|(_, rest)| rest.split_once(']')).unwrap().0;
    let allowed: Vec<String> = list.split(',').map(|name| name.trim().trim_matches('"').to_owned()).collect();
    let mut cargo = std::process::Command::new("cargo");
    let told = cargo.args(["metadata", "--format-version", "1", "--locked"]).current_dir(workspace::root());
    let metadata: Value = serde_json::from_str(&crate::shell::output(told).unwrap()).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100, "{}", packages.len());
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(is_allowed(licence, &allowed), "{}: {licence:?} is not in deny.toml", package["name"]);
    }
}
