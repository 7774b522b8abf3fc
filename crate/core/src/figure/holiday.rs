//! Holidays that are dates everyone knows.

use jiff::civil::Date;

use super::{
    date::{When, day, plus_days},
    feasts::FEASTS,
    lexicon::Word,
    reader::Reader,
    tense::Tense,
};

/// Easter Sunday of the western churches: the anonymous Gregorian computus.
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, g) = (b / 4, b % 4, (8 * b + 13) / 25);
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    day(year, (n / 31) as i8, (n % 31 + 1) as i8)
}

/// Easter Sunday of the eastern churches: Meeus' Julian computus, thirteen days on (1900 to 2099).
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 4, y % 7, y % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let n = d + e + 114;
    plus_days(day(year, (n / 31) as i8, (n % 31 + 1) as i8)?, 13)
}

#[derive(Clone, Copy)]
enum Rule {
    /// The same day each year.
    Fixed(i8, i8),
    /// The nth such weekday (Monday is 1) of a month; −1 is the last.
    Nth(i8, i8, u8),
    /// Days from Easter Sunday.
    Easter(i64),
    /// Days from the eastern Easter Sunday.
    Orthodox(i64),
    /// The day after the fourth Thursday of November.
    BlackFriday(i64),
    /// The Tuesday behind the first Monday of November.
    ElectionDay,
    /// The same day each year, or the working day nearest to it.
    Workday(i8, i8),
    /// From Ash Wednesday to the day before Easter Sunday.
    Lent,
    /// Index into [`FEASTS`].
    Tabulated(usize),
    /// Days from a feast of [`FEASTS`].
    From(&'static str, i64),
    /// The fifth of Iyar, moved off the Sabbath and the days around it.
    Haatzmaut,
    /// The twenty-seventh of Nisan, moved likewise.
    Hashoah,
    /// The fifteenth of Shevat.
    TuBishvat,
    /// The first day of the Parsis' year of 365 days, which comes a day earlier every four years.
    Parsi,
    /// The twenty-fifth of Boishakh in West Bengal.
    Rabindra,
    /// The spring equinox as Iran keeps it: 20 March of leap years, else the 21st (1996 to 2028).
    Nowruz,
    /// The last Saturday of March, a week earlier where that is Holy Saturday.
    EarthHour,
}

use Rule::{BlackFriday, Easter, ElectionDay, Fixed, Nth, Orthodox};

/// Names in lower case without apostrophes; the longer before the shorter.
const HOLIDAYS: &[(&str, Rule)] = &[
    ("orthodox good friday", Orthodox(-2)),
    ("orthodox great friday", Orthodox(-2)),
    ("orthodox easter monday", Orthodox(1)),
    ("orthodox easter", Orthodox(0)),
    ("lazarus saturday", Orthodox(-8)),
    ("martin luther king day", Nth(1, 3, 1)),
    ("martin luther kings day", Nth(1, 3, 1)),
    ("martin luther king jr day", Nth(1, 3, 1)),
    ("mlk day", Nth(1, 3, 1)),
    ("civil rights day", Nth(1, 3, 1)),
    ("new years eve", Fixed(12, 31)),
    ("new year eve", Fixed(12, 31)),
    ("new years day", Fixed(1, 1)),
    ("new year day", Fixed(1, 1)),
    ("new years", Fixed(1, 1)),
    ("new year", Fixed(1, 1)),
    ("labour day", Nth(9, 1, 1)),
    ("international workers day", Fixed(5, 1)),
    ("workers day", Fixed(5, 1)),
    ("boss day", Rule::Workday(10, 16)),
    ("bosss day", Rule::Workday(10, 16)),
    ("bosses day", Rule::Workday(10, 16)),
    ("lent", Rule::Lent),
    ("yom haatzmaut", Rule::Haatzmaut),
    ("yom hashoah", Rule::Hashoah),
    ("holocaust day", Rule::Hashoah),
    ("international holocaust remembrance day", Fixed(1, 27)),
    ("holocaust memorial day", Fixed(1, 27)),
    ("tu bishvat", Rule::TuBishvat),
    ("tu bshevat", Rule::TuBishvat),
    ("mattu pongal", Rule::From("pongal", 1)),
    ("maattu pongal", Rule::From("pongal", 1)),
    ("lag baomer", Rule::From("passover", 32)),
    ("day of arafah", Rule::From("eid al adha", -1)),
    ("day of arafat", Rule::From("eid al adha", -1)),
    ("arafat day", Rule::From("eid al adha", -1)),
    ("arafah day", Rule::From("eid al adha", -1)),
    ("nowruz", Rule::Nowruz),
    ("norouz", Rule::Nowruz),
    ("noruz", Rule::Nowruz),
    ("persian new year", Rule::Nowruz),
    ("iranian new year", Rule::Nowruz),
    ("parsi new year", Rule::Parsi),
    ("rabindra jayanti", Rule::Rabindra),
    ("rabindranath jayanti", Rule::Rabindra),
    ("earth hour", Rule::EarthHour),
    ("christmas eve", Fixed(12, 24)),
    ("xmas eve", Fixed(12, 24)),
    ("christmas day", Fixed(12, 25)),
    ("christmas", Fixed(12, 25)),
    ("xmas", Fixed(12, 25)),
    ("boxing day", Fixed(12, 26)),
    ("halloween", Fixed(10, 31)),
    ("all saints day", Fixed(11, 1)),
    ("all souls day", Fixed(11, 2)),
    ("valentines day", Fixed(2, 14)),
    ("valentine day", Fixed(2, 14)),
    ("st patricks day", Fixed(3, 17)),
    ("saint patricks day", Fixed(3, 17)),
    ("april fools day", Fixed(4, 1)),
    ("april fools", Fixed(4, 1)),
    ("earth day", Fixed(4, 22)),
    ("may day", Fixed(5, 1)),
    ("cinco de mayo", Fixed(5, 5)),
    ("international womens day", Fixed(3, 8)),
    ("international mens day", Fixed(11, 19)),
    ("new years", Fixed(1, 1)),
    ("st georges day", Fixed(4, 23)),
    ("st andrews day", Fixed(11, 30)),
    ("st davids day", Fixed(3, 1)),
    ("anzac day", Fixed(4, 25)),
    ("remembrance day", Fixed(11, 11)),
    ("flag day", Fixed(6, 14)),
    ("patriot day", Fixed(9, 11)),
    ("constitution day", Fixed(9, 17)),
    ("day of the dead", Fixed(11, 2)),
    ("human rights day", Fixed(12, 10)),
    ("world aids day", Fixed(12, 1)),
    ("assumption day", Fixed(8, 15)),
    ("victory day", Fixed(5, 9)),
    ("singles day", Fixed(11, 11)),
    ("pi day", Fixed(3, 14)),
    ("orthodox christmas", Fixed(1, 7)),
    ("election day", ElectionDay),
    ("armed forces day", Nth(5, 3, 6)),
    ("arbor day", Nth(4, -1, 5)),
    ("parents day", Nth(7, 4, 7)),
    ("indigenous peoples day", Nth(10, 2, 1)),
    ("canadian thanksgiving", Nth(10, 2, 1)),
    ("mothering sunday", Easter(-21)),
    ("fat tuesday", Easter(-47)),
    ("rose monday", Easter(-48)),
    ("holy thursday", Easter(-3)),
    ("holy saturday", Easter(-1)),
    ("easter saturday", Easter(-1)),
    ("pentecost monday", Easter(50)),
    ("ascension thursday", Easter(39)),
    ("clean monday", Orthodox(-48)),
    ("orthodox palm sunday", Orthodox(-7)),
    ("great saturday", Orthodox(-1)),
    ("orthodox pentecost", Orthodox(49)),
    ("independence day", Fixed(7, 4)),
    ("bastille day", Fixed(7, 14)),
    ("veterans day", Fixed(11, 11)),
    ("armistice day", Fixed(11, 11)),
    ("groundhog day", Fixed(2, 2)),
    ("womens day", Fixed(3, 8)),
    ("juneteenth", Fixed(6, 19)),
    ("epiphany", Fixed(1, 6)),
    ("st stephens day", Fixed(12, 26)),
    ("kings day", Fixed(4, 27)),
    ("koningsdag", Fixed(4, 27)),
    ("australia day", Fixed(1, 26)),
    ("canada day", Fixed(7, 1)),
    ("guy fawkes day", Fixed(11, 5)),
    ("star wars day", Fixed(5, 4)),
    ("thanksgiving day", Nth(11, 4, 4)),
    ("thanksgiving", Nth(11, 4, 4)),
    ("black friday", BlackFriday(1)),
    ("cyber monday", BlackFriday(4)),
    ("giving tuesday", BlackFriday(5)),
    ("labor day", Nth(9, 1, 1)),
    ("labour day", Nth(9, 1, 1)),
    ("memorial day", Nth(5, -1, 1)),
    ("presidents day", Nth(2, 3, 1)),
    ("columbus day", Nth(10, 2, 1)),
    ("mothers day", Nth(5, 2, 7)),
    ("fathers day", Nth(6, 3, 7)),
    ("easter monday", Easter(1)),
    ("easter mon", Easter(1)),
    ("easter sunday", Easter(0)),
    ("easter", Easter(0)),
    ("good friday", Easter(-2)),
    ("palm sunday", Easter(-7)),
    ("branch sunday", Easter(-7)),
    ("maundy thursday", Easter(-3)),
    ("ash wednesday", Easter(-46)),
    ("shrove tuesday", Easter(-47)),
    ("mardi gras", Easter(-47)),
    ("pancake day", Easter(-47)),
    ("pentecost", Easter(49)),
    ("whit sunday", Easter(49)),
    ("white sunday", Easter(49)),
    ("whit monday", Easter(50)),
    ("ascension day", Easter(39)),
    ("corpus christi", Easter(60)),
    ("trinity sunday", Easter(56)),
];

fn holiday(rule: Rule, year: i16) -> Option<Date> {
    match rule {
        Fixed(month, number) => day(year, month, number),
        Nth(month, -1, weekday) => {
            let last = day(year, month, 1)?.last_of_month();
            let back = (last.weekday().to_monday_one_offset() - weekday as i8).rem_euclid(7);
            plus_days(last, -i64::from(back))
        }
        Nth(month, number, weekday) => {
            let first = day(year, month, 1)?;
            let on = (weekday as i8 - first.weekday().to_monday_one_offset()).rem_euclid(7);
            plus_days(first, i64::from(on) + 7 * (i64::from(number) - 1))
        }
        Easter(days) => plus_days(easter(year)?, days),
        Orthodox(days) => plus_days(orthodox_easter(year)?, days),
        Rule::Tabulated(feast) => {
            let (month, number) = FEASTS.get(feast)?.date(year)?;
            day(year, month, number)
        }
        Rule::From(name, days) => {
            let feast = FEASTS.iter().find(|feast| feast.names.contains(&name))?;
            let (month, number) = feast.date(year)?;
            plus_days(day(year, month, number)?, days)
        }
        Rule::Workday(month, number) => {
            let date = day(year, month, number)?;
            plus_days(date, [0, 0, 0, 0, 0, -1, 1][date.weekday().to_monday_zero_offset() as usize])
        }
        Rule::Lent => plus_days(easter(year)?, -46),
        // Monday first; since 2004 it is not kept on a Monday, so that no one prepares it on the Sabbath.
        Rule::Haatzmaut => {
            let date = holiday(Rule::From("passover", 20), year)?;
            let moved = [i64::from(year >= 2004), 0, 0, 0, -1, -2, 0];
            plus_days(date, moved[date.weekday().to_monday_zero_offset() as usize])
        }
        Rule::Hashoah => {
            let date = holiday(Rule::From("passover", 12), year)?;
            let moved = [0, 0, 0, 0, -1, 0, i64::from(year >= 1997)];
            plus_days(date, moved[date.weekday().to_monday_zero_offset() as usize])
        }
        Rule::TuBishvat => {
            // A leap year has a second Adar before Purim.
            let leap = (7 * (i32::from(year) + 3760) + 1).rem_euclid(19) < 7;
            holiday(Rule::From("purim", if leap { -59 } else { -29 }), year)
        }
        Rule::Parsi => day(year, 8, i8::try_from(16 - (year - 2020).div_euclid(4)).ok()?),
        Rule::Rabindra => day(year, 5, 9 - i8::from(day(year, 2, 29).is_some())),
        Rule::Nowruz => day(year, 3, 21 - i8::from(day(year, 2, 29).is_some())),
        Rule::EarthHour => {
            let last = holiday(Nth(3, -1, 6), year)?;
            if plus_days(last, 1) == easter(year) { plus_days(last, -7) } else { Some(last) }
        }
        ElectionDay => plus_days(holiday(Nth(11, 1, 1), year)?, 1),
        BlackFriday(days) => plus_days(holiday(Nth(11, 4, 4), year)?, days),
    }
}

/// The holidays whose names begin with the phrase.
fn names(phrase: &str) -> impl Iterator<Item = (&'static str, Rule)> {
    let fixed = HOLIDAYS.iter().copied();
    let tabulated = FEASTS.iter().enumerate();
    let tabulated =
        tabulated.flat_map(|(feast, one)| one.names.iter().map(move |name| (*name, Rule::Tabulated(feast))));
    let first = phrase.as_bytes().first();
    fixed.chain(tabulated).filter(move |(name, _)| name.as_bytes().first() == first && name.starts_with(phrase))
}

/// What of the calendar a holiday's name covers.
#[derive(Clone, Copy)]
enum Stretch {
    /// So many days from its first on.
    Days(i64),
    /// The days off around it: `Labor Day weekend`.
    Weekend,
}

impl Stretch {
    fn from(self, first: Date) -> Option<When> {
        match self {
            Stretch::Days(1) => Some(When::Day(first)),
            Stretch::Days(days) => Some(When::Days(first, plus_days(first, days - 1)?)),
            Stretch::Weekend => {
                // Days from the holiday to the first and the last day off, Monday first.
                let (before, behind) = match first.weekday().to_monday_zero_offset() {
                    0 => (-2, 0),
                    1 => (-3, 0),
                    2 => (3, 4),
                    3 => (0, 3),
                    4 => (0, 2),
                    5 => (0, 1),
                    _ => (-1, 0),
                };
                Some(When::Days(plus_days(first, before)?, plus_days(first, behind)?))
            }
        }
    }
}

impl Reader<'_, '_> {
    /// A holiday's name at the token and the token behind it.
    fn holiday_name(&self, at: usize) -> Option<(Rule, usize)> {
        if !self.is_word(at) {
            return None;
        }
        let mut phrase = String::new();
        let mut found = None;
        let mut token = at;
        for _ in 0..6 {
            let word = self.word(token);
            if word.starts_with(['\'', '’']) {
                // `New Year's`: the possessive joins its word.
                phrase.push_str(if word.len() > 1 && !word.ends_with(['\'', '’']) { "s" } else { "" });
            } else if self.is(token, ".") && token > at && self.glued(token) {
                token += 1;
                continue;
            } else if self.is_hyphen(token) && token > at {
                // Eid al-Fitr: the word behind the hyphen stands apart anyway.
            } else if self.is_word(token) {
                if !phrase.is_empty() {
                    phrase.push(' ');
                }
                phrase.extend(word.chars().filter(|c| !matches!(c, '\'' | '’' | '.')).flat_map(char::to_lowercase));
            } else {
                break;
            }
            token += 1;
            // Most that begins like a feast is none (`New York`): the first word that fits no name ends it.
            let mut names = names(&phrase).peekable();
            if names.peek().is_none() {
                break;
            }
            if let Some((_, rule)) = names.find(|(name, _)| *name == phrase) {
                found = Some((rule, token));
            }
        }
        found
    }

    /// A holiday with its year, or the nearest one.
    pub(super) fn holiday_date(&self, at: usize) -> Option<(When, usize)> {
        let by_word = self.at(at) == Word::Relative;
        let start = at + usize::from(by_word);
        // Only what begins like one is put together at all.
        let day_of = self.is(start, "day") && self.is(start + 1, "of");
        if !matches!(self.at(start), Word::Holiday | Word::Month(_)) && !day_of {
            return None;
        }
        let (rule, end) = self.holiday_name(start)?;
        // The verb: `lent him money`.
        if matches!(rule, Rule::Lent) && self.is_lower_word(start) && self.year(end).is_none() {
            return None;
        }
        let published = self.context.published;
        let unknown = |end| Some((When::Unknown, end));
        let lasts = match rule {
            Rule::Tabulated(feast) => i64::from(FEASTS.get(feast).map_or(1, |feast| feast.days)),
            Rule::Lent => 46,
            _ => 1,
        };
        if by_word {
            let fixed = |year: i16, end: usize| {
                Some((
                    holiday(rule, year).and_then(|first| Stretch::Days(lasts).from(first)).unwrap_or(When::Unknown),
                    end,
                ))
            };
            let Some(published) = published else { return unknown(end) };
            let this = holiday(rule, published.year())?;
            return match self.word(at).to_ascii_lowercase().as_str() {
                "last" | "past" | "previous" => fixed(published.year() - i16::from(this >= published), end),
                "next" | "coming" | "upcoming" | "following" => {
                    fixed(published.year() + i16::from(this <= published), end)
                }
                "this" => fixed(published.year(), end),
                _ => None,
            };
        }
        // `Labor Day weekend`, `Halloween weekend 2021`
        let (stretch, end) = match self.weekend_word(end) {
            Some(behind) => (Stretch::Weekend, behind),
            None => (Stretch::Days(lasts), end),
        };
        let fixed = |year: i16, mut end: usize| {
            let mut stretch = stretch;
            if let (Stretch::Days(_), Some(behind)) = (stretch, self.weekend_word(end)) {
                (stretch, end) = (Stretch::Weekend, behind);
            }
            Some((holiday(rule, year).and_then(|first| stretch.from(first)).unwrap_or(When::Unknown), end))
        };
        let behind = end + usize::from(self.is_any(end, &[",", "of", "in"]));
        if let Some((year, end)) = self.year(behind).filter(|_| self.at(behind) == Word::Digits) {
            return fixed(year, end);
        }
        if let Some((When::Year(year), end)) = self.relative(behind) {
            return fixed(year, end);
        }
        let Some(published) = published else { return unknown(end) };
        let this = holiday(rule, published.year())?;
        let year = match self.tense(at) {
            Tense::Future if this < published => published.year() + 1,
            Tense::Past if this > published => published.year() - 1,
            _ => published.year(),
        };
        fixed(year, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movable_feasts_fall_where_the_churches_keep_them() {
        for (year, month, number) in [(2013, 3, 31), (2018, 4, 1), (2024, 3, 31), (2025, 4, 20), (1999, 4, 4)] {
            assert_eq!(easter(year), day(year, month, number), "{year}");
        }
        for (year, month, number) in [(2018, 4, 8), (2020, 4, 19), (2024, 5, 5), (2025, 4, 20)] {
            assert_eq!(orthodox_easter(year), day(year, month, number), "{year}");
        }
        assert_eq!(holiday(Nth(5, -1, 1), 2013), day(2013, 5, 27));
        assert_eq!(holiday(Nth(11, 4, 4), 2013), day(2013, 11, 28));
    }

    #[test]
    fn days_that_are_moved_off_the_sabbath_fall_where_israel_kept_them() {
        for (year, month, number) in
            [(2018, 4, 19), (2019, 5, 9), (2021, 4, 15), (2022, 5, 5), (2023, 4, 26), (2024, 5, 14)]
        {
            assert_eq!(holiday(Rule::Haatzmaut, year), day(year, month, number), "{year}");
        }
        for (year, month, number) in [(2018, 4, 12), (2021, 4, 8), (2022, 4, 28), (2023, 4, 18), (2024, 5, 6)] {
            assert_eq!(holiday(Rule::Hashoah, year), day(year, month, number), "{year}");
        }
        for (year, month, number) in [(2018, 1, 31), (2019, 1, 21), (2022, 1, 17), (2024, 1, 25)] {
            assert_eq!(holiday(Rule::TuBishvat, year), day(year, month, number), "{year}");
        }
        assert_eq!(holiday(Rule::EarthHour, 2016), day(2016, 3, 19));
        assert_eq!(holiday(Rule::EarthHour, 2023), day(2023, 3, 25));
        assert_eq!(holiday(Rule::Workday(10, 16), 2016), day(2016, 10, 17));
        assert_eq!(holiday(Rule::Parsi, 2019), day(2019, 8, 17));
    }

    #[test]
    fn every_feast_that_a_rule_counts_from_is_tabulated() {
        for (name, rule) in HOLIDAYS {
            assert!(holiday(*rule, 2024).is_some(), "{name}");
        }
    }
}
