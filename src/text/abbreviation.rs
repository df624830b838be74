//! The short words that end with a stop without ending a sentence, in the scripts we read.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// What a stop behind a word says about the end of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Something always follows: a name behind a title, a number behind "No".
    Never,
    /// A sentence may end here; it does where a usual first word of a sentence follows.
    Rarely,
    /// An abbreviation only before a figure: "No. 7", "Art. 5", months.
    BeforeFigure,
    /// No abbreviation that we know.
    Usual,
}

/// Titles, ranks and other words that stand before what they belong to. Lower case.
const NEVER: &str = "\
    abs adm akad amb approx assn asst atty ave av bd bldg blvd brig bzw ca capt cf cmdr col \
    comdr cpl cpt dept det dr e.g eng env etw evtl fr ft gen ggf gov hon hr hrn i.e ing inkl \
    insp lt m maj max med mgr mm mme mmes mlle mr mrs ms msgr messrs mt n° ph pfc pres prof \
    pvt rep resp rev sen sgt sog spc st ste str supt u.a univ vgl vs z.b z.t zzgl акад ген гр \
    д им кв корп обл пер пл полк пос пр просп проф рис с св см ср стр т тов ул н°";

/// Words that may end a sentence but mostly do not.
const RARELY: &str = "\
    al ariz assoc bros calif co colo conn corp ct del dist esq est fla hrs inc jr kan kg km \
    llc ltd mass mich min minn mio miss mrd mo neb nev okla ore penn plc pp rd sec sek sr std \
    tel tenn va vt wash wis wyo бакс в вв г гг дол долл др коп мин млн млрд н.э р руб сек тыс \
    ч";

/// Words that are abbreviations before a figure, and months.
const BEFORE_FIGURE: &str = "\
    apr april art aug avr bl ch chap dec déc dez ed eq feb févr fig figs jan janv juil jul jun \
    kap mar mär no nos nov nr nrn oct okt op p para pt s sect sep sept tab v vol vols пп рр";

/// First words of sentences that are no names, so that what stands before them was the end.
const STARTERS: &str = "\
    a about according after all also although an and another as at before both but by despite \
    during each even every few following for from he her here his how however i if in instead \
    it its last later like many meanwhile more most my neither no nobody nor not now of on \
    once one only or other others our over people several she since so some still such that \
    the their then there these they this those though through thus to two under until we what \
    when where whether which while who why with without yet you your aber als auch auf bei das \
    dem den der die dies diese dieser ein eine er es für ich ihr im mit nach nun sie und vor \
    wir zu zum zur ce ces cette dans des elle elles en et il ils je les mais nous pour selon \
    son sur un une vous в во вы и их к как мы на не но о об он она они оно от по при с так там \
    это эта эти этот я";

/// Words before which a number with a stop is an ordinal ("am 4. September").
const BEFORE_ORDINAL: &str = "\
    ab am beim bis das dem den der des die dieser im ins jeden seit seinem seinen und vom zum \
    zur";

/// Verbs that join a quotation to the one who said it.
const SPEECH: &str = "\
    added announced asked asks cried demanded joked replied said says shouted told wondered \
    wrote yelled";

/// Days, months and zones that go on after "a.m." and "p.m.".
const AFTER_HOUR: &str = "\
    april aug august bst cet cest central cst cdt dec december eastern edt est et feb february \
    friday fri gmt hkt ist jan january jst july june kst march may mdt monday mon mountain mst \
    msk nov november oct october pacific pdt pst pt saturday sat sept september sunday sun \
    thursday thu tuesday tue utc wednesday wed";

/// A list of words as a set, made at first use.
type Words = LazyLock<FxHashSet<&'static str>>;

const fn words(list: fn() -> FxHashSet<&'static str>) -> Words {
    LazyLock::new(list)
}

static STOPS: LazyLock<FxHashMap<&'static str, Stop>> = LazyLock::new(|| {
    // A word of several lists has what the first of them says.
    let lists = [
        (BEFORE_FIGURE, Stop::BeforeFigure),
        (RARELY, Stop::Rarely),
        (NEVER, Stop::Never),
    ];
    let entries = lists.into_iter().flat_map(|(list, stop)| {
        let words = list.split_ascii_whitespace();
        words.map(move |word| (word, stop))
    });
    entries.collect()
});
static STARTER: Words = words(|| STARTERS.split_ascii_whitespace().collect());
static ORDINAL: Words = words(|| BEFORE_ORDINAL.split_ascii_whitespace().collect());
static SAID: Words = words(|| SPEECH.split_ascii_whitespace().collect());
static HOUR: Words = words(|| AFTER_HOUR.split_ascii_whitespace().collect());

/// Returns a word in lower case, letter by letter; `None` for a word longer than any in the lists, whose
/// longest has ten characters of two bytes.
fn lower(word: &str) -> Option<Cow<'_, str>> {
    if word.len() > 20 {
        return None;
    }
    if word.bytes().all(|b| b < 0x80 && !b.is_ascii_uppercase()) {
        return Some(Cow::Borrowed(word));
    }
    Some(Cow::Owned(
        word.chars().flat_map(char::to_lowercase).collect(),
    ))
}

fn holds(list: &Words, word: &str) -> bool {
    lower(word).is_some_and(|word| list.contains(&*word))
}

/// Returns what a stop behind `word` (without the stop) says.
pub(super) fn stop_after(word: &str) -> Stop {
    let stop = lower(word).and_then(|word| STOPS.get(&*word).copied());
    stop.unwrap_or(Stop::Usual)
}

/// Returns whether sentences often begin with this word and names do not.
pub(super) fn is_starter(word: &str) -> bool {
    holds(&STARTER, word)
}

/// Returns whether a number with a stop behind this word is an ordinal.
pub(super) fn is_before_ordinal(word: &str) -> bool {
    holds(&ORDINAL, word)
}

/// Returns whether the word says who spoke.
pub(super) fn is_speech(word: &str) -> bool {
    holds(&SAID, word)
}

/// Returns whether the word goes on after a time of day.
pub(super) fn is_after_hour(word: &str) -> bool {
    holds(&HOUR, word)
}
