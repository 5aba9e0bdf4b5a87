//! The summary in a few sentences: the figures of the quarter → sentences whose formulas follow them.

use super::super::words::{Sentence, named, say};
use super::{Figures, StageFigures};
use crate::merge::LISTED;

/// A few sentences made from the figures.
pub(super) fn of(figures: &Figures, stages: &[StageFigures<'_>], headline: Option<u8>) -> Vec<Sentence> {
    let raised = named("Raised", &figures.raised);
    let (before, year_ago) = (named("RaisedBefore", &figures.before), named("RaisedYearAgo", &figures.year_ago));
    let some_raised = Sentence::default().number(raised).plural(raised, " escalation was", " escalations were");
    let first = Sentence::default()
        .if_none(raised, say("No escalation was"), some_raised)
        .say(" raised in the quarter")
        .if_number(before, say("; in the quarter before it was ").number_or_none(before), Sentence::default())
        .if_number(year_ago, say("; in the same quarter a year ago ").number_or_none(year_ago), Sentence::default())
        .say(".");
    let (open, overdue) = (named("OpenNow", &figures.open), named("OverdueNow", &figures.overdue));
    let untold = named("NotKnownNow", &figures.untold);
    let some_open = Sentence::default()
        .number(open)
        .plural(open, " is open; ", " are open; ")
        .if_none(
            overdue,
            say("none is overdue"),
            Sentence::default()
                .number(overdue)
                .plural(overdue, " is past the day by which its stage", " are past the day by which their stage")
                .say(" was to be concluded"),
        )
        .if_any(untold, say("; of ").number(untold).say(" the logs do not state enough to tell"))
        .say(".");
    let second = Sentence::default().if_none(open, say("None is open."), some_open);
    let pairs = named("PairsNow", &figures.pairs);
    let some_pairs = Sentence::default()
        .number(pairs)
        .plural(
            pairs,
            " pair of escalations may be one disagreement, and is counted as two",
            " pairs of escalations may each be one disagreement, and are counted as two each",
        )
        .say(&format!("; see `{LISTED}` in the register."));
    let mut all = vec![first, second];
    if let Some(stage) = stages.iter().find(|stage| Some(stage.stage.number) == headline) {
        let [in_time, late, share, days, _] = stage.named();
        let number = stage.stage.number;
        let told = Sentence::default()
            .say(&format!("Stage {number} was concluded in time in "))
            .percent(share)
            .say(" of cases: ")
            .number_or_none(in_time)
            .say(" in time and ")
            .number_or_none(late)
            .say(" late")
            .if_number(
                days,
                say("; the median was ").number(days).plural(days, " working day", " working days"),
                Sentence::default(),
            )
            .say(".");
        let none = say(&format!("No stage {number} ended in the quarter."));
        all.push(Sentence::default().if_number(share, told, none));
    }
    let steps = stages.windows(2).filter_map(|pair| {
        let [stage, next] = pair else { return None };
        let [.., went_on] = stage.named();
        Some((went_on, format!(" went on from stage {} to stage {}", stage.stage.number, next.stage.number)))
    });
    let steps: Vec<_> = steps.collect();
    if !steps.is_empty() {
        all.push(
            say("By the days that the logs state, ").each_of(&steps, say("none went on to a later stage")).say("."),
        );
    }
    all.push(came_in(figures));
    // Last, since without a pair it is an empty line.
    all.push(Sentence::default().if_any(pairs, some_pairs));
    all
}

/// What came in, and of how many agencies nothing did.
fn came_in(figures: &Figures) -> Sentence {
    let (received, nil) = (named("ReturnsReceived", &figures.received), named("ReturnsNil", &figures.nil));
    let (listed, missing) = (named("AgenciesListed", &figures.listed), named("ReturnsMissing", &figures.missing));
    let unread = named("ReturnsUnread", &figures.unread);
    let some = Sentence::default().number(received).plural(received, " returned log came", " returned logs came");
    let of_the_list = say("; of the ")
        .number(listed)
        .plural(listed, " agency on the list ", " agencies on the list ")
        .number_or_none(missing)
        .plural(missing, " has no log in its name", " have no log in their name");
    Sentence::default()
        .if_none(received, say("No returned log came"), some)
        .say(" in with rows")
        .if_any(nil, say(" and ").number(nil).say(" without"))
        .if_any(listed, of_the_list)
        .if_any(unread, say("; ").number(unread).plural(unread, " file could not be read", " files could not be read"))
        .say(".")
}
