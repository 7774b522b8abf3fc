//! What the reader has chosen.

use std::collections::{BTreeMap, BTreeSet};

use postil_core::{
    entity::OwnName,
    mark::{Country, Currency, EntityType},
    scan::{Preferences, UnitSystem},
};
use serde::{Deserialize, Serialize};

use crate::chosen::IsOn;

/// The storage key.
pub const KEY: &str = "settings";

/// The reader's choices, as they are stored. Fields that an older version did not have take their defaults.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default, from = "Stored")]
pub struct Settings {
    /// ISO 4217 code; `None` until she chooses: then the locale's.
    pub currency: Option<String>,
    /// Metric or imperial; `None` until she chooses: then the locale's.
    pub units: Option<UnitSystem>,
    /// Where pages are marked. The loader reads this field too.
    pub sites: Sites,
    /// How a marked page looks.
    pub view: View,
    /// Her own colours of the marks by style, `person`, `money` …, as `#rrggbb`.
    pub colours: BTreeMap<String, String>,
    /// Styles that are not marked at all: `person`, `money` …
    pub unmarked: BTreeSet<String>,
    /// Marks less sure than this, 0 to 1, are not shown; 0 shows all.
    pub threshold: f32,
    /// Names that she added or never wants marked.
    pub own_names: Vec<Name>,
    /// Whether newer exchange rates are asked for daily.
    pub update_rates: bool,
}

/// Where articles are marked: everywhere in one way, but on some sites in another.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Sites {
    /// On every site that is no exception.
    pub mode: SiteMode,
    /// By host: `example.com`, `localhost:8080`.
    pub exceptions: BTreeMap<String, SiteMode>,
    /// Single pages that are marked, or not, other than their site: by address, see [`page_address`].
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub pages: BTreeMap<String, bool>,
}

/// The address by which a page is turned on or off: without what follows `#`. The loader takes it so too.
///
/// ```
/// use postil_webext::settings::page_address;
/// assert_eq!(page_address("https://example.com/a?b#c"), "https://example.com/a?b");
/// ```
pub fn page_address(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}

/// When the articles of a site are marked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteMode {
    /// As soon as they are open.
    #[default]
    Automatic,
    /// When the reader asks: by a command, the context menu or the popup.
    Asked,
    /// Not at all, unless she asks for one page.
    Never,
}

impl SiteMode {
    /// All, as a reader would have them listed.
    pub const ALL: [SiteMode; 3] = [SiteMode::Automatic, SiteMode::Asked, SiteMode::Never];

    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            SiteMode::Automatic => "automatic",
            SiteMode::Asked => "asked",
            SiteMode::Never => "never",
        }
    }
}

/// How a marked page looks. The legend in the page changes it too.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct View {
    /// Which marks are shown.
    pub density: Density,
    /// Whether a marked page has the button that opens the legend.
    pub legend: bool,
    /// Whether conversions stand beside their amounts on the page.
    pub conversions: bool,
}

impl Default for View {
    fn default() -> Self {
        View { density: Density::default(), legend: true, conversions: false }
    }
}

/// Which marks are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// All.
    #[default]
    Everything,
    /// Of each name only its first mention; every figure and sum.
    First,
    /// Money and figures, no names.
    Figures,
}

impl Density {
    /// All, the densest first.
    pub const ALL: [Density; 3] = [Density::Everything, Density::First, Density::Figures];

    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Density::Everything => "everything",
            Density::First => "first",
            Density::Figures => "figures",
        }
    }
}

/// The settings as any version stored them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Stored {
    currency: Option<String>,
    units: Option<UnitSystem>,
    sites: Sites,
    view: View,
    colours: BTreeMap<String, String>,
    unmarked: BTreeSet<String>,
    threshold: f32,
    own_names: Vec<Name>,
    update_rates: bool,
    /// Until 0.1: hosts on which Postil stayed silent.
    silent_hosts: Vec<String>,
}

impl From<Stored> for Settings {
    fn from(stored: Stored) -> Self {
        let Stored {
            currency,
            units,
            mut sites,
            view,
            colours,
            unmarked,
            threshold,
            own_names,
            update_rates,
            silent_hosts,
        } = stored;
        for host in silent_hosts {
            sites.exceptions.entry(host).or_insert(SiteMode::Never);
        }
        Settings { currency, units, sites, view, colours, unmarked, threshold, own_names, update_rates }
    }
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
}

impl Sites {
    /// When the articles of that host are marked.
    pub fn mode_of(&self, host: &str) -> SiteMode {
        self.exceptions.get(host).copied().unwrap_or(self.mode)
    }

    /// Makes a host an exception; one that is to be as all others is none.
    pub fn set(&mut self, host: &str, mode: SiteMode) {
        if mode == self.mode {
            self.exceptions.remove(host);
        } else {
            self.exceptions.insert(host.to_owned(), mode);
        }
    }

    /// Whether the articles of that host are marked by themselves.
    pub fn is_on(&self, host: &str) -> bool {
        self.mode_of(host) == SiteMode::Automatic
    }

    /// Has the articles of a host marked by themselves, or not: then as on all other sites, and where they are marked
    /// by themselves there, never.
    ///
    /// ```
    /// use postil_webext::settings::{SiteMode, Sites};
    /// let mut sites = Sites::default();
    /// sites.set_on("example.com", false);
    /// assert_eq!(sites.mode_of("example.com"), SiteMode::Never);
    /// sites.set_on("example.com", true);
    /// assert!(sites.exceptions.is_empty());
    /// ```
    pub fn set_on(&mut self, host: &str, on: bool) {
        let mode = match (on, self.mode) {
            (true, _) => SiteMode::Automatic,
            (false, SiteMode::Automatic) => SiteMode::Never,
            (false, other) => other,
        };
        self.set(host, mode);
        // What was said of single pages of it before is overtaken.
        self.pages.retain(|url, _| host_of(url) != host);
    }

    /// Whether the page at that address, and the site it is of, are marked.
    pub fn is_on_at(&self, url: &str, host: &str) -> IsOn {
        IsOn { page: self.is_page_on(url, host), site: self.is_on(host) }
    }

    /// Whether the page at that address is marked by itself, if it is an article.
    pub fn is_page_on(&self, url: &str, host: &str) -> bool {
        self.pages.get(page_address(url)).copied().unwrap_or_else(|| self.is_on(host))
    }

    /// Has one page marked by itself or not; one that is to be as its site is no exception.
    ///
    /// ```
    /// use postil_webext::settings::Sites;
    /// let mut sites = Sites::default();
    /// let (page, host) = ("https://example.com/a", "example.com");
    /// sites.set_page_on(page, host, false);
    /// assert!(!sites.is_page_on("https://example.com/a#top", host) && sites.is_page_on("https://example.com/b", host));
    /// sites.set_page_on(page, host, true);
    /// assert!(sites.pages.is_empty());
    /// ```
    pub fn set_page_on(&mut self, url: &str, host: &str, on: bool) {
        if self.is_on(host) == on {
            self.pages.remove(page_address(url));
        } else {
            self.pages.insert(page_address(url).to_owned(), on);
        }
    }
}

/// The host in an address, with its port.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
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
    fn a_site_is_turned_off_and_on_again_whatever_holds_elsewhere() {
        for mode in SiteMode::ALL {
            let mut sites = Sites { mode, ..Sites::default() };
            sites.set_on("example.com", true);
            assert!(sites.is_on("example.com"), "{mode:?}");
            sites.set_on("example.com", false);
            assert!(!sites.is_on("example.com"), "{mode:?}");
            let elsewhere = if mode == SiteMode::Automatic { SiteMode::Never } else { mode };
            assert_eq!(sites.mode_of("example.com"), elsewhere);
            assert_eq!(sites.mode_of("example.org"), mode);
        }
    }

    #[test]
    fn a_page_is_as_its_site_until_the_reader_says_otherwise_and_again_once_she_speaks_of_the_site() {
        let mut sites = Sites::default();
        let (host, page) = ("localhost:8080", "http://localhost:8080/a?b=1#c");
        sites.set_page_on(page, host, false);
        sites.set_page_on("http://localhost/a", "localhost", false);
        assert!(sites.is_on(host) && !sites.is_page_on(page, host));
        sites.set_on(host, false);
        assert_eq!(sites.pages.keys().collect::<Vec<_>>(), ["http://localhost/a"]);
        sites.set_page_on(page, host, true);
        assert!(!sites.is_on(host) && sites.is_page_on(page, host));
        sites.set_on(host, true);
        assert!(sites.is_page_on(page, host));
    }

    #[test]
    fn settings_of_an_older_version_keep_their_silent_hosts() {
        let old = r#"{"currency":"EUR","silent_hosts":["a.example","b.example"],"threshold":0.5}"#;
        let settings: Settings = serde_json::from_str(old).unwrap();
        assert_eq!(settings.sites.mode_of("a.example"), SiteMode::Never);
        assert_eq!(settings.sites.mode_of("c.example"), SiteMode::Automatic);
        assert_eq!((settings.currency.as_deref(), settings.threshold), (Some("EUR"), 0.5));
        assert!(settings.view.legend && !settings.view.conversions);
    }

    #[test]
    fn settings_are_read_as_they_were_written() {
        let mut settings = Settings { threshold: 0.25, ..Settings::default() };
        settings.sites = Sites { mode: SiteMode::Asked, ..Sites::default() };
        settings.sites.set("a.example", SiteMode::Automatic);
        settings.view = View { density: Density::Figures, legend: false, conversions: true };
        settings.colours.insert("person".into(), "#123456".into());
        let stored = serde_json::to_value(&settings).unwrap();
        assert_eq!(stored["sites"], serde_json::json!({"mode": "asked", "exceptions": {"a.example": "automatic"}}));
        assert_eq!(stored["view"]["density"], "figures");
        assert_eq!(serde_json::from_value::<Settings>(stored).unwrap(), settings);
        for mode in SiteMode::ALL {
            assert_eq!(serde_json::to_value(mode).unwrap(), mode.as_str());
        }
        for density in Density::ALL {
            assert_eq!(serde_json::to_value(density).unwrap(), density.as_str());
        }
    }
}
