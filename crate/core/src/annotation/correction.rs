//! What the reader corrected or dismissed, and how it holds on later pages.
//!
//! A correction speaks of the text of a mark (`Sedena`, `26,000 pesos`), of how far it reaches (this
//! article, this site, everywhere), and of what is right instead. Where several speak of one mark,
//! the nearest reach decides, then the latest correction.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    mark::{Amount, Certainty, Conversion, Currency, Entity, EntityType, Figure, Mark, Money, Reading, Value},
    scan::Scan,
    text::Span,
};

/// One correction.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Correction {
    /// An identifier of its own, `urn:uuid:…`, to take it back by.
    pub id: String,
    /// When it was made.
    pub created: String,
    /// How far it reaches.
    pub scope: Scope,
    /// The text of the marks that it speaks of; kinds of white space are one.
    pub exact: String,
    /// `entity`, `figure` or `money`.
    pub kind: String,
    /// What is right instead.
    pub change: Change,
}

/// How far a correction reaches.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "reach", rename_all = "lowercase")]
pub enum Scope {
    /// One article.
    Here {
        /// Its identity, see [`super::identity::page_key`].
        article: String,
    },
    /// All articles of a site.
    Site {
        /// See [`super::identity::site`].
        site: String,
    },
    /// All articles.
    Everywhere,
}

/// What is right.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
pub enum Change {
    /// This is no mark at all.
    Dismiss,
    /// A name of this type (`person`, `place` …). It holds for the whole entity.
    Type {
        /// A name of [`EntityType`].
        #[serde(rename = "type")]
        entity_type: String,
    },
    /// The mark is this text: a part of it, or more of what stands around it.
    Span {
        /// The right text.
        exact: String,
    },
    /// The amount is this.
    Amount {
        /// In full, as a string.
        value: String,
    },
    /// The money is in this currency.
    Currency {
        /// ISO 4217.
        currency: String,
    },
}

/// Where the reader is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place<'p> {
    /// The article's identity.
    pub article: &'p str,
    /// Its site.
    pub site: &'p str,
}

impl Correction {
    /// How near the correction is to a place, 3 for the article itself; `None` where it does not reach.
    fn reach(&self, place: Place<'_>) -> Option<u8> {
        match &self.scope {
            Scope::Here { article } => (article == place.article).then_some(3),
            Scope::Site { site } => (site == place.site).then_some(2),
            Scope::Everywhere => Some(1),
        }
    }

    fn speaks_of(&self, mark: &Mark, text: &str) -> bool {
        mark.reading.kind() == self.kind && mark.span.of(text).split_whitespace().eq(self.exact.split_whitespace())
    }
}

/// Puts corrections to a scan. `convert` gives a corrected sum in the reader's currency.
///
/// What a correction asks that cannot be (an unknown type, a text that is not there) is left as the
/// engine found it.
pub fn apply(
    corrections: &[Correction],
    scan: &mut Scan,
    text: &str,
    place: Place<'_>,
    convert: &dyn Fn(&Money) -> Option<Conversion>,
) {
    let mut order: Vec<(u8, &Correction)> =
        corrections.iter().filter_map(|correction| Some((correction.reach(place)?, correction))).collect();
    // The deciding one first; of one reach and time, the later in the list.
    order.reverse();
    crate::order::sort_by(&mut order, |a, b| b.0.cmp(&a.0).then_with(|| b.1.created.cmp(&a.1.created)));
    if order.is_empty() {
        return;
    }
    let mut dismissed = vec![false; scan.marks.len()];
    let mut retyped: Vec<Option<EntityType>> = vec![None; scan.entities.len()];
    for (index, dismissed) in dismissed.iter_mut().enumerate() {
        let speaking = |wanted: fn(&Change) -> bool| {
            let mark = &scan.marks[index];
            order.iter().map(|(_, c)| *c).find(|c| wanted(&c.change) && c.speaks_of(mark, text)).map(|c| &c.change)
        };
        // Dismissed here, or taken back by a nearer correction of what it is.
        let decisive = speaking(|_| true);
        if decisive == Some(&Change::Dismiss) {
            *dismissed = true;
            continue;
        }
        let (entity_type, span, amount, currency) = (
            speaking(|change| matches!(change, Change::Type { .. })).cloned(),
            speaking(|change| matches!(change, Change::Span { .. })).cloned(),
            speaking(|change| matches!(change, Change::Amount { .. })).cloned(),
            speaking(|change| matches!(change, Change::Currency { .. })).cloned(),
        );
        let mark = &mut scan.marks[index];
        if let (Some(Change::Type { entity_type }), Reading::Entity(mention)) = (&entity_type, &mark.reading)
            && let Some(right) = EntityType::ALL.into_iter().find(|right| right.as_str() == entity_type)
            && let Some(retyped) = retyped.get_mut(mention.entity)
        {
            *retyped = Some(right);
        }
        if let Some(Change::Span { exact }) = &span
            && let Some(right) = corrected_span(text, mark.span, exact)
        {
            mark.span = right;
        }
        if let Some(Change::Amount { value }) = &amount
            && let Ok(value) = value.parse::<Decimal>()
            && let Some(amount) = amount_of(&mut mark.reading)
        {
            amount.value = Value::Exact(value);
        }
        if let Reading::Money(money) = &mut mark.reading {
            if let Some(Change::Currency { currency }) = &currency
                && let Some(right) = Currency::parse(currency)
            {
                money.currency = Some(right);
                money.certainty = Certainty::Stated;
                money.evidence = None;
            }
            if currency.is_some() || amount.is_some() {
                money.converted = convert(money);
                money.article_rate_difference = None;
            }
        }
    }
    for (entity, right) in scan.entities.iter_mut().zip(&retyped) {
        entity.entity_type = right.unwrap_or(entity.entity_type);
    }
    for mark in &mut scan.marks {
        if let Reading::Entity(mention) = &mut mark.reading
            && let Some(Some(right)) = retyped.get(mention.entity)
        {
            mention.entity_type = *right;
        }
    }
    arrange(scan, &dismissed);
}

/// Takes out the marks that are not `wanted`: for want of certainty, or of the reader's interest in their kind.
pub fn keep(scan: &mut Scan, wanted: impl Fn(&Mark) -> bool) {
    let unwanted: Vec<bool> = scan.marks.iter().map(|mark| !wanted(mark)).collect();
    if unwanted.contains(&true) {
        arrange(scan, &unwanted);
    }
}

fn amount_of(reading: &mut Reading) -> Option<&mut Amount> {
    match reading {
        Reading::Money(money) => Some(&mut money.amount),
        Reading::Figure(
            Figure::Number(amount)
            | Figure::Ordinal(amount)
            | Figure::Percent { amount, .. }
            | Figure::Count { amount, .. }
            | Figure::Measure { amount, .. }
            | Figure::Age { amount, .. },
        ) => Some(amount),
        _ => None,
    }
}

/// Where a mark or highlight at `span` belongs, if the reader says that it should read `exact`: the nearest such text
/// that shares something with it, rather one within it or around it than one that is shifted. Any space stands for any
/// other, since a form shows a line's end as a space.
///
/// ```
/// use postil_core::{annotation::correction::corrected_span, text::Span};
/// let text = "the Ministry of\nHealth said";
/// let right = corrected_span(text, Span::new(0, 15), "Ministry of Health");
/// assert_eq!(right, Some(Span::new(4, 22)));
/// ```
pub fn corrected_span(text: &str, span: Span, exact: &str) -> Option<Span> {
    let words: Vec<&str> = exact.split_whitespace().collect();
    let first = words.first()?;
    let from = text.floor_char_boundary(span.start.saturating_sub(exact.len() + SPACES));
    let nearby = text.get(from..span.end)?;
    let starts = nearby.match_indices(first).map(|(at, _)| from + at);
    let found = starts.filter_map(|start| Some(Span::new(start, start + length_of_words(&text[start..], &words)?)));
    let overlapping = found.filter(|found| found.end > span.start);
    overlapping.min_by_key(|found| {
        let within = span.start <= found.start && found.end <= span.end;
        let around = found.start <= span.start && span.end <= found.end;
        (!within && !around, found.start.abs_diff(span.start))
    })
}

/// How much longer a text may be than what the reader wrote, for spaces that a form shows as one.
const SPACES: usize = 64;

/// How long these words are at the start of a text, with whatever space is between them.
fn length_of_words(text: &str, words: &[&str]) -> Option<usize> {
    let mut rest = text;
    for (number, word) in words.iter().enumerate() {
        if number > 0 {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
        }
        rest = rest.strip_prefix(word)?;
    }
    Some(text.len() - rest.len())
}

/// Takes out what is dismissed, brings the rest into the order of a scan, and renumbers what points
/// at marks and entities. A mark that now overlaps one of its kind gives way to the one before it.
fn arrange(scan: &mut Scan, dismissed: &[bool]) {
    let mut kept: Vec<(usize, Mark)> = std::mem::take(&mut scan.marks)
        .into_iter()
        .enumerate()
        .filter(|(index, _)| !dismissed.get(*index).copied().unwrap_or(false))
        .collect();
    crate::order::sort_by_key(&mut kept, |(_, mark)| mark.span.reading_order());
    let mut ends: [(&str, usize); 3] = [("entity", 0), ("figure", 0), ("money", 0)];
    kept.retain(|(_, mark)| {
        let Some(end) = ends.iter_mut().find(|(name, _)| *name == mark.reading.kind()) else { return true };
        let free = mark.span.start >= end.1;
        if free {
            end.1 = mark.span.end;
        }
        free
    });
    let mut now = vec![None; dismissed.len()];
    for (place, (before, _)) in kept.iter().enumerate() {
        now[*before] = Some(place);
    }
    let place = |before: usize| now.get(before).copied().flatten();
    let mut entity_now = vec![None; scan.entities.len()];
    let mut entities: Vec<Entity> = Vec::new();
    for (before, mut entity) in std::mem::take(&mut scan.entities).into_iter().enumerate() {
        entity.mentions = entity.mentions.iter().filter_map(|mention| place(*mention)).collect();
        crate::order::sort(&mut entity.mentions);
        if !entity.mentions.is_empty() {
            entity_now[before] = Some(entities.len());
            entities.push(entity);
        }
    }
    scan.entities = entities;
    scan.marks = kept.into_iter().map(|(_, mark)| mark).collect();
    for mark in &mut scan.marks {
        match &mut mark.reading {
            Reading::Entity(mention) => {
                mention.entity = entity_now.get(mention.entity).copied().flatten().unwrap_or(mention.entity);
            }
            Reading::Money(money) => money.same_as = money.same_as.and_then(place),
            Reading::Figure(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::EntityMention;

    const TEXT: &str = "President Ana Ruiz of Sedena paid $26,000 (13 euros). May came. Sedena denied it.";

    fn span(words: &str, from: usize) -> Span {
        let start = from + TEXT[from..].find(words).unwrap();
        Span::new(start, start + words.len())
    }

    fn scan() -> Scan {
        let name = |span, entity_type, entity| Mark {
            span,
            score: 1.0,
            reading: Reading::Entity(EntityMention { entity_type, entity }),
        };
        let money = |span, value, currency: &str, same_as| Mark {
            span,
            score: 1.0,
            reading: Reading::Money(Money {
                amount: Amount { value: Value::Exact(Decimal::from(value)), bound: None },
                currency: Currency::parse(currency),
                certainty: Certainty::Inferred,
                evidence: Some("a guess".into()),
                per: None,
                same_as,
                converted: None,
                article_rate_difference: None,
            }),
        };
        let entity = |name: &str, entity_type, mentions| Entity {
            entity_type,
            name: name.into(),
            aliases: Vec::new(),
            mentions,
            country: None,
            region: None,
        };
        use EntityType::{Person, Place};
        Scan {
            marks: vec![
                name(span("President Ana Ruiz", 0), Person, 0),
                name(span("Sedena", 0), Place, 1),
                money(span("$26,000", 0), 26_000, "USD", Some(3)),
                money(span("13 euros", 0), 13, "EUR", Some(2)),
                name(span("May", 0), Person, 2),
                name(span("Sedena", 40), Place, 1),
            ],
            entities: vec![
                entity("Ana Ruiz", Person, vec![0]),
                entity("Sedena", Place, vec![1, 5]),
                entity("May", Person, vec![4]),
            ],
        }
    }

    fn correction(exact: &str, kind: &str, scope: Scope, change: Change) -> Correction {
        let created = "2026-01-01T00:00:00Z".into();
        Correction { id: "urn:uuid:1".into(), created, scope, exact: exact.into(), kind: kind.into(), change }
    }

    fn corrected(corrections: &[Correction]) -> Scan {
        let mut scan = scan();
        let place = Place { article: "https://example.com/a", site: "example.com" };
        let rate = |money: &Money| {
            (money.currency == Currency::parse("MXN")).then(|| Conversion {
                value: Value::Exact(Decimal::from(1300)),
                currency: Currency(*b"USD"),
                rate: Decimal::new(5, 2),
                rate_date: "2022-10-06".into(),
                rate_source: "test",
                newest_rate: false,
            })
        };
        apply(corrections, &mut scan, TEXT, place, &rate);
        scan
    }

    fn marked(scan: &Scan) -> Vec<&'static str> {
        scan.marks.iter().map(|mark| mark.span.of(TEXT)).collect()
    }

    #[test]
    fn a_dismissed_name_is_gone_and_the_rest_is_renumbered() {
        let scan = corrected(&[correction("May", "entity", Scope::Everywhere, Change::Dismiss)]);
        assert_eq!(marked(&scan), ["President Ana Ruiz", "Sedena", "$26,000", "13 euros", "Sedena"]);
        assert_eq!(scan.entities.len(), 2);
        assert_eq!(scan.entities[1].mentions, [1, 4]);
        let scan = corrected(&[correction("President Ana Ruiz", "entity", Scope::Everywhere, Change::Dismiss)]);
        let Reading::Money(money) = &scan.marks[1].reading else { panic!("money") };
        assert_eq!(money.same_as, Some(2));
        let Reading::Entity(mention) = &scan.marks[0].reading else { panic!("a name") };
        assert_eq!(mention.entity, 0);
    }

    #[test]
    fn a_correction_reaches_as_far_as_it_says() {
        let dismissed = |scope| marked(&corrected(&[correction("May", "entity", scope, Change::Dismiss)])).len() == 5;
        assert!(dismissed(Scope::Here { article: "https://example.com/a".into() }));
        assert!(!dismissed(Scope::Here { article: "https://example.com/b".into() }));
        assert!(dismissed(Scope::Site { site: "example.com".into() }));
        assert!(!dismissed(Scope::Site { site: "example.org".into() }));
        assert!(!marked(&corrected(&[correction("May", "money", Scope::Everywhere, Change::Dismiss)])).is_empty());
    }

    #[test]
    fn the_nearest_correction_decides() {
        let scan = corrected(&[
            correction(
                "Sedena",
                "entity",
                Scope::Here { article: "https://example.com/a".into() },
                Change::Type { entity_type: "organization".into() },
            ),
            correction("Sedena", "entity", Scope::Everywhere, Change::Dismiss),
        ]);
        assert_eq!(scan.entities[1].entity_type, EntityType::Organization);
        let types: Vec<_> = scan
            .marks
            .iter()
            .filter_map(|mark| match &mark.reading {
                Reading::Entity(mention) if mention.entity == 1 => Some(mention.entity_type),
                _ => None,
            })
            .collect();
        assert_eq!(types, [EntityType::Organization; 2]);
    }

    #[test]
    fn a_span_is_made_shorter_or_longer() {
        let everywhere = |exact: &str, right: &str| {
            corrected(&[correction(exact, "entity", Scope::Everywhere, Change::Span { exact: right.into() })])
        };
        assert_eq!(marked(&everywhere("President Ana Ruiz", "Ana Ruiz"))[0], "Ana Ruiz");
        assert_eq!(marked(&everywhere("May", "May came"))[4], "May came");
        assert_eq!(marked(&everywhere("May", "April"))[4], "May");
    }

    #[test]
    fn the_nearest_of_equal_texts_around_a_span_is_the_right_one() {
        let text = "the army, the army and the army";
        assert_eq!(corrected_span(text, Span::new(14, 18), "the army"), Some(Span::new(10, 18)));
        assert_eq!(corrected_span(text, Span::new(10, 18), "army"), Some(Span::new(14, 18)));
        assert_eq!(corrected_span(text, Span::new(10, 18), "army and"), Some(Span::new(14, 22)));
        assert_eq!(corrected_span(text, Span::new(0, 3), "and"), None);
        assert_eq!(corrected_span("Mediodía", Span::new(0, 9), "Mediodía"), Some(Span::new(0, 9)));
        assert_eq!(corrected_span(text, Span::new(0, 3), " \n"), None);
        assert_eq!(corrected_span("ab", Span::new(1, 9), "ab"), None);
    }

    #[test]
    fn a_corrected_currency_is_converted_anew() {
        let change = Change::Currency { currency: "MXN".into() };
        let scan = corrected(&[correction("$26,000", "money", Scope::Site { site: "example.com".into() }, change)]);
        let Reading::Money(money) = &scan.marks[2].reading else { panic!("money") };
        assert_eq!((money.currency, money.certainty), (Currency::parse("MXN"), Certainty::Stated));
        assert!(money.converted.is_some());
        let change = Change::Amount { value: "26500".into() };
        let scan = corrected(&[correction("$26,000", "money", Scope::Everywhere, change)]);
        let Reading::Money(money) = &scan.marks[2].reading else { panic!("money") };
        assert_eq!(money.amount.value, Value::Exact(Decimal::from(26_500)));
    }

    #[test]
    fn a_correction_is_read_back() {
        let all = [
            correction("May", "entity", Scope::Everywhere, Change::Dismiss),
            correction(
                "x",
                "money",
                Scope::Site { site: "example.com".into() },
                Change::Currency { currency: "MXN".into() },
            ),
            correction(
                "y",
                "entity",
                Scope::Here { article: "k".into() },
                Change::Type { entity_type: "place".into() },
            ),
        ];
        let json = serde_json::to_string(&all).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Correction>>(&json).unwrap(), all);
    }
}
