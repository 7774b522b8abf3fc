//! The European Central Bank's public file of reference rates, `eurofxref-hist-90d.xml` or `eurofxref-hist.xml`.
//!
//! The file has one form: an envelope that names the bank, and in it an element `Cube` for each day that holds one for
//! each currency. It is read as that form and nothing else; what departs from it is a fault, with its line.

use jiff::civil::Date;
use thiserror::Error;

use crate::mark::Currency;

/// A day's rates.
#[derive(Clone, PartialEq, Debug)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// Units per euro, each once.
    pub rates: Vec<(Currency, f64)>,
}

/// Why a file is not one of the bank's.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Fault {
    /// It does not begin as one.
    #[error("it does not begin like the European Central Bank's file of rates")]
    NotTheFile,
    /// Its end is missing.
    #[error("it is cut short")]
    CutShort,
    /// A line departs from the form.
    #[error("line {line}: {what}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// It has the form, but no rates.
    #[error("it holds no rates")]
    Empty,
}

const OPEN: &str = "<gesmes:Envelope";
const CLOSE: &str = "</gesmes:Envelope>";

/// Reads the file; earliest day first.
///
/// # Errors
/// [`Fault`]: where it departs from the bank's form.
///
/// ```
/// use postil_core::money::rates::reference;
/// let file = "<gesmes:Envelope><Cube><Cube time='2026-11-25'><Cube currency='USD' rate='1.0836'/></Cube></Cube></gesmes:Envelope>";
/// let days = reference::read(file)?;
/// assert_eq!((days[0].date.to_string(), days[0].rates[0].1), ("2026-11-25".into(), 1.0836));
/// # Ok::<(), reference::Fault>(())
/// ```
pub fn read(file: &str) -> Result<Vec<Day>, Fault> {
    let body = file.trim_start_matches('\u{feff}').trim();
    let start = body.find(OPEN).filter(|start| *start < 200).ok_or(Fault::NotTheFile)?;
    if !body.ends_with(CLOSE) {
        return Err(Fault::CutShort);
    }
    let mut days: Vec<Day> = Vec::new();
    let mut line = 1 + file.split(OPEN).next().unwrap_or_default().matches('\n').count();
    for part in body[start..].split('<').skip(1) {
        let fault = |what: String| Fault::Line { line, what };
        let (tag, rest) = part.split_once('>').ok_or_else(|| fault("a tag without an end".into()))?;
        if let Some(attributes) = tag.strip_prefix("Cube").map(|rest| rest.trim_end_matches('/')) {
            let attribute = |name| attribute(attributes, name);
            match (attribute("time"), attribute("currency"), attribute("rate")) {
                (Some(time), None, None) => {
                    let date = time.parse().map_err(|_| fault(format!("“{}” is no day", short(time))))?;
                    days.push(Day { date, rates: Vec::new() });
                }
                (None, Some(code), Some(rate)) => {
                    let currency = Currency::parse(code).filter(|_| code.bytes().all(|byte| byte.is_ascii_uppercase()));
                    let currency = currency.ok_or_else(|| fault(format!("“{}” is no currency", short(code))))?;
                    let value = rate.parse::<f64>().ok().filter(|rate| (1e-9..1e9).contains(rate));
                    let value = value.ok_or_else(|| fault(format!("“{}” is no rate", short(rate))))?;
                    let day = days.last_mut().ok_or_else(|| fault("a rate without a day".into()))?;
                    if day.rates.iter().any(|(other, _)| *other == currency) {
                        return Err(fault(format!("{code} for the second time on one day")));
                    }
                    day.rates.push((currency, value));
                }
                (None, None, None) => {}
                _ => return Err(fault(format!("“{}” is neither a day nor a rate", short(tag)))),
            }
        }
        line += rest.matches('\n').count() + tag.matches('\n').count();
    }
    days.retain(|day| !day.rates.is_empty());
    crate::order::sort_by_key(&mut days, |day| day.date);
    if let Some(pair) = days.windows(2).find(|pair| pair[0].date == pair[1].date) {
        return Err(Fault::Line { line, what: format!("{} for the second time", pair[0].date) });
    }
    if days.is_empty() { Err(Fault::Empty) } else { Ok(days) }
}

/// The value of an attribute, in either kind of quotation marks.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(at) = attributes[from..].find(name) {
        let (before, behind) = (&attributes[..from + at], &attributes[from + at + name.len()..]);
        from += at + name.len();
        let Some(value) = behind.trim_start().strip_prefix('=').map(str::trim_start) else { continue };
        if before.ends_with(char::is_whitespace) {
            let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            return value[1..].split_once(quote).map(|(value, _)| value);
        }
    }
    None
}

/// The beginning of a text that may be long.
fn short(text: &str) -> String {
    text.chars().take(20).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FILE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<gesmes:Envelope xmlns:gesmes=\"http://www.gesmes.org/xml/2002-08-01\">
  <gesmes:subject>Reference rates</gesmes:subject>
  <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
  <Cube>
    <Cube time=\"2026-11-25\">
      <Cube currency=\"USD\" rate=\"1.0836\"/>
      <Cube currency=\"IDR\" rate=\"17123.45\"/>
    </Cube>
    <Cube time='2026-11-24'><Cube currency='USD' rate='1.08'/></Cube>
  </Cube>
</gesmes:Envelope>
";

    #[test]
    fn days_come_in_their_order_with_their_rates() {
        let days = read(FILE).unwrap();
        let told: Vec<_> = days.iter().map(|day| (day.date.to_string(), day.rates.len())).collect();
        assert_eq!(told, [("2026-11-24".to_owned(), 1), ("2026-11-25".to_owned(), 2)]);
        assert_eq!(days[1].rates[1], (Currency(*b"IDR"), 17123.45));
    }

    #[test]
    fn what_is_no_such_file_is_told_apart() {
        assert_eq!(read(""), Err(Fault::NotTheFile));
        assert_eq!(read("<!doctype html><title>Maintenance</title>"), Err(Fault::NotTheFile));
        assert_eq!(read(&FILE[..FILE.len() - 40]), Err(Fault::CutShort));
        assert_eq!(read("<gesmes:Envelope><Cube></Cube></gesmes:Envelope>"), Err(Fault::Empty));
    }

    #[test]
    fn a_faulty_line_is_named() {
        let with = |from: &str, to: &str| read(&FILE.replace(from, to)).unwrap_err().to_string();
        assert_eq!(with("17123.45", "N/A"), "line 8: “N/A” is no rate");
        assert_eq!(with("1.0836", "-1"), "line 7: “-1” is no rate");
        assert_eq!(with("1.0836", "NaN"), "line 7: “NaN” is no rate");
        assert_eq!(with("IDR", "usd"), "line 8: “usd” is no currency");
        assert_eq!(with("IDR", "USD"), "line 8: USD for the second time on one day");
        assert_eq!(with("2026-11-25", "2026-11-31"), "line 6: “2026-11-31” is no day");
        assert!(with("2026-11-24", "2026-11-25").ends_with("2026-11-25 for the second time"));
        assert_eq!(with("<Cube time=\"2026-11-25\">", "<Cube>"), "line 7: a rate without a day");
        assert_eq!(with("rate=\"1.0836\"", ""), "line 7: “Cube currency=\"USD\" ” is neither a day nor a rate");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = read(&text);
        }

        #[test]
        fn no_damage_makes_it_panic(at in 0..FILE.len(), length in 0usize..30, put in "[ -~]{0,8}") {
            let mut file = FILE.to_owned();
            file.replace_range(at..(at + length).min(FILE.len()), &put);
            let _ = read(&file);
        }
    }
}
