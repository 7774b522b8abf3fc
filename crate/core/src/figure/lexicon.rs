//! The words of number, date and money that the readers start from, looked up once for every token.

use Word::*;

use crate::text::{Token, TokenKind};

/// What a token may be to a figure. Everything that begins no figure is [`Word::Other`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Word {
    Other,
    Break,
    /// A number token.
    Digits,
    /// zero to nine
    Digit(u8),
    /// ten to nineteen
    Teen(u8),
    /// twenty to ninety
    Tens(u8),
    Hundred,
    /// thousand, million … and lakh, crore: the power of ten
    Scale(u8),
    /// millions: a scale as a noun
    Scales(u8),
    /// bn, m, k: the power of ten, where a number stands before it
    Letter(u8),
    Dozen,
    Half,
    Quarter,
    /// first to nineteenth, twentieth to ninetieth
    Ordinal(u8),
    OrdinalScale(u8),
    /// thirds, quarters: the denominator
    Parts(u8),
    /// thousandths: the power of ten
    PartScale(u8),
    A,
    Between,
    From,
    Minus,
    Month(u8),
    /// Monday is 1.
    Weekday(u8),
    /// today, tomorrow
    Deictic,
    /// last, this, early: words before a period
    Relative,
    Season(u8),
    Noon,
    DayPart,
    Period,
    Aged,
    Few,
    /// every, each
    Every,
    Decade,
    Holiday,
    /// ½: index into [`GLYPHS`]
    Glyph(u8),
    /// `$`, `€`, any other sign of Unicode's currency class
    CurrencySign,
    /// `.`, which may begin `.25`
    Point,
    /// `-`, `−`
    Dash,
    /// `'` and `’`: `'90s`
    Apostrophe,
    /// Letters with digits behind them: `USD115`, `Sfr2bn`, `Feb13`
    Glued,
    /// Capitals that may be a Roman numeral: `XXI`
    Roman,
}

/// Fractions of one sign: sign, numerator, denominator.
pub(crate) const GLYPHS: [(char, u8, u8); 18] = [
    ('¼', 1, 4),
    ('½', 1, 2),
    ('¾', 3, 4),
    ('⅐', 1, 7),
    ('⅑', 1, 9),
    ('⅒', 1, 10),
    ('⅓', 1, 3),
    ('⅔', 2, 3),
    ('⅕', 1, 5),
    ('⅖', 2, 5),
    ('⅗', 3, 5),
    ('⅘', 4, 5),
    ('⅙', 1, 6),
    ('⅚', 5, 6),
    ('⅛', 1, 8),
    ('⅜', 3, 8),
    ('⅝', 5, 8),
    ('⅞', 7, 8),
];

/// Sorted, so that a word's bucket is a slice of it.
const WORDS: &[(&str, Word)] = &[
    ("a", A),
    ("afternoon", DayPart),
    ("afternoons", DayPart),
    ("age", Aged),
    ("aged", Aged),
    ("ages", Aged),
    ("all", Holiday),
    ("amun", Holiday),
    ("an", A),
    ("annually", Every),
    ("anzac", Holiday),
    ("apr", Month(4)),
    ("apr.", Month(4)),
    ("april", Month(4)),
    ("arabic", Holiday),
    ("arafah", Holiday),
    ("arafat", Holiday),
    ("arbaeen", Holiday),
    ("arbor", Holiday),
    ("armed", Holiday),
    ("armistice", Holiday),
    ("ascension", Holiday),
    ("ash", Holiday),
    ("ashura", Holiday),
    ("assumption", Holiday),
    ("aug", Month(8)),
    ("aug.", Month(8)),
    ("august", Month(8)),
    ("australia", Holiday),
    ("autumn", Season(3)),
    ("b", Letter(9)),
    ("baisakhi", Holiday),
    ("bakr", Holiday),
    ("bakrid", Holiday),
    ("bastille", Holiday),
    ("beginning", Relative),
    ("between", Between),
    ("billion", Scale(9)),
    ("billions", Scales(9)),
    ("billionth", OrdinalScale(9)),
    ("billionths", PartScale(9)),
    ("black", Holiday),
    ("bln", Letter(9)),
    ("bn", Letter(9)),
    ("bom", Relative),
    ("boss", Holiday),
    ("bosses", Holiday),
    ("boxing", Holiday),
    ("boy", Relative),
    ("branch", Holiday),
    ("buddha", Holiday),
    ("canada", Holiday),
    ("canadian", Holiday),
    ("century", Period),
    ("chaitra", Holiday),
    ("chanukah", Holiday),
    ("chhath", Holiday),
    ("chhathi", Holiday),
    ("chhoti", Holiday),
    ("chinese", Holiday),
    ("choti", Holiday),
    ("christmas", Holiday),
    ("cinco", Holiday),
    ("civil", Holiday),
    ("clean", Holiday),
    ("columbus", Holiday),
    ("coming", Relative),
    ("constitution", Holiday),
    ("corpus", Holiday),
    ("couple", Few),
    ("cr", Letter(7)),
    ("crore", Scale(7)),
    ("crores", Scale(7)),
    ("current", Relative),
    ("cy", Relative),
    ("cyber", Holiday),
    ("daily", Every),
    ("dala", Holiday),
    ("dasara", Holiday),
    ("day", Period),
    ("dec", Month(12)),
    ("dec.", Month(12)),
    ("decade", Period),
    ("december", Month(12)),
    ("deepavali", Holiday),
    ("dhanteras", Holiday),
    ("dhulandi", Holiday),
    ("dhuleti", Holiday),
    ("dhulivandan", Holiday),
    ("diwali", Holiday),
    ("doz", Dozen),
    ("dozen", Dozen),
    ("dozens", Dozen),
    ("dozs", Dozen),
    ("dragon", Holiday),
    ("dussehra", Holiday),
    ("each", Every),
    ("earlier", Relative),
    ("early", Relative),
    ("earth", Holiday),
    ("easter", Holiday),
    ("eid", Holiday),
    ("eight", Digit(8)),
    ("eighteen", Teen(18)),
    ("eighteenth", Ordinal(18)),
    ("eighteenths", Parts(18)),
    ("eighth", Ordinal(8)),
    ("eighths", Parts(8)),
    ("eighties", Decade),
    ("eightieth", Ordinal(80)),
    ("eightieths", Parts(80)),
    ("eighty", Tens(80)),
    ("election", Holiday),
    ("eleven", Teen(11)),
    ("eleventh", Ordinal(11)),
    ("elevenths", Parts(11)),
    ("end", Relative),
    ("entire", Relative),
    ("eod", Relative),
    ("eom", Relative),
    ("eoy", Relative),
    ("epiphany", Holiday),
    ("evening", DayPart),
    ("evenings", DayPart),
    ("every", Every),
    ("everyday", Every),
    ("fall", Season(3)),
    ("fat", Holiday),
    ("father", Holiday),
    ("fathers", Holiday),
    ("feast", Holiday),
    ("feb", Month(2)),
    ("feb.", Month(2)),
    ("february", Month(2)),
    ("few", Few),
    ("fifteen", Teen(15)),
    ("fifteenth", Ordinal(15)),
    ("fifteenths", Parts(15)),
    ("fifth", Ordinal(5)),
    ("fifths", Parts(5)),
    ("fifties", Decade),
    ("fiftieth", Ordinal(50)),
    ("fiftieths", Parts(50)),
    ("fifty", Tens(50)),
    ("first", Ordinal(1)),
    ("firsts", Parts(1)),
    ("five", Digit(5)),
    ("flag", Holiday),
    ("following", Relative),
    ("forties", Decade),
    ("fortieth", Ordinal(40)),
    ("fortieths", Parts(40)),
    ("fortnightly", Every),
    ("forty", Tens(40)),
    ("four", Digit(4)),
    ("fourteen", Teen(14)),
    ("fourteenth", Ordinal(14)),
    ("fourteenths", Parts(14)),
    ("fourth", Ordinal(4)),
    ("fourths", Parts(4)),
    ("fourty", Tens(40)),
    ("fri", Weekday(5)),
    ("friday", Weekday(5)),
    ("fridays", Weekday(5)),
    ("from", From),
    ("fy", Relative),
    ("g", Letter(9)),
    ("ganesh", Holiday),
    ("giving", Holiday),
    ("good", Holiday),
    ("great", Holiday),
    ("groundhog", Holiday),
    ("gudi", Holiday),
    ("guru", Holiday),
    ("guy", Holiday),
    ("half", Half),
    ("halloween", Holiday),
    ("halves", Parts(2)),
    ("hannukkah", Holiday),
    ("hanukah", Holiday),
    ("hanukkah", Holiday),
    ("hijri", Holiday),
    ("holi", Holiday),
    ("holika", Holiday),
    ("holocaust", Holiday),
    ("holy", Holiday),
    ("human", Holiday),
    ("hundred", Hundred),
    ("hundreds", Hundred),
    ("hundredth", OrdinalScale(2)),
    ("hundredths", PartScale(2)),
    ("id", Holiday),
    ("independence", Holiday),
    ("indigenous", Holiday),
    ("international", Holiday),
    ("iranian", Holiday),
    ("islamic", Holiday),
    ("isra", Holiday),
    ("jamat", Holiday),
    ("jan", Month(1)),
    ("jan.", Month(1)),
    ("janmashtami", Holiday),
    ("january", Month(1)),
    ("jul", Month(7)),
    ("jul.", Month(7)),
    ("july", Month(7)),
    ("jumatul", Holiday),
    ("jumu'atul", Holiday),
    ("jumuatul", Holiday),
    ("jun", Month(6)),
    ("jun.", Month(6)),
    ("june", Month(6)),
    ("juneteenth", Holiday),
    ("k", Letter(3)),
    ("kamudu", Holiday),
    ("karva", Holiday),
    ("karwa", Holiday),
    ("king", Holiday),
    ("kings", Holiday),
    ("koningsdag", Holiday),
    ("krishna", Holiday),
    ("labor", Holiday),
    ("labour", Holiday),
    ("lac", Scale(5)),
    ("lacs", Scale(5)),
    ("lag", Holiday),
    ("lailat", Holiday),
    ("lakh", Scale(5)),
    ("lakhs", Scale(5)),
    ("lakshmi", Holiday),
    ("last", Relative),
    ("late", Relative),
    ("later", Relative),
    ("laylat", Holiday),
    ("lazarus", Holiday),
    ("lent", Holiday),
    ("lkh", Letter(5)),
    ("lunar", Holiday),
    ("m", Letter(6)),
    ("m.", Letter(6)),
    ("maattu", Holiday),
    ("maghi", Holiday),
    ("maha", Holiday),
    ("maharishi", Holiday),
    ("mahashivratri", Holiday),
    ("makar", Holiday),
    ("makara", Holiday),
    ("mar", Month(3)),
    ("mar.", Month(3)),
    ("march", Month(3)),
    ("mardi", Holiday),
    ("martin", Holiday),
    ("mattu", Holiday),
    ("maundy", Holiday),
    ("mawlid", Holiday),
    ("may", Month(5)),
    ("memorial", Holiday),
    ("mid", Relative),
    ("midday", Noon),
    ("middle", Relative),
    ("midnight", Noon),
    ("mil", Letter(6)),
    ("million", Scale(6)),
    ("millions", Scales(6)),
    ("millionth", OrdinalScale(6)),
    ("millionths", PartScale(6)),
    ("minus", Minus),
    ("mio", Letter(6)),
    ("mlk", Holiday),
    ("mln", Letter(6)),
    ("mn", Letter(6)),
    ("mon", Weekday(1)),
    ("monday", Weekday(1)),
    ("mondays", Weekday(1)),
    ("month", Period),
    ("monthly", Every),
    ("morning", DayPart),
    ("mornings", DayPart),
    ("mother", Holiday),
    ("mothering", Holiday),
    ("mothers", Holiday),
    ("muharram", Holiday),
    ("naught", Digit(0)),
    ("negative", Minus),
    ("new", Holiday),
    ("next", Relative),
    ("night", DayPart),
    ("nights", DayPart),
    ("nil", Digit(0)),
    ("nine", Digit(9)),
    ("nineteen", Teen(19)),
    ("nineteenth", Ordinal(19)),
    ("nineteenths", Parts(19)),
    ("nineth", Ordinal(9)),
    ("nineties", Decade),
    ("ninetieth", Ordinal(90)),
    ("ninetieths", Parts(90)),
    ("ninety", Tens(90)),
    ("ninth", Ordinal(9)),
    ("ninths", Parts(9)),
    ("noon", Noon),
    ("noonish", Noon),
    ("norouz", Holiday),
    ("noruz", Holiday),
    ("nought", Digit(0)),
    ("nov", Month(11)),
    ("nov.", Month(11)),
    ("november", Month(11)),
    ("now", Deictic),
    ("nowruz", Holiday),
    ("oct", Month(10)),
    ("oct.", Month(10)),
    ("october", Month(10)),
    ("onam", Holiday),
    ("one", Digit(1)),
    ("orthodox", Holiday),
    ("pair", Few),
    ("palm", Holiday),
    ("pancake", Holiday),
    ("parents", Holiday),
    ("pargat", Holiday),
    ("parsi", Holiday),
    ("passover", Holiday),
    ("past", Relative),
    ("patriot", Holiday),
    ("pentecost", Holiday),
    ("persian", Holiday),
    ("pesach", Holiday),
    ("phagwa", Holiday),
    ("phagwah", Holiday),
    ("pi", Holiday),
    ("pongal", Holiday),
    ("president", Holiday),
    ("presidents", Holiday),
    ("previous", Relative),
    ("prior", Relative),
    ("prophets", Holiday),
    ("purim", Holiday),
    ("quadrillion", Scale(15)),
    ("quarter", Quarter),
    ("quarterly", Every),
    ("quarters", Parts(4)),
    ("quintillion", Scale(18)),
    ("rabindra", Holiday),
    ("rabindranath", Holiday),
    ("rakhi", Holiday),
    ("raksha", Holiday),
    ("ram", Holiday),
    ("rama", Holiday),
    ("ramadan", Holiday),
    ("rangwali", Holiday),
    ("remainder", Relative),
    ("remaining", Relative),
    ("remembrance", Holiday),
    ("rest", Relative),
    ("rose", Holiday),
    ("rosh", Holiday),
    ("sacrifice", Holiday),
    ("saint", Holiday),
    ("same", Relative),
    ("samvatsaradi", Holiday),
    ("sat", Weekday(6)),
    ("saturday", Weekday(6)),
    ("saturdays", Weekday(6)),
    ("second", Ordinal(2)),
    ("sep", Month(9)),
    ("sep.", Month(9)),
    ("sept", Month(9)),
    ("sept.", Month(9)),
    ("september", Month(9)),
    ("seven", Digit(7)),
    ("seventeen", Teen(17)),
    ("seventeenth", Ordinal(17)),
    ("seventeenths", Parts(17)),
    ("seventh", Ordinal(7)),
    ("sevenths", Parts(7)),
    ("seventies", Decade),
    ("seventieth", Ordinal(70)),
    ("seventieths", Parts(70)),
    ("seventy", Tens(70)),
    ("several", Few),
    ("shavuot", Holiday),
    ("shemini", Holiday),
    ("shrove", Holiday),
    ("shushan", Holiday),
    ("simchat", Holiday),
    ("singles", Holiday),
    ("six", Digit(6)),
    ("sixteen", Teen(16)),
    ("sixteenth", Ordinal(16)),
    ("sixteenths", Parts(16)),
    ("sixth", Ordinal(6)),
    ("sixths", Parts(6)),
    ("sixties", Decade),
    ("sixtieth", Ordinal(60)),
    ("sixtieths", Parts(60)),
    ("sixty", Tens(60)),
    ("spring", Season(1)),
    ("st", Holiday),
    ("st.", Holiday),
    ("star", Holiday),
    ("start", Relative),
    ("succos", Holiday),
    ("succot", Holiday),
    ("sukkot", Holiday),
    ("summer", Season(2)),
    ("sun", Weekday(7)),
    ("sunday", Weekday(7)),
    ("sundays", Weekday(7)),
    ("surya", Holiday),
    ("t", Letter(12)),
    ("ten", Teen(10)),
    ("tenth", Ordinal(10)),
    ("tenths", Parts(10)),
    ("tet", Holiday),
    ("thai", Holiday),
    ("thanksgiving", Holiday),
    ("that", Relative),
    ("the", Relative),
    ("third", Ordinal(3)),
    ("thirds", Parts(3)),
    ("thirteen", Teen(13)),
    ("thirteenth", Ordinal(13)),
    ("thirteenths", Parts(13)),
    ("thirties", Decade),
    ("thirtieth", Ordinal(30)),
    ("thirtieths", Parts(30)),
    ("thirty", Tens(30)),
    ("thiru", Holiday),
    ("thiruvonam", Holiday),
    ("this", Relative),
    ("thousand", Scale(3)),
    ("thousands", Scales(3)),
    ("thousandth", OrdinalScale(3)),
    ("thousandths", PartScale(3)),
    ("three", Digit(3)),
    ("thu", Weekday(4)),
    ("thur", Weekday(4)),
    ("thurs", Weekday(4)),
    ("thursday", Weekday(4)),
    ("thursdays", Weekday(4)),
    ("tisha", Holiday),
    ("tln", Letter(12)),
    ("tn", Letter(12)),
    ("today", Deictic),
    ("tomorrow", Deictic),
    ("tomorrows", Deictic),
    ("tonight", Deictic),
    ("tonite", Deictic),
    ("trillion", Scale(12)),
    ("trillions", Scales(12)),
    ("trillionth", OrdinalScale(12)),
    ("trillionths", PartScale(12)),
    ("trinity", Holiday),
    ("trn", Letter(12)),
    ("tu", Holiday),
    ("tue", Weekday(2)),
    ("tues", Weekday(2)),
    ("tuesday", Weekday(2)),
    ("tuesdays", Weekday(2)),
    ("twelfth", Ordinal(12)),
    ("twelfths", Parts(12)),
    ("twelve", Teen(12)),
    ("twenties", Decade),
    ("twentieth", Ordinal(20)),
    ("twentieths", Parts(20)),
    ("twenty", Tens(20)),
    ("two", Digit(2)),
    ("ugadi", Holiday),
    ("upcoming", Relative),
    ("vaisakha", Holiday),
    ("vaisakhi", Holiday),
    ("valentine", Holiday),
    ("valentines", Holiday),
    ("valmiki", Holiday),
    ("vesak", Holiday),
    ("veterans", Holiday),
    ("victory", Holiday),
    ("vijayadashami", Holiday),
    ("w", Relative),
    ("wed", Weekday(3)),
    ("wednesday", Weekday(3)),
    ("wednesdays", Weekday(3)),
    ("weds", Weekday(3)),
    ("week", Period),
    ("weekend", Period),
    ("weekly", Every),
    ("whit", Holiday),
    ("white", Holiday),
    ("whole", Relative),
    ("winter", Season(4)),
    ("women", Holiday),
    ("womens", Holiday),
    ("workers", Holiday),
    ("world", Holiday),
    ("xmas", Holiday),
    ("year", Period),
    ("yearly", Every),
    ("yesterday", Deictic),
    ("yom", Holiday),
    ("yugadi", Holiday),
    ("zero", Digit(0)),
];

/// Where the words of each letter begin in [`WORDS`].
const BUCKETS: [u16; 27] = {
    let mut buckets = [0; 27];
    let (mut letter, mut at) = (0, 0);
    while letter < 27 {
        while at < WORDS.len() && (WORDS[at].0.as_bytes()[0] - b'a') < letter as u8 {
            at += 1;
        }
        buckets[letter] = at as u16;
        letter += 1;
    }
    buckets
};

/// The longest word in [`WORDS`]; at most 16 bytes, which are compared as one number.
const LONGEST: usize = 13;

/// Every word of [`WORDS`] as a number: words in order are numbers in order. Comparing these instead of the words
/// makes a lookup half as long.
const KEYS: [u128; WORDS.len()] = {
    let mut keys = [0; WORDS.len()];
    let mut at = 0;
    while at < keys.len() {
        keys[at] = key(WORDS[at].0.as_bytes());
        at += 1;
    }
    keys
};

/// A word in lower case as a number: its first byte is the highest, zeros follow its last.
const fn key(word: &[u8]) -> u128 {
    let mut key = 0;
    let mut at = 0;
    while at < word.len() {
        key = key << 8 | word[at].to_ascii_lowercase() as u128;
        at += 1;
    }
    key << (8 * (16 - word.len()))
}

/// Writes a word in lower case into a buffer; `None` if it is longer than the buffer or not ASCII.
pub(crate) fn lower<'b>(word: &str, buffer: &'b mut [u8]) -> Option<&'b str> {
    let bytes = word.as_bytes();
    let target = buffer.get_mut(..bytes.len())?;
    for (to, from) in target.iter_mut().zip(bytes) {
        if !from.is_ascii() {
            return None;
        }
        *to = from.to_ascii_lowercase();
    }
    core::str::from_utf8(&buffer[..bytes.len()]).ok()
}

/// What a word is.
pub(crate) fn look_up(word: &str) -> Word {
    let bytes = word.as_bytes();
    let Some(first) = bytes.first().filter(|_| bytes.len() <= LONGEST).map(u8::to_ascii_lowercase) else {
        return Other;
    };
    if !first.is_ascii_lowercase() {
        return Other;
    }
    let letter = usize::from(first - b'a');
    let (from, to) = (usize::from(BUCKETS[letter]), usize::from(BUCKETS[letter + 1]));
    match KEYS[from..to].binary_search(&key(bytes)) {
        Ok(at) => WORDS[from + at].1,
        Err(_) => ordinal_run_together(word).unwrap_or(Other),
    }
}

/// twentyfirst, sixtyfourth
fn ordinal_run_together(word: &str) -> Option<Word> {
    if word.len() < 8 || !word.is_ascii() {
        return None;
    }
    let at = (3..=5).find(|at| word[*at..].starts_with("ty") && word.len() > at + 4)?;
    match (look_up(&word[..at + 2]), look_up(&word[at + 2..])) {
        (Tens(tens), Ordinal(ordinal)) if ordinal < 10 => Some(Ordinal(tens + ordinal)),
        _ => None,
    }
}

/// What a token is.
pub(crate) fn classify(text: &str, token: &Token) -> Word {
    match token.kind {
        TokenKind::Break => Break,
        TokenKind::Number => Digits,
        TokenKind::Address => Other,
        TokenKind::Word => {
            let word = token.span.of(text);
            match look_up(word) {
                Other if word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M')) => Roman,
                Other if word.len() > 1 && word.bytes().skip(1).take(5).any(|b| b.is_ascii_digit()) => Glued,
                found => found,
            }
        }
        TokenKind::Symbol | TokenKind::Punctuation => sign(token.span.of(text)),
    }
}

fn sign(sign: &str) -> Word {
    let Some(c) = sign.chars().next() else { return Other };
    match c {
        '.' => Point,
        '-' | '\u{2212}' => Dash,
        '\'' | '’' | '‘' => Apostrophe,
        '$' | '¢' | '£' | '¤' | '¥' | '\u{20a0}'..='\u{20cf}' | '֏' | '৳' | '฿' | '៛' | '﷼' | '￥' | '＄' => {
            CurrencySign
        }
        _ => GLYPHS.iter().position(|(glyph, ..)| *glyph == c).map_or(Other, |at| Glyph(at as u8)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_sorted_and_fit_the_buffer() {
        assert!(WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(WORDS.iter().map(|(word, _)| word.len()).max(), Some(LONGEST));
        for (word, meaning) in WORDS {
            assert_eq!(look_up(word), *meaning, "{word}");
        }
    }

    #[test]
    fn words_are_found_in_any_case() {
        assert_eq!(look_up("TwentY"), Tens(20));
        assert_eq!(look_up("Zwölf"), Other);
        assert_eq!(look_up("zzz"), Other);
        assert_eq!(look_up(""), Other);
    }
}
