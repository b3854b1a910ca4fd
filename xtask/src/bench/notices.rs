//! `GET /v1/notices` under load: the built Worker beside a TypeScript worker that does the same work.
//!
//! Both run in workerd on this machine, on the same database, and give equal answers before
//! anything is timed. Three cases: a question nobody has asked before, one that is asked all the time, and
//! one whose asker has the answer already. Rounds take turns, so that what else the machine does falls on
//! all of them; of the rounds the middle one counts.

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
const ROUNDS: usize = 5;
/// How long a round takes.
const ROUND: Duration = Duration::from_secs(4);
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
    let measured = load::press(contender.port, CLIENTS, ROUND, case.status(), &request)?;
    *fresh += measured.asked;
    Ok(measured)
}

fn report(case: Case, contenders: &[Contender], rounds: Vec<Vec<Measured>>) {
    println!("\n{}", case.name());
    println!("  {:<34}{:>10}{:>10}{:>10}{:>10}", "", "req/s", "p50 ms", "p99 ms", "ratio");
    let mut first = None;
    for (contender, mut rounds) in contenders.iter().zip(rounds) {
        rounds.sort_by_key(Measured::rate);
        let Some(middle) = rounds.get(rounds.len() / 2) else { continue };
        let rate = middle.rate();
        let base = *first.get_or_insert(rate);
        println!(
            "  {:<34}{rate:>10}{:>10}{:>10}{:>10}",
            contender.name,
            milliseconds(middle.percentile(50)),
            milliseconds(middle.percentile(99)),
            format!("{}.{:02}x", base / rate.max(1), base * 100 / rate.max(1) % 100),
        );
    }
}

/// Hundredths of a millisecond.
fn milliseconds(duration: Duration) -> String {
    let hundredths = duration.as_micros() / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
