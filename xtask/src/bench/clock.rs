//! `cargo xtask bench clock`: deadlines beside another crate's, and what is aimed at.

use anyhow::Result;

use crate::bench::criterion::{mean, measure, shown};
use crate::workspace::Workspace;

/// The targets that `benches/clock.rs` measures.
const TARGETS: [&str; 5] = ["30 min", "8 h", "24 h", "48 h", "1000 h"];
/// What else it measures: where criterion keeps it, and what it is.
const ALONE: [(&str, &str); 5] = [
    ("explain", "explain 48 h"),
    ("compile two years", "compile two years"),
    ("fold 200 events", "fold 200 events"),
    ("standings of 200 events", "standings of 200 events"),
    ("judge/100000 open promises", "judge 100000 open promises"),
];

/// What one deadline over compiled hours may cost, in picoseconds.
const MOST_FOR_DUE: u128 = 1_000_000;
/// How many times faster than `ule-hours` it is to be.
const TIMES_FASTER: u128 = 50;

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    measure(workspace, "clock")?;
    println!("\n{:<28} {:>10} {:>10} {:>8}", "", "aftercare", "ule-hours", "times");
    let (mut slowest, mut faster) = (0, Vec::new());
    for question in ["due", "elapsed"] {
        for target in TARGETS {
            let name = format!("{question}, {target}");
            let ours = mean(workspace, &format!("{name}/aftercare"))?;
            let theirs = mean(workspace, &format!("{name}/ule-hours"))?;
            let times = theirs / ours.max(1);
            println!("{name:<28} {:>10} {:>10} {times:>8}", shown(ours), shown(theirs));
            if question == "due" {
                slowest = ours.max(slowest);
                faster.extend((times >= TIMES_FASTER).then_some(target));
            }
        }
    }
    for (place, name) in ALONE {
        println!("{name:<28} {:>10}", shown(mean(workspace, place)?));
    }
    let holds = if slowest < MOST_FOR_DUE { "holds" } else { "DOES NOT HOLD" };
    println!(
        "\nA deadline in less than {}: {holds}, the slowest took {}.",
        shown(MOST_FOR_DUE),
        shown(slowest)
    );
    println!("At least {TIMES_FASTER} times faster than `ule-hours`: for {}.", faster.join(", "));
    Ok(())
}
