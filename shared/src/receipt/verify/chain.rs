//! One chain, whole, of one ticket; and deadlines that were moved later only for a reason.

use crate::receipt::jws;
use crate::receipt::verify::{Check, Report, Slip};
use crate::receipt::{Cause, Owed, Receipt, Statement};

/// Checks the signed receipts of a report against each other, and against the statement.
pub(super) fn check(texts: &[String], statement: &Statement, report: &mut Report) {
    let receipts: Vec<Receipt> = report.receipts.iter().map(|signed| signed.receipt.clone()).collect();
    let mut before: Option<(&Receipt, String)> = None;
    for (at, (receipt, text)) in receipts.iter().zip(texts).enumerate() {
        let mut slips = Vec::new();
        let expected = u32::try_from(at + 1).unwrap_or(u32::MAX);
        if receipt.n != expected {
            slips.push(Slip::Place { expected, found: receipt.n });
        }
        if receipt.previous.as_ref() != before.as_ref().map(|(_, sha256)| sha256) {
            slips.push(Slip::Previous);
        }
        match &before {
            Some((before, _)) => follows(before, receipt, &mut slips),
            None => slips.extend(never_promised(&[], receipt)),
        }
        if receipt.iat < receipt.at.timestamp() {
            slips.push(Slip::Backwards("time of issue"));
        }
        for slip in slips {
            report.find(Check::Chain, Some(at + 1), slip);
        }
        before = Some((receipt, jws::sha256(text)));
    }
    let Some((last, sha256)) = before else { return };
    for slip in fits(statement, last, &sha256, receipts.len()) {
        report.find(Check::Chain, None, slip);
    }
}

fn fits(statement: &Statement, last: &Receipt, sha256: &str, count: usize) -> Vec<Slip> {
    let mut slips = Vec::new();
    if statement.iss != last.iss {
        slips.push(Slip::Statement("issuer"));
    }
    if statement.sub != last.sub {
        slips.push(Slip::Statement("ticket"));
    }
    if statement.seq < last.seq {
        slips.push(Slip::Statement("event"));
    }
    if usize::try_from(statement.count) != Ok(count) {
        slips.push(Slip::Count { stated: statement.count, found: count });
    } else if statement.last.as_deref() != Some(sha256) {
        slips.push(Slip::Last);
    }
    slips
}

/// What a receipt owes to the one before it.
fn follows(before: &Receipt, receipt: &Receipt, slips: &mut Vec<Slip>) {
    for (differs, what) in [
        (before.iss != receipt.iss, "issuer"),
        (before.sub != receipt.sub, "ticket"),
        (before.account != receipt.account, "account"),
    ] {
        if differs {
            slips.push(Slip::Foreign(what));
        }
    }
    for (is_back, what) in [
        (receipt.seq <= before.seq, "event"),
        (receipt.at < before.at, "time"),
        (receipt.iat < before.iat, "time of issue"),
    ] {
        if is_back {
            slips.push(Slip::Backwards(what));
        }
    }
    slips.extend(never_promised(&before.owed, receipt));
    for owed in &receipt.owed {
        if let Some(known) = before.owed.iter().find(|known| known.is_of(owed.metric, owed.cycle)) {
            if !keeps_pauses(known, owed) {
                slips.push(Slip::Pause(name(owed)));
            } else if is_later(known, owed) && !has_reason(known, owed, &receipt.because) {
                slips.push(Slip::Moved(name(owed)));
            }
        }
    }
}

/// Promises that are withdrawn without having been made.
fn never_promised<'a>(before: &'a [Owed], receipt: &'a Receipt) -> impl Iterator<Item = Slip> + 'a {
    let unknown =
        receipt.withdrawn.iter().filter(|gone| !before.iter().any(|it| it.is_of(gone.metric, gone.cycle)));
    unknown.map(|gone| Slip::Withdrawn(run_name(gone.metric.as_str(), gone.cycle)))
}

/// Whether every pause of before is still there. One that lasted then may have ended since.
fn keeps_pauses(before: &Owed, now: &Owed) -> bool {
    before.pauses.iter().all(|pause| {
        now.pauses.iter().any(|kept| {
            kept.from == pause.from
                && kept.reason == pause.reason
                && (pause.until.is_none() || kept.until == pause.until)
        })
    })
}

fn is_later(before: &Owed, now: &Owed) -> bool {
    matches!((before.due_at, now.due_at), (Some(before), Some(now)) if now > before)
}

/// Whether something that may move a deadline later is on record: a severity that carries another target, a
/// pause, or another release of the rules of time zones.
fn has_reason(before: &Owed, now: &Owed, because: &[Cause]) -> bool {
    let severity = because.iter().any(|cause| matches!(cause, Cause::SeverityChanged { .. }));
    severity || before.pauses != now.pauses || before.tzdb != now.tzdb
}

/// A promise in words, its runs counted from 1 as people do.
pub(super) fn name(owed: &Owed) -> String {
    run_name(owed.metric.as_str(), owed.cycle)
}

fn run_name(metric: &str, cycle: u32) -> String {
    if cycle == 0 { metric.to_owned() } else { format!("{metric} {}", u64::from(cycle) + 1) }
}
