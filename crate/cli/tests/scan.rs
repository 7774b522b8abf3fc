//! `postil scan`, as a person or a program runs it.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

fn scan(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_postil"))
        .arg("scan")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    // A thread of its own, since the command answers while it still reads.
    let mut stdin = child.stdin.take().expect("its input is ours");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/pages").join(name)
}

fn json_of(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Every mark's `exact` stands at its offsets, counted in code points.
fn check_offsets(document: &Value) {
    let text: Vec<char> = document["text"].as_str().unwrap().chars().collect();
    let marks = document["marks"].as_array().unwrap();
    for mark in marks {
        let (start, end) = (mark["start"].as_u64().unwrap() as usize, mark["end"].as_u64().unwrap() as usize);
        assert_eq!(text[start..end].iter().collect::<String>(), mark["exact"].as_str().unwrap());
    }
    let starts: Vec<u64> = marks.iter().map(|mark| mark["start"].as_u64().unwrap()).collect();
    assert!(starts.is_sorted());
}

#[test]
fn a_page_gives_one_document_with_what_the_contract_names() {
    let path = page("mexico.html");
    let output = scan(&["--to", "EUR", "--url", "https://paper.example/a", path.to_str().unwrap()], b"");
    assert!(output.status.success(), "{output:?}");
    let document = json_of(&output);
    assert_eq!(
        document["meta"],
        json!({
            "title": "Leaked army file describes a soldier’s trade in grenades",
            "published": "2022-10-06",
            "language": "en",
            "url": "https://paper.example/a",
        })
    );
    check_offsets(&document);
    let marks = document["marks"].as_array().unwrap();
    let price = marks.iter().find(|mark| mark["exact"] == "26,000 pesos").unwrap();
    assert_eq!((price["kind"].as_str(), price["currency"].as_str()), (Some("money"), Some("MXN")));
    assert_eq!(price["converted"]["currency"], "EUR");
    assert_eq!(price["converted"]["rate_date"], "2022-10-06");
}

#[test]
fn nothing_around_the_article_is_marked() {
    for (name, outside) in [
        (
            "mexico.html",
            [
                "17.20",
                "900 million",
                "30,000",
                "25,000",
                "Pablo Escandón",
                "Elena Whitcombe",
                "Rodrigo",
                "Guerrero",
                "Houston",
            ]
            .as_slice(),
        ),
        (
            "philippines.html",
            &[
                "P90 million",
                "P4 billion",
                "P15,000",
                "2,000 pesos",
                "99 pesos",
                "Marites Quimpo",
                "Cebu",
                "Tokyo",
                "Leo Abanilla",
                "LEO ABANILLA",
            ],
        ),
    ] {
        let document = json_of(&scan(&[page(name).to_str().unwrap()], b""));
        check_offsets(&document);
        for mark in document["marks"].as_array().unwrap() {
            let exact = mark["exact"].as_str().unwrap();
            assert!(!outside.iter().any(|outside| exact.contains(outside)), "{name}: {exact}");
        }
    }
}

#[test]
fn standard_input_is_read_as_what_it_is() {
    let text = json_of(&scan(&["-"], "  He paid 26,000 pesos.\n".as_bytes()));
    assert_eq!((&text["id"], &text["text"]), (&Value::Null, &json!("  He paid 26,000 pesos.\n")));
    let html = json_of(&scan(&["-"], b"<p>He paid <b>26,000</b>\n pesos.</p>"));
    assert_eq!(html["text"], "He paid 26,000 pesos.");
    let forced = json_of(&scan(&["--format", "text", "-"], b"<p>He</p>"));
    assert_eq!(forced["text"], "<p>He</p>");
    let empty = json_of(&scan(&["-"], b""));
    assert_eq!((&empty["text"], &empty["marks"]), (&json!(""), &json!([])));
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_go_on() {
    let output = scan(&["no-such-file.html", page("mexico.html").to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("cannot read no-such-file.html"), "{output:?}");
    assert_eq!(json_of(&output)["meta"]["published"], "2022-10-06");
}

#[test]
fn wrong_options_end_with_status_2_and_say_what_is_accepted() {
    for (arguments, said) in [
        (["--date", "2022-02-30"], "YYYY-MM-DD"),
        (["--to", "pesos"], "ISO 4217"),
        (["--units", "feet"], "metric or imperial"),
        (["--format", "pdf"], "possible values"),
    ] {
        let output = scan(&[arguments[0], arguments[1], "-"], b"");
        assert_eq!(output.status.code(), Some(2));
        let stderr = stderr(&output);
        assert!(stderr.contains(arguments[0]) && stderr.contains(said), "{stderr}");
    }
    let output = scan(&[], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("FILE"), "{output:?}");
}

#[test]
fn lines_keep_their_order_and_a_broken_one_costs_only_itself() {
    let mut input = Vec::new();
    for number in 0..50 {
        let line = match number {
            7 => "{\"id\": \"7\", \"text\": ".to_owned(),
            9 => "[]".to_owned(),
            _ => json!({"id": number.to_string(), "text": format!("He paid {number} pesos."), "date": "2022-10-06"})
                .to_string(),
        };
        input.extend_from_slice(line.as_bytes());
        input.push(b'\n');
    }
    let output = scan(&["--lines", "--to", "USD"], &input);
    assert_eq!(output.status.code(), Some(1));
    let answers: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 50);
    for (number, answer) in answers.iter().enumerate() {
        if number == 7 || number == 9 {
            assert!(answer["id"].is_null() && answer["error"].is_string(), "{answer}");
        } else {
            assert_eq!(answer["id"], number.to_string());
            check_offsets(answer);
        }
    }
    let output = scan(&["--lines"], b"{\"id\":\"a\",\"html\":\"<p>One</p>\"}");
    assert!(output.status.success());
}

#[test]
fn a_file_in_another_encoding_is_read() {
    let folder = std::env::temp_dir().join(format!("postil-scan-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("latin.txt");
    fs::write(&file, b"The army in Quer\xe9taro.").unwrap();
    let output = scan(&[file.to_str().unwrap()], b"");
    fs::remove_dir_all(&folder).unwrap();
    assert!(output.status.success());
    assert_eq!(json_of(&output)["text"], "The army in Querétaro.");
    assert!(stderr(&output).contains("latin.txt: not UTF-8; read as windows-1252"), "{output:?}");
}

#[test]
fn names_are_not_read_where_the_text_is_not_english() {
    let spanish = "El general Salvador Cienfuegos dijo el viernes en Monterrey que el ejército iba a dejar la ciudad y que no respondería a más preguntas de los periodistas.";
    let document = json_of(&scan(&["-"], spanish.as_bytes()));
    assert_eq!(document["entities"], json!([]));
}
