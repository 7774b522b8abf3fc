//! The country that a site is of.

use crate::mark::Country;

/// Country-code domains that sites of all countries use for their sound or meaning.
const WORLDWIDE: &[&str] =
    &["ai", "cc", "co", "eu", "fm", "gg", "io", "la", "ly", "me", "nu", "sh", "su", "to", "tv", "vc", "ws", "fyi"];

/// The country by the address's top-level domain, else by the language's region (`en-PH`).
///
/// The region US is not taken: publishing systems write `en-US` and `en_US` where nobody chose anything.
///
/// ```
/// use postil_core::article::site_country;
/// assert_eq!(site_country(Some("https://paper.example.com.mx/a"), Some("en")).unwrap().as_str(), "MX");
/// assert_eq!(site_country(None, Some("en-PH")).unwrap().as_str(), "PH");
/// ```
pub fn country(url: Option<&str>, language: Option<&str>) -> Option<Country> {
    url.and_then(by_domain).or_else(|| by_language(language?))
}

fn by_domain(url: &str) -> Option<Country> {
    let host = host(url)?;
    let (_, domain) = host.trim_end_matches('.').rsplit_once('.')?;
    let domain = domain.to_ascii_lowercase();
    match domain.as_str() {
        "uk" => Some(Country(*b"GB")),
        known if WORLDWIDE.contains(&known) => None,
        other => Country::parse(other),
    }
}

fn by_language(tag: &str) -> Option<Country> {
    tag.split('-')
        .skip(1)
        .find(|part| part.len() == 2)
        .and_then(Country::parse)
        .filter(|country| *country != Country(*b"US"))
}

/// The host of an address.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let rest = rest.split(['/', '?', '#']).next()?;
    let rest = rest.rsplit('@').next()?;
    Some(rest.split(':').next()?).filter(|host| !host.is_empty())
}

/// Whether the address is a site's front page: no path at all, or only a language or an index file.
pub(super) fn is_front_page(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let rest = rest.split('#').next().unwrap_or_default();
    let Some((_, path)) = rest.split_once('/') else { return !rest.contains('?') };
    let path = path.trim_end_matches('/');
    path.is_empty()
        || path.len() <= 2 && !path.contains('?')
        || matches!(path, "index.html" | "index.php" | "index.htm" | "home")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(url: &str, language: &str) -> Option<String> {
        country(Some(url), Some(language)).map(|country| country.to_string())
    }

    #[test]
    fn the_domain_tells_before_the_language() {
        assert_eq!(code("https://www.jornada.com.mx/2022/x?a=b.co.uk", "en").as_deref(), Some("MX"));
        assert_eq!(code("https://news.example.co.uk:8080/x", "en-US").as_deref(), Some("GB"));
        assert_eq!(code("https://paper.example.com/", "en-PH").as_deref(), Some("PH"));
        assert_eq!(code("https://start.up.io/", "en-AU").as_deref(), Some("AU"));
        assert_eq!(code("https://paper.example.com/", "en-US"), None);
        assert_eq!(code("no address", "zh-Hans-CN").as_deref(), Some("CN"));
        assert_eq!(code("https://1.2.3.4/", "en"), None);
    }

    #[test]
    fn front_pages_are_known_by_their_path() {
        for url in
            ["https://example.com", "https://example.com/", "https://example.com/en/", "https://example.com/index.html"]
        {
            assert!(is_front_page(url), "{url}");
        }
        for url in ["https://example.com/mexico/army", "https://example.com/?p=123", "file:///tmp/a.html"] {
            assert!(!is_front_page(url), "{url}");
        }
    }
}
