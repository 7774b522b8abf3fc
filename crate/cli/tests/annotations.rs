//! `postil anchor`, `postil export` and `postil validate`, as a person runs them.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

fn postil(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_postil"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    // The command may end before it has read everything.
    let _ = child.stdin.take().expect("its input is ours").write_all(input);
    child.wait_with_output().expect("the command ends")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("its output is UTF-8")
}

fn sample() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "annotations", "collection.json"].iter().collect()
}

#[test]
fn quotes_are_found_line_by_line() {
    let lines = [
        json!({ "id": "exact", "text": "¡Sí! The army paid 26,000 pesos each.",
            "quote": { "exact": "26,000 pesos", "prefix": "¡Sí! The army paid ", "suffix": " each." }, "position": { "start": 19, "end": 31 } }),
        json!({ "id": 2, "text": "Update: ¡Sí! The army paid 26,000 pesos each.",
            "quote": { "exact": "26,000 pesos", "prefix": "¡Sí! The army paid ", "suffix": " each." }, "position": { "start": 19, "end": 31 } }),
        json!({ "id": "changed", "text": "¡Sí! The army paid 27,500 pesos each for it.",
            "quote": { "exact": "26,000 pesos", "prefix": "¡Sí! The army paid ", "suffix": " each for it." }, "position": { "start": 19, "end": 31 } }),
        json!({ "id": "gone", "text": "Nothing of the kind was ever said by anyone here.",
            "quote": { "exact": "26,000 pesos", "prefix": "The army paid ", "suffix": " each." } }),
    ];
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let output = postil(&["anchor", "--lines"], input.as_bytes());
    assert!(output.status.success());
    let answers: Vec<Value> = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers[0], json!({ "id": "exact", "start": 19, "end": 31, "state": "exact", "score": 1.0 }));
    assert_eq!(answers[1], json!({ "id": 2, "start": 27, "end": 39, "state": "moved", "score": 1.0 }));
    assert_eq!(
        (&answers[2]["state"], &answers[2]["start"], &answers[2]["end"]),
        (&json!("changed"), &json!(19), &json!(31))
    );
    assert_eq!(
        (&answers[3]["state"], &answers[3]["start"], &answers[3]["end"]),
        (&json!("orphan"), &Value::Null, &Value::Null)
    );
}

#[test]
fn a_line_that_cannot_be_read_is_refused_in_its_place() {
    let good = json!({ "id": "b", "text": "one two three", "quote": { "exact": "one two three" } });
    let input = format!(
        "{{\n[]\n{{\"id\": 7}}\n{{\"id\": \"a\", \"text\": \"x\", \"quote\": {{\"exact\": 3}}}}\n\
         {{\"text\": \"x\", \"quote\": {{\"exact\": \"x\"}}, \"position\": {{\"start\": -1, \"end\": 2}}}}\n{good}\n"
    );
    let mut input = input.into_bytes();
    input.extend_from_slice(b"\xff\n");
    let output = postil(&["anchor", "--lines"], &input);
    assert_eq!(output.status.code(), Some(1));
    let answers: Vec<Value> = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 7);
    let refused = |at: usize, id: Value, error: &str| {
        assert_eq!(answers[at]["id"], id);
        let told = answers[at]["error"].as_str().unwrap();
        assert!(told.contains(error), "{told}");
    };
    refused(0, Value::Null, "not JSON");
    refused(1, Value::Null, "not a JSON object");
    refused(2, json!(7), "no \"text\"");
    refused(3, json!("a"), "\"quote.exact\" is not a string");
    refused(4, Value::Null, "\"position.start\" is not a whole number");
    assert_eq!(answers[5]["state"], "exact");
    refused(6, Value::Null, "not UTF-8");
}

#[test]
fn an_exported_file_becomes_markdown() {
    let output = postil(&["export", sample().to_str().unwrap(), "--to", "markdown", "--site", "example.com"], b"");
    assert!(output.status.success());
    let expected = include_str!("annotations/expected.md");
    assert_eq!(stdout(&output), expected);
}

#[test]
fn an_exported_file_becomes_csv() {
    let output = postil(&["export", sample().to_str().unwrap(), "--to", "csv", "--tag", "army"], b"");
    assert!(output.status.success());
    assert_eq!(stdout(&output), include_str!("annotations/expected.csv").replace('\n', "\r\n"));
}

#[test]
fn an_exported_file_exported_again_is_the_same() {
    let file = std::fs::read(sample()).unwrap();
    let output = postil(&["export", "-", "--to", "json"], &file);
    assert!(output.status.success());
    assert_eq!(stdout(&output), String::from_utf8(file).unwrap());
}

#[test]
fn a_valid_file_has_no_faults() {
    let output = postil(&["validate", sample().to_str().unwrap()], b"");
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(0), ""));
}

#[test]
fn each_fault_is_told_with_its_place() {
    let file = std::fs::read_to_string(sample()).unwrap();
    let broken = file.replace("\"start\": 19", "\"start\": \"19\"").replace("The _reporter_", "<script>x</script>");
    let output = postil(&["validate", "-"], broken.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let lines = stdout(&output);
    let faults: Vec<&str> = lines.lines().collect();
    assert_eq!(faults.len(), 2, "{lines}");
    assert!(
        faults[0].starts_with("-: line ") && faults[0].contains("/first/items/0/body/1/value: holds active content")
    );
    assert!(faults[1].contains("/first/items/0/target/selector/1/start: must be a whole number of 0 or more"));
    let output = postil(&["export", "-", "--to", "csv"], broken.as_bytes());
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""));
    assert!(String::from_utf8_lossy(&output.stderr).contains("holds active content"));
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let output = postil(&["validate", "no/such/file.json"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot read no/such/file.json"));
}
