//! `GET /v1/notices` under load: the built Worker beside a TypeScript worker that does the same work.
//!
//! Both run in workerd on this machine, on the same database, and give equal answers before
//! anything is timed. Three cases: a question nobody has asked before, one that is asked all the time, and
//! one whose asker has the answer already. Rounds are short and take turns, so that what else the machine does
//! falls on all of them, and each round is compared with the one beside it: of these relations the middle one
//! counts, with the lowest and the highest beside it. The processor time of an answer is told as well, which what
//! else runs changes little.

mod data;
mod load;
mod runtime;

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::bench::notices::load::{Measured, Request};
use crate::bench::notices::runtime::Contender;
use crate::step::step;
use crate::workspace::Workspace;

/// How many answers are compared before anything is timed.
const SAMPLE: usize = 200;
/// How many rounds each contender runs of each case.
const ROUNDS: usize = 9;
/// How long a round takes.
const ROUND: Duration = Duration::from_secs(2);
/// How many clients ask at once, each on a connection of its own.
const CLIENTS: usize = 16;
/// How many questions are asked all the time in the cases of a hit.
const COMMON: u64 = 64;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Miss,
    Hit,
    Unchanged,
}

impl Case {
    const ALL: [Self; 3] = [Self::Miss, Self::Hit, Self::Unchanged];

    fn name(self) -> &'static str {
        match self {
            Self::Miss => "miss: a question nobody has asked",
            Self::Hit => "hit: one of 64 questions",
            Self::Unchanged => "304: one of them, with its tag",
        }
    }

    fn status(self) -> u16 {
        match self {
            Self::Miss | Self::Hit => 200,
            Self::Unchanged => 304,
        }
    }
}

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    runtime::build(workspace)?;
    let state = step("fill a database: 10,000 advisories, 100 packages", || runtime::fill(workspace))?;
    let contenders = step("start the workers", || runtime::start(workspace, &state))?;
    step(&format!("compare {SAMPLE} answers"), || compare(&contenders))?;
    // Whoever asked a question once must not meet it again as a miss.
    let mut fresh = 1_000_000;
    for case in Case::ALL {
        let mut rounds: Vec<Vec<Measured>> = contenders.iter().map(|_| Vec::new()).collect();
        // The first round warms up and does not count.
        for round in 0..=ROUNDS {
            for (contender, rounds) in contenders.iter().zip(&mut rounds) {
                let measured = measure(contender, case, &mut fresh)
                    .with_context(|| format!("{}, {}", contender.name, case.name()))?;
                if round > 0 {
                    rounds.push(measured);
                }
            }
        }
        report(case, &contenders, rounds);
    }
    Ok(())
}

fn compare(contenders: &[Contender]) -> Result<()> {
    let (first, others) = contenders.split_first().context("there is nobody to compare")?;
    let answer = |contender: &Contender, question: u64| -> Result<Value> {
        let request = Request { query: data::query(question), tag: None };
        let answer = load::Client::to(contender.port)?.send(&request)?;
        if answer.status != 200 {
            bail!("{}: {} for question {question}", contender.name, answer.status);
        }
        serde_json::from_slice(&answer.body).context("an answer is JSON")
    };
    for question in 0..SAMPLE as u64 {
        let expected = answer(first, question)?;
        for other in others {
            let given = answer(other, question)?;
            if given != expected {
                bail!(
                    "the answers to {} differ.\n{}: {expected:#}\n{}: {given:#}",
                    data::query(question),
                    first.name,
                    other.name
                );
            }
        }
    }
    Ok(())
}

/// One round. The number of the next question that nobody has asked moves on.
fn measure(contender: &Contender, case: Case, fresh: &mut u64) -> Result<Measured> {
    let tags = match case {
        Case::Miss | Case::Hit => Vec::new(),
        Case::Unchanged => {
            let mut client = load::Client::to(contender.port)?;
            let tag = |question| {
                let request = Request { query: data::query(question), tag: None };
                client.send(&request)?.tag.context("an answer has a tag")
            };
            (0..COMMON).map(tag).collect::<Result<Vec<_>>>()?
        }
    };
    let first = *fresh;
    let request = move |place: u64| match case {
        Case::Miss => Request { query: data::query(first + place), tag: None },
        Case::Hit | Case::Unchanged => {
            let question = place % COMMON;
            let tag = tags.get(usize::try_from(question).unwrap_or_default()).cloned();
            Request { query: data::query(question), tag }
        }
    };
    let before = contender.processor_time();
    let mut measured = load::press(contender.port, CLIENTS, ROUND, case.status(), &request)?;
    let worked = contender.processor_time().zip(before).map(|(after, before)| after.saturating_sub(before));
    *fresh += measured.asked;
    measured.worked = worked;
    Ok(measured)
}

fn report(case: Case, contenders: &[Contender], rounds: Vec<Vec<Measured>>) {
    println!("\n{}", case.name());
    println!(
        "  {:<32}{:>8}{:>9}{:>9}{:>11}{:>20}{:>20}",
        "", "req/s", "p50 ms", "p99 ms", "CPU ms", "times slower", "times the CPU"
    );
    let Some(first) = rounds.first() else { return };
    for (contender, rounds) in contenders.iter().zip(&rounds) {
        let pairs = || first.iter().zip(rounds);
        let slower = pairs().map(|(base, it)| hundredths(base.rate(), it.rate()));
        let work = |it: &Measured| it.work().map(|work| work.as_micros());
        let dearer = pairs().filter_map(|(base, it)| Some(hundredths(work(it)?, work(base)?)));
        let mut by_rate: Vec<&Measured> = rounds.iter().collect();
        by_rate.sort_by_key(|it| it.rate());
        let Some(middle) = by_rate.get(by_rate.len() / 2) else { continue };
        println!(
            "  {:<32}{:>8}{:>9}{:>9}{:>11}{:>20}{:>20}",
            contender.name,
            middle.rate(),
            milliseconds(middle.percentile(50)),
            milliseconds(middle.percentile(99)),
            middle.work().map(milliseconds).unwrap_or_default(),
            spread(slower.collect()),
            spread(dearer.collect()),
        );
    }
}

/// A relation in hundredths.
fn hundredths(a: u128, b: u128) -> u128 {
    a * 100 / b.max(1)
}

/// The middle one, and in brackets the lowest and the highest.
fn spread(mut relations: Vec<u128>) -> String {
    relations.sort_unstable();
    let text = |it: &u128| format!("{}.{:02}", it / 100, it % 100);
    match (relations.first(), relations.get(relations.len() / 2), relations.last()) {
        (Some(lowest), Some(middle), Some(highest)) => {
            format!("{} ({}-{})", text(middle), text(lowest), text(highest))
        }
        _nothing => String::new(),
    }
}

/// Hundredths of a millisecond.
fn milliseconds(duration: Duration) -> String {
    let hundredths = duration.as_micros() / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_tells_the_middle_first() {
        assert_eq!(spread(vec![310, 95, 120]), "1.20 (0.95-3.10)");
        assert_eq!(spread(Vec::new()), "");
    }
}
