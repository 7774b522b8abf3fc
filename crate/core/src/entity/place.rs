//! Where a place is, where that is certain.

use super::{
    document::Document,
    gazetteer::{Gazetteer, PhraseClass},
    name::Name,
};
use crate::mark::Country;

/// The country and region of an entity whose mentions are `members` of `names`.
///
/// What the article says beside a mention (`Springfield, Ohio`) comes first; then what the gazetteer
/// says, unless places of that name are in several countries.
pub fn locate(
    document: &Document<'_, '_>,
    gazetteer: &Gazetteer<'_>,
    names: &[Name],
    members: &[usize],
) -> (Option<Country>, Option<String>) {
    for member in members {
        let known = stated(document, gazetteer, names, *member);
        if let Some((country, region)) = known.or_else(|| stated_as_state(document, gazetteer, names, *member)) {
            return (Some(country), region);
        }
    }
    for member in members {
        let name = &names[*member];
        let hit = document.hits[name.start];
        let whole = hit.offset == 0 && name.start + usize::from(hit.length) == name.end;
        if whole && hit.class.has(PhraseClass::ANY_PLACE) && !hit.class.has(PhraseClass::AMBIGUOUS) {
            let (country, region) = gazetteer.location(hit.detail);
            if country.is_some() {
                return (country, region.map(str::to_owned));
            }
        }
    }
    (None, None)
}

/// `City, Country` and `City, State`: what stands behind the comma.
fn stated(
    document: &Document<'_, '_>,
    gazetteer: &Gazetteer<'_>,
    names: &[Name],
    member: usize,
) -> Option<(Country, Option<String>)> {
    let (name, next) = (&names[member], names.get(member + 1)?);
    if next.start != name.end + 1 || document.text.word(name.end) != "," {
        return None;
    }
    let own = document.hits[name.start].class;
    let hit = document.hits[next.start];
    let larger = PhraseClass::COUNTRY.and(PhraseClass::REGION);
    // `France, Germany and Spain` is a list.
    if own.has(larger) || !hit.class.has(larger) || hit.class.has(PhraseClass::AMBIGUOUS) {
        return None;
    }
    let (country, region) = gazetteer.location(hit.detail);
    if is_state_too(hit.class) && country != gazetteer.location(document.hits[name.start].detail).0 {
        return Some((Country::parse("US")?, Some(document.text.word(next.start).to_owned())));
    }
    Some((country?, region.map(str::to_owned)))
}

/// `Georgia`: a country and a state of the United States. It is the country behind its own towns, and the state
/// behind all others.
fn is_state_too(class: PhraseClass) -> bool {
    class.has(PhraseClass::COUNTRY) && class.has(PhraseClass::REGION)
}

/// `Georgia` of `Athens, Georgia`.
fn stated_as_state(
    document: &Document<'_, '_>,
    gazetteer: &Gazetteer<'_>,
    names: &[Name],
    member: usize,
) -> Option<(Country, Option<String>)> {
    let name = &names[member];
    let before = names.get(member.checked_sub(1)?)?;
    let own = is_state_too(document.hits[name.start].class) && before.end + 1 == name.start;
    let at = stated(document, gazetteer, names, member - 1).filter(|_| own)?;
    at.1.is_some().then_some(at)
}
