//! Which language a page or a text is in.

use crate::{
    order,
    pause::{Pause, STEP, each, step},
};

/// The primary part of a language tag in lower case: `en` of `en-GB`, `EN_us`.
pub(super) fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A language tag as BCP 47 writes it; `None` for what is no tag.
///
/// ```
/// use postil_core::article::language_tag;
/// assert_eq!(language_tag("EN_gb").as_deref(), Some("en-GB"));
/// assert_eq!(language_tag("english").as_deref(), Some("en"));
/// assert_eq!(language_tag("{{lang}}"), None);
/// ```
pub fn tag(stated: &str) -> Option<String> {
    let stated = stated.split([',', ';', ' ', '.']).find(|part| !part.is_empty())?;
    let mut parts = stated.split(['-', '_']);
    let language = match parts.next()?.to_ascii_lowercase().as_str() {
        "english" => "en".to_owned(),
        "spanish" | "español" => "es".to_owned(),
        "french" | "français" => "fr".to_owned(),
        "german" | "deutsch" => "de".to_owned(),
        code if matches!(code.len(), 2 | 3)
            && code.bytes().all(|b| b.is_ascii_lowercase())
            && code != "und"
            && code != "mul" =>
        {
            code.to_owned()
        }
        _ => return None,
    };
    let mut out = language;
    for part in parts.take(3) {
        if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            break;
        }
        out.push('-');
        match part.len() {
            2 => out += &part.to_ascii_uppercase(),
            4 if part.as_bytes()[0].is_ascii_alphabetic() => {
                out += &part[..1].to_ascii_uppercase();
                out += &part[1..].to_ascii_lowercase();
            }
            _ => out += &part.to_ascii_lowercase(),
        }
    }
    Some(out)
}

/// The most frequent function words of languages in the Latin script. A word that two of the
/// languages share is in both lists and decides nothing between them.
const FUNCTION_WORDS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "the", "of", "and", "to", "in", "that", "is", "was", "for", "on", "with", "as", "it", "he", "his", "at",
            "by", "are", "this", "be", "from", "they", "have", "has", "had", "not", "but", "were", "which", "who",
            "its", "an", "said", "will", "you", "we",
        ],
    ),
    (
        "es",
        &[
            "de", "la", "que", "el", "en", "y", "los", "del", "se", "las", "por", "un", "para", "con", "una", "su",
            "al", "lo", "como", "más", "pero", "sus", "este", "fue", "es", "son", "también",
        ],
    ),
    (
        "fr",
        &[
            "de", "la", "le", "et", "les", "des", "en", "un", "du", "une", "que", "est", "pour", "qui", "dans", "par",
            "plus", "sur", "au", "pas", "ce", "se", "avec", "il", "sont", "aux", "été", "cette", "d", "l", "qu",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "und", "in", "den", "von", "zu", "das", "mit", "sich", "des", "auf", "für", "ist", "im",
            "dem", "nicht", "ein", "eine", "als", "auch", "es", "an", "werden", "aus", "er", "hat", "dass", "sie",
            "nach", "bei",
        ],
    ),
    (
        "it",
        &[
            "di", "che", "e", "la", "il", "un", "a", "per", "in", "una", "non", "del", "sono", "con", "le", "si",
            "della", "da", "i", "alla", "dei", "nel", "è", "più", "gli", "anche", "come",
        ],
    ),
    (
        "pt",
        &[
            "de", "a", "o", "que", "e", "do", "da", "em", "um", "para", "com", "não", "uma", "os", "no", "se", "na",
            "por", "mais", "as", "dos", "como", "ao", "das", "foi", "são", "pelo", "é",
        ],
    ),
    (
        "nl",
        &[
            "de", "van", "het", "een", "en", "in", "is", "dat", "op", "te", "zijn", "voor", "met", "die", "niet",
            "aan", "er", "om", "ook", "als", "bij", "naar", "wordt", "heeft",
        ],
    ),
    (
        "sv",
        &[
            "och", "i", "att", "det", "som", "en", "på", "är", "av", "för", "med", "den", "till", "inte", "har", "de",
            "ett", "om", "men", "var", "från",
        ],
    ),
    (
        "da",
        &[
            "og", "i", "at", "det", "er", "en", "til", "af", "på", "for", "med", "der", "den", "de", "ikke", "som",
            "har", "et", "om", "var", "fra",
        ],
    ),
    (
        "pl",
        &[
            "w", "i", "na", "z", "się", "do", "nie", "że", "to", "o", "jest", "po", "jak", "od", "za", "przez", "dla",
            "oraz", "są",
        ],
    ),
    (
        "cs",
        &[
            "a", "se", "v", "na", "je", "že", "s", "z", "do", "to", "o", "i", "k", "ve", "pro", "za", "by", "ale",
            "jsou", "podle", "který",
        ],
    ),
    (
        "tr",
        &[
            "ve", "bir", "bu", "da", "de", "için", "ile", "olarak", "çok", "daha", "olan", "gibi", "kadar", "sonra",
            "ise", "ne",
        ],
    ),
    (
        "id",
        &[
            "yang", "dan", "di", "dengan", "untuk", "pada", "ini", "dari", "itu", "dalam", "tidak", "akan", "adalah",
            "ke", "juga", "oleh", "karena",
        ],
    ),
    ("tl", &["ang", "ng", "sa", "na", "mga", "ay", "at", "ni", "si", "ito", "para", "kay", "hindi", "nang", "din"]),
    (
        "ro",
        &[
            "de", "și", "în", "a", "la", "cu", "pe", "din", "care", "o", "nu", "pentru", "un", "mai", "este", "că",
            "au", "fost",
        ],
    ),
    ("hu", &["a", "az", "és", "hogy", "nem", "is", "egy", "meg", "de", "volt", "csak", "már", "el", "mint", "ez"]),
    ("fi", &["ja", "on", "ei", "se", "että", "oli", "ovat", "mutta", "myös", "kun", "hän", "tai", "sen", "joka"]),
    ("vi", &["và", "của", "là", "các", "có", "cho", "trong", "được", "một", "với", "không", "này", "những", "đã"]),
];

/// No function word has more bytes.
const LONGEST_FUNCTION_WORD: usize = 12;

/// Of how many words the guess is made; more change nothing.
const SAMPLE: usize = 2_000;

/// With fewer words nothing is said.
const FEWEST: usize = 20;

/// Whether [`guess`] can tell this language: one in a script or with function words that it knows.
pub(super) fn is_known(language: &str) -> bool {
    FUNCTION_WORDS.iter().any(|(known, _)| *known == language)
        || SCRIPTS.contains(&language)
        || matches!(language, "uk" | "fa")
}

/// The language of a text by its script and function words; `None` where that does not tell.
pub(super) async fn guess<P: Pause>(text: &str, pause: &P) -> Option<&'static str> {
    if let Some(language) = by_script(text, pause).await {
        return Some(language);
    }
    let function_words = step(function_words);
    let mut hits = [0usize; FUNCTION_WORDS.len()];
    let mut count = 0;
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(SAMPLE);
    each(words, STEP, pause, |word| {
        count += 1;
        if word.len() <= LONGEST_FUNCTION_WORD {
            let word = word.to_lowercase();
            let first = function_words.partition_point(|(known, _)| *known < word.as_str());
            let languages = function_words[first..].iter().take_while(|(known, _)| *known == word);
            languages.for_each(|(_, language)| hits[*language] += 1);
        }
    })
    .await;
    if count < FEWEST {
        return None;
    }
    let best = (0..hits.len()).max_by_key(|language| hits[*language])?;
    let second = (0..hits.len()).filter(|language| *language != best).map(|language| hits[language]).max()?;
    // Running text has 25 to 45 % function words in its own language and below 15 % of any other's.
    (hits[best] * 100 >= count * 18 && hits[best] * 4 >= second * 5).then_some(FUNCTION_WORDS[best].0)
}

/// All function words in order, each with the number of its language.
fn function_words() -> Vec<(&'static str, usize)> {
    let of = |(language, (_, words)): (usize, &(_, &'static [&'static str]))| {
        words.iter().map(move |word| (*word, language))
    };
    let mut all: Vec<(&str, usize)> = FUNCTION_WORDS.iter().enumerate().flat_map(of).collect();
    order::sort(&mut all);
    all
}

/// The languages that [`by_script`] tells, each by its script.
const SCRIPTS: [&str; 12] = ["ja", "zh", "ko", "ru", "ar", "he", "el", "th", "hi", "bn", "ka", "hy"];

/// Scripts that tell the language, or at least that it is none written in Latin letters.
async fn by_script<P: Pause>(text: &str, pause: &P) -> Option<&'static str> {
    let mut counts = [0usize; SCRIPTS.len()];
    let (mut letters, mut ukrainian, mut persian) = (0usize, 0usize, 0usize);
    let sample = text.chars().filter(|c| c.is_alphabetic()).take(5 * SAMPLE);
    each(sample, 8 * STEP, pause, |c| {
        letters += 1;
        if let Some(script) = script_of(c) {
            counts[script] += 1;
            ukrainian += usize::from(matches!(c, 'і' | 'ї' | 'є' | 'ґ'));
            persian += usize::from(matches!(c, 'پ' | 'چ' | 'ژ' | 'گ'));
        }
    })
    .await;
    let foreign: usize = counts.iter().sum();
    if letters < 10 || foreign * 2 < letters {
        return None;
    }
    // Japanese is a mix of kana and Chinese characters.
    if counts[0] * 10 >= counts[0] + counts[1] && counts[0] > 0 {
        return Some("ja");
    }
    let best = (0..counts.len()).max_by_key(|script| counts[*script])?;
    Some(match SCRIPTS[best] {
        "ru" if ukrainian * 50 > counts[best] => "uk",
        "ar" if persian * 50 > counts[best] => "fa",
        language => language,
    })
}

/// Which of [`SCRIPTS`] a letter is of.
fn script_of(letter: char) -> Option<usize> {
    Some(match letter {
        '\u{3040}'..='\u{30ff}' => 0,
        '\u{3400}'..='\u{9fff}' => 1,
        '\u{ac00}'..='\u{d7af}' | '\u{1100}'..='\u{11ff}' => 2,
        '\u{400}'..='\u{52f}' => 3,
        '\u{600}'..='\u{6ff}' => 4,
        '\u{590}'..='\u{5ff}' => 5,
        '\u{370}'..='\u{3ff}' => 6,
        '\u{e00}'..='\u{e7f}' => 7,
        '\u{900}'..='\u{97f}' => 8,
        '\u{980}'..='\u{9ff}' => 9,
        '\u{10a0}'..='\u{10ff}' => 10,
        '\u{530}'..='\u{58f}' => 11,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pause::{Never, at_once};

    fn guess(text: &str) -> Option<&'static str> {
        at_once(super::guess(text, &Never))
    }

    #[test]
    fn texts_tell_their_language() {
        let texts = [
            (
                "en",
                "The minister said on Friday that the army was to leave the town and that he would not answer any more questions from reporters.",
            ),
            (
                "es",
                "El ministro dijo el viernes que el ejército iba a dejar la ciudad y que no respondería a más preguntas de los periodistas del país.",
            ),
            (
                "fr",
                "Le ministre a dit vendredi que l'armée allait quitter la ville et qu'il ne répondrait pas aux questions des journalistes de la presse.",
            ),
            (
                "de",
                "Der Minister sagte am Freitag, dass die Armee die Stadt verlassen werde und er auf weitere Fragen der Presse nicht antworten wolle, die nach der Sitzung kamen.",
            ),
            (
                "pt",
                "O ministro disse na sexta que o exército ia sair da cidade e que não responderia a mais perguntas dos jornalistas que o esperavam.",
            ),
            ("ru", "Министр заявил в пятницу, что армия покинет город."),
            ("uk", "Міністр заявив у п'ятницю, що армія покине місто і її більше не буде."),
            ("ja", "大臣は金曜日、軍が町を離れると述べた。"),
            ("zh", "部长周五表示军队将离开该市不会再回答问题"),
        ];
        for (language, text) in texts {
            assert_eq!(guess(text), Some(language), "{text}");
        }
    }

    #[test]
    fn no_function_word_is_too_long_to_be_looked_up() {
        let longest = FUNCTION_WORDS.iter().flat_map(|(_, words)| *words).map(|word| word.len()).max();
        assert!(longest.is_some_and(|longest| longest <= LONGEST_FUNCTION_WORD), "{longest:?}");
    }

    #[test]
    fn few_words_and_lists_of_names_tell_nothing() {
        assert_eq!(guess("26,000 pesos"), None);
        assert_eq!(guess("La Paz, El Alto, Santa Cruz de la Sierra"), None);
        assert_eq!(guess(""), None);
    }

    #[test]
    fn english_about_foreign_places_stays_english() {
        let text = "Residents of San Luis Potosí, San Miguel de Allende and Ciudad del Carmen told La Jornada and El Universal that the police came late.";
        assert_eq!(guess(text), Some("en"));
    }

    #[test]
    fn tags_are_written_as_bcp_47() {
        assert_eq!(tag("en_US").as_deref(), Some("en-US"));
        assert_eq!(tag("EN").as_deref(), Some("en"));
        assert_eq!(tag("zh-hans-cn").as_deref(), Some("zh-Hans-CN"));
        assert_eq!(tag("English").as_deref(), Some("en"));
        assert_eq!(tag("en, es").as_deref(), Some("en"));
        assert_eq!(tag(""), None);
        assert_eq!(tag("{{lang}}"), None);
    }
}
