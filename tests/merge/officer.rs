//! What an officer corrects, adds and settles in a register carries forward.

use escalog::grid::Note;
use escalog::merge::{self, ESCALATIONS, LISTED, Pool, Register, What};
use escalog::workbook;

use super::{
    Address, and, as_of, column, policy, pool_of, put, read_back, register_of, returned, sheet, shown, text, written,
};

/// A register as the officer left it.
pub fn edited(bytes: &[u8], edit: impl FnOnce(&mut escalog::grid::Workbook)) -> Pool {
    let mut grid = workbook::read("register.xlsx", bytes).unwrap();
    edit(&mut grid);
    merge::read("register.xlsx", &grid, &policy(), as_of())
}

fn whats(register: &Register) -> Vec<(What, String, String, bool)> {
    let line = |one: &merge::Listed| (one.what, one.field.clone(), one.value.clone(), one.in_table);
    register.listed.iter().map(line).collect()
}

pub const APRIL: Option<&str> = Some("2025-04-04");
pub const JULY: Option<&str> = Some("2025-07-04");

#[test]
fn a_later_return_supersedes_field_by_field_and_a_blank_never_does() {
    let april = returned("april.csv", APRIL, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,North\n");
    let july = returned("july.csv", JULY, "Oak,1,A.B.,,Threshold now met,Agreed,,\n");
    let register = register_of(pool_of(&[july, april]));
    assert_eq!(register.entries.len(), 1);
    assert_eq!(register.entries[0].at.source.file, "july.csv");
    for (heading, expected) in
        [("Concern", "Threshold now met"), ("Outcome", "Agreed"), ("Concern arose", "2025-03-03"), ("Ward", "North")]
    {
        assert_eq!(shown(&register, heading), [expected], "{heading}");
    }
    let superseded: Vec<_> = register
        .listed
        .iter()
        .map(|one| (one.what, one.field.as_str(), one.value.as_str(), one.note.as_str()))
        .collect();
    let later = |what: &'static str| format!("a later return says: {what}");
    let (name, concern) = (later("A.B."), later("Threshold now met"));
    assert_eq!(
        superseded,
        [
            (What::Superseded, "Child", "Ada Brook", name.as_str()),
            (What::Superseded, "Concern", "Threshold", concern.as_str())
        ]
    );
    let counts = register.counts();
    assert_eq!((counts.rows_in, counts.rows_out, counts.duplicates, counts.conflicts), (2, 1, 1, 0));
}

#[test]
fn where_nothing_else_does_the_file_s_name_says_the_agency() {
    let own = |file: &str, agency: &str| returned(file, JULY, &format!("{agency},1,Ada Brook,,Threshold,,3/3/2025,\n"));
    let logs =
        [own("returns/oakfield-school.june.csv", ""), own("b.csv", "OAKFIELD school"), own("c.csv", "Oakfield School")];
    let register = register_of(pool_of(&logs));
    let agencies: Vec<_> =
        register.entries.iter().map(|entry| (entry.agency.as_str(), entry.agency_from_file_name)).collect();
    // Capitals alone make no other agency.
    assert_eq!(agencies, [("OAKFIELD school", false), ("oakfield-school.june", true)]);
}

#[test]
fn a_return_without_a_date_supersedes_nothing() {
    let dated = returned("z.csv", APRIL, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\n");
    let undated = returned("a.csv", None, "Oak,1,Ada Brook,1/2/2014,Other,Agreed,3/3/2025,\n");
    let register = register_of(pool_of(&[dated, undated]));
    assert_eq!(shown(&register, "Concern"), ["Threshold"]);
    assert_eq!(shown(&register, "Outcome"), ["Agreed"], "a blank is filled by any return");
    assert_eq!(register.counts().conflicts, 1);
}

#[test]
fn the_same_number_for_another_child_is_another_case() {
    let first = returned("a.csv", APRIL, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\n");
    let second = returned("b.csv", JULY, "Oak,1,Cal Dunn,3/4/2015,Step down,,10/6/2025,\n");
    let register = register_of(pool_of(&[first, second]));
    assert_eq!(register.entries.len(), 2);
    assert_eq!(
        whats(&register).iter().map(|one| one.0).collect::<Vec<_>>(),
        [What::NumberAgain, What::NumberAgain, What::NotReturned]
    );
    // On one day about two children, both named and born on different days: siblings are two.
    let sibling = returned("c.csv", JULY, "Oak,1,Bo Brook,5/6/2016,Threshold,,3/3/2025,\n");
    let first = returned("a.csv", APRIL, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\n");
    assert_eq!(register_of(pool_of(&[first, sibling])).entries.len(), 2);
}

#[test]
fn two_cases_of_one_return_with_one_number_stay_two_in_the_next_quarter() {
    let rows = "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\nOak,1,Ada Brook,1/2/2014,Step down,,10/6/2025,\n";
    let april = returned("april.csv", APRIL, rows);
    let july = returned("july.csv", JULY, &rows.replace(",,3/3", ",Agreed,3/3").replace(",,10/6", ",Closed,10/6"));
    let register = register_of(pool_of(&[april, july]));
    assert_eq!(shown(&register, "Outcome"), ["Agreed", "Closed"]);
}

#[test]
fn without_a_number_only_rows_that_say_the_same_are_one() {
    let first = returned(
        "a.csv",
        APRIL,
        "Oak,,Ada Brook,1/2/2014,Threshold,,3/3/2025,\nOak,,Ada Brook,1/2/2014,Threshold,,3 March 2025,\n",
    );
    let second = returned("b.csv", JULY, "Oak,,Ada Brook,1/2/2014,Threshold,Agreed,3/3/2025,\n");
    let register = register_of(pool_of(&[first, second]));
    assert_eq!((register.counts().rows_out, register.counts().duplicates), (2, 1));
}

#[test]
fn a_settled_conflict_stays_settled() {
    let one = || returned("one.csv", JULY, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\n");
    let two = || returned("two.csv", JULY, "Oak,1,Ada Brook,1/2/2014,Step down,,3/3/2025,\n");
    let register = register_of(pool_of(&[one(), two()]));
    assert_eq!(register.counts().conflicts, 1);
    let conflict = |value: &str, in_table| (What::Conflict, "Concern".to_owned(), value.to_owned(), in_table);
    assert_eq!(whats(&register), [conflict("Threshold", true), conflict("Step down", false)]);

    let chosen = edited(&written(pool_of(&[one(), two()])), |grid| {
        let listed = sheet(grid, LISTED);
        let (keep, value) = (column(listed, "Keep"), column(listed, "What it says"));
        assert_eq!(text(listed, Address::new(value.row + 1, value.column)), "Step down");
        put(listed, Address::new(keep.row + 1, keep.column), "yes");
    });
    for pool in [chosen.clone(), and(chosen.clone(), pool_of(&[one(), two()])), read_back(&written(chosen.clone()))] {
        let register = register_of(pool);
        assert_eq!(shown(&register, "Concern"), ["Step down"]);
        assert_eq!(register.counts().conflicts, 0);
        // It is no correction of the table, which was written before the choice.
        let settled = |value: &str, in_table| (What::Settled, "Concern".to_owned(), value.to_owned(), in_table);
        assert_eq!(whats(&register), [settled("Threshold", false), settled("Step down", true)]);
    }
    // What comes in after the choice was not chosen over: it is open until the officer says yes or no to it.
    let three = || returned("three.csv", JULY, "Oak,1,Ada Brook,1/2/2014,Both at once,,3/3/2025,\n");
    let opened = and(chosen.clone(), pool_of(&[three()]));
    for pool in [opened.clone(), read_back(&written(opened.clone())), and(pool_of(&[three()]), chosen.clone())] {
        let register = register_of(pool);
        assert_eq!((shown(&register, "Concern"), register.counts().conflicts), (vec!["Step down".to_owned()], 1));
    }
    for (said, concern) in [("no", "Step down"), ("yes", "Both at once")] {
        let again = edited(&written(opened.clone()), |grid| {
            let listed = sheet(grid, LISTED);
            let (keep, value) = (column(listed, "Keep"), column(listed, "What it says"));
            for row in 0..3 {
                let at = |heading: Address| Address::new(heading.row + row, heading.column);
                match text(listed, at(value)).as_str() {
                    "Both at once" => put(listed, at(keep), said),
                    "Step down" if said == "yes" => put(listed, at(keep), ""),
                    _ => {}
                }
            }
        });
        for pool in [again.clone(), read_back(&written(again))] {
            let register = register_of(pool);
            assert_eq!((shown(&register, "Concern"), register.counts().conflicts), (vec![concern.to_owned()], 0));
        }
    }
    // A later return settles it in its own way, and the choice is not forgotten.
    let later = returned("later.csv", Some("2025-08-01"), "Oak,1,Ada Brook,1/2/2014,Both,,3/3/2025,\n");
    let register = register_of(and(chosen, pool_of(&[later])));
    assert_eq!(shown(&register, "Concern"), ["Both"]);
    assert!(whats(&register).iter().any(|one| one.0 == What::ChoiceUnused));
}

#[test]
fn a_correction_holds_until_the_returns_say_something_else() {
    let april = || returned("april.csv", APRIL, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,North\n");
    let corrected = edited(&written(pool_of(&[april()])), |grid| {
        let table = sheet(grid, ESCALATIONS);
        put(table, column(table, "Concern arose"), "4 March 2025");
        put(table, column(table, "Ward"), "");
    });
    let register = register_of(corrected.clone());
    assert_eq!(shown(&register, "Concern arose"), ["2025-03-04"]);
    assert_eq!(shown(&register, "Ward"), [""]);
    let day = escalog::calendar::Moment::from(chrono::NaiveDate::from_ymd_opt(2025, 3, 4).unwrap());
    let row = &register.log.tables[0].rows[0];
    assert_eq!(row.events[0].1.known(), Some(&day), "a corrected day is a day");

    // The same said again in July changes nothing; so does writing and reading the register again.
    let same = returned("july.csv", JULY, "Oak,1,Ada Brook,1/2/2014,Threshold,Agreed,3/3/2025,North\n");
    let register = register_of(and(read_back(&written(corrected.clone())), pool_of(&[same])));
    assert_eq!(shown(&register, "Concern arose"), ["2025-03-04"]);
    assert_eq!(shown(&register, "Outcome"), ["Agreed"]);

    // Corrected again, the last counts; another date of the agency's own supersedes it, and that is said.
    let again = edited(&written(corrected), |grid| {
        let table = sheet(grid, ESCALATIONS);
        put(table, column(table, "Concern arose"), "5/3/2025");
    });
    assert_eq!(shown(&register_of(again.clone()), "Concern arose"), ["2025-03-05"]);
    let other = returned("july.csv", JULY, "Oak,1,Ada Brook,1/2/2014,Threshold,,6/3/2025,North\n");
    let register = register_of(and(again, pool_of(&[other])));
    assert_eq!(shown(&register, "Concern arose"), ["2025-03-06"]);
    let unused: Vec<_> = register.listed.iter().filter(|one| one.what == What::CorrectionUnused).collect();
    assert_eq!(unused[0].note, "the returns said 2025-03-03, and now say 2025-03-06");
}

#[test]
fn a_correction_merged_in_any_grouping_is_the_same() {
    let april = returned("april.csv", APRIL, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\n");
    let corrected = edited(&written(pool_of(&[april])), |grid| {
        let table = sheet(grid, ESCALATIONS);
        put(table, column(table, "Concern"), "Threshold, as told by telephone");
    });
    let july = || pool_of(&[returned("july.csv", JULY, "Oak,1,Ada Brook,1/2/2014,Another,,3/3/2025,\n")]);
    let ash = || pool_of(&[returned("ash.csv", JULY, "Ash,1,Cal Dunn,3/4/2015,Threshold,,3/3/2025,\n")]);
    let left = written(and(read_back(&written(and(corrected.clone(), ash()))), july()));
    let right = written(and(corrected, read_back(&written(and(ash(), july())))));
    assert!(left == right);
}

#[test]
fn columns_notes_and_rows_of_the_officer_s_own_carry_forward() {
    let april = returned("april.csv", APRIL, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\n");
    let noted = edited(&written(pool_of(&[april])), |grid| {
        let table = sheet(grid, ESCALATIONS);
        let first = column(table, "escalog");
        let (own, accepted) = (first.column + 1, first.column + 2);
        put(table, Address::new(first.row - 1, own), "My note");
        put(table, Address::new(first.row, own), "telephoned on Monday");
        put(table, Address::new(first.row - 1, accepted), "Accepted");
        put(table, Address::new(first.row, accepted), "T103 holidays");
        for (heading, own) in [("Agency", "Elm"), ("Number", "9"), ("Child", "Dot Elder"), ("Concern", "By hand")] {
            let at = column(table, heading);
            put(table, Address::new(at.row + 1, at.column), own);
        }
    });
    let once = written(noted.clone());
    let register = register_of(read_back(&once));
    assert_eq!(shown(&register, "My note"), ["", "telephoned on Monday"]);
    assert_eq!(shown(&register, "Accepted"), ["", "T103 holidays"]);
    assert_eq!(shown(&register, "Concern"), ["By hand", "Threshold"]);
    assert_eq!(register.entries.iter().map(|entry| entry.agency.as_str()).collect::<Vec<_>>(), ["Elm", "Oak"]);
    assert!(once == written(and(read_back(&once), noted)), "the older register given again");
}

#[test]
fn a_pair_is_suggested_and_joined_only_when_asked() {
    let school = || returned("a.csv", JULY, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\n");
    let trust = || returned("b.csv", JULY, "Ash,7,Ada Brook,1/2/2014,Challenge by a school,,5/3/2025,\n");
    let register = register_of(pool_of(&[school(), trust()]));
    assert_eq!(register.entries.len(), 2);
    assert_eq!(whats(&register).iter().map(|one| one.0).collect::<Vec<_>>(), [What::Pair, What::Pair]);
    let chosen = edited(&written(pool_of(&[school(), trust()])), |grid| {
        let listed = sheet(grid, LISTED);
        let (keep, agency) = (column(listed, "Keep"), column(listed, "Agency"));
        let of_school = if text(listed, agency) == "Oak" { keep } else { Address::new(keep.row + 1, keep.column) };
        put(listed, of_school, "yes");
    });
    let register = register_of(read_back(&written(chosen)));
    assert_eq!(register.entries.iter().map(|entry| entry.agency.as_str()).collect::<Vec<_>>(), ["Oak"]);
    let counts = register.counts();
    assert_eq!((counts.rows_in, counts.rows_out, counts.set_aside), (2, 1, 1));
    let why = register.listed.iter().find(|one| one.what == What::SetAside).map(|one| one.note.as_str());
    assert_eq!(why, Some("the other side of Oak 1"));
}

/// What is listed of pairs, and what is settled: the agency and the number, whether the table has it, and why.
fn pairs(register: &Register) -> Vec<(What, String, bool, String)> {
    let of_pairs = register.listed.iter().filter(|one| one.note.starts_with("the same child as "));
    of_pairs.map(|one| (one.what, format!("{} {}", one.agency, one.number), one.in_table, one.note.clone())).collect()
}

#[test]
fn a_case_under_many_numbers_is_listed_once_a_row_and_settled_by_one_yes() {
    let row = |number: u32| format!("Oak,{number},Ada Brook,1/2/2014,Threshold {number},,3/3/2025,\n");
    let log = |file: &str, numbers: &[u32]| returned(file, JULY, &numbers.iter().map(|n| row(*n)).collect::<String>());
    let renumbered = || log("a.csv", &[1, 2, 3]);
    let register = register_of(pool_of(&[renumbered()]));
    assert_eq!((register.in_pairs(), register.counts().rows_out), (1, 3));
    let told: Vec<_> = pairs(&register).into_iter().map(|(what, case, _, note)| (what, case, note)).collect();
    let note = |others: &str| {
        format!(
            "the same child as {others}, with dates close to one another: keep one of these, or write no beside one that is another case"
        )
    };
    let wanted = [("1", "Oak 2; Oak 3"), ("2", "Oak 1; Oak 3"), ("3", "Oak 1; Oak 2")];
    assert_eq!(told, wanted.map(|(number, others)| (What::Pair, format!("Oak {number}"), note(others))));

    let kept = edited(&written(pool_of(&[renumbered()])), |grid| {
        let listed = sheet(grid, LISTED);
        put(listed, column(listed, "Keep"), "yes");
    });
    let register = register_of(read_back(&written(kept.clone())));
    assert_eq!((register.in_pairs(), register.counts().rows_out, register.counts().set_aside), (0, 1, 2));
    let in_table: Vec<_> =
        pairs(&register).into_iter().map(|(what, case, in_table, _)| (what, case, in_table)).collect();
    let settled = [("Oak 1", true), ("Oak 2", false), ("Oak 3", false)];
    assert_eq!(in_table, settled.map(|(case, in_table)| (What::Settled, case.to_owned(), in_table)));

    // What comes in later makes a pair with the one that is kept alone.
    let later = register_of(and(kept, pool_of(&[log("b.csv", &[4])])));
    let open: Vec<_> = pairs(&later).into_iter().filter(|(what, ..)| *what == What::Pair).collect();
    assert_eq!(
        open.iter().map(|(_, case, in_table, _)| (case.as_str(), *in_table)).collect::<Vec<_>>(),
        [("Oak 1", true), ("Oak 4", true)]
    );
    assert_eq!(later.in_pairs(), 1);
}

#[test]
fn of_a_pair_both_are_kept_where_both_are_chosen() {
    let log = returned("a.csv", JULY, "Oak,1,Ada Brook,1/2/2014,x,,3/3/2025,\nOak,2,Ada Brook,1/2/2014,y,,3/3/2025,\n");
    let kept = edited(&written(pool_of(&[log])), |grid| {
        let listed = sheet(grid, LISTED);
        let keep = column(listed, "Keep");
        put(listed, keep, "yes");
        put(listed, Address::new(keep.row + 1, keep.column), "yes");
    });
    let register = register_of(read_back(&written(kept)));
    assert_eq!((register.in_pairs(), register.counts().rows_out), (0, 2));
}

#[test]
fn a_no_beside_a_pair_says_that_there_are_two_cases() {
    let side = |file: &str, agency: &str, day: &str| {
        returned(file, JULY, &format!("{agency},1,Ada Brook,1/2/2014,Threshold at {agency},,{day}/3/2025,\n"))
    };
    let sides = || [side("a.csv", "Ash", "3"), side("b.csv", "Elm", "4"), side("c.csv", "Oak", "5")];
    let wrote = |pool: Pool, typed: &[(&str, &str)]| {
        edited(&written(pool), |grid| {
            let listed = sheet(grid, LISTED);
            let (keep, agency) = (column(listed, "Keep"), column(listed, "Agency"));
            for row in keep.row..keep.row + 8 {
                let of = text(listed, Address::new(row, agency.column));
                for (_, typed) in typed.iter().filter(|(agency, _)| *agency == of) {
                    put(listed, Address::new(row, keep.column), typed);
                }
            }
        })
    };
    let two = || pool_of(&sides()[..2]);
    let note = "the same child as Elm 1, with dates close to one another: two cases, as settled by the officer";
    for typed in [&[("Ash", "no")][..], &[("Elm", "No ")], &[("Ash", "no"), ("Elm", "n")]] {
        let apart = wrote(two(), typed);
        let once = written(apart.clone());
        assert!(once == written(read_back(&once)));
        for pool in [apart.clone(), read_back(&once), and(two(), apart)] {
            let register = register_of(pool);
            assert_eq!((register.in_pairs(), register.counts().rows_out), (0, 2), "{typed:?}");
            let told: Vec<_> = register.listed.iter().map(|one| (one.what, one.keep.as_deref())).collect();
            assert_eq!(told, [(What::Settled, Some("no")); 2]);
            assert_eq!(register.listed[0].note, note);
        }
    }
    // A yes beside the other keeps that one, in whichever register it stands.
    let kept = |pool: Pool| register_of(pool).entries.iter().map(|entry| entry.agency.clone()).collect::<Vec<_>>();
    assert_eq!(kept(wrote(two(), &[("Ash", "no"), ("Elm", "yes")])), ["Elm"]);
    let (apart, chosen) = (wrote(two(), &[("Ash", "no")]), wrote(two(), &[("Elm", "yes")]));
    assert_eq!(kept(and(apart.clone(), chosen.clone())), ["Elm"]);
    assert_eq!(kept(read_back(&written(and(chosen, apart.clone())))), ["Elm"]);
    // Once it is taken away the pair is suggested again; a third that comes in later makes pairs of its own.
    assert_eq!(register_of(wrote(apart.clone(), &[("Ash", ""), ("Elm", "")])).in_pairs(), 1);
    let later = read_back(&written(and(apart.clone(), pool_of(&sides()))));
    let register = register_of(later.clone());
    let open: Vec<_> = pairs(&register).into_iter().filter(|one| one.0 == What::Pair).map(|one| one.1).collect();
    assert_eq!((register.in_pairs(), open), (1, ["Ash 1", "Elm 1", "Oak 1"].map(str::to_owned).to_vec()));
    assert!(register_of(wrote(later, &[("Oak", "no")])).in_pairs() == 0);
}

#[test]
fn of_three_sides_kept_in_a_circle_one_stays() {
    let side = |file: &str, agency: &str, day: &str| {
        returned(file, JULY, &format!("{agency},1,Ada Brook,1/2/2014,Threshold at {agency},,{day}/3/2025,\n"))
    };
    let sides = || [side("a.csv", "Ash", "3"), side("b.csv", "Elm", "4"), side("c.csv", "Oak", "5")];
    // One register keeps one over the next, and so on round.
    let kept = |side: usize, with: usize| {
        let mut pool = pool_of(&sides());
        let id = |side: &merge::Returned| pool_of(std::slice::from_ref(side)).originals.into_keys().next().unwrap();
        let [id, with] = [side, with].map(|place| id(&sides()[place]));
        pool.settled.insert(merge::Settled::Side { id, with });
        read_back(&written(pool))
    };
    let chosen = and(and(kept(0, 1), kept(1, 2)), kept(2, 0));
    assert_eq!(chosen.settled.len(), 3);
    let counts = register_of(chosen).counts();
    assert_eq!((counts.rows_out, counts.set_aside), (1, 2));
}

#[test]
fn what_a_formula_of_the_officer_s_comes_to_carries_forward() {
    let log = returned("a.csv", JULY, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,North\n");
    let pool = edited(&written(pool_of(&[log])), |grid| {
        let table = sheet(grid, ESCALATIONS);
        for (heading, comes_to) in [("Ward", "South"), ("Concern", "Threshold met")] {
            let below = column(table, heading);
            put(table, below, comes_to);
            let cell = table.cells.iter_mut().find(|cell| cell.at == below).unwrap();
            cell.formula = Some(format!("\"{comes_to}\""));
        }
    });
    let register = register_of(pool);
    assert_eq!(shown(&register, "Ward"), ["South"]);
    assert_eq!(shown(&register, "Concern"), ["Threshold met"]);
}

#[test]
fn a_nil_return_s_own_row_says_which_agency_it_is() {
    let log = returned("nursery.csv", JULY, "Larkrise Nursery,NIL,,,,,,\n");
    let register = register_of(pool_of(&[log]));
    let agencies: Vec<_> = register.agencies(|_| true).into_iter().map(|agency| agency.name).collect();
    assert_eq!(agencies, ["Larkrise Nursery"]);
    let log = returned("larkrise.csv", JULY, "Nil return,,,,,,,\n");
    let register = register_of(pool_of(&[log]));
    assert_eq!(register.agencies(|_| true)[0].name, "larkrise");
}

#[test]
fn a_row_that_says_nothing_is_set_aside_until_it_is_kept() {
    let log = || returned("a.csv", JULY, "Oak,,,,,see the file,,\n");
    let register = register_of(pool_of(&[log()]));
    assert_eq!((register.counts().rows_out, register.counts().set_aside), (0, 1));
    let kept = edited(&written(pool_of(&[log()])), |grid| {
        let listed = sheet(grid, LISTED);
        put(listed, column(listed, "Keep"), "yes");
    });
    assert_eq!(register_of(kept).counts().rows_out, 1);
}

#[test]
fn notes_on_cells_carry_forward() {
    let april = || returned("april.csv", APRIL, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,North\n");
    let noted = |heading: &'static str, row: u32, notes: &'static [&'static str]| {
        edited(&written(pool_of(&[april()])), move |grid| {
            let table = sheet(grid, ESCALATIONS);
            let at = column(table, heading);
            let at = Address::new(at.row + row, at.column);
            if row > 0 {
                put(table, at, "Ash");
                let number = column(table, "Number");
                put(table, Address::new(number.row + row, number.column), "7");
            }
            table.notes.extend(notes.iter().map(|text| Note { at, text: (*text).to_owned() }));
        })
    };
    let notes = |pool: Pool| {
        let bytes = written(pool);
        let mut grid = workbook::read("register.xlsx", &bytes).unwrap();
        sheet(&mut grid, ESCALATIONS)
            .notes
            .iter()
            .map(|note| (note.at.to_string(), note.text.clone()))
            .collect::<Vec<_>>()
    };
    let told = || noted("Concern", 0, &["asked the school & waiting", "answered"]);
    let once = notes(told());
    assert_eq!(once, [("E5".to_owned(), "asked the school & waiting\n\nanswered".to_owned())]);
    assert_eq!(notes(read_back(&written(told()))), once);
    assert_eq!(notes(and(told(), pool_of(&[april()]))), once);
    // Those of two registers stand beside one another, each once.
    let both = and(told(), noted("Concern", 0, &["see the minutes"]));
    let two = [("E5".to_owned(), "asked the school & waiting\n\nanswered\n* * *\nsee the minutes".to_owned())];
    assert_eq!(notes(both.clone()), two);
    assert_eq!(notes(and(read_back(&written(both)), told())), two);
    // A row that the officer added has its notes too; a column that is no longer there leaves its note to the row.
    assert_eq!(
        notes(noted("Agency", 1, &["by telephone"])).into_iter().map(|one| one.1).collect::<Vec<_>>(),
        ["by telephone"]
    );
    let mut elsewhere = told();
    elsewhere.notes = elsewhere.notes.into_iter().map(|((id, _), notes)| ((id, "Status".to_owned()), notes)).collect();
    assert_eq!(notes(elsewhere), [("A5".to_owned(), "Status: asked the school & waiting\n\nanswered".to_owned())]);
}

#[test]
fn what_columns_of_one_meaning_say_is_kept_whole() {
    let log = |headings: &str, row: &str| {
        let text = format!("Agency,Escalation Number,{headings}\nOak,1,{row}\n");
        let grid = workbook::read("oak.csv", text.as_bytes()).unwrap();
        let log = escalog::log::read("oak.csv", &grid, &policy(), as_of());
        pool_of(&[merge::Returned {
            log,
            content: merge::hash(text.as_bytes()),
            date: None,
            by_name: None,
            marked_under: None,
        }])
    };
    let row = |pool: Pool| {
        let read = register_of(read_back(&written(pool.clone())));
        let register = register_of(pool);
        let cells = |register: &Register| {
            let table = &register.log.tables[0];
            let cells = table.columns.iter().enumerate();
            cells
                .map(|(place, column)| format!("{}={}", column.heading, table.rows[0].shown(place)))
                .collect::<Vec<_>>()
        };
        assert_eq!(cells(&register), cells(&read), "the same when it is read back");
        cells(&register)[1..].to_vec()
    };
    assert_eq!(
        row(log("Concern,Notes,notes,Notes", "x,one,two,three")),
        ["Concern=x", "Notes=one", "notes (2)=two", "Notes (3)=three"]
    );
    assert_eq!(
        row(log("Child Name,Concern,Child Name", "Bo Deed,x,Jo Deed")),
        ["Child=Bo Deed", "Concern=x", "Child Name (2)=Jo Deed"]
    );
    assert_eq!(
        row(log("Concern,Actions,Actions,Actions", "x,a1,a2,a3")),
        ["Concern=x", "Actions=a1", "Actions (2)=a2", "Actions (3)=a3"]
    );
    assert_eq!(
        row(log("Concern,,,", "x,a,b,c")),
        ["Concern=x", "No heading=a", "No heading (2)=b", "No heading (3)=c"]
    );
    // The earlier of two days is heard, as in the log by itself; of two answers none.
    assert_eq!(
        row(log("Concern,Date concern arose,Concern date", "x,9/5/2025,3/5/2025")),
        ["Concern=x", "Concern arose=2025-05-03", "Concern date (2)=2025-05-09"]
    );
    for (answers, both) in [("no,yes", "no / yes"), ("yes,no", "yes / no")] {
        let pool = log("Concern,Immediate risk,Immediate risk", &format!("x,{answers}"));
        for pool in [read_back(&written(pool.clone())), pool] {
            let register = register_of(pool);
            assert_eq!(shown(&register, "Immediate risk"), [both]);
            assert!(register.log.tables[0].rows[0].facts.iter().all(|(_, answer)| answer.known().is_none()));
        }
    }
    // The name stands in the one column, the age in the other.
    assert_eq!(row(log("Child Name / DOB / Age,Age,Concern", "A.B.,11,x")), ["Child=A.B.", "Age=11", "Concern=x"]);
}

#[test]
fn headings_that_differ_in_capitals_are_one_column() {
    let one = |file: &str, number: &str, heading: &str, text: &str| {
        let text =
            format!("Agency,Escalation Number,Child Name,Concern,{heading}\nOak,{number},Child {number},x,{text}\n");
        let grid = workbook::read(file, text.as_bytes()).unwrap();
        let log = escalog::log::read(file, &grid, &policy(), as_of());
        merge::Returned { log, content: merge::hash(text.as_bytes()), date: None, by_name: None, marked_under: None }
    };
    let pool =
        || pool_of(&[one("a.csv", "1", "Lessons learned", "Ask"), one("b.csv", "2", "Lessons Learned", "Write")]);
    assert_eq!(shown(&register_of(pool()), "Lessons learned"), ["Ask", "Write"]);
    let corrected = edited(&written(pool()), |grid| {
        let table = sheet(grid, ESCALATIONS);
        let at = column(table, "Lessons learned");
        put(table, Address::new(at.row + 1, at.column), "Write sooner");
    });
    assert_eq!(shown(&register_of(read_back(&written(corrected))), "Lessons learned"), ["Ask", "Write sooner"]);
}

/// Rows with the day of the resolution: agency, number, child, concern, day of the concern, day of the resolution.
pub fn resolved_log(file: &str, date: Option<&str>, rows: &str) -> merge::Returned {
    let text = format!("Agency,Escalation Number,Child Name,Concern,Date concern arose,Date resolved\n{rows}");
    let grid = workbook::read(file, text.as_bytes()).unwrap();
    let log = escalog::log::read(file, &grid, &policy(), as_of());
    let date = date.map(|date| date.parse().unwrap());
    merge::Returned { log, content: merge::hash(text.as_bytes()), date, by_name: None, marked_under: None }
}

#[test]
fn what_arose_after_the_resolution_is_another_case() {
    let april = || resolved_log("a.csv", APRIL, "Oak,1,A.B.,Threshold,3/3/2025,5/3/2025\n");
    let july = || resolved_log("b.csv", JULY, "Oak,1,A.B.,No visits made,10/5/2025,\n");
    let register = register_of(pool_of(&[april(), july()]));
    assert_eq!(shown(&register, "Date resolved"), ["2025-03-05", ""]);
    assert_eq!(whats(&register).iter().map(|one| one.0).collect::<Vec<_>>(), [What::NumberAgain, What::NumberAgain]);
    assert_eq!(register.listed[0].note, "by the child and the days that they tell of, these are different cases");
}

#[test]
fn a_resolution_that_is_withdrawn_and_a_row_that_is_left_out_are_told() {
    let april = resolved_log("oak.csv", APRIL, "Oak,1,A.B.,Threshold,3/3/2025,5/3/2025\nOak,2,C.D.,Delay,3/3/2025,\n");
    let july = resolved_log("oak.csv", JULY, "Oak,1,A.B.,Threshold,3/3/2025,\n");
    let register = register_of(pool_of(&[april, july]));
    assert_eq!(shown(&register, "Date resolved"), ["2025-03-05", ""]);
    let told: Vec<_> = register.listed.iter().map(|one| (one.what, one.number.as_str(), one.note.as_str())).collect();
    let kept = "the return of 2025-07-04 leaves it blank; a blank supersedes nothing, so it is kept";
    let left = "the agency's return of 2025-07-04 does not have it; it is kept as it was returned before";
    assert_eq!(told, [(What::NoLongerSaid, "1", kept), (What::NotReturned, "2", left)]);
    let became: Vec<_> = register.became.iter().map(|row| row.what.as_str()).collect();
    assert!(became.contains(&"the same case as row 2 of oak.csv, returned 2025-07-04, sheet csv"), "{became:?}");
}

#[test]
fn an_open_case_that_a_later_nil_return_leaves_out_is_told() {
    let april = || resolved_log("oak.csv", APRIL, "Oak,2,C.D.,Delay,3/3/2025,\n");
    let told = |later| register_of(pool_of(&[april(), resolved_log("oak.csv", later, "")])).listed;
    assert_eq!(told(JULY).iter().map(|one| one.what).collect::<Vec<_>>(), [What::NotReturned]);
    assert!(told(APRIL).is_empty());
}

#[test]
fn words_in_the_place_of_a_name_make_no_pair() {
    for (name, is_name) in
        [("Ada Brook", true), ("Name withheld", false), ("Unborn baby", false), ("Not stated", false)]
    {
        let log = |agency: &str| returned("a.csv", JULY, &format!("{agency},1,{name},,Threshold,,3/3/2025,\n"));
        let register = register_of(pool_of(&[log("Oak"), log("Ash")]));
        assert_eq!(register.listed.iter().any(|one| one.what == What::Pair), is_name, "{name}");
    }
}

#[test]
fn one_case_under_two_numbers_is_suggested_within_an_agency_too() {
    let april = || resolved_log("a.csv", APRIL, "Oak,3,Ada Brook,Threshold,3/3/2025,\n");
    for (number, suggested) in [("03", true), ("", true), ("Oak 3", true)] {
        let july = resolved_log("b.csv", JULY, &format!("Oak,{number},Ada Brook,Threshold met,3/3/2025,\n"));
        let register = register_of(pool_of(&[april(), july]));
        let is_pair = |one: &merge::Listed| one.what == What::Pair;
        assert_eq!(register.listed.iter().any(is_pair), suggested, "{number}");
    }
    // On another day it is another case.
    let later = resolved_log("b.csv", JULY, "Oak,4,Ada Brook,Threshold met,4/3/2025,\n");
    assert!(register_of(pool_of(&[april(), later])).listed.iter().all(|one| one.what != What::Pair));
}

#[test]
fn a_register_that_can_t_be_read_back_whole_is_refused() {
    let bytes = written(pool_of(&[returned("april.csv", APRIL, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\n")]));
    let read = || workbook::read("register.xlsx", &bytes).unwrap();
    assert_eq!(merge::must_be_whole(&read(), &policy()), Ok(()));
    let mut renamed = read();
    sheet(&mut renamed, ESCALATIONS).name = "Cases".to_owned();
    let mut unmarked = read();
    let table = sheet(&mut unmarked, ESCALATIONS);
    let marks = column(table, merge::MARK).column;
    table.cells.retain(|cell| cell.at.column != marks);
    let mut other_heading = read();
    let table = sheet(&mut other_heading, ESCALATIONS);
    let at = column(table, "Concern arose");
    put(table, Address::new(at.row - 1, at.column), "Arose on");
    for grid in [renamed, unmarked, other_heading] {
        assert!(merge::is_register(&grid));
        let error = merge::must_be_whole(&grid, &policy()).unwrap_err();
        assert!(error.message().contains("sheet `Escalations`"), "{error}");
    }
}
