//! The sample pages of `tests/pages`, as the article finder reads them.

use std::{fs, path::Path};

use postil_cli::html;
use postil_core::article::{self, Article, Tree};

fn tree(name: &str) -> Tree {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/pages").join(name);
    html::parse(&html::decode(&fs::read(path).unwrap()))
}

fn sample(name: &str) -> Article {
    article::extract(&tree(name), Some("https://paper.example/world/story")).unwrap()
}

/// How each block of the text begins, in its first four words.
fn beginnings(article: &Article) -> Vec<String> {
    article.text.lines().map(|line| line.split(' ').take(4).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn the_report_from_mexico() {
    let article = sample("mexico.html");
    assert_eq!(article.title.as_deref(), Some("Leaked army file describes a soldier’s trade in grenades"));
    assert_eq!(article.published.unwrap().to_string(), "2022-10-06");
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(
        beginnings(&article),
        [
            "Leaked army file describes",
            "A soldier stationed near",
            "The report, dated June",
            "In May of that",
            "Grenade: 26,000 pesos",
            "Pistol: 18,500 pesos",
            "Rifle: 45,000 pesos",
            "His commander, Colonel Ignacio",
            "“We knew the price,",
            "Sedena did not answer",
            "What else the papers",
            "150 bulletproof vests disappeared",
            "The FGR was told",
            "Desertions rose by 36",
            "Congress has given Sedena",
            "A hearing is planned",
        ]
    );
    assert!(article.text.contains("26,000 pesos (US\u{a0}$1,300 at today’s exchange rate) each"));
    assert!(article.text.ends_with("is 36 years old and still in uniform."));
}

#[test]
fn the_report_from_the_philippines() {
    let article = sample("philippines.html");
    assert_eq!(article.title.as_deref(), Some("Coast guard paid twice for diesel that never reached its ships"));
    assert_eq!(article.published.unwrap().to_string(), "2023-03-14");
    assert_eq!(article.language.as_deref(), Some("en-PH"));
    assert_eq!(article.site_country.unwrap().as_str(), "PH");
    assert_eq!(
        beginnings(&article),
        [
            "Coast guard paid twice",
            "MANILA\u{a0}— The Philippine Coast",
            "The fuel, 340,000 liters",
            "Commodore Teresita Magbanua Dizon,",
            "“The tanks were full",
            "One ship drifted for",
            "The auditors looked at",
            "Port",
            "Sum",
            "Delivered",
            "Zamboanga City",
            "P18.7 million",
            "0 percent",
            "Cagayan de Oro",
            "P6.2 million",
            "64 percent",
            "Puerto Princesa",
            "P950,000",
            "100 percent",
            "The Department of Transportation",
            "“A gauge costs $2,500,”",
            "The trader did not",
        ]
    );
    assert!(article.text.ends_with("has been closed since February."));
}

#[test]
fn a_banks_page_is_no_article() {
    let tree = tree("not-an-article.html");
    assert!(article::extract(&tree, Some("https://bank.example/accounts")).is_none());
    let shown = article::whole_page(&tree, None).text;
    assert!(shown.contains("\nEveryday account\n$2,418.77\n") && !shown.contains("Rent for May"), "{shown}");
}
