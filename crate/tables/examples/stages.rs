use postil_core::{entity::{*, gazetteer::Gazetteer, model::Model}, text::TokenizedText};
use std::time::Instant;
fn main() {
    let g = std::fs::read("extension/tables/gazetteer.bin").unwrap();
    let m = std::fs::read("extension/tables/model.bin").unwrap();
    let (gz, mo) = (Gazetteer::new(&g).unwrap(), Model::new(&m).unwrap());
    let docs = postil_tables::corpus::read(std::path::Path::new("../shared/corpora/dev/newswire-dev.jsonl.gz")).unwrap();
    let words: usize = docs.iter().map(|d| d.text.split_whitespace().count()).sum();
    let mut t = [0.0f64; 9];
    for _ in 0..5 {
        for d in &docs {
            let mut at = Instant::now();
            let mut lap = |i: usize| { t[i] += at.elapsed().as_secs_f64(); at = Instant::now(); };
            let text = TokenizedText::new(&d.text); lap(0);
            let doc = document::Document::new(&text, &gz); lap(1);
            let f: Vec<_> = doc.segments.iter().map(|s| feature::SegmentFeatures::new(&doc, s.clone())).collect(); lap(2);
            let mut x = 0u32;
            for (s, f) in doc.segments.iter().zip(&f) { for k in s.clone() { f.emit(k, |h| x ^= h); } } std::hint::black_box(x); lap(3);
            let spans = decode::decode(&doc, &mo); lap(4);
            let mut n = name::names(&doc, &spans, &mo); lap(5);
            rule::apply(&doc, &mut n); weapon::weapons(&doc, &mut n); lap(6); repeat::add_repeats(&doc, &mut n); lap(7);
            std::hint::black_box(link::link(&doc, &gz, n)); lap(8);
        }
    }
    for (n, s) in ["tokenize", "document", "segments", "emit", "decode", "names", "rules", "repeat", "link"].iter().zip(t) {
        println!("{n:10} {:.0} ns/word", s * 1e9 / (5 * words) as f64);
    }
}
