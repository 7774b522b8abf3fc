//! Figures and money of an article as marks.

use super::{Engine, Preferences, UnitSystem};
use crate::{
    article::Article,
    figure::{
        Found, What,
        reader::{Context, Reader},
    },
    mark::{Certainty, Country, Entity, Mark, Money, Reading},
    money::{self, DayRates, Evidence, Sum},
    pause::{Pause, step},
    text::TokenizedText,
};

/// Languages whose numbers are grouped by points: 1.250 is a thousand two hundred and fifty.
const POINT_GROUPS: &[&str] = &[
    "de", "es", "it", "pt", "nl", "da", "id", "tr", "el", "ro", "hr", "sr", "sl", "vi", "is", "ca", "gl", "bs", "mk",
    "az",
];

/// Countries that write the month before the day.
const MONTH_FIRST: &[&str] = &["US", "PH", "CA", "FM", "PW", "MH"];

/// Countries whose money is called pounds.
const POUNDS: &[&str] = &["GB", "EG", "LB", "SY", "SD", "SS", "GI", "FK", "SH", "IM", "JE", "GG"];

fn context(article: &Article, preferences: &Preferences, english: bool) -> Context {
    let mut tags = article.language.as_deref().unwrap_or("en").split(['-', '_']);
    let language = tags.next().unwrap_or("en").to_ascii_lowercase();
    let region = tags.next_back().filter(|region| region.len() == 2).and_then(Country::parse);
    let country = article.site_country.or(region);
    let one_of = |list: &[&str]| country.is_some_and(|country| list.contains(&country.as_str()));
    Context {
        published: article.published,
        day_first: if english { country.is_some() && !one_of(MONTH_FIRST) } else { true },
        // Mexico and its neighbours write 1,250 in Spanish.
        point_groups: POINT_GROUPS.contains(&language.as_str())
            && !(language == "es" && one_of(&["MX", "GT", "SV", "HN", "NI", "PA", "DO", "PR", "US", "PE"])),
        metric: preferences.units == UnitSystem::Metric,
        pounds_are_money: one_of(POUNDS),
        english,
    }
}

/// Whether the text itself writes the pound sign, which tells what its pounds are.
fn writes_pounds(text: &str) -> bool {
    text.contains('£')
}

fn sums_of(found: &mut [Found]) -> Vec<&mut Sum> {
    found
        .iter_mut()
        .filter_map(|found| match &mut found.what {
            What::Money(sum) => Some(sum),
            What::Figure(_) => None,
        })
        .collect()
}

impl Engine<'_> {
    pub(super) async fn figures<P: Pause>(
        &self,
        article: &Article,
        text: &TokenizedText<'_>,
        preferences: &Preferences,
        english: bool,
        (names, entities): (&[Mark], &[Entity]),
        pause: &P,
    ) -> Vec<Mark> {
        let reader = step(|| {
            let mut context = context(article, preferences, english);
            context.pounds_are_money |= writes_pounds(text.text);
            Reader::new(text, self.units.as_ref(), context)
        });
        pause.pause().await;
        let mut found = reader.read(pause).await;
        self.tell_currencies(article, &reader, &mut found, (names, entities), pause).await;
        let rates = self.rates.as_ref().map(|rates| DayRates::new(rates, article.published));
        if let Some(rates) = &rates {
            step(|| money::unlink_unlike(&mut sums_of(&mut found), rates));
        }
        // `Sum::same_as` counts sums, `Money::same_as` counts marks.
        let money = |(mark, found): (usize, &Found)| matches!(found.what, What::Money(_)).then_some(mark);
        let places: Vec<usize> = found.iter().enumerate().filter_map(money).collect();
        let place = |sum: usize| places.get(sum).copied();
        found
            .iter()
            .map(|one| {
                let reading = match &one.what {
                    What::Figure(figure) => Reading::Figure(figure.clone()),
                    What::Money(sum) => {
                        let partner = sum.same_as.and_then(place);
                        let other = partner.and_then(|index| match &found[index].what {
                            What::Money(other) => Some(other),
                            What::Figure(_) => None,
                        });
                        Reading::Money(money_mark(preferences, rates.as_ref(), sum, other, partner))
                    }
                };
                Mark { span: one.span, score: one.score, reading }
            })
            .collect()
    }

    async fn tell_currencies<P: Pause>(
        &self,
        article: &Article,
        reader: &Reader<'_, '_>,
        found: &mut [Found],
        (names, entities): (&[Mark], &[Entity]),
        pause: &P,
    ) {
        let mut sums = sums_of(found);
        if sums.is_empty() {
            return;
        }
        let places = names
            .iter()
            .filter_map(|mark| match &mark.reading {
                Reading::Entity(mention) => Some((mark.span.start, entities.get(mention.entity)?.country?)),
                _ => None,
            })
            .collect();
        let region = || article.language.as_deref()?.split_once('-').and_then(|(_, region)| Country::parse(region));
        let evidence = Evidence { places, site: article.site_country.or_else(region) };
        money::infer(reader, &mut sums, &evidence, pause).await;
        pause.pause().await;
        step(|| money::link(reader, &mut sums));
    }
}

/// The mark of a sum; `other` is the sum that the article states for the same, at the index `same_as`.
fn money_mark(
    preferences: &Preferences,
    rates: Option<&DayRates<'_>>,
    sum: &Sum,
    other: Option<&Sum>,
    same_as: Option<usize>,
) -> Money {
    let convert = |sum: &Sum| money::convert(sum, preferences.currency?, rates?);
    // Of two sums that are one, the first is converted; the second only where the first cannot be.
    let second = other.is_some_and(|other| other.from < sum.from);
    let converted = match other {
        Some(first) if second && (first.currency == preferences.currency || convert(first).is_some()) => None,
        _ => convert(sum),
    };
    Money {
        amount: sum.amount,
        currency: sum.currency,
        certainty: if sum.stated { Certainty::Stated } else { Certainty::Inferred },
        evidence: sum.evidence.clone().filter(|evidence| !evidence.is_empty()),
        per: sum.per.clone(),
        same_as,
        converted,
        article_rate_difference: other.and_then(|other| money::difference(sum, other, rates?)),
    }
}
