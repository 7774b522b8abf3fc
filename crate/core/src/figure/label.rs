//! Where a number token is no number: parts of names, telephone numbers, versions, scores, sections.

use super::{lexicon::Word, reader::Reader, unit::Of};

/// Words before a number that make it the number of a part, place or model.
const LABELS: &[&str] = &[
    "section",
    "sections",
    "article",
    "articles",
    "chapter",
    "page",
    "pages",
    "room",
    "flight",
    "highway",
    "route",
    "interstate",
    "no.",
    "no",
    "nos.",
    "number",
    "nr",
    "nr.",
    "figure",
    "table",
    "volume",
    "act",
    "resolution",
    "grade",
    "phase",
    "model",
    "version",
    "area",
    "district",
    "building",
    "gate",
    "track",
    "channel",
    "psalm",
    "verse",
    "line",
    "lot",
    "clause",
    "paragraph",
    "rule",
    "title",
    "proposition",
    "amendment",
    "platform",
    "terminal",
    "boeing",
    "airbus",
    "apollo",
    "windows",
    "iphone",
    "galaxy",
    "playstation",
    "xbox",
    "catch",
    "formula",
    "committee",
    "precinct",
    "exit",
    "step",
    "episode",
    "season",
    "unit",
    "appendix",
    "annex",
    "note",
    "footnote",
    "question",
    "rank",
    "ranked",
    "zone",
    "§",
    "#",
    "№",
    "nos",
    "vol",
    "vol.",
    "fig.",
    "sec.",
    "art.",
    "class",
    "tier",
    "stage",
    "item",
    "covid",
    "ps",
    "agenda",
    "decree",
    "decision",
    "law",
    "ordinance",
    "regulation",
];

impl Reader<'_, '_> {
    /// Where a number token is no number but part of a name, code, telephone number, score or version: the token
    /// behind the whole of it.
    pub(super) fn no_number(&self, at: usize) -> Option<usize> {
        if self.at(at) == Word::Glued {
            // `USD115` is money; `G20` and `B52` are names.
            return self.money_before(at, at).is_none().then_some(at + 1);
        }
        if self.at(at) != Word::Digits {
            return None;
        }
        let joins = |token: usize| matches!(self.word(token), "-" | "/" | "." | ":" | "–" | "‑");
        // AK-47, COVID-19: letters, a hyphen and the number, all in one.
        if at > 1
            && self.glued(at)
            && matches!(self.word(at - 1), "-" | "‑" | "‐")
            && self.glued(at - 1)
            && self.is_word(at - 2)
        {
            return Some(self.chain_end(at));
        }
        if at > 0
            && self.glued(at)
            && (self.is_word(at - 1)
                || matches!(self.word(at - 1), "_" | "#" | "/" | "\\" | "&" | "=") && self.word(at - 1) != "=")
        {
            return Some(self.chain_end(at));
        }
        if at > 0
            && self.is_any(at - 1, LABELS)
            && !(self.is_any(
                at - 1,
                &[
                    "no", "act", "class", "unit", "rank", "ranked", "note", "track", "stage", "step", "exit", "line",
                    "page", "lot", "rule", "title", "area", "season", "number", "question",
                ],
            ) && self.is_lower_word(at - 1)
                && !self.label_fits(at))
        {
            return Some(self.chain_end(at));
        }
        // More than two numbers joined without a space: a telephone number, a version, an account.
        let mut links = 0;
        let mut token = at;
        while self.glued(token + 1) && joins(token + 1) && self.glued(token + 2) && self.at(token + 2) == Word::Digits {
            links += 1;
            token += 2;
        }
        if links >= 2 {
            return Some(token + 1);
        }
        if let Some(end) = self.telephone(at) {
            return Some(end);
        }
        // Round the clock.
        if links == 1 && self.is(at, "24") && self.is(at + 1, "/") && self.is(at + 2, "7") {
            return Some(token + 1);
        }
        if links == 1
            && (self.word(at + 1) == ":" || self.word(at + 1) == "/" && self.number(at).is_none_or(|n| n.end == at + 1))
        {
            return Some(token + 1);
        }
        // 3-2 is a score: no range runs downwards.
        if links == 1 && self.is_dash(at + 1) {
            let ends = (self.word(at).parse::<u64>(), self.word(at + 2).parse::<u64>());
            if let (Ok(low), Ok(high)) = ends {
                let behind = self
                    .number(at + 2)
                    .is_some_and(|n| n.scale > 0 || n.lone_m || self.unit_behind(&n).0 != Of::Nothing);
                let minus = self.word(at + 1) == "−";
                if low >= high && !behind && !minus {
                    return Some(token + 1);
                }
            }
        }
        let phone = at > 0
            && self.is(at - 1, "+")
            && self.glued(at)
            && self.word(at).len() <= 3
            && (self.is_dash(at + 1) || self.at(at + 1) == Word::Digits);
        if phone {
            return Some(self.chain_end(at));
        }
        // 747s, 13F, 3D: letters that are no unit.
        let letters = self.glued(at + 1) && self.is_word(at + 1);
        if letters {
            let number = self.number(at)?;
            if number.end == at + 1
                && !number.lone_m
                && self.years_old(at + 1).is_none()
                && self.unit_behind(&number).0 == Of::Nothing
                && self.ordinal(at).is_none()
                && self.period_letters(at + 1).is_none()
            {
                return Some(at + 2);
            }
        }
        // 2-Clause, 4-Matic
        if self.is_hyphen(at + 1)
            && self.is_word(at + 2)
            && !self.is_lower_word(at + 2)
            && self.unit_behind(&self.number(at)?).0 == Of::Nothing
        {
            return Some(at + 3);
        }
        None
    }

    /// `555-1234`, `(212) 555-0123`, `+1 (212) 555-0123`: the token behind a telephone number.
    fn telephone(&self, at: usize) -> Option<usize> {
        let digits = |token: usize, count: usize| self.at(token) == Word::Digits && self.word(token).len() == count;
        let local = |token: usize| {
            let joined = self.is_dash(token + 1) && self.glued(token + 1) && self.glued(token + 2)
                || self.is(token + 1, ".") && self.glued(token + 1);
            let round = self.word(token).ends_with('0') && self.word(token + 2).ends_with('0');
            let measured = |token: usize| self.number(token).is_some_and(|n| self.unit_behind(&n).0 != Of::Nothing);
            let number = digits(token, 3) && joined && digits(token + 2, 4);
            (number && !round && !measured(token + 2)).then_some(token + 3)
        };
        let area = |token: usize| {
            let open = usize::from(self.is(token, "("));
            let close = token + open + 1;
            if !digits(token + open, 3) || open == 1 && !self.is(close, ")") {
                return None;
            }
            local(close + open + usize::from(self.is_dash(close + open)))
        };
        let country = self.before_is(at, &["+"]) && self.glued(at) && self.word(at).len() <= 3;
        if country {
            return area(at + 1 + usize::from(self.is_dash(at + 1)));
        }
        if self.before_is(at, &["("])
            && let Some(end) = area(at - 1)
        {
            return Some(end);
        }
        local(at)
    }

    pub(super) fn label_fits(&self, at: usize) -> bool {
        // `page 3`, `number 10`: the number ends the phrase; `the act 3 people saw` goes on.
        self.ends(at + 1)
            || !self.is_lower_word(at + 1)
            || self.is_any(at + 1, &["of", "and", "in", "on", "at", "to", "is", "was", "for", "says"])
    }

    pub(super) fn period_letters(&self, at: usize) -> Option<()> {
        self.is_any(at, &["am", "pm", "a.m.", "p.m.", "h", "s"]).then_some(())
    }

    pub(super) fn chain_end(&self, at: usize) -> usize {
        let mut token = at;
        while (self.glued(token + 1) || self.at(token + 1) == Word::Digits && self.word(token).len() <= 4)
            && (self.at(token + 1) == Word::Digits
                || matches!(self.word(token + 1), "-" | "/" | "." | ":")
                    && self.glued(token + 2)
                    && self.at(token + 2) == Word::Digits)
        {
            token += 1;
        }
        token + 1
    }
}
