//! What a bare number counts.

use rust_decimal::Decimal;

use super::{
    lexicon::{Word, lower},
    range::Stretch,
    reader::{Reader, Shape},
};
use crate::text::Span;

/// Plurals that do not end in s.
const PLURALS: &[&str] = &[
    "people",
    "men",
    "women",
    "children",
    "police",
    "troops",
    "personnel",
    "cattle",
    "fish",
    "sheep",
    "aircraft",
    "spacecraft",
    "policemen",
    "policewomen",
    "firemen",
    "fishermen",
    "servicemen",
    "businessmen",
    "gunmen",
    "teeth",
    "feet",
    "mice",
    "geese",
    "media",
    "data",
    "criteria",
    "phenomena",
    "staff",
    "deer",
    "lives",
    "wives",
    "knives",
    "wolves",
    "marines",
    "series",
    "species",
    "grandchildren",
    "percent",
    "dead",
    "wounded",
    "injured",
];

/// Plural forms that stand before another noun.
const MODIFIERS: &[&str] = &[
    "arms",
    "sports",
    "sales",
    "weapons",
    "drugs",
    "goods",
    "savings",
    "customs",
    "news",
    "rights",
    "operations",
    "systems",
];

/// What holds or measures other things: `rounds of ammunition`.
const HOLDERS: &[&str] = &[
    "rounds",
    "boxes",
    "cases",
    "crates",
    "bags",
    "bottles",
    "cans",
    "pieces",
    "cups",
    "glasses",
    "pairs",
    "sets",
    "copies",
    "members",
    "units",
    "bales",
    "bricks",
    "packages",
    "packets",
    "sacks",
    "loads",
    "truckloads",
    "cartridges",
    "acts",
    "counts",
    "cans",
    "barrels",
    "tons",
    "doses",
    "vials",
    "sheets",
    "slices",
    "shipments",
    "containers",
    "batches",
    "types",
    "kinds",
    "reams",
    "rolls",
    "cartons",
    "magazines",
    "stockpiles",
    "round",
    "piece",
    "box",
    "case",
    "dose",
    "bag",
    "head",
    "million",
    "bars",
    "shares",
    "groups",
    "works",
    "items",
    "hours",
];

/// Plurals in -is, sorted: of peoples and other words in -i. The rest in -is are singulars (`crisis`, `Paris`).
#[rustfmt::skip]
const PLURALS_IN_IS: &[&str] = &[
    "adivasis", "ahmadis", "alibis", "azeris", "bahrainis", "bangladeshis", "bengalis", "bikinis", "emiratis",
    "fulanis", "gujaratis", "houthis", "iraqis", "israelis", "kashmiris", "kiwis", "kuwaitis", "maoris", "marathis",
    "nazis", "nepalis", "omanis", "pakistanis", "punjabis", "qataris", "rabbis", "safaris", "salafis", "saudis",
    "sindhis", "skis", "somalis", "sufis", "sunnis", "taxis", "thais", "tsunamis", "tutsis", "wahhabis", "yazidis",
    "yemenis", "yezidis",
];

pub(super) fn is_plural(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    if PLURALS.contains(&lower.as_str()) {
        return true;
    }
    if lower.ends_with("is") {
        return PLURALS_IN_IS.binary_search(&lower.as_str()).is_ok();
    }
    word.len() > 3 && lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("us")
}

/// Words that end a noun phrase, sorted: they are no part of what is counted.
#[rustfmt::skip]
const STOPS: &[&str] = &[
    "a", "about", "above", "across", "after", "against", "ago", "ahead", "all", "along", "also", "although", "am",
    "among", "an", "and", "any", "appears", "are", "as", "at", "away", "be", "became", "because", "been", "before",
    "behind", "being", "below", "better", "between", "both", "but", "by", "came", "can", "closer", "could", "days",
    "did", "do", "does", "down", "during", "each", "earlier", "either", "else", "ever", "every", "except", "for",
    "from", "get", "gets", "gives", "got", "had", "has", "have", "having", "he", "her", "here", "him", "his", "how",
    "i", "if", "in", "includes", "inside", "into", "is", "it", "its", "just", "last", "later", "left", "less", "made",
    "makes", "may", "me", "means", "might", "minus", "more", "most", "must", "my", "near", "neither", "never", "no",
    "nor", "not", "now", "of", "off", "old", "on", "once", "only", "onto", "or", "our", "out", "outside", "over",
    "own", "per", "plus", "remains", "said", "say", "says", "seems", "shall", "she", "should", "shows", "since", "so",
    "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "though", "through",
    "till", "times", "to", "today", "told", "tomorrow", "too", "took", "toward", "towards", "under", "unless",
    "until", "up", "upon", "us", "versus", "via", "vs", "was", "we", "went", "were", "what", "when", "where",
    "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "would",
    "yesterday", "yet", "you", "your",
];

pub(crate) fn is_stop(word: &str) -> bool {
    let mut buffer = [0; 9];
    lower(word, &mut buffer).is_some_and(|word| STOPS.binary_search(&word).is_ok())
}

impl Reader<'_, '_> {
    /// The end token of a hyphened word: `AK-47`, `half-empty`.
    fn whole_word(&self, at: usize) -> usize {
        let mut end = at + 1;
        while self.is_hyphen(end) && self.kind(end + 1).is_some() {
            end += 2;
        }
        end
    }

    /// The noun phrase behind a number: its span and the token behind it.
    pub(crate) fn noun_behind(&self, stretch: &Stretch) -> Option<(Span, usize)> {
        let number = &stretch.number;
        if number.shape == Shape::BareFraction || number.value.is_sign_negative() {
            return None;
        }
        let start = stretch.end;
        // `five-member panel`: the hyphen makes the number part of an adjective.
        if self.is_hyphen(start) {
            return None;
        }
        let from = start + usize::from(self.is(start, "of") && number.scale > 0 && self.is_lower_word(start + 1));
        if from > start && is_stop(self.word(from)) {
            return None;
        }
        let one = matches!(stretch.value, crate::mark::Value::Exact(value) if value == Decimal::ONE);
        let mut at = from;
        for _ in 0..5 {
            // An abbreviation's point or a number within: `6 G20 leaders`, `two No. 1 seeds` are left alone.
            // `six more victims`
            let more = at == from && self.is(at, "more") && self.is_lower_word(at + 1) && !is_stop(self.word(at + 1));
            if !self.is_word(at)
                || self.at(at) == Word::Break
                || is_stop(self.word(at)) && !more
                || self.word(at).starts_with(['\'', '’'])
            {
                return None;
            }
            // `30 M16 rifles`: a designation, but not `30 USD115`.
            let letters = self.word(at).bytes().take_while(u8::is_ascii_alphabetic).count();
            let designation = self.at(at) == Word::Glued && letters <= 2 && self.is_lower_word(at + 1);
            if !designation
                && !matches!(
                    self.at(at),
                    Word::Other
                        | Word::Roman
                        | Word::Holiday
                        | Word::Relative
                        | Word::Period
                        | Word::Season(_)
                        | Word::Ordinal(_)
                        | Word::DayPart
                        | Word::Every
                        | Word::Half
                )
                && !(at == from && self.is(at, "more"))
            {
                return None;
            }
            let end = self.whole_word(at);
            let last = self.word(end - 1);
            let modifier = MODIFIERS.iter().any(|m| last.eq_ignore_ascii_case(m))
                && self.is_lower_word(end)
                && !is_stop(self.word(end));
            let holder = HOLDERS.iter().any(|h| last.eq_ignore_ascii_case(h));
            // `One ship drifted`: behind a noun a past form is the verb.
            if one
                && at > from
                && end == at + 1
                && last.ends_with("ed")
                && !self.is_lower_word(end) | is_stop(self.word(end))
            {
                return Some(self.with_of(from, at, false));
            }
            // `three Chinese were killed`: a people, where no noun follows.
            let people = last.len() > 5 && last.ends_with("ese") && !self.is_lower_word(end - 1);
            if people && end == at + 1 && (self.ends(end) || is_stop(self.word(end))) {
                return Some(self.with_of(from, end, false));
            }
            let capital_behind = |token: usize| self.is_word(token) && !self.is_lower_word(token);
            if is_plural(last)
                && !modifier
                && !(self.is_lower_word(end)
                    && is_plural(self.word(end))
                    && !is_stop(self.word(end))
                    && self.at(end) == Word::Other
                    && self.ends(end + 1))
            {
                return Some(self.with_of(from, end, holder));
            }
            if one && !capital_behind(at) && (self.ends(end) || is_stop(self.word(end))) {
                return Some(self.with_of(from, end, holder));
            }
            at = end;
        }
        None
    }

    /// Adds `of …` behind what holds other things.
    fn with_of(&self, from: usize, end: usize, holder: bool) -> (Span, usize) {
        let mut last = end;
        if holder && self.is(end, "of") && self.is_word(end + 1) && !is_stop(self.word(end + 1)) {
            let mut at = end + 1;
            for _ in 0..3 {
                if !self.is_word(at)
                    || is_stop(self.word(at))
                    || !matches!(self.at(at), Word::Other | Word::Roman | Word::Holiday)
                    || self.word(at).starts_with(['\'', '’'])
                {
                    break;
                }
                // A verb in the past form ends it; an adjective like `used` does not come last.
                if at > end + 1 && self.word(at).ends_with("ed") {
                    break;
                }
                last = self.whole_word(at);
                at = last;
                if is_plural(self.word(last - 1)) {
                    break;
                }
            }
        }
        (self.span(from, last), last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stops_are_sorted_and_found_in_any_case() {
        assert!(STOPS.is_sorted() && PLURALS_IN_IS.is_sorted());
        assert!(is_stop("The"));
        assert!(!is_stop("grenades"));
    }
}
