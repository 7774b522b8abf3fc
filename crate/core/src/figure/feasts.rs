//! Feasts of lunar and lunisolar calendars, whose days are tabulated rather than computed.
//!
//! Facts from the calendars of the Python package `holidays` (MIT); the Islamic ones are of Saudi Arabia's calendar
//! and are kept a day later or earlier where the moon is sighted.

/// A feast: its names in lower case without apostrophes, the longest first among those that begin alike; how many days
/// it lasts; the first year tabulated; a month letter (`a` is January) and a day letter (`A` is the first) for each year,
/// two points where the feast does not fall in the year.
pub(super) struct Feast {
    pub(super) names: &'static [&'static str],
    pub(super) days: u8,
    first: i16,
    dates: &'static str,
}

impl Feast {
    /// Month and day of the feast in a year, where it is known.
    pub(super) fn date(&self, year: i16) -> Option<(i8, i8)> {
        let at = usize::try_from(year.checked_sub(self.first)?).ok()? * 2;
        let pair = self.dates.as_bytes().get(at..at + 2).filter(|pair| pair[0] != b'.')?;
        Some(((pair[0] - b'a' + 1) as i8, (pair[1] - b'A' + 1) as i8))
    }
}

#[rustfmt::skip]
pub(super) const FEASTS: &[Feast] = &[
    Feast { names: &["eid al fitr", "eid ul fitr", "id al fitr", "id ul fitr", "eid al fitr day", "eid ul fitr day"], days: 1, first: 1960, dates: r"c\cRcGbXbNbBaVaLaAlJk^kSkGj[jPjFiXiNiChWhLhAgUgKf^fSfHe\ePeFdZdOdDcXcMcBbSbHa]aRaHlPlEkYkNkCjWjMjAiTiJh^hShHg\gQgFfYfOfDeXeMeBdUdJc^cTcIbZbNbDaXaNaBlLlAkSkHj]jSjGiZiOiDhXhNhCgXgLgAfTfJe]eSeId\dPdEcYcOcD" },
    Feast { names: &["eid al adha", "eid ul adha", "id al adha", "id ul adha", "feast of sacrifice", "feast of the sacrifice", "sacrifice feast", "bakr id", "bakrid"], days: 1, first: 1960, dates: r"fDeYeNeCdVdKdAcUcIb[bPbFaZaNaClMlAkUkJj_jSjHi[iQiEhZhOhDgWgMgBfVfKe_eTeId[dQdGc[cPcEbVbKbAaUaJlTlHk[kPkFjZjOjDiWiKiAhUhKg_gTgIf\fPfFe[ePeEdXdMdBcVcKcAbRbGaZaPaElNlDkWkLj_jUjJi^iSiHh\hQhEgZgOgEfWfLfAeVeJ" },
    Feast { names: &["ramadan"], days: 30, first: 1960, dates: r"b\bPbEaZaOaClMlBkUkJkAjTjHi[iQiFhZhOhEgYgMgBfVfLe_eTeId]dQdGc[cQcEbVbKa_aUaJlSlIk[kPkFjZjOjDiXiMiAhVhKhAgTgIf\fRfFe[ePeFdXdMdBcWcKcAbRbHa\aPaElOlDkWkLkAjTjJi^iSiGh\hQhFgZgOgEfXfLfBeVeKd^dTdIc]cQcFbXbNbC" },
    Feast { names: &["islamic new year", "hijri new year", "muharram", "arabic new year", "amun jadid"], days: 1, first: 1960, dates: r"fYfNfCeXeLeAdUdKc^cScIbZbPbDaXaMaBlKlAkTkIj\jRjGiZiOiEhYhMhBgWgLgAfUfJe^eReGd[dQdFcZcOcDbUbJa_aTaJlRlGkZkOkDjYjNjBiUiKh_hThIg^gSgGfZfPfFeYeNeCdWdKdAcUcKb\bPbEaZaOaDlNlCkUkJj_jTjIi\iQiFhZhOhEgYgNgCfVfKe_" },
    Feast { names: &["mawlid al nabawi", "mawlid al nabi", "mawlid", "prophets birthday"], days: 1, first: 1960, dates: r"iChWhLhBgUgJgAfSfHe\eReGdYdOdDcXcLcBbSbIa^aRaGlPlDkXkNkCjVjKjAiTiIh]hShHg[gPgFfZfNfDeXeMeAdUdJc_cTcIbZbObDaXaMaClKk^kTkIj]jRjHi[iOiDhYhNhCgXgMgBfTfIe^eTeHd\dQdFcYcOcDbVbKa^aSaHlRlGkZkPkDjXjMjCiViKh_hThH" },
    Feast { names: &["laylat al qadr", "laylat al kadr", "night of power", "night of destiny"], days: 1, first: 1960, dates: r"cYcNcCbUbJa]aRaHlQlFk[kOkCjWjMjBiUiJh_hThHg\gRgHfZfOfDeYeMeCdVdLc_cTcIbZbPbEaYaNaDlLlBkUkJj^jTjIi[iQiFh[hOhDgXgNgBfVfKfAeTeId\dRdFc[cPcFbWbKa_aUaJlSlHk[kOkEjZjOjCiWiLiAhUhJg_gTgHf\fQfFeZePeEdXdLdAcVcLb]" },
    Feast { names: &["isra and miraj", "lailat al miraj"], days: 1, first: 1960, dates: r"aZaNaDlMlAkTkJj^jSjHi\iQiEhYhOhEgXgMgBfVfJe_eTeJd\dQdFc[cOcEbVbKa_aTaIlSlHk[kPkEjXjNjDiXiLiAhUhJg^gTgIf]fQfFeZePeDdXdMdCcVcKb\bRbHa[aPaElNlCkWkLkAjUjJi]iRiGh\hQhEgYgOgDfWfMfBeVeJd]dSdIc\cRcGbXbMbAaVaLaA" },
    Feast { names: &["jumuatul wida", "jamat ul vida", "jumuat ul wida", "jumatul wida"], days: 1, first: 1960, dates: r"cYcQcBbVbGa]aUaFlTlEk[kLkCjZjKjCiQiIiAhQhHg_gPgHf]fNfFeVeMeEdTdLdCcScKbXbPbGaWaOaGlNk]kUkLj\jTjLiZiRiChZhQhBgYgJgAfWfHe_eVeGd]dNdEc\cMcEbYbIbAaQaIlPlHk^kNkFjVjNjEiTiLh\hShKg[gSgJfYfQfIeXePeHdWdNc^cVcNb[" },
    Feast { names: &["ashura"], days: 1, first: 1960, dates: r"gDfWfLfBeUeJd^dTdHc\cRcGbYbMbBaVaKlTlJk]kRkFj[jPjEiXiNiChVhKhAgUgJf^fSfHe[ePeFdZdOdDcXcMcAbSbIa]aSaGlPlEkXkMkCjWjKi^iTiIh]hRhHg\gPgEfYfOfCeWeLeBdTdJc^cTcHbYbNbDaXaMaBlLk^kSkIj]jRjGiZiOiDhXhNhCgWgLgAfTfI" },
    Feast { names: &["arbaeen"], days: 1, first: 1960, dates: r"hMhBgVgKf^fSfIe]eQeGd[dPdDcYcNcCbTbHa]aRaHlPlEkXkMkCjWjMjAiTiIh^hRhHg\gRgFfYfNfDeXeNeCdVdJc^cTcJb[bObDaXaNaBlLlBkTkIj]jSjGi[iPiEhXhNhCgXgMgBfUfJe]eSeId\dQdFcZcOcDbUbKa_aUaIlRlHkZkPkEjYjMjBiViLh_hThIg^gR" },
    Feast { names: &["diwali", "deepavali", "lakshmi puja"], days: 1, first: 2001, dates: r"kNkDjYkLkAjUkIj\jQkEjZkMkCjWkKj^jSkGj[kNkDjXkLj_jTkHj]jQkEjZkNkBjVkJj^" },
    Feast { names: &["dhanteras"], days: 1, first: 2001, dates: r"kLkBjWkJj^jSkGjZjOkCjXkKkAjUkIj\jQkEjYkLkBjVkJj]jRkFj[jOkCjXkLj_jTkHj\" },
    Feast { names: &["chhath puja", "chhath", "chhathi", "dala chhath", "dala puja", "surya shashthi"], days: 1, first: 2001, dates: r"kUkJj^kQkGj\kPkDjXkKkAkSkHj]kQkFjZkMkBkTkJj^kSkGj\kOkDjWkKkAkTkIj]kQkF" },
    Feast { names: &["dussehra", "vijayadashami", "dasara"], days: 1, first: 2001, dates: r"jZjOjEjVjLjBjUjIi\jQjFjXjMjCjVjKi^jSjHjYjOjEjXjLjBjTjIi[jPjFjYjNjCjVjK" },
    Feast { names: &["karva chauth", "karwa chauth"], days: 1, first: 2001, dates: r"kDjXjMj_jTjJj]jQjGjZjOkBjVjKj^jSjHj[jQkDjXjMkAjTjJj]jRjGjZjOkBjUjKj^jT" },
    Feast { names: &["raksha bandhan", "rakhi"], days: 1, first: 2001, dates: r"hDhVhLh]hShIh\hPhEhXhMhBhThJh]hRhGhZhOhChVhKh^hShIh\hQhEhWhMhBhThJh]hR" },
    Feast { names: &["maha shivaratri", "mahashivratri", "maha shivratri"], days: 1, first: 2001, dates: r"bUcLcAbRcHbZbPcFbWbLcBbTcJb[bQcGbXbMcDbUcKcAbRcHbZbOcFbWbKcBbTcJb[bQcH" },
    Feast { names: &["thai pongal", "pongal"], days: 1, first: 2001, dates: r"aNaNaOaOaNaNaOaOaNaNaOaOaNaNaOaOaNaNaOaOaNaNaOaOaNaNaOaOaNaNaOaOaNaNaO" },
    Feast { names: &["makar sankranti", "makara sankranti", "makar sankranthi", "makara sankranthi", "maghi"], days: 1, first: 2001, dates: r"aNaNaNaOaNaNaOaOaNaNaOaOaNaNaOaOaNaNaOaOaNaNaNaNaNaNaOaOaNaNaOaOaNaNaO" },
    Feast { names: &["thiru onam", "thiruvonam", "onam"], days: 1, first: 2001, dates: r"h_hUiHh\iOiEhZiLiBhWiIh]iPiGh\iNiDhYiKh_hUiHh]iOiEhZiLiAhViIh^hTiFh\iN" },
    Feast { names: &["holika dahan", "chhoti holi", "kamudu pyre", "choti holi"], days: 1, first: 2001, dates: r"cIc\cQcFcYcNcCcUcJb\cScGcZcPcEcWcLcAcTcIc\cQcGcXcMcCcUcJb\cScHcZcOcDcW" },
    Feast { names: &["holi", "dhulandi", "dhuleti", "dhulivandan", "phagwah", "phagwa", "rangwali holi"], days: 1, first: 2001, dates: r"cJc]cRcGcZcOcDcVcKcAcTcHc[cQcFcXcMcBcUcJc]cRcHcYcNcDcVcKcAcTcIc[cPcEcX" },
    Feast { names: &["ganesh chaturthi"], days: 1, first: 2001, dates: r"hViJh_iRiGh[iOiChWiKiAiSiIh]iQiEhYiMiBhViJh_iSiGh[iNiDhWiKiAiTiHh\iPiE" },
    Feast { names: &["gudi padwa", "ugadi", "yugadi", "samvatsaradi", "chaitra sukladi", "chaitra sukhladi", "chaitra shukladi"], days: 1, first: 2001, dates: r"cZdMdBcUdIc^cSdFc[cPdDcWdKc_cUdHc\cRdFcYdMdBcVdIc^cSdGc[dNdCcXdKc_cUdI" },
    Feast { names: &["guru ravidass jayanti", "guru ravidas jayanti", "guru ravidass birthday", "guru ravidas birthday"], days: 1, first: 2001, dates: r"bHb[bPbFbXbMbBbUbIa^bRbGbYbNbCbVbJa_bSbIb[bPbEbXbLbAbTbJa^bRbGbZbNbCbV" },
    Feast { names: &["valmiki jayanti", "maharishi valmiki jayanti", "pargat diwas"], days: 1, first: 2001, dates: r"kAjUjJj\jQjGjZjNjDjVjKj]jRjHj[jPjEjXjMj_jTjIj\jQjGjZjOjCjVjKj^jRjHj[jQ" },
    Feast { names: &["guru nanak jayanti", "guru nanak gurpurab"], days: 1, first: 2001, dates: r"k^kSkHkZkOkEkXkMkBkUkJk\kQkFkYkNkDkWkLk^kSkHk[kOkEkXkNkBkUkJk\kQkFkYkO" },
    Feast { names: &["janmashtami", "krishna janmashtami"], days: 1, first: 2001, dates: r"hLh_hTiGh[hPiDhXhNiBhVhJh\hRiEhYhOiChXhLh^hSiGhZhPiDhYhMiAhUhJh\hQiFhZ" },
    Feast { names: &["ram navami", "rama navami"], days: 1, first: 2001, dates: r"dBdUdKc^dRdFcZdNdCcXdLdAdSdHc\dOdDcYdMdBdUdJc^dQdFcZdOdCdVdLdAdSdGc\dP" },
    Feast { names: &["vaisakhi", "baisakhi"], days: 1, first: 2001, dates: r"dMdNdNdMdNdNdNdMdNdNdNdMdMdNdNdMdNdNdNdMdNdNdNdMdMdNdNdMdNdNdNdMdNdNdN" },
    Feast { names: &["vesak day", "vesak", "buddha day", "buddha purnima", "vaisakha", "buddha jayanti"], days: 1, first: 1960, dates: r"eJe]eReHeZeOeEeWeKeAeSeIe[eQeFeYeMeBeUeJe\eReHe[eOeDeWeLe^eSeIe\eQeFeYeNeBeUeJe]eReGeZeOeCeVeLeAeSeIe\eQeEeXeMeCeUeJe]eSeGeZeOeDeVeLeAeTeIe[ePeFeWeMeCeVeJe]eReGeYeNeDeWeLeAeTeIe[ePeEeXeMeCeVeKe]eReGeZeN" },
    Feast { names: &["chinese new year", "chinese lunar new year", "lunar new year", "tet", "chinese new years", "chinese new years day", "spring festival"], days: 1, first: 1960, dates: r"a\bObEaYbMbBaUbIa^bQbFa[bObCaWbKa_bRbGa\bPbEaYbMbBbTbIa]bQbFa[bObDaWbJa_bSbGa\bPbEaXbLbAaVbIa]bRbGaZbNbCaWbJa_bSbHa\bPbEaYbLbAaVbJa]bQbFaZbMbCaWbKa_bSbHa\bObDaXbLbAaVbJa^bQbFaZbNbBaWbKbAbSbHa\bObDaXbLbB" },
    Feast { names: &["mid autumn festival", "mid autumn"], days: 1, first: 1960, dates: r"jEiXiMjBiTiJi]iRjFiZiOjCiViKi^iTiHi[iQjEiWiLjAiUiJi]iRjGiYiNjCiViKi^iTiIi[iPjEiXiLjAiUiKi\iRjFiYiNjCiViLi^iSiHi[iOjDiXiMjAiUiJi]iQjFiYiOjCiViLjAiSiHi[iPjDiXiMjBiTiJi\iQjEiYiOjDiViKi^iSiGiZiPjEiXiMjBiUiI" },
    Feast { names: &["dragon boat festival"], days: 1, first: 1960, dates: r"e]fQfFfYfNfDfWfLe_fSfHe\fOfEfXfNfBfUfJe^fQfFfYfOfDfVfKe_fRfHe\fPfEfXfMfBfTfIe^fRfFfYfOfDfVfKe_fSfHe\fPfFfWfLfBfTfIe^fRfGfYfNfCfVfJe_fSfIe\fPfEfXfLfAfTfJe^fRfGe[fNfCfVfKe_fSfHe]fOfDfWfMfAfTfJe^fQfFfYfNfC" },
    Feast { names: &["hanukkah", "hannukkah", "chanukah", "hanukah"], days: 8, first: 1960, dates: r"lNlClVlKk^lSlHl[lPlElWlMlAlTlIk]lQlElYlOlClUlKlAlSlHl[lPlDlWlLlBlTlIk\lRlFlXlNlDlVlJk^lTlHlZlPlElVlLlBlUlIk\lQlGlYlMlClWlKk]lSlHlZlOlElYlMlBlUlJk\lQlGlZlNlClVlLk^lRlHl[lOlDlXlMk^lTlJk]lPlFlZlOlClVlKk^lR" },
    Feast { names: &["passover", "pesach"], days: 7, first: 1960, dates: r"dLdAdSdIc\dQdEdYdMdCdUdJc^dQdGc[dOdCdVdLdAdSdHc]dQdFdXdNdBdTdJc^dRdFc[dOdDdVdKdAdTdHc\dQdFdXdMdCdTdIc^dSdGcZdOdDdWdKc_dTdIc\dPdFdWdMdBdVdKc_dRdHc[dNdDdXdLc_dTdIc]dPdEdYdLdBdUdKc]dQdGc\dNdCdWdMdAdSdIc]dO" },
    Feast { names: &["shushan purim"], days: 1, first: 1960, dates: r"cNcCcUcKb\cScGc[cOcEcWcLcAcScIbZcQcEcXcNcCcUcJb\cScHcZcPcDcVcLcAcTcHbZcQcFcXcMcCcVcJb[cScHcZcOcEcVcKcAcUcIbYcQcFcYcMcBcVcKb[cRcHcYcOcDcXcMcBcTcJb[cPcFcZcNcBcVcKb]cRcGc[cNcDcWcMb]cScIb[cPcEcYcOcCcUcKb\cQ" },
    Feast { names: &["purim"], days: 1, first: 1960, dates: r"cMcBcTcJb[cRcFcZcNcDcVcKb]cRcHbYcPcDcWcMcBcTcIb[cRcGcYcOcCcUcKb\cScGbYcPcEcWcLcBcUcIbZcRcGcYcNcDcUcJb\cTcHbXcPcEcXcLcAcUcJbZcQcGcXcNcCcWcLcAcScIbZcOcEcYcMcAcUcJb\cQcFcZcMcCcVcLb\cRcHbZcOcDcXcNcBcTcJb[cP" },
    Feast { names: &["rosh hashanah", "rosh hashana"], days: 1, first: 1960, dates: r"iViKi]iSiGi[iOjEiWiMjAiTiIi[iQiFiYiMjBiViKi]iRiHi[iPjDiXiLi^iTiIi\iPiFiYiNjBiUiKi^iRiGi[iPjDiWiMi^iSiIi]iQiEiYiNjCiUiJi^iSiGiZiPjCiWiLjBiUiJi\iRiFiXiNjDiViJi^iSiHiZiOjEiViLjAiUiHi[iQiGiXiMjCiWiKi]iSiHiY" },
    Feast { names: &["yom kippur", "day of atonement"], days: 1, first: 1960, dates: r"jAiTjHi\iPjFiXjNjBiVjJi]iRjFiZiOjDiVjKjAiTjHi[iQjFiYjMjCiUjIi]iRjGiYiOjDiWjKi^iTjIi[iPjFiYjMjBiVjIi\iRjHiZiNjDiWjLi^iSjIi\iPjEiYjLjBiUjKi^iSjGi[iOjCiWjMjAiSjIi\iQjEiXjNjAiUjJi^iQjFiZiPjCiVjLjBiTjHi\iQjD" },
    Feast { names: &["sukkot", "succot", "succos", "feast of tabernacles", "feast of the tabernacles", "feast of booths", "feast of the ingathering"], days: 7, first: 1960, dates: r"jFiYjMjCiUjKi]jSjGi[jOjDiWjKjAiTjIi[jPjFiYjMjBiVjKi^jRjHiZjNjDiWjLi^iTjIi\jPjEiYjNjBiUjKi^jRjGi[jNjCiWjMjAiSjIi\jQjEiXjNjCiUjJi^jQjGiZjPjEiXjLjBiTjHi\jRjFiXjNjCiVjJi]jSjFiZjOjEiVjKjAiUjHi[jQjGiYjMjCiVjI" },
    Feast { names: &["simchat torah", "shemini atzeret"], days: 1, first: 1960, dates: r"jMjBjTjJi\jRjFjZjNjDjVjKi^jRjHi[jPjDjWjMjBjTjIi]jRjGjYjOjCjUjKi^jSjGi[jPjEjWjLjBjUjIi\jRjGjYjNjDjUjJi^jTjHiZjPjEjXjLjAjUjJi\jQjGjXjNjCjWjLjAjSjIi[jOjEjYjMjAjUjJi]jQjFjZjMjCjVjLi]jRjHi\jOjDjXjNjBjTjJi]jP" },
    Feast { names: &["shavuot"], days: 1, first: 1960, dates: r"fAeUfHe]eQfFeYfNfBeWfJe^eSfFe[ePfDeWfKfAeUfHe\eRfFeZfMfCeVfIe^eSfGeZePfDeXfKe_eUfIe\eQfFeZfMfBeWfIe]eSfHe[eOfDeXfLe_eTfIe]eQfEeZfLfBeVfKe_eTfGe\ePfCeXfMfAeTfIe]eRfEeYfNfAeVfJe_eRfFe[eQfCeWfLfBeUfHe]eRfD" },
    Feast { names: &["tisha bav"], days: 1, first: 1960, dates: r"hBgVhIg^gRhGgZhOhCgXhKg_gThGg\gQhEgXhLhBgVhIg]gShGg[hNhDgWhJg_gThHg[gQhEgYhLhAgVhJg]gRhGg[hNhCgXhJg^gThIg\gPhEgYhMhAgUhJg^gRhFg[hMhCgWhLhAgUhHg]gQhDgYhNhBgUhJg^gShFgZhOhBgWhKhAgShGg\gRhDgXhMhCgVhIg^gShE" },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tabulated_day_is_one_of_its_month() {
        for feast in FEASTS {
            assert_eq!(feast.dates.len() % 2, 0);
            for year in feast.first..feast.first + (feast.dates.len() / 2) as i16 {
                if let Some((month, day)) = feast.date(year) {
                    assert!(jiff::civil::Date::new(year, month, day).is_ok(), "{:?} {year}", feast.names);
                }
            }
            assert_eq!(feast.date(1900), None);
        }
        let date = |name: &str, year| FEASTS.iter().find(|f| f.names.contains(&name)).and_then(|f| f.date(year));
        assert_eq!(date("eid al fitr", 2018), Some((6, 15)));
        assert_eq!(date("diwali", 2019), Some((10, 27)));
        assert_eq!(date("chinese new year", 2013), Some((2, 10)));
        assert_eq!(date("passover", 2024), Some((4, 23)));
    }
}
