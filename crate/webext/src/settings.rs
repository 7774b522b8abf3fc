//! What the reader has chosen.

use postil_core::{
    entity::OwnName,
    mark::{Country, Currency, EntityType},
    scan::{Preferences, UnitSystem},
};
use serde::{Deserialize, Serialize};

/// The storage key.
pub const KEY: &str = "settings";

/// The reader's choices, as they are stored. Fields that an older version did not have take their defaults.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// ISO 4217 code; `None` until she chooses: then the locale's.
    pub currency: Option<String>,
    /// Metric or imperial; `None` until she chooses: then the locale's.
    pub units: Option<UnitSystem>,
    /// Hosts on which Postil stays silent. The loader reads this field too.
    pub silent_hosts: Vec<String>,
    /// Marks less sure than this, 0 to 1, are not shown; 0 shows all.
    pub threshold: f32,
    /// Names that she added or never wants marked.
    pub own_names: Vec<Name>,
}

/// A name on the reader's own list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Name {
    /// The name.
    pub name: String,
    /// `person`, `organization` …; `None` if it is never to be marked.
    #[serde(rename = "type")]
    pub entity_type: Option<String>,
}

impl Settings {
    /// What the engine needs to know, with the locale's choice where the reader made none.
    ///
    /// ```
    /// use postil_core::mark::Currency;
    /// use postil_webext::settings::Settings;
    /// let guessed = Settings::default().preferences("en-US", |country| (country.as_str() == "US").then(|| Currency(*b"USD")));
    /// assert_eq!(guessed.currency.unwrap().as_str(), "USD");
    /// ```
    pub fn preferences(&self, language: &str, currency_of: impl FnOnce(Country) -> Option<Currency>) -> Preferences {
        let region = region(language);
        let chosen = self.currency.as_deref().and_then(Currency::parse);
        let currency = chosen.or_else(|| currency_of(Country::parse(&region)?));
        // The three countries of CLDR's unitPreferenceData whose measurement system is "US".
        let imperial = matches!(region.as_str(), "US" | "LR" | "MM");
        let units = self.units.unwrap_or(if imperial { UnitSystem::Imperial } else { UnitSystem::Metric });
        let own_names = self.own_names.iter().filter_map(Name::for_engine).collect();
        Preferences { currency, units, own_names }
    }

    /// Whether Postil stays silent on that host.
    pub fn is_silent(&self, host: &str) -> bool {
        self.silent_hosts.iter().any(|silent| silent == host)
    }

    /// Makes Postil silent on a host, or not.
    pub fn set_silent(&mut self, host: &str, silent: bool) {
        self.silent_hosts.retain(|other| other != host);
        if silent {
            self.silent_hosts.push(host.to_owned());
        }
    }
}

impl Name {
    /// `None` for a type that this version does not know: such a name is neither marked nor dismissed.
    fn for_engine(&self) -> Option<OwnName> {
        let known = |name: &String| EntityType::ALL.into_iter().find(|known| known.as_str() == name);
        let entity_type = match &self.entity_type {
            Some(name) => Some(known(name)?),
            None => None,
        };
        Some(OwnName { name: self.name.clone(), entity_type })
    }
}

/// The region of a language tag; the most likely one where it names none.
fn region(language: &str) -> String {
    let mut parts = language.split(['-', '_']);
    let tongue = parts.next().unwrap_or_default().to_ascii_lowercase();
    if let Some(region) = parts.find(|part| part.len() == 2) {
        return region.to_ascii_uppercase();
    }
    // CLDR's likelySubtags for the languages that extensions' readers have most.
    match tongue.as_str() {
        "en" => "US",
        "es" => "ES",
        "pt" => "BR",
        "fr" => "FR",
        "de" => "DE",
        "it" => "IT",
        "nl" => "NL",
        "ja" => "JP",
        "zh" => "CN",
        "ko" => "KR",
        "ru" => "RU",
        "pl" => "PL",
        "sv" => "SE",
        "tr" => "TR",
        _ => "",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_decides_until_the_reader_does() {
        let currency_of = |country: Country| match country.as_str() {
            "GB" => Currency::parse("GBP"),
            "US" => Currency::parse("USD"),
            _ => None,
        };
        let guessed = Settings::default().preferences("en-GB", currency_of);
        assert_eq!((guessed.currency, guessed.units), (Currency::parse("GBP"), UnitSystem::Metric));
        let guessed = Settings::default().preferences("en", currency_of);
        assert_eq!((guessed.currency, guessed.units), (Currency::parse("USD"), UnitSystem::Imperial));
        let chosen = Settings { currency: Some("EUR".into()), units: Some(UnitSystem::Metric), ..Settings::default() };
        let chosen = chosen.preferences("en-US", currency_of);
        assert_eq!((chosen.currency, chosen.units), (Currency::parse("EUR"), UnitSystem::Metric));
    }

    #[test]
    fn own_names_reach_the_engine_unless_their_type_is_unknown() {
        let name = |name: &str, entity_type: Option<&str>| Name {
            name: name.into(),
            entity_type: entity_type.map(str::to_owned),
        };
        let own_names = vec![name("Sedena", Some("organization")), name("May", None), name("X", Some("planet"))];
        let preferences = Settings { own_names, ..Settings::default() }.preferences("en", |_| None);
        let told: Vec<_> = preferences.own_names.iter().map(|own| (own.name.as_str(), own.entity_type)).collect();
        assert_eq!(told, [("Sedena", Some(EntityType::Organization)), ("May", None)]);
    }

    #[test]
    fn a_host_is_silenced_once_and_let_speak_again() {
        let mut settings = Settings::default();
        settings.set_silent("example.com", true);
        settings.set_silent("example.com", true);
        assert_eq!(settings.silent_hosts, ["example.com"]);
        settings.set_silent("example.com", false);
        assert!(!settings.is_silent("example.com"));
    }
}
