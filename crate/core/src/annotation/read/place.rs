//! From a JSON Pointer to the line and column of the text it was read from.

use crate::annotation::Fault;

/// Lines and columns of a JSON text.
#[derive(Clone, Copy, Debug)]
pub struct Places<'t>(&'t str);

impl<'t> Places<'t> {
    /// For a text that a JSON parser accepted.
    pub fn new(text: &'t str) -> Self {
        Places(text)
    }

    /// The same faults with their lines and columns.
    pub fn fill(&self, mut faults: Vec<Fault>) -> Vec<Fault> {
        for fault in &mut faults {
            if let Some((line, column)) = locate(self.0, &fault.pointer) {
                fault.line = Some(line);
                fault.column = Some(column);
            }
        }
        faults
    }
}

/// Line and column, from 1, of the value that a JSON Pointer names; `None` if the text has no such
/// value. A pointer whose last step is missing gives the place of what should hold it.
///
/// ```
/// use postil_core::annotation::read::locate;
/// let json = "{\"items\": [\n  {\"id\": 1},\n  {\"id\": 2}]}";
/// assert_eq!(locate(json, "/items/1/id"), Some((3, 10)));
/// ```
pub fn locate(json: &str, pointer: &str) -> Option<(usize, usize)> {
    let mut scanner = Scanner { bytes: json.as_bytes(), at: 0 };
    scanner.space();
    let mut place = scanner.at;
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        match scanner.step(&step) {
            Some(at) => place = at,
            None => break,
        }
    }
    let before = json.get(..place)?;
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before[before.rfind('\n').map_or(0, |at| at + 1)..].chars().count() + 1;
    Some((line, column))
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    /// Goes from the start of a container to the start of one of its values.
    fn step(&mut self, step: &str) -> Option<usize> {
        let open = self.peek();
        if !matches!(open, b'{' | b'[') {
            return None;
        }
        self.at += 1;
        let mut index = 0;
        loop {
            self.space();
            if matches!(self.peek(), b'}' | b']' | 0) {
                return None;
            }
            let found = if open == b'{' {
                let start = self.at;
                self.string();
                let key = serde_json::from_slice::<String>(self.bytes.get(start..self.at)?).ok()?;
                self.space();
                self.at += 1; // the colon
                self.space();
                key == step
            } else {
                index += 1;
                step.parse() == Ok(index - 1)
            };
            if found {
                return Some(self.at);
            }
            self.value();
            self.space();
            if self.peek() == b',' {
                self.at += 1;
            }
        }
    }

    fn string(&mut self) {
        self.at += 1;
        while !matches!(self.peek(), b'"' | 0) {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
    }

    /// Skips one value; without recursion, as deep as it may be.
    fn value(&mut self) {
        let mut depth = 0usize;
        while self.at < self.bytes.len() {
            match self.peek() {
                b'"' => {
                    self.string();
                    if depth == 0 {
                        return;
                    }
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    if depth == 0 {
                        return;
                    }
                    depth -= 1;
                    self.at += 1;
                    if depth == 0 {
                        return;
                    }
                }
                b',' if depth == 0 => return,
                _ => self.at += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_kind_of_step_is_found() {
        let json = "{\"a\\\"b/c\": [1, {\"d\": \"x,]}\"},\n [[], {\"é\": \"ü\", \"last\": null}]]}";
        assert_eq!(locate(json, ""), Some((1, 1)));
        assert_eq!(locate(json, "/a\"b~1c"), Some((1, 12)));
        assert_eq!(locate(json, "/a\"b~1c/1/d"), Some((1, 22)));
        assert_eq!(locate(json, "/a\"b~1c/2/1/last"), Some((2, 26)));
        assert_eq!(locate(json, "/a\"b~1c/2/1/missing"), Some((2, 7)));
    }

    proptest! {
        #[test]
        fn any_text_and_pointer_are_survived(json in "[\\[\\]{}:,\"a1 \\\\\n]{0,60}", pointer in "(/[a1]{0,2}){0,4}") {
            locate(&json, &pointer);
        }
    }
}
