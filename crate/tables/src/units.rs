//! `units.bin`: units, currencies and countries with their names and signs.
//!
//! `SOURCES` holds the npm packages `cldr-core`, `cldr-units-full` and `cldr-numbers-full`, unpacked side by side:
//! ```text
//! npm pack cldr-core cldr-units-full cldr-numbers-full
//! for p in cldr-core cldr-units-full cldr-numbers-full; do mkdir $p; tar xzf $p-*.tgz -C $p --strip-components 1; done
//! ```
//! Which units there are, and what the press calls them beyond CLDR, stands in `data/*.tsv` beside this crate's sources.
//! The layout of the payload is told in `postil_core::figure::units`.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use postil_core::{figure::units::KIND, table};
use serde_json::Value;

use crate::{Made, read};

const UNITS: &str = include_str!("../data/units.tsv");
const CURRENCIES: &str = include_str!("../data/currencies.tsv");
const COUNTRIES: &str = include_str!("../data/countries.tsv");

const NONE: u16 = u16::MAX;

fn json(path: &Path) -> Result<Value, String> {
    serde_json::from_str(&read(path)?).map_err(|e| format!("{}: {e}", path.display()))
}

fn rows(tsv: &str) -> impl Iterator<Item = Vec<&str>> {
    tsv.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

#[derive(Default)]
struct Strings {
    blob: Vec<u8>,
    known: HashMap<String, (u32, u16)>,
}

impl Strings {
    fn put(&mut self, text: &str) -> [u8; 6] {
        let (at, length) = *self.known.entry(text.to_owned()).or_insert_with(|| {
            let at = self.blob.len() as u32;
            self.blob.extend_from_slice(text.as_bytes());
            (at, text.len() as u16)
        });
        let mut out = [0; 6];
        out[..4].copy_from_slice(&at.to_le_bytes());
        out[4..].copy_from_slice(&length.to_le_bytes());
        out
    }
}

type Index = BTreeMap<String, u16>;

fn index(strings: &mut Strings, entries: &Index) -> Vec<u8> {
    let mut out = Vec::new();
    for (key, value) in entries {
        out.extend_from_slice(&strings.put(key));
        out.extend_from_slice(&value.to_le_bytes());
    }
    out
}

/// CLDR's unit arithmetic: a product of numbers and named constants, divided by all that stands behind the first `/`.
fn evaluate(expression: &str, constants: &Value) -> Result<f64, String> {
    let mut value = 1.0;
    let mut divide = false;
    for part in expression.replace('*', " * ").replace('/', " / ").split_whitespace() {
        match part {
            "*" => {}
            "/" => divide = true,
            name => {
                let factor = match name.parse::<f64>() {
                    Ok(number) => number,
                    Err(_) => {
                        let inner = constants[name]["_value"].as_str().ok_or(format!("no constant {name}"))?;
                        evaluate(inner, constants)?
                    }
                };
                value = if divide { value / factor } else { value * factor };
            }
        }
    }
    Ok(value)
}

#[derive(Clone, Debug, Default)]
struct Unit {
    factor: f64,
    offset: f64,
    base: String,
    imperial: bool,
}

fn unit(id: &str, cldr: &Value) -> Result<Unit, String> {
    if let Some((top, bottom)) = id.split_once("-per-")
        && let (Ok(top), Ok(bottom)) = (unit(top, cldr), unit(bottom, cldr))
    {
        return Ok(Unit {
            factor: top.factor / bottom.factor,
            offset: 0.0,
            base: format!("{}-per-{}", top.base, bottom.base),
            imperial: top.imperial || bottom.imperial,
        });
    }
    for (prefix, power) in [("square-", 2), ("cubic-", 3)] {
        if let Some(inner) = id.strip_prefix(prefix) {
            let inner = unit(inner, cldr)?;
            return Ok(Unit { factor: inner.factor.powi(power), base: format!("{prefix}{}", inner.base), ..inner });
        }
    }
    let entry = &cldr["convertUnits"][id];
    if entry.is_object() {
        let constants = &cldr["unitConstants"];
        let number = |key: &str, default: f64| match entry[key].as_str() {
            Some(expression) => evaluate(expression, constants),
            None => Ok(default),
        };
        let systems = entry["_systems"].as_str().map(str::to_owned).unwrap_or_else(|| entry["_systems"].to_string());
        let metric = ["\"metric\"", "\"si\"", "metric_adjacent"].iter().any(|s| systems.contains(s))
            || systems.split([' ', ',']).any(|s| matches!(s, "metric" | "si" | "metric_adjacent"));
        return Ok(Unit {
            factor: number("_factor", 1.0)?,
            offset: number("_offset", 0.0)?,
            base: entry["_baseUnit"].as_str().unwrap_or(id).to_owned(),
            imperial: !metric && (systems.contains("ussystem") || systems.contains("uksystem")),
        });
    }
    let prefixes = cldr["unitPrefixes"].as_object().ok_or("no unitPrefixes")?;
    for (prefix, power) in prefixes {
        if let Some(inner) = id.strip_prefix(prefix.as_str())
            && let Ok(inner) = unit(inner, cldr)
        {
            let scale = match (power["_power10"].as_str(), power["_power2"].as_str()) {
                (Some(ten), _) => 10f64.powi(ten.parse().map_err(|_| "bad power")?),
                (_, Some(two)) => 2f64.powi(two.parse().map_err(|_| "bad power")?),
                _ => continue,
            };
            return Ok(Unit { factor: inner.factor * scale, ..inner });
        }
    }
    // Compounds of two units, and CLDR's "part", count as units of their own without a conversion.
    Ok(Unit { factor: 1.0, offset: 0.0, base: id.to_owned(), imperial: false })
}

/// CLDR's names of a unit: the long ones (compared without case) and the short ones (with case).
fn cldr_names(id: &str, units: &Value) -> (Vec<String>, Vec<String>) {
    let find = |form: &str| -> Vec<String> {
        let Some(all) = units[form].as_object() else { return Vec::new() };
        let Some((_, entry)) = all.iter().find(|(key, _)| key.split_once('-').is_some_and(|(_, rest)| rest == id))
        else {
            return Vec::new();
        };
        let Some(entry) = entry.as_object() else { return Vec::new() };
        entry
            .iter()
            .filter(|(key, _)| key.starts_with("unitPattern"))
            .filter_map(|(_, pattern)| pattern.as_str())
            .map(|pattern| pattern.replace("{0}", "").trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect()
    };
    (find("long"), find("short"))
}

pub(crate) fn make(sources: &Path) -> Made {
    let cldr = json(&sources.join("cldr-core/supplemental/units.json"))?["supplemental"].clone();
    let english = json(&sources.join("cldr-units-full/main/en/units.json"))?["main"]["en"]["units"].clone();
    let money = json(&sources.join("cldr-numbers-full/main/en/currencies.json"))?;
    let money = &money["main"]["en"]["numbers"]["currencies"];
    let used = json(&sources.join("cldr-core/supplemental/currencyData.json"))?;
    let used = &used["supplemental"]["currencyData"];

    let mut strings = Strings::default();
    // Units.
    let unit_rows: Vec<_> = rows(UNITS).collect();
    let ids: Vec<&str> = unit_rows.iter().map(|row| row[0]).collect();
    let (mut unit_names, mut unit_symbols) = (Index::new(), Index::new());
    let mut unit_records = Vec::new();
    let mut bases: Vec<String> = Vec::new();
    for (number, row) in unit_rows.iter().enumerate() {
        let number = number as u16;
        let unit = unit(row[0], &cldr)?;
        let base = bases.iter().position(|b| *b == unit.base).unwrap_or_else(|| {
            bases.push(unit.base.clone());
            bases.len() - 1
        });
        let other = match row[1] {
            "-" => NONE,
            id => ids.iter().position(|i| *i == id).ok_or(format!("{}: no unit {id}", row[0]))? as u16,
        };
        unit_records.extend_from_slice(&strings.put(row[0]));
        unit_records.extend_from_slice(&other.to_le_bytes());
        unit_records.extend_from_slice(&(base as u16).to_le_bytes());
        unit_records.extend_from_slice(&u16::from(unit.imperial).to_le_bytes());
        unit_records.extend_from_slice(&unit.factor.to_le_bytes());
        unit_records.extend_from_slice(&unit.offset.to_le_bytes());
        let (long, short) = cldr_names(row[0], &english);
        let given = |column: usize| row.get(column).unwrap_or(&"").split(',').filter(|name| !name.is_empty());
        for name in given(2).map(str::to_owned).chain(long).chain([row[0].replace('-', " ")]) {
            unit_names.entry(name.to_lowercase()).or_insert(number);
        }
        let named_so = given(3).collect::<Vec<_>>();
        for symbol in &named_so {
            unit_symbols.insert((*symbol).to_owned(), number);
        }
        for symbol in short {
            unit_symbols.entry(symbol).or_insert(number);
        }
    }
    // Currencies.
    let all = money.as_object().ok_or("currencies.json has no currencies")?;
    // CLDR lists units of account, funds and test codes too: none of them is what a newspaper means.
    let account = |code: &str| code.starts_with('X') && !matches!(code, "XAF" | "XOF" | "XPF" | "XCD" | "XCG");
    let mut codes: Vec<String> = all.keys().filter(|code| !account(code)).cloned().collect();
    if !codes.iter().any(|c| c == "XBT") {
        codes.push("XBT".into());
    }
    codes.sort();
    let place = |code: &str| codes.iter().position(|c| c == code).map(|at| at as u16);
    let mut current = std::collections::BTreeSet::new();
    if let Some(regions) = used["region"].as_object() {
        for entry in regions.values().filter_map(Value::as_array).flatten().filter_map(Value::as_object) {
            for (code, dates) in entry {
                if dates["_to"].is_null() && dates["_tender"].as_str() != Some("false") {
                    current.insert(code.clone());
                }
            }
        }
    }
    let mut currency_records = Vec::new();
    for code in &codes {
        let digits = used["fractions"][code]["_digits"].as_str().and_then(|d| d.parse::<u8>().ok()).unwrap_or(2);
        currency_records.extend_from_slice(code.as_bytes());
        currency_records.push(digits);
        let name = |key: &str| all.get(code).and_then(|entry| entry[key].as_str()).unwrap_or(code).to_owned();
        currency_records.extend_from_slice(&strings.put(&name("displayName-count-one")));
        currency_records.extend_from_slice(&strings.put(&name("displayName-count-other")));
    }
    let mut groups: Vec<Vec<u16>> = Vec::new();
    let mut group = |members: Vec<u16>| -> u16 {
        groups.iter().position(|g| *g == members).unwrap_or_else(|| {
            groups.push(members);
            groups.len() - 1
        }) as u16
    };
    let (mut money_names, mut money_symbols) = (Index::new(), Index::new());
    for row in rows(CURRENCIES) {
        let members: Vec<u16> = row[2]
            .split(' ')
            .map(|code| place(code).ok_or(format!("currencies.tsv: no currency {code}")))
            .collect::<Result<_, _>>()?;
        let group = group(members);
        for key in row[1].split(',') {
            match row[0] {
                "group" | "name" => drop(money_names.insert(key.to_owned(), group)),
                "minor" if key == "¢" || key == "p" => drop(money_symbols.insert(key.to_owned(), group | 0x8000)),
                "minor" => drop(money_names.insert(key.to_owned(), group | 0x8000)),
                "prefix" => drop(money_symbols.insert(key.to_owned(), group)),
                other => return Err(format!("currencies.tsv: no kind {other}")),
            }
        }
    }
    for (number, code) in codes.iter().enumerate() {
        let single = group(vec![number as u16]);
        money_symbols.entry(code.clone()).or_insert(single);
        if let Some(entry) = all.get(code) {
            for key in ["displayName", "displayName-count-one", "displayName-count-other"] {
                // `Mexican Silver Peso (1861–1992)` and the like are no one's words.
                if let Some(name) = entry[key].as_str().filter(|name| !name.contains(['(', '–'])) {
                    let name = name.to_lowercase();
                    let words = name.split(' ').count();
                    if current.contains(code) || words > 1 {
                        money_names.entry(name).or_insert(single);
                    }
                }
            }
        }
    }
    // Countries, and their adjectives with each plain currency word: `Mexican pesos`, `Nigerian naira`.
    let mut places = Index::new();
    let mut country_records = Vec::new();
    for (number, row) in rows(COUNTRIES).enumerate() {
        let number = number as u16;
        let first = row[4].split(' ').next().unwrap_or("");
        let currency = place(first).ok_or(format!("countries.tsv: {}: no currency {first}", row[0]))?;
        country_records.extend_from_slice(row[0].as_bytes());
        country_records.extend_from_slice(&currency.to_le_bytes());
        country_records.extend_from_slice(&strings.put(row[1].split('|').next().unwrap_or("")));
        for (column, kind) in [(1, 0u16), (2, 1), (3, 2)] {
            for name in row[column].split('|').filter(|name| !name.is_empty()) {
                places.entry(name.to_lowercase()).or_insert(number << 2 | kind);
            }
        }
        for adjective in row[2].split('|').filter(|name| !name.is_empty()) {
            let adjective = adjective.to_lowercase();
            let plain: Vec<(String, u16)> = money_names
                .iter()
                .filter(|(key, value)| !key.contains(' ') && **value & 0x8000 == 0 && key.is_ascii())
                .map(|(key, value)| (key.clone(), *value))
                .collect();
            for (key, value) in plain {
                let member = row[4].split(' ').filter_map(place).find(|m| groups[usize::from(value)].contains(m));
                if let Some(member) = member {
                    let single = groups.iter().position(|g| g == &vec![member]).unwrap_or_else(|| {
                        groups.push(vec![member]);
                        groups.len() - 1
                    });
                    money_names.entry(format!("{adjective} {key}")).or_insert(single as u16);
                }
            }
        }
    }
    let (mut group_records, mut members) = (Vec::new(), Vec::new());
    for group in &groups {
        group_records.extend_from_slice(&((members.len() / 2) as u16).to_le_bytes());
        group_records.extend_from_slice(&(group.len() as u16).to_le_bytes());
        for member in group {
            members.extend_from_slice(&member.to_le_bytes());
        }
    }
    let indexes = [&unit_names, &unit_symbols, &money_names, &money_symbols, &places];
    let mut sections: Vec<(Vec<u8>, usize)> =
        indexes.iter().map(|entries| (index(&mut strings, entries), entries.len())).collect();
    let said = format!(
        "{} units under {} names and {} signs, {} currencies under {} names and {} signs, {} places",
        unit_rows.len(),
        unit_names.len(),
        unit_symbols.len(),
        codes.len(),
        money_names.len(),
        money_symbols.len(),
        places.len()
    );
    sections.push((unit_records, unit_rows.len()));
    sections.push((group_records, groups.len()));
    let member_count = members.len() / 2;
    sections.push((members, member_count));
    sections.push((currency_records, codes.len()));
    let countries = country_records.len() / 10;
    sections.push((country_records, countries));
    let blob = std::mem::take(&mut strings.blob);
    let length = blob.len();
    sections.insert(0, (blob, length));

    let mut payload = Vec::new();
    let mut at = sections.len() * 8;
    for (section, count) in &sections {
        payload.extend_from_slice(&(at as u32).to_le_bytes());
        payload.extend_from_slice(&(*count as u32).to_le_bytes());
        at += section.len();
    }
    for (section, _) in sections {
        payload.extend_from_slice(&section);
    }
    let file = table::pack(KIND, &payload);
    Ok((file.clone(), format!("{said}; {} bytes", file.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_stroke_stays_below_the_line() {
        let constants = serde_json::json!({"foot": {"_value": "0.3048"}, "cube": {"_value": "foot*foot*foot"}});
        assert_eq!(evaluate("3600*24", &constants), Ok(86400.0));
        assert_eq!(evaluate("1852/3600", &constants), Ok(1852.0 / 3600.0));
        assert!((evaluate("cube/12*12*12", &constants).unwrap() - 1.6387064e-5).abs() < 1e-15);
        assert!(evaluate("cubit*2", &constants).is_err());
    }
}
