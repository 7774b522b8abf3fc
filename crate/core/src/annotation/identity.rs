//! Which article a page is, whatever address it was reached by.
//!
//! The same article is read under `http` and `https`, with and without `www.`, as AMP and as mobile
//! twin, with a newsletter's tracking parameters, with `index.html`, with a fragment. Notes must
//! not be lost over that. [`page_key`] maps all of them to one key, and keeps two articles apart
//! where it cannot know: a wrong split costs one re-linking, a wrong merge puts notes on the wrong
//! article.
//!
//! Addresses come from a browser and are already normalized by it (lower-case host, dots resolved,
//! spaces encoded), so no URL library and its table of international names is needed here.

mod publisher;
mod trackers;

use trackers::is_tracker;

/// File names that servers answer with when none is asked for.
const INDEX_FILES: &[&str] = &[
    "index.html",
    "index.htm",
    "index.shtml",
    "index.php",
    "index.asp",
    "index.aspx",
    "index.jsp",
    "default.html",
    "default.htm",
    "default.asp",
    "default.aspx",
    "index.xhtml",
];

/// The parts of an `http` address, borrowed.
#[derive(Clone, Copy, Debug)]
struct Address<'a> {
    host: &'a str,
    port: Option<&'a str>,
    path: &'a str,
    query: &'a str,
    fragment: &'a str,
}

fn split(address: &str) -> Option<Address<'_>> {
    let (scheme, rest) = address.trim().split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (name, Some(port)),
        _ => (host, None),
    };
    let host = host.trim_end_matches('.');
    let port = port.filter(|port| !matches!(*port, "" | "80" | "443"));
    (!host.is_empty()).then_some(Address { host, port, path, query, fragment })
}

/// The key under which an article's annotations are stored.
///
/// `url` is the address the browser shows, `canonical` the page's `<link rel="canonical">`, `og_url`
/// its `og:url`; both may be relative. The first of canonical link, `og:url` and address that can be
/// believed decides: one that points from an article to a site's front page (a common mistake), to
/// another publisher's site (anybody can write that), or is not an address cannot. An article that a
/// publisher took over from another is recognized by its text instead and offered, see
/// [`super::moved`]. An address that is not `http` or `https` (`file:`, `about:`) is its own
/// key without its fragment.
///
/// ```
/// use postil_core::annotation::identity::page_key;
/// let key = page_key("http://m.example.com/2022/10/report/index.html?utm_source=mail&id=7#top", None, None);
/// assert_eq!(key, "https://example.com/2022/10/report?id=7");
/// assert_eq!(page_key("https://example.com/amp/report", Some("https://www.example.com/report/"), None), "https://example.com/report");
/// ```
pub fn page_key(url: &str, canonical: Option<&str>, og_url: Option<&str>) -> String {
    let Some(own) = split(url) else {
        return url.split('#').next().unwrap_or_default().trim().to_owned();
    };
    let stated = [canonical, og_url].into_iter().flatten().find_map(|stated| believable(&own, url, stated));
    stated.unwrap_or_else(|| key_of(&own))
}

/// The site of an address: its host without `www.`, `m.`, `amp.` …; empty for other addresses.
///
/// ```
/// assert_eq!(postil_core::annotation::identity::site("https://www.example.com/a"), "example.com");
/// ```
pub fn site(url: &str) -> String {
    split(url).map(|address| plain_host(address.host)).unwrap_or_default()
}

fn believable(own: &Address<'_>, url: &str, stated: &str) -> Option<String> {
    let stated = stated.trim();
    if stated.is_empty() {
        return None;
    }
    let resolved = if stated.contains("://") {
        stated.to_owned()
    } else if let Some(rest) = stated.strip_prefix("//") {
        format!("https://{rest}")
    } else if stated.starts_with('/') {
        let origin_end = url.find("://")? + 3;
        let origin_end = url[origin_end..].find(['/', '?', '#']).map_or(url.len(), |at| origin_end + at);
        format!("{}{stated}", &url[..origin_end])
    } else {
        return None;
    };
    let address = split(&resolved)?;
    let local = |host: &str| host == "localhost" || !host.contains('.') || host.starts_with("127.");
    let is_front = |address: &Address<'_>| {
        let path = plain_path(address.path);
        path.is_empty() && address.query.is_empty()
    };
    let wrong = is_front(&address) && !is_front(own) || local(address.host) && !local(own.host);
    // An AMP cache shows the publisher's page under its own name.
    let shown = within_cache(own);
    let host = shown.as_deref().and_then(split).map_or(own.host, |shown| shown.host);
    let is_one = publisher::is_one(&plain_host(host), &plain_host(address.host));
    (!wrong && is_one).then(|| key_of(&address))
}

fn key_of(address: &Address<'_>) -> String {
    if let Some(inner) = within_cache(address) {
        return page_key(&inner, None, None);
    }
    let mut key = format!("https://{}", plain_host(address.host));
    if let Some(port) = address.port {
        key.push(':');
        key.push_str(port);
    }
    key.push_str(&plain_path(address.path));
    let site = plain_host(address.host);
    let mut query: Vec<String> = address
        .query
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tracker(&parameter(pair).0, &site) && !is_amp_mark(pair))
        .map(normalized)
        .collect();
    // The order of parameters says nothing; the order of equal names may.
    crate::order::sort_by(&mut query, |a, b| a.split('=').next().cmp(&b.split('=').next()));
    if !query.is_empty() {
        key.push('?');
        key.push_str(&query.join("&"));
    }
    // `#!` addresses are another page each, by their own convention.
    if address.fragment.starts_with('!') {
        key.push('#');
        key.push_str(address.fragment);
    }
    key
}

/// The address within an AMP cache's or viewer's: `www-example-com.cdn.ampproject.org/c/s/…`,
/// `google.com/amp/s/…`.
fn within_cache(address: &Address<'_>) -> Option<String> {
    let host = address.host.to_ascii_lowercase();
    let rest = if host.ends_with(".cdn.ampproject.org") || host == "cdn.ampproject.org" {
        let (kind, rest) = address.path.trim_start_matches('/').split_once('/')?;
        matches!(kind, "c" | "v" | "wp").then_some(rest)?
    } else if matches!(plain_host(&host).as_str(), "google.com" | "bing.com") {
        address.path.strip_prefix("/amp/")?
    } else {
        return None;
    };
    let rest = rest.strip_prefix("s/").unwrap_or(rest);
    let inner_host = rest.split('/').next().unwrap_or_default();
    if !inner_host.contains('.') || inner_host.contains("ampproject") {
        return None;
    }
    let query = if address.query.is_empty() { String::new() } else { format!("?{}", address.query) };
    Some(format!("https://{rest}{query}"))
}

fn plain_host(host: &str) -> String {
    let host = host.to_ascii_lowercase();
    let mut rest = host.as_str();
    while let Some(shorter) =
        ["www.", "m.", "mobile.", "amp.", "touch."].iter().find_map(|twin| rest.strip_prefix(twin))
    {
        // `m.org` is a site, not the twin of `org`; so is `amp.dev`.
        if !shorter.contains('.') {
            break;
        }
        rest = shorter;
    }
    // A language edition's mobile twin: en.m.wikipedia.org
    rest.replacen(".m.", ".", 1)
}

/// The path without AMP marks, index file and closing slash; empty for the front page.
fn plain_path(path: &str) -> String {
    let mut segments: Vec<String> = path.split('/').filter(|segment| !segment.is_empty()).map(normalized).collect();
    if segments.last().is_some_and(|last| INDEX_FILES.contains(&last.to_ascii_lowercase().as_str())) {
        segments.pop();
    }
    let is_amp = |segment: &String| segment.eq_ignore_ascii_case("amp");
    if segments.len() > 1 {
        if segments.last().is_some_and(is_amp) {
            segments.pop();
        } else if segments.first().is_some_and(is_amp) {
            segments.remove(0);
        }
    }
    if let Some(last) = segments.last_mut() {
        for (twin, plain) in [(".amp.html", ".html"), (".amp.htm", ".htm"), (".amp", ""), ("-amp.html", ".html")] {
            if last.len() > twin.len() && last.ends_with(twin) {
                last.truncate(last.len() - twin.len());
                last.push_str(plain);
                break;
            }
        }
    }
    segments.iter().flat_map(|segment| ["/", segment]).collect()
}

fn parameter(pair: &str) -> (String, &str) {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    (name.to_ascii_lowercase(), value)
}

fn is_amp_mark(pair: &str) -> bool {
    let (name, value) = parameter(pair);
    matches!(name.as_str(), "amp") && matches!(value, "" | "1" | "true")
        || name == "outputtype" && value.starts_with("amp")
}

/// Percent signs as few and as upper-case as can be: `%7euser%c3%a9` is `~user%C3%A9`.
fn normalized(part: &str) -> String {
    let bytes = part.as_bytes();
    let mut out = String::with_capacity(part.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| part.get(at + 1..at + 3)).flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok().filter(|_| !code.starts_with('+'))) {
            Some(byte) if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') => {
                out.push(char::from(byte));
                at += 3;
            }
            Some(byte) => {
                out.push_str(&format!("%{byte:02X}"));
                at += 3;
            }
            None => {
                let c = part[at..].chars().next().unwrap_or('%');
                if c == '%' {
                    // A percent sign that begins no code: left as it is, it might begin one with
                    // what is decoded behind it.
                    out.push_str("%25");
                } else if c.is_ascii() {
                    out.push(c);
                } else {
                    // A path typed with its own letters is the same as the encoded one.
                    let mut buffer = [0; 4];
                    c.encode_utf8(&mut buffer).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
                }
                at += c.len_utf8();
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ARTICLE: &str = "https://example.com/world/2022/leak-report";

    #[test]
    fn every_way_to_the_article_is_one_article() {
        for url in [
            "https://example.com/world/2022/leak-report",
            "http://example.com/world/2022/leak-report",
            "https://www.example.com/world/2022/leak-report/",
            "https://example.com:443/world/2022/leak-report",
            "https://example.com/world/2022/leak-report#comments",
            "https://example.com/world/2022/leak-report#:~:text=a%20quote",
            "https://example.com/world/2022/leak-report?utm_source=newsletter&utm_medium=email",
            "https://example.com/world/2022/leak-report?fbclid=IwAR0&gclid=1",
            "https://example.com/world/2022/leak-report/index.html",
            "https://example.com/world/2022/leak-report/index.php?ref=home",
            "https://m.example.com/world/2022/leak-report",
            "https://mobile.example.com/world/2022/leak-report",
            "https://amp.example.com/world/2022/leak-report",
            "https://example.com/amp/world/2022/leak-report",
            "https://example.com/world/2022/leak-report/amp",
            "https://example.com/world/2022/leak-report/amp/",
            "https://example.com/world/2022/leak-report.amp",
            "https://example.com/world/2022/leak-report?amp=1",
            "https://example.com/world/2022/leak-report?outputType=amp",
            "https://example-com.cdn.ampproject.org/c/s/example.com/world/2022/leak-report?amp_js_v=0.1",
            "https://www.google.com/amp/s/www.example.com/world/2022/leak-report/amp/",
            "https://example.com/world/2022/%6ceak-report",
        ] {
            assert_eq!(page_key(url, None, None), ARTICLE, "{url}");
        }
    }

    #[test]
    fn what_the_page_states_decides() {
        let key = |canonical, og| page_key("https://example.com/p?id=9&session=1", canonical, og);
        assert_eq!(key(Some("https://www.example.com/world/2022/leak-report/?utm_source=x"), None), ARTICLE);
        assert_eq!(key(Some("/world/2022/leak-report"), None), ARTICLE);
        assert_eq!(key(Some("//example.com/world/2022/leak-report"), None), ARTICLE);
        assert_eq!(key(None, Some("https://example.com/world/2022/leak-report")), ARTICLE);
        assert_eq!(key(Some(""), Some("https://example.com/world/2022/leak-report")), ARTICLE);
    }

    #[test]
    fn a_canonical_link_to_the_front_page_is_not_believed() {
        for wrong in ["https://example.com/", "https://example.com", "/", "http://localhost:3000/a", "about:blank", "x"]
        {
            assert_eq!(page_key(ARTICLE, Some(wrong), None), ARTICLE, "{wrong}");
        }
    }

    #[test]
    fn a_page_that_claims_another_sites_article_is_not_it() {
        let claims = |url, canonical| page_key(url, Some(canonical), Some(canonical));
        assert_eq!(claims("https://evil.example/lure", ARTICLE), "https://evil.example/lure");
        assert_eq!(claims("https://eve.blogspot.com/a", "https://ana.blogspot.com/b"), "https://eve.blogspot.com/a");
        assert_eq!(claims("https://news.example.com/a", ARTICLE), ARTICLE);
        assert_eq!(claims("https://example-com.cdn.ampproject.org/c/s/example.com/a?amp", ARTICLE), ARTICLE);
        assert_eq!(
            claims("https://evil-example.cdn.ampproject.org/c/s/evil.example/a", ARTICLE),
            "https://evil.example/a"
        );
    }

    #[test]
    fn different_articles_stay_apart() {
        let keys = [
            "https://example.com/story?id=1",
            "https://example.com/story?id=2",
            "https://example.com/story",
            "https://example.com/Story",
            "https://example.com/",
            "https://example.com:8080/story",
            "https://news.example.com/story",
            "https://example.org/story",
            "https://example.com/example",
            "https://example.com/amp",
            "https://example.com/#!/story",
            "https://m.org/story",
        ]
        .map(|url| page_key(url, None, None));
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key), "{key}");
        }
    }

    #[test]
    fn order_and_case_of_parameters_say_nothing() {
        assert_eq!(page_key("https://example.com/s?b=2&a=1&UTM_Source=x", None, None), "https://example.com/s?a=1&b=2");
    }

    #[test]
    fn other_schemes_are_their_own_key() {
        assert_eq!(
            page_key("file:///home/ana/story.html#x", Some("https://example.com/a"), None),
            "file:///home/ana/story.html"
        );
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(url in "https?://[a-z.]{1,12}(:[0-9]{0,4})?(/[a-zA-Z%.0-9é~-]{0,9}){0,4}(\\?[a-z=&%0-9]{0,12})?(#[!a-z]{0,4})?") {
            let key = page_key(&url, None, None);
            prop_assert_eq!(page_key(&key, None, None), key);
        }

        #[test]
        fn any_text_is_survived(url in "(?s).{0,60}", canonical in "(?s).{0,60}") {
            page_key(&url, Some(&canonical), Some(&url));
        }
    }
}
