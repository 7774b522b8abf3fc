//! Whether two hosts are one publisher's: what a page says of its address is believed only there.

/// Domains under which anybody gets a name, beyond the registries' own: blogs, newsletters, project
/// pages. Facts from the private part of the Public Suffix List and the services' documentation.
#[rustfmt::skip]
const SHARED: &[&str] = &[
    "blogspot.com", "wordpress.com", "substack.com", "medium.com", "tumblr.com", "ghost.io", "beehiiv.com",
    "github.io", "gitlab.io", "pages.dev", "workers.dev", "netlify.app", "vercel.app", "web.app", "firebaseapp.com",
    "herokuapp.com", "azurewebsites.net", "cloudfront.net", "amazonaws.com", "appspot.com", "neocities.org",
    "livejournal.com", "typepad.com", "weebly.com", "wixsite.com", "squarespace.com", "webflow.io", "carrd.co",
    "over-blog.com", "hatenablog.com", "wikidot.com", "fandom.com", "translate.goog", "notion.site", "onrender.com",
    "fly.dev", "surge.sh", "glitch.me", "repl.co", "blog.jp", "write.as", "micro.blog", "bearblog.dev",
];

/// Second levels under which the registries of countries give names: `co.uk`, `com.mx`, `or.jp`.
#[rustfmt::skip]
const SECOND_LEVELS: &[&str] = &[
    "ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "gub", "ltd", "me", "mil", "ne", "net", "nom", "or", "org", "plc",
    "sch", "web", "info", "press", "news", "media", "firm", "gen", "ind", "id", "in", "biz", "lg",
];

/// Whether two hosts, in lower case, belong to one publisher: one is the other's parent, or both lie
/// under one registered domain. Where that cannot be known from the names they do not.
pub(super) fn is_one(a: &str, b: &str) -> bool {
    a == b || registered(a).is_some_and(|domain| registered(b) == Some(domain))
}

/// The domain that somebody registered: `example.co.uk` of `news.example.co.uk`. `None` for a
/// registry's own, a bare name and an IP address.
fn registered(host: &str) -> Option<&str> {
    if host.starts_with('[') || host.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let shared = SHARED.iter().find(|shared| host.strip_suffix(**shared).is_some_and(|rest| rest.ends_with('.')));
    let labels = match shared {
        Some(shared) => shared.split('.').count() + 1,
        None => {
            let mut last = host.rsplit('.');
            let (top, second) = (last.next()?, last.next()?);
            if top.len() == 2 && SECOND_LEVELS.contains(&second) { 3 } else { 2 }
        }
    };
    let start = host.rmatch_indices('.').nth(labels - 1).map_or(0, |(dot, _)| dot + 1);
    let domain = &host[start..];
    (domain.split('.').count() == labels && !SHARED.contains(&domain)).then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publishers_hosts_are_one() {
        for (a, b) in [
            ("example.com", "example.com"),
            ("news.example.com", "example.com"),
            ("us.example.com", "edition.example.com"),
            ("news.example.co.uk", "example.co.uk"),
            ("a.b.example.com.mx", "c.example.com.mx"),
            ("ana.blogspot.com", "ana.blogspot.com"),
            ("drafts.ana.github.io", "ana.github.io"),
            ("192.0.2.7", "192.0.2.7"),
        ] {
            assert!(is_one(a, b) && is_one(b, a), "{a} {b}");
        }
    }

    #[test]
    fn others_are_not() {
        for (a, b) in [
            ("example.com", "example.org"),
            ("evil.example", "example.com"),
            ("notexample.com", "example.com"),
            ("example.co.uk", "other.co.uk"),
            ("co.uk", "other.co.uk"),
            ("ana.blogspot.com", "eve.blogspot.com"),
            ("eve.github.io", "github.io"),
            ("192.0.2.7", "198.51.2.7"),
            ("192.0.2.7", "192.1.2.7"),
            ("[2001:db8::1]", "[2001:db8::2]"),
            ("localhost", "intranet"),
        ] {
            assert!(!is_one(a, b) && !is_one(b, a), "{a} {b}");
        }
    }
}
