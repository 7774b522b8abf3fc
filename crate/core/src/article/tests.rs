//! Tests of the article finder as a whole, on trees of our own.

use proptest::prelude::*;

use super::*;

fn any_tree() -> impl Strategy<Value = (Tree, bool)> {
    let name = prop::sample::select(vec![
        "html", "head", "body", "div", "p", "span", "a", "br", "pre", "h1", "h2", "ul", "li", "table", "td", "script",
        "article", "time", "meta", "title", "figure", "nav", "form",
    ]);
    let attribute = prop::sample::select(vec![
        ("class", "comments"),
        ("class", "article-body"),
        ("href", "#"),
        ("hidden", ""),
        ("itemprop", "articleBody"),
        ("datetime", "2022-10-06"),
        ("property", "og:title"),
        ("content", "é"),
        ("lang", "en"),
        ("type", "application/ld+json"),
    ]);
    let element = (name, prop::collection::vec(attribute, 0..3)).prop_map(|(name, attributes)| {
        NodeKind::Element(Element {
            name: name.into(),
            attributes: attributes.into_iter().map(|(key, value)| (key, value.to_owned())).collect(),
            hidden: false,
        })
    });
    let text = prop_oneof![
        "[ \\n\\t]{0,3}".boxed(),
        "[a-z \\n\u{a0}é💸.,]{0,60}".boxed(),
        Just("A sentence, of some length, that ends as sentences do in the end. ".repeat(6)).boxed(),
    ]
    .prop_map(NodeKind::Text);
    (prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![element, text]), 0..60), any::<bool>())
        .prop_map(|(nodes, document_order)| (build(nodes, document_order), document_order))
}

/// A tree of the nodes, each put into one of those that are still open, so that the nodes stand in
/// document order; or else into any node before it, which no page gives but a caller may.
fn build(nodes: Vec<(prop::sample::Index, NodeKind)>, document_order: bool) -> Tree {
    let mut tree = Tree::default();
    let mut open: Vec<NodeId> = Vec::new();
    for (place, kind) in nodes {
        let is_element = matches!(kind, NodeKind::Element(_));
        if !open.is_empty() && document_order {
            open.truncate(place.index(open.len()) + 1);
            let id = tree.push(open.last().copied(), kind);
            open.extend(is_element.then_some(id));
        } else if !open.is_empty() {
            open.push(tree.push(Some(open[place.index(open.len())]), kind));
        } else if is_element {
            open.push(tree.push(None, kind));
        }
    }
    tree
}

proptest! {
    #[test]
    fn no_tree_panics_and_every_segment_maps((tree, document_order) in any_tree()) {
        for article in [Some(whole_page(&tree, None)), extract(&tree, Some("https://example.com/2022/10/06/a"))].into_iter().flatten() {
            if !document_order {
                continue;
            }
            check_segments(&tree, &article);
            for block in article.text.split('\n') {
                prop_assert!(!block.starts_with(' ') && !block.ends_with(' ') && !block.contains("  "));
            }
        }
    }
}

#[test]
fn nodes_with_impossible_parents_are_no_danger() {
    let mut tree = Tree::default();
    for parent in [Some(NodeId(7)), Some(NodeId(1)), None, Some(NodeId(u32::MAX))] {
        tree.push(parent, NodeKind::Text("a text, with commas, and a stop.".into()));
    }
    assert!(extract(&tree, None).is_none());
    assert!(whole_page(&tree, None).text.len() >= 32);
}

/// Every segment's node has the same characters at its place, and nothing but separators stands between.
fn check_segments(tree: &Tree, article: &Article) {
    let mut at = 0;
    for segment in &article.segments {
        assert!(segment.start >= at && segment.length > 0);
        let between = &article.text[at..segment.start];
        assert!(between.chars().all(|c| c == '\n' || c == ' '), "{between:?} stands between two segments");
        at = segment.start + segment.length;
        let NodeKind::Text(source) = &tree.node(segment.node).kind else { panic!("a segment of an element") };
        let own = &article.text[segment.start..at];
        let units: Vec<u16> = source.encode_utf16().skip(segment.node_utf16).take(own.encode_utf16().count()).collect();
        assert_eq!(String::from_utf16(&units).unwrap(), own);
    }
    assert_eq!(at, article.text.len());
}

/// A page from well-formed HTML with double-quoted attributes and no entities.
fn page(html: &str) -> Tree {
    let mut tree = Tree::default();
    let root = tree.push(None, NodeKind::Element(Element { name: "html".into(), ..Element::default() }));
    let mut open = vec![root];
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if at > 0 {
            tree.push(open.last().copied(), NodeKind::Text(rest[..at].to_owned()));
        }
        let end = at + rest[at..].find('>').unwrap();
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if tag.starts_with('/') {
            open.pop();
            continue;
        }
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut element = Element { name: name.into(), ..Element::default() };
        while let Some((key, value)) = attributes.split_once("=\"") {
            let (value, more) = value.split_once('"').unwrap();
            let key = Element::ATTRIBUTES.iter().find(|known| **known == key.trim()).unwrap();
            element.attributes.push((key, value.to_owned()));
            attributes = more;
        }
        if name == "html" {
            tree.nodes[0].kind = NodeKind::Element(element);
            continue;
        }
        let id = tree.push(open.last().copied(), NodeKind::Element(element));
        if !matches!(name, "br" | "meta" | "img" | "input" | "hr" | "link") {
            open.push(id);
        }
    }
    if !rest.is_empty() {
        tree.push(open.last().copied(), NodeKind::Text(rest.to_owned()));
    }
    tree
}

fn article(html: &str) -> Article {
    let tree = page(html);
    let article = extract(&tree, None).unwrap_or_else(|| panic!("not found to be an article: {html}"));
    check_segments(&tree, &article);
    article
}

fn text(html: &str) -> String {
    article(html).text
}

fn is_article(html: &str) -> bool {
    extract(&page(html), Some("https://paper.example/a/b")).is_some()
}

/// Paragraphs of running text, numbered to be told apart.
fn paragraphs(count: usize) -> String {
    (1..=count)
        .map(|number| format!("<p>Paragraph {number} tells of the army, of its generals and of their money, and it ends here, as it must. Nobody has denied it, and nobody will, as far as we can see from where we stand.</p>"))
        .collect()
}

fn has_paragraphs(text: &str, count: usize) -> bool {
    (1..=count).all(|number| text.contains(&format!("Paragraph {number} ")))
}

#[test]
fn an_opening_paragraph_in_a_box_of_its_own_was_dropped() {
    let lead = "<p>A soldier sold grenades to a gang, an army report says, and his colonel looked away.</p>";
    for before in [
        format!("<div class=\"lead\">{lead}</div>"),
        format!("<section>{lead}<img></section>"),
        format!("<header><h1>Grenades</h1>{lead}</header>"),
        format!("<div><div><div>{lead}</div></div></div>"),
    ] {
        let text = text(&format!(
            "<body><article><h1>Grenades</h1>{before}<div class=\"text\">{}</div></article></body>",
            paragraphs(6)
        ));
        assert!(text.contains("A soldier sold") && has_paragraphs(&text, 6), "{text}");
    }
}

#[test]
fn opening_paragraphs_beside_a_box_with_the_rest_were_dropped() {
    let all = paragraphs(12);
    let (opening, rest) = all.split_at(all.find("<p>Paragraph 5").unwrap());
    let text = text(&format!(
        "<body><div><h3>Grenades</h3><div>Teasers</div></div><div>{opening}<p>Why?</p><hr><div class=\"more\">{rest}</div><p>This is a last sentence, which stands outside, and which ends it all.</p></div></body>"
    ));
    assert!(has_paragraphs(&text, 12) && text.contains("\nWhy?\n") && text.ends_with("ends it all."), "{text}");
}

#[test]
fn a_last_paragraph_about_subscribers_is_no_appeal_to_subscribe() {
    let last = "Those who subscribe to the newsletter of the army, which few do, were told nothing at all.";
    let text = text(&format!(
        "<body><article><h1>Grenades</h1>{}<p>{last}</p><p>Follow us on the radio, and subscribe to our newsletter.</p></article></body>",
        paragraphs(5)
    ));
    assert!(text.ends_with(last), "{text}");
}

#[test]
fn a_heading_that_asks_to_subscribe_is_none() {
    let text = text(&format!(
        "<body><article><h1>Grenades</h1><h3>SIGN UP FOR OUR NEWSLETTER</h3>{}<h3>Related stories</h3></article></body>",
        paragraphs(5)
    ));
    assert!(text.starts_with("Grenades\nParagraph 1 ") && !text.contains("Related"), "{text}");
}

#[test]
fn a_short_or_linked_opening_paragraph_was_dropped() {
    let text = text(&format!(
        "<body><article><h1>Grenades</h1><p>They knew.</p><p><a href=\"#\">Colonel Ignacio Barragán Ríos</a> has left <a href=\"#\">the army of Mexico</a>.</p>{}</article></body>",
        paragraphs(6)
    ));
    assert!(text.contains("\nColonel Ignacio Barragán Ríos has left the army of Mexico.\n"), "{text}");
}

#[test]
fn a_sentence_above_a_list_that_is_the_article_was_dropped() {
    let items: String = paragraphs(8).replace("<p>", "<li>").replace("</p>", "</li>");
    let text = text(&format!(
        "<body><div><h1>Eight things</h1><div><p>Good morning, here is what you have to know.</p><ol>{items}</ol></div></div></body>"
    ));
    assert!(text.contains("Good morning") && has_paragraphs(&text, 8), "{text}");
}

#[test]
fn an_article_in_two_boxes_was_cut_at_the_first() {
    let (one, two) = (paragraphs(5), paragraphs(9));
    let two = &two[two.find("<p>Paragraph 6").unwrap()..];
    let text = text(&format!(
        "<body><article><h1>Grenades</h1><div class=\"part\">{one}</div><div class=\"ad\">Buy now.</div><div class=\"part\">{two}</div></article></body>"
    ));
    assert!(has_paragraphs(&text, 9) && !text.contains("Buy now"), "{text}");
}

#[test]
fn line_breaks_and_block_borders_glued_words() {
    let text = text(&format!(
        "<body><article><h1>Prices</h1>{}<p>Grenade: 26,000 pesos<br>Pistol: 18,500 pesos</p><ul><li>one thing.</li><li>another thing.</li></ul><table><tr><td>Port</td><td>Sum</td></tr><tr><td>Cebu</td><td>64</td></tr></table><div>First<div>second</div>third</div>{}</article></body>",
        paragraphs(5),
        paragraphs(1)
    ));
    assert!(
        text.contains("\nGrenade: 26,000 pesos\nPistol: 18,500 pesos\none thing.\nanother thing.\nPort\nSum\nCebu\n64\nFirst\nsecond\nthird\n"),
        "{text}"
    );
}

#[test]
fn inline_markup_does_not_part_words_and_white_space_collapses() {
    let text = text(&format!(
        "<body><article><h1>A\n   headline</h1>{}<p> The <b>S</b>edena  \n\t paid&nbsp;<i> 26,000 </i> pesos <span> each </span>.\n</p>{}</article></body>",
        paragraphs(5),
        paragraphs(1)
    )
    .replace("&nbsp;", "\u{a0}"));
    assert!(text.starts_with("A headline\nParagraph 1 "), "{text}");
    assert!(text.contains("\nThe Sedena paid\u{a0} 26,000 pesos each .\n"), "{text}");
}

#[test]
fn preformatted_lines_stay_lines() {
    let text = text(&format!(
        "<body><article><h1>Lines</h1>{}<pre>one  two\nthree\n</pre>{}</article></body>",
        paragraphs(5),
        paragraphs(1)
    ));
    assert!(text.contains("\none two\nthree\n"), "{text}");
}

#[test]
fn what_stands_around_and_within_an_article_is_left_out() {
    let text = text(&format!(
        "<body class=\"with-sidebar comments-open\"><header><a href=\"#\">The Paper</a> Sunday, November 22, 2026</header><nav><a href=\"#\">Mexico</a></nav>
        <main><article><h1>Grenades</h1><p class=\"byline\">By Elena Whitcombe</p><div class=\"share-bar\"><a href=\"#\">Share</a></div>{}
        <figure><img><figcaption>Trucks at a checkpoint outside the town, where they were stopped, in 2021.</figcaption></figure>
        <aside>Sign up for our letters, and read about Mexico before the others do, for $4.</aside>
        <p><a href=\"#\">READ: Hotel sold for 900 million pesos</a></p><p>Advertisement</p>{}
        <div class=\"tags\">Topics: Army</div></article>
        <section class=\"related\"><h3>More</h3><ul><li><a href=\"#\">Governor flies to Madrid with 40 guests</a></li></ul></section></main>
        <footer>Copyright 2026, the Paper, Mexico City, all rights reserved, as ever.</footer></body>",
        paragraphs(3),
        paragraphs(4)
    ));
    let lines: Vec<&str> = text.split('\n').collect();
    assert_eq!(lines.len(), 8, "{text}");
    assert!(lines[0] == "Grenades" && lines[1..].iter().all(|line| line.starts_with("Paragraph ")), "{text}");
}

#[test]
fn comments_longer_than_the_article_are_not_the_article() {
    let comment = "<div class=\"comment\"><b>Rodrigo</b><p>My cousin paid 30,000 pesos for less than that, and nobody ever asked him a question, which tells you all, I think.</p></div>";
    let text = text(&format!(
        "<body><h1>Grenades</h1><div>{}</div><div id=\"comments\">{}</div></body>",
        paragraphs(5),
        comment.repeat(40)
    ));
    assert!(has_paragraphs(&text, 5) && !text.contains("My cousin"), "{text}");
}

#[test]
fn teasers_below_the_text_are_not_the_text() {
    let teaser = "<li><h4><a href=\"#\">Oaxaca hotel sold for 900 million pesos</a></h4><div>The hotel, which stood empty for a decade, was sold to a bank on Monday, the owner said.</div></li>";
    let text = text(&format!(
        "<body><div><h1>Grenades</h1><div>{}<ul>{}</ul></div></div></body>",
        paragraphs(6),
        teaser.repeat(6)
    ));
    assert!(has_paragraphs(&text, 6) && !text.contains("hotel"), "{text}");
}

#[test]
fn quoted_posts_stay() {
    let text = text(&format!(
        "<body><article><h1>Posts</h1>{}<div class=\"social-embed\"><blockquote class=\"twitter-tweet\"><p>Yes, this is real, and they paid for it.</p>— Dianna</blockquote></div>{}</article></body>",
        paragraphs(4),
        paragraphs(1)
    ));
    assert!(text.contains("\nYes, this is real, and they paid for it.\n— Dianna\n"), "{text}");
}

#[test]
fn a_page_within_one_form_is_read() {
    assert!(has_paragraphs(
        &text(&format!("<body><form><div><h1>Grenades</h1>{}</div></form></body>", paragraphs(6))),
        6
    ));
}

#[test]
fn hidden_and_edited_text_is_not_read() {
    let text = text(&format!(
        "<body><article><h1>Grenades</h1>{}<p hidden=\"\">Not seen, but long enough to be a sentence.</p><p>Seen, and long enough to be a sentence.<span class=\"sr-only\">For readers</span></p><div contenteditable=\"true\"><p>Being written, and long enough to be one.</p></div>{}</article></body>",
        paragraphs(4),
        paragraphs(1)
    ));
    assert!(!text.contains("Not seen") && !text.contains("For readers") && !text.contains("Being written"), "{text}");
    assert!(text.contains("Seen, and"), "{text}");
}

#[test]
fn pages_that_are_no_articles() {
    let teaser = |number: usize| {
        format!(
            "<article><h2><a href=\"#\">Headline {number} of the day is this</a></h2><p>The minister said on Friday, after a long night, that the army would leave the town, and stay away from it.</p></article>"
        )
    };
    let teasers: String = (0..20).map(teaser).collect();
    let result = "<div class=\"result\"><h3><a href=\"#\">Army - an encyclopedia</a></h3><span>An army, land force or ground force is, in a broad sense, a fighting force that fights on land, mostly.</span></div>";
    let product = "<div class=\"card\"><h1>Lamp</h1><p>A lamp of brass, which stands on a desk, and which gives light, warm or cold, as you like it.</p><span>$40</span><button>Buy</button></div>";
    for html in [
        format!("<body><main>{teasers}</main></body>"),
        format!("<body><div><h1>Results for army</h1>{}</div></body>", result.repeat(12)),
        format!("<body>{product}</body>"),
        format!("<head><meta property=\"og:type\" content=\"og:product\"></head><body><div><h1>Lamp</h1>{}</div></body>", paragraphs(6)),
        "<body><form><label>Name <input></label><textarea>A long text, with commas, and with stops, that someone is writing just now.</textarea></form></body>".into(),
        "<body><p>Please sign in to go on, or create an account.</p></body>".into(),
        "<body></body>".into(),
        String::new(),
    ] {
        assert!(!is_article(&html), "{html}");
    }
    let listed = format!(
        "<head><script type=\"application/ld+json\">[{{\"@type\": \"NewsArticle\"}}, {{\"@type\": \"NewsArticle\"}}]</script></head><body><main>{teasers}</main></body>"
    );
    assert!(extract(&page(&listed), Some("https://paper.example/")).is_none());
    let front = format!("<body><div><h1>Our town</h1>{}</div></body>", paragraphs(8));
    assert!(extract(&page(&front), Some("https://paper.example/")).is_none());
    assert!(extract(&page(&front), Some("https://paper.example/our-town")).is_some());
}

#[test]
fn a_short_report_that_says_it_is_an_article_is_one() {
    let html = "<head><meta property=\"og:type\" content=\"article\"></head><body><h1>Quake</h1><p>A quake of magnitude 6.1 shook Oaxaca on Monday, the weather service said, and two houses fell.</p><p>Nobody was hurt, as far as the governor, who was in Madrid, could tell by noon.</p></body>";
    assert!(is_article(html));
    assert!(!is_article(&html.replace("article", "website")));
}

#[test]
fn dates_are_trusted_in_order_and_the_headers_date_is_not_the_articles() {
    let json = "<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"datePublished\": \"2022-10-06T17:45:00-05:00\"}</script>";
    let meta = "<meta property=\"article:published_time\" content=\"2022-10-05\"><meta property=\"article:modified_time\" content=\"2022-10-09\">";
    let time = "<time class=\"updated\" datetime=\"2022-10-09\"></time><time datetime=\"2022-10-04\">4 October</time>";
    let body = |time: &str| {
        format!(
            "<body><header><time datetime=\"2026-11-22\">Sunday</time></header><article><h1>Grenades</h1><p>{time}</p>{}</article><div class=\"comments\"><time datetime=\"2022-10-07\"></time></div><footer><time datetime=\"2026-11-21\"></time></footer></body>",
            paragraphs(6)
        )
    };
    let date =
        |html: String, url: Option<&str>| extract(&page(&html), url).unwrap().published.map(|date| date.to_string());
    let url = Some("https://paper.example/2022/10/03/grenades");
    assert_eq!(date(format!("<head>{json}{meta}</head>{}", body(time)), url).as_deref(), Some("2022-10-06"));
    assert_eq!(date(format!("<head>{meta}</head>{}", body(time)), url).as_deref(), Some("2022-10-05"));
    assert_eq!(date(body(time), url).as_deref(), Some("2022-10-04"));
    assert_eq!(date(body(""), url).as_deref(), Some("2022-10-03"));
    assert_eq!(date(body(""), None), None);
    let outside = format!(
        "<body><time datetime=\"2026-11-22\">Sunday</time><div class=\"story\"><h1>Grenades</h1>{}</div></body>",
        paragraphs(6)
    );
    assert_eq!(date(outside, None), None);
}

#[test]
fn a_fragment_is_read_without_what_stands_around_it() {
    let read = |html: &str| whole_page(&page(html), None).text;
    assert_eq!(read("<p>He paid 26,000 pesos.</p>each"), "He paid 26,000 pesos.\neach");
    assert_eq!(
        read(
            "<body><div>Dollar 17.20</div><nav>News</nav><article><h1>Sale</h1><p>He paid 26,000 pesos.</p><div class=\"comments\">Too much!</div></article><footer>The Paper</footer></body>"
        ),
        "Sale\nHe paid 26,000 pesos."
    );
    assert_eq!(read("<article>One</article><article>Two</article>"), "One\nTwo");
    assert_eq!(read("<nav>News</nav>"), "News");
}

#[test]
fn titles_lose_the_sites_name() {
    let title = |head: &str| {
        article(&format!("<head>{head}</head><body><h1>Army file tells of grenades</h1>{}</body>", paragraphs(6))).title
    };
    let expected = Some("Army file tells of grenades".to_owned());
    assert_eq!(title("<title>Army file tells of grenades | Mexico | The Paper</title>"), expected);
    assert_eq!(title("<title>Army file tells of grenades - The Paper</title>"), expected);
    assert_eq!(
        title(
            "<meta property=\"og:site_name\" content=\"The Paper\"><meta property=\"og:title\" content=\"Army file tells of grenades – The Paper\">"
        ),
        expected
    );
    assert_eq!(title(""), expected);
    assert_eq!(
        title("<title>Grenades</title><meta property=\"og:title\" content=\"Army file tells of grenades\">"),
        expected
    );
}

#[test]
fn the_language_is_stated_or_told_by_the_text() {
    let spanish = "<p>El ministro dijo el viernes que el ejército iba a dejar la ciudad y que no respondería a más preguntas de los periodistas, según el informe.</p>".repeat(6);
    let read = |html: &str, text: &str| {
        let article = article(&format!("{html}<body><article><h1>Título</h1>{text}</article></body>"));
        (article.language.clone(), article.reads_as_english())
    };
    let tag = |tag: &str| Some(tag.to_owned());
    assert_eq!(read("<html lang=\"en-GB\">", &paragraphs(6)), (tag("en-GB"), true));
    assert_eq!(read("", &paragraphs(6)), (tag("en"), true));
    assert_eq!(read("", &spanish), (tag("es"), false));
    assert_eq!(read("<html lang=\"en\">", &spanish), (tag("es"), false));
    assert_eq!(read("<html lang=\"es\">", &paragraphs(6)), (tag("en"), true));
    assert_eq!(read("<html lang=\"en\">", &format!("<div lang=\"es-MX\">{spanish}</div>")), (tag("es-MX"), false));
    assert_eq!(read("<meta property=\"og:locale\" content=\"en_PH\">", &paragraphs(6)), (tag("en-PH"), true));
}

#[test]
fn large_and_deep_pages_take_time_linear_in_their_size() {
    let large = |paragraph_count: usize| {
        let large = page(&format!("<body><article><h1>Large</h1>{}</article></body>", paragraphs(paragraph_count)));
        let started = std::time::Instant::now();
        assert_eq!(extract(&large, None).unwrap().text.lines().count(), paragraph_count + 1);
        started.elapsed()
    };
    let deep = |levels: usize| {
        let mut deep = Tree::default();
        let mut at = deep.push(None, NodeKind::Element(Element { name: "body".into(), ..Element::default() }));
        for level in 0..levels {
            let name = if level % 10 == 0 { "pre" } else { "div" };
            at = deep.push(Some(at), NodeKind::Element(Element { name: name.into(), ..Element::default() }));
            let text = "A text, of some length, that ends as sentences do, level by level.";
            deep.push(Some(at), NodeKind::Text(text.into()));
        }
        let started = std::time::Instant::now();
        extract(&deep, None);
        assert_eq!(whole_page(&deep, None).text.lines().count(), levels);
        started.elapsed()
    };
    // Eight times the page: linear takes eight times as long, quadratic sixty-four times.
    for (small, eightfold) in [(large(3_750), large(30_000)), (deep(12_500), deep(100_000))] {
        assert!(eightfold < small * 30, "{small:?}, and {eightfold:?} for eight times as much");
    }
}
