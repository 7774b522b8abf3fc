//! What an element's name, role, class and id suggest of its part in the page.
//!
//! Class names are English words that web designers chose, and the words below are those that the
//! open article finders have long agreed on. They are hints: a region that holds most of the
//! page's prose stays whatever its class says.

use super::Element;

/// What an element suggests of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Hints {
    /// Readers' comments.
    pub comments: bool,
    /// Not part of an article's running text: navigation, teasers, share bars, forms.
    pub junk: bool,
    /// The words about the article: author, date, captions, credits.
    pub about: bool,
    /// The article's running text.
    pub body: bool,
    /// Text for screen readers or for the pointer's rest, which no one sees in its place.
    pub unseen: bool,
    /// The article as a whole.
    pub article: bool,
}

/// Reads an element's hints.
pub(super) fn of(element: &Element) -> Hints {
    let mut hints = Hints::default();
    match element.name.as_str() {
        "nav" | "menu" | "aside" | "footer" | "dialog" | "search" => hints.junk = true,
        "figcaption" | "figure" | "address" => hints.about = true,
        "article" | "main" => hints.article = true,
        _ => {}
    }
    match element.attribute("role") {
        Some(
            "navigation" | "complementary" | "contentinfo" | "dialog" | "alertdialog" | "alert" | "banner" | "form",
        ) => {
            hints.junk = true;
        }
        Some("article" | "main") => hints.article = true,
        _ => {}
    }
    if let Some(properties) = element.attribute("itemprop") {
        for property in properties.split_ascii_whitespace() {
            match property {
                "articleBody" | "reviewBody" => hints.body = true,
                "author" | "datePublished" | "dateModified" | "caption" | "publisher" | "copyrightHolder" => {
                    hints.about = true;
                }
                "comment" => hints.comments = true,
                _ => {}
            }
        }
    }
    if element.attribute("itemtype").is_some_and(|kind| kind.ends_with("/Comment")) {
        hints.comments = true;
    }
    for key in ["class", "id"] {
        if let Some(value) = element.attribute(key) {
            for name in value.split_ascii_whitespace() {
                read_name(name, &mut hints);
            }
        }
    }
    // Designers call a paragraph's own style `article-text` too; a body is something around paragraphs.
    hints.body &= !matches!(element.name.as_str(), "p" | "span" | "a" | "li");
    hints
}

/// Reads one class name or id, word by word: `story-body`, `articleBody`, `c-related_links`.
fn read_name(name: &str, hints: &mut Hints) {
    let mut previous = String::new();
    let mut word = String::new();
    let mut was_lower = false;
    let before = *hints;
    for c in name.chars().chain(['-']) {
        let splits = !c.is_ascii_alphanumeric();
        if (splits || c.is_ascii_uppercase() && was_lower) && !word.is_empty() {
            read_word(&previous, &word, hints);
            previous = core::mem::take(&mut word);
        }
        if !splits {
            word.push(c.to_ascii_lowercase());
        }
        was_lower = c.is_ascii_lowercase();
        // `social-embed`: a quoted post, which is part of the text around it.
        if previous == "embed" || previous == "embedded" {
            *hints = before;
            return;
        }
    }
}

fn read_word(previous: &str, word: &str, hints: &mut Hints) {
    match word {
        "comment" | "comments" | "commentlist" | "disqus" | "disqussion" | "respond" | "discussion" | "livefyre"
        | "viafoura" | "coral" | "replies" | "reactions" => hints.comments = true,
        "ad" | "ads" | "advert" | "adverts" | "advertisement" | "advertising" | "banner" | "breadcrumb"
        | "breadcrumbs" | "carousel" | "cookie" | "cookies" | "consent" | "cta" | "donate" | "footer" | "gdpr"
        | "login" | "masthead" | "menu" | "modal" | "mostread" | "mostpopular" | "nav" | "navbar" | "navigation"
        | "newsletter" | "newsletters" | "outbrain" | "overlay" | "pager" | "pagination" | "paywall" | "popular"
        | "popup" | "prevnext" | "promo" | "promos" | "promotion" | "read-more" | "recirc" | "recirculation"
        | "recommend" | "recommended" | "recommendations" | "related" | "relatedposts" | "readmore" | "share"
        | "sharebar" | "sharedaddy" | "sharing" | "shares" | "shoutbox" | "sidebar" | "signup" | "skyscraper"
        | "social" | "sponsor" | "sponsored" | "subscribe" | "subscription" | "syndication" | "tags" | "taboola"
        | "teaser" | "teasers" | "toolbar" | "tools" | "trending" | "widget" | "widgets" | "addtoany" | "addthis"
        | "jetpack" | "toc" => hints.junk = true,
        "list" | "box" | "links" | "stories" | "articles" | "posts" | "next" | "from"
            if matches!(previous, "more" | "read" | "also" | "other" | "latest" | "top" | "up") =>
        {
            hints.junk = true
        }
        "byline" | "bylines" | "meta" | "author" | "authors" | "dateline" | "timestamp" | "pubdate" | "caption"
        | "captions" | "credit" | "credits" | "copyright" | "postmeta" | "metadata" => hints.about = true,
        "image" | "photo" | "picture" | "gallery" | "slideshow" | "imagecaption" => hints.about = true,
        "tooltip" | "popover" | "sronly" | "visuallyhidden" => hints.unseen = true,
        "only" | "hidden" | "text" | "invisible"
            if matches!(
                (previous, word),
                ("sr", "only") | ("visually", "hidden") | ("reader", "text") | ("element", "invisible" | "hidden")
            ) =>
        {
            hints.unseen = true
        }
        "date" | "bio" | "time" | "info"
            if matches!(previous, "entry" | "post" | "article" | "story" | "author" | "publish" | "published") =>
        {
            hints.about = true;
        }
        "articlebody" | "storybody" | "entrycontent" | "postcontent" | "articletext" | "storytext" => hints.body = true,
        "body" | "content" | "text" | "copy"
            if matches!(previous, "article" | "story" | "entry" | "post" | "page" | "news") =>
        {
            hints.body = true
        }
        "article" | "story" | "hentry" => hints.article = true,
        _ => {}
    }
}
