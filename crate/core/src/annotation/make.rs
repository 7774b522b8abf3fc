//! Annotations from marks and selections, and every change a reader makes to one.

use serde_json::Map;

use super::{
    identity,
    model::{Annotation, Body, Classification, Motivation, Selector, Target},
    note::harmless,
};
use crate::{
    anchor::{Position, Quote},
    article::Article,
    mark::{Mark, Reading},
    scan::{JsonMark, Scan},
    text::{OffsetMap, Span},
};

/// The class names of colours begin so.
pub(super) const COLOUR_CLASS: &str = "postil-";

/// What only the caller knows when an annotation is made.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Context {
    /// A fresh identifier, `urn:uuid:…`.
    pub id: String,
    /// The time, `2026-11-22T23:10:00Z`.
    pub now: String,
    /// The page's address as the browser shows it.
    pub url: String,
    /// The article's identity, from [`identity::page_key`]; empty to derive it from `url` alone.
    pub article_key: String,
}

impl Annotation {
    /// Keeps a mark as it was found: the place, and what it says with its conversion.
    ///
    /// `mark` should be one of `scan.marks`; what it refers to (its entity, the other sum) is
    /// written out by name.
    pub fn from_mark(article: &Article, mark: &Mark, scan: &Scan, context: Context) -> Self {
        let mut annotation = Annotation::from_span(article, mark.span, context);
        let offsets = OffsetMap::new(&article.text);
        let JsonMark { kind, mark_type, mut fields, .. } = JsonMark::new(mark, &article.text, &offsets);
        // Offsets and indexes mean nothing outside the scan they are of.
        fields.remove("number_end");
        if let Reading::Entity(mention) = &mark.reading {
            fields.remove("entity");
            if let Some(entity) = scan.entities.get(mention.entity) {
                fields.insert("name".into(), entity.name.as_str().into());
                if !entity.aliases.is_empty() {
                    fields.insert("aliases".into(), entity.aliases.clone().into());
                }
                if let Some(country) = entity.country {
                    fields.insert("country".into(), country.to_string().into());
                }
                if let Some(region) = &entity.region {
                    fields.insert("region".into(), region.as_str().into());
                }
            }
        }
        if let Reading::Money(money) = &mark.reading
            && let Some(other) = money.same_as.and_then(|index| scan.marks.get(index))
        {
            fields.insert("same_as".into(), other.span.of(&article.text).into());
        }
        fields.retain(|_, value| !value.is_null());
        let reading = Classification { kind: kind.into(), mark_type: mark_type.into(), fields };
        annotation.put_classification(Some(reading));
        annotation.refresh_motivation();
        annotation
    }

    /// Keeps a selection. White space at its ends is left out.
    pub fn from_span(article: &Article, span: Span, context: Context) -> Self {
        let span = trimmed(&article.text, span);
        let offsets = OffsetMap::new(&article.text);
        let mut annotation = Annotation::about_page(article, context);
        annotation.target.selectors = vec![
            Selector::TextQuote(Quote::of(&article.text, span)),
            Selector::TextPosition(Position::of(&offsets, span)),
        ];
        annotation.refresh_motivation();
        annotation
    }

    /// An annotation of the article as a whole: what holds the page note.
    pub fn about_page(article: &Article, context: Context) -> Self {
        let published = article.published.map(|date| date.to_string());
        Annotation::about(article.title.clone(), published, context)
    }

    /// As [`Annotation::about_page`], of an article of which only title and day (ISO 8601) are at hand.
    pub fn about(title: Option<String>, published: Option<String>, context: Context) -> Self {
        let Context { id, now, url, article_key } = context;
        let key = if article_key.is_empty() { identity::page_key(&url, None, None) } else { article_key };
        let mut annotation = Annotation {
            id,
            created: now.clone(),
            modified: now,
            motivation: Vec::new(),
            bodies: Vec::new(),
            target: Target { source: url, title, published, article: Some(key), ..Target::default() },
            more_targets: Vec::new(),
            extra: Map::new(),
        };
        annotation.refresh_motivation();
        annotation
    }

    /// Sets or, with an empty text, removes the note. What would run as a script is escaped, see
    /// [`harmless`].
    pub fn set_note(&mut self, markdown: &str, now: &str) {
        let note = (!markdown.trim().is_empty()).then(|| Body {
            body_type: Some("TextualBody".into()),
            purpose: Some(Motivation::Commenting),
            value: Some(harmless(markdown)),
            format: Some("text/markdown".into()),
            ..Body::default()
        });
        self.put(&Motivation::Commenting, note);
        self.touch(now);
    }

    /// Sets the tags. Empty ones and repetitions are left out, white space around them too.
    pub fn set_tags<'a>(&mut self, tags: impl IntoIterator<Item = &'a str>, now: &str) {
        let mut kept: Vec<&str> = Vec::new();
        for tag in tags.into_iter().map(str::trim) {
            if !tag.is_empty() && !kept.contains(&tag) {
                kept.push(tag);
            }
        }
        let is_tag = |body: &Body| body.purpose == Some(Motivation::Tagging);
        let at = self.bodies.iter().position(is_tag);
        self.bodies.retain(|body| !is_tag(body));
        // The first tag's place was behind no other tag.
        let at = at.unwrap_or(self.bodies.len());
        let tags = kept.into_iter().map(|tag| Body {
            body_type: Some("TextualBody".into()),
            purpose: Some(Motivation::Tagging),
            value: Some(tag.into()),
            ..Body::default()
        });
        self.bodies.splice(at..at, tags);
        self.touch(now);
    }

    /// Sets the highlight's colour (`yellow`, `green` …), or the default one with `None`.
    pub fn set_colour(&mut self, colour: Option<&str>, now: &str) {
        self.target.style_class = colour.map(|colour| format!("{COLOUR_CLASS}{colour}"));
        self.touch(now);
    }

    /// Sets or removes what the mark says: the reader's correction of type, amount or currency.
    pub fn set_classification(&mut self, reading: Option<Classification>, now: &str) {
        self.put_classification(reading);
        self.touch(now);
    }

    /// Moves the annotation to another place of the same text: the reader's correction of the span,
    /// or a quote that was found again and shall be kept as it reads now.
    pub fn set_span(&mut self, text: &str, span: Span, now: &str) {
        let span = trimmed(text, span);
        let offsets = OffsetMap::new(text);
        let own = |selector: &Selector| matches!(selector, Selector::TextQuote(_) | Selector::TextPosition(_));
        self.target.selectors.retain(|selector| !own(selector));
        self.target.selectors.insert(0, Selector::TextQuote(Quote::of(text, span)));
        self.target.selectors.insert(1, Selector::TextPosition(Position::of(&offsets, span)));
        self.touch(now);
    }

    /// Puts `motivation` in step with the bodies: `highlighting` where a place is marked, then
    /// `classifying`, `commenting`, `tagging`, `linking` for the bodies there are. Motivations that
    /// Postil has no body for are kept.
    pub fn refresh_motivation(&mut self) {
        use Motivation::{Classifying, Commenting, Highlighting, Linking, Tagging};
        let mut motivation = Vec::new();
        if !self.is_about_page() {
            motivation.push(Highlighting);
        }
        for purpose in [Classifying, Commenting, Tagging, Linking] {
            if self.bodies.iter().any(|body| body.purpose.as_ref() == Some(&purpose)) {
                motivation.push(purpose);
            }
        }
        let own = |m: &Motivation| matches!(m, Highlighting | Classifying | Commenting | Tagging | Linking);
        motivation.extend(self.motivation.drain(..).filter(|m| !own(m)));
        self.motivation = motivation;
    }

    fn put_classification(&mut self, reading: Option<Classification>) {
        let body = reading.map(|reading| Body {
            body_type: Some("TextualBody".into()),
            purpose: Some(Motivation::Classifying),
            value: Some(reading.mark_type.clone()),
            format: Some("text/plain".into()),
            reading: Some(reading),
            ..Body::default()
        });
        self.put(&Motivation::Classifying, body);
    }

    /// Replaces the first body of that purpose, in its place; removes it with `None`.
    fn put(&mut self, purpose: &Motivation, body: Option<Body>) {
        let found = self.bodies.iter().position(|body| body.purpose.as_ref() == Some(purpose));
        match (found, body) {
            (Some(at), Some(body)) => self.bodies[at] = body,
            (Some(at), None) => drop(self.bodies.remove(at)),
            // What a mark says comes first.
            (None, Some(body)) if *purpose == Motivation::Classifying => self.bodies.insert(0, body),
            (None, Some(body)) => self.bodies.push(body),
            (None, None) => {}
        }
    }

    fn touch(&mut self, now: &str) {
        self.modified = now.to_owned();
        self.refresh_motivation();
    }
}

fn trimmed(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start().len());
    Span::new(start, start + inner.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::{Amount, Certainty, Conversion, Currency, Entity, EntityMention, EntityType, Money, Value};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    const TEXT: &str = "The Ministry of Defense (Sedena) paid 26,000 pesos for each grenade.";

    fn article() -> Article {
        let mut article = Article::from_text(TEXT);
        article.title = Some("Grenades for pesos".into());
        article.published = "2022-10-06".parse().ok();
        article
    }

    fn context() -> Context {
        Context {
            id: "urn:uuid:1".into(),
            now: "2022-10-07T08:00:00Z".into(),
            url: "https://www.example.com/a?utm_source=x".into(),
            ..Context::default()
        }
    }

    fn span(words: &str) -> Span {
        let start = TEXT.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    fn scan() -> Scan {
        let money = Money {
            amount: Amount { value: Value::Exact(Decimal::from(26_000)), bound: None },
            currency: Currency::parse("MXN"),
            certainty: Certainty::Inferred,
            evidence: Some("The article is about Mexico.".into()),
            per: Some("each".into()),
            same_as: None,
            converted: Some(Conversion {
                value: Value::Exact(Decimal::new(1300, 0)),
                currency: Currency(*b"USD"),
                rate: Decimal::new(5, 2),
                rate_date: "2022-10-06".into(),
                rate_source: "European Central Bank",
                newest_rate: false,
            }),
            article_rate_difference: None,
        };
        let mention = EntityMention { entity_type: EntityType::Organization, entity: 0 };
        Scan {
            marks: vec![
                Mark { span: span("Sedena"), score: 0.9, reading: Reading::Entity(mention) },
                Mark { span: span("26,000 pesos"), score: 1.0, reading: Reading::Money(money) },
            ],
            entities: vec![Entity {
                entity_type: EntityType::Organization,
                name: "Ministry of Defense".into(),
                aliases: vec!["Sedena".into()],
                mentions: vec![0],
                country: None,
                region: None,
            }],
        }
    }

    #[test]
    fn a_mark_of_money_keeps_value_and_conversion() {
        let scan = scan();
        let annotation = Annotation::from_mark(&article(), &scan.marks[1], &scan, context());
        let expected = serde_json::json!({
            "id": "urn:uuid:1",
            "type": "Annotation",
            "motivation": ["highlighting", "classifying"],
            "created": "2022-10-07T08:00:00Z",
            "modified": "2022-10-07T08:00:00Z",
            "body": [{
                "type": "TextualBody",
                "purpose": "classifying",
                "value": "amount",
                "format": "text/plain",
                "reading": {
                    "kind": "money",
                    "type": "amount",
                    "value": "26000",
                    "currency": "MXN",
                    "certainty": "inferred",
                    "evidence": "The article is about Mexico.",
                    "per": "each",
                    "converted": {
                        "value": "1300",
                        "currency": "USD",
                        "rate": "0.05",
                        "rate_date": "2022-10-06",
                        "rate_source": "European Central Bank"
                    }
                }
            }],
            "target": {
                "type": "SpecificResource",
                "source": "https://www.example.com/a?utm_source=x",
                "title": "Grenades for pesos",
                "published": "2022-10-06",
                "article": "https://example.com/a",
                "selector": [
                    {
                        "type": "TextQuoteSelector",
                        "exact": "26,000 pesos",
                        "prefix": "nistry of Defense (Sedena) paid ",
                        "suffix": " for each grenade."
                    },
                    { "type": "TextPositionSelector", "start": 38, "end": 50 }
                ]
            }
        });
        assert_eq!(serde_json::to_value(&annotation).unwrap(), expected);
        assert_eq!(serde_json::from_value::<Annotation>(expected).unwrap(), annotation);
    }

    #[test]
    fn a_mark_of_a_name_keeps_whom_it_names() {
        let scan = scan();
        let annotation = Annotation::from_mark(&article(), &scan.marks[0], &scan, context());
        let reading = annotation.classification().unwrap();
        assert_eq!((reading.kind.as_str(), reading.mark_type.as_str()), ("entity", "organization"));
        assert_eq!(reading.fields["name"], "Ministry of Defense");
        assert_eq!(reading.fields.get("entity"), None);
    }

    #[test]
    fn a_selection_is_trimmed() {
        let annotation = Annotation::from_span(&article(), Span::new(3, 13), context());
        assert_eq!(annotation.quote().unwrap().exact, "Ministry");
        assert_eq!(annotation.position(), Some(Position { start: 4, end: 12 }));
        assert_eq!(annotation.motivation, [Motivation::Highlighting]);
    }

    #[test]
    fn every_change_is_kept_and_dated() {
        let mut annotation = Annotation::from_span(&article(), span("Sedena"), context());
        annotation.set_note("the *army*", "2022-10-08T00:00:00Z");
        assert_eq!(annotation.note(), Some("the *army*"));
        assert_eq!(annotation.modified, "2022-10-08T00:00:00Z");
        assert_eq!(annotation.created, "2022-10-07T08:00:00Z");
        annotation.set_tags([" army ", "", "army", "leak"], "2022-10-09T00:00:00Z");
        assert_eq!(annotation.tags().collect::<Vec<_>>(), ["army", "leak"]);
        use Motivation::{Commenting, Highlighting, Tagging};
        assert_eq!(annotation.motivation, [Highlighting, Commenting, Tagging]);
        annotation.set_colour(Some("green"), "2022-10-10T00:00:00Z");
        assert_eq!(annotation.colour(), Some("green"));
        annotation.set_note("  ", "2022-10-11T00:00:00Z");
        assert_eq!(annotation.note(), None);
        assert_eq!(annotation.motivation, [Highlighting, Tagging]);
        annotation.set_span(TEXT, span("26,000 pesos"), "2022-10-12T00:00:00Z");
        assert_eq!(annotation.quote().unwrap().exact, "26,000 pesos");
        assert_eq!(annotation.target.selectors.len(), 2);
    }

    #[test]
    fn a_tag_that_looks_like_a_script_did_not_make_the_page_unreadable() {
        let mut annotation = Annotation::from_span(&article(), span("Sedena"), context());
        annotation.set_tags(["<script>"], "2022-10-08T00:00:00Z");
        annotation.set_note("<script>", "2022-10-08T00:00:00Z");
        assert_eq!(annotation.note(), Some("\\<script>"));
        let json = serde_json::to_string(&annotation).unwrap();
        assert_eq!(serde_json::from_str::<Annotation>(&json).unwrap(), annotation);
    }

    #[test]
    fn a_page_note_has_no_place() {
        let mut annotation = Annotation::about_page(&article(), context());
        annotation.set_note("read again", "2022-10-08T00:00:00Z");
        assert!(annotation.is_about_page());
        assert_eq!(annotation.motivation, [Motivation::Commenting]);
    }

    proptest! {
        #[test]
        fn what_is_made_is_read_back(text in "(?s).{0,120}", a in 0usize..120, b in 0usize..120, note in "(?s).{0,40}", tag in "\\PC{0,9}") {
            let offsets = OffsetMap::new(&text);
            let span = Span::new(offsets.from_code_points(a.min(b)), offsets.from_code_points(a.max(b)));
            let mut annotation = Annotation::from_span(&Article::from_text(text.clone()), span, context());
            annotation.set_note(&note, "2022-10-08T00:00:00Z");
            annotation.set_tags([tag.as_str()], "2022-10-08T00:00:00Z");
            let json = serde_json::to_string(&annotation).unwrap();
            prop_assert_eq!(serde_json::from_str::<Annotation>(&json).map_err(|e| e.to_string()), Ok(annotation.clone()));
            let position = annotation.position().unwrap();
            let at = Span::new(offsets.from_code_points(position.start), offsets.from_code_points(position.end));
            prop_assert_eq!(at.of(&text), annotation.quote().unwrap().exact.as_str());
        }
    }
}
