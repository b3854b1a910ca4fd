//! `cargo xtask bench clock`: deadlines beside another crate's, and what is aimed at.

use anyhow::Result;

use crate::bench::criterion::{mean, measure, shown};
use crate::workspace::Workspace;

/// What one deadline over compiled hours may cost, in picoseconds.
const MOST_FOR_DUE: u128 = 1_000_000;
/// How many times faster than `ule-hours` it is to be.
const TIMES_FASTER: u128 = 50;

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    measure(workspace, "clock")?;
    println!("\n{:<26} {:>10} {:>10} {:>8}", "", "aftercare", "ule-hours", "times");
    for question in ["due", "elapsed"] {
        let (ours, theirs) = both(workspace, question)?;
        println!("{question:<26} {:>10} {:>10} {:>8}", shown(ours), shown(theirs), theirs / ours.max(1));
    }
    for name in [
        "explain",
        "compile two years",
        "fold 200 events",
        "standings of 200 events",
        "judge/100000 open promises",
    ] {
        println!("{:<26} {:>10}", name.trim_start_matches("judge/"), shown(mean(workspace, name)?));
    }
    let (ours, theirs) = both(workspace, "due")?;
    let holds = ours < MOST_FOR_DUE && theirs >= ours * TIMES_FASTER;
    let verdict = if holds { "holds" } else { "DOES NOT HOLD" };
    println!(
        "\nThe aim, a deadline in less than {} and {TIMES_FASTER} times faster, {verdict}.",
        shown(MOST_FOR_DUE)
    );
    Ok(())
}

fn both(workspace: &Workspace, question: &str) -> Result<(u128, u128)> {
    Ok((
        mean(workspace, &format!("{question}/aftercare"))?,
        mean(workspace, &format!("{question}/ule-hours"))?,
    ))
}
