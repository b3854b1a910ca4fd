//! A report in words.

use aftercare_shared::receipt::verify::{Check, Recomputed, Report, Signed};
use aftercare_shared::receipt::{Cause, Keyring, Owed, Receipt};
use aftercare_shared::zones;
use chrono::{DateTime, Utc};

use crate::due::clock_face;

/// What was checked, receipt by receipt, and what came of it.
pub(super) fn told(report: &Report, keys: &Keyring, keys_file: &str, zone: Option<&str>) -> String {
    let mut text = String::new();
    if let Some(statement) = &report.statement {
        text += &format!(
            "Ticket {} ({}), issued by {}\n\n",
            statement.ticket_number, statement.sub, statement.iss
        );
    }
    for signed in &report.receipts {
        text += &receipt(signed, zone);
        text.push('\n');
    }
    let first_failed = report.faults.first().map(|fault| fault.check);
    for check in Check::ALL {
        let mark = if report.passed.contains(&check) {
            "ok  "
        } else if first_failed == Some(check) {
            "FAIL"
        } else {
            "-   "
        };
        text += &format!("{mark}  {}\n", claim(check, report, keys, keys_file));
        for fault in report.faults.iter().filter(|fault| fault.check == check) {
            let place = match fault.receipt {
                Some(n) => format!("receipt {n}: "),
                None if check == Check::Signatures => "the statement: ".to_owned(),
                None => String::new(),
            };
            text += &format!("      {place}{}\n", printable(&fault.detail.to_string()));
        }
    }
    text += "\n";
    text += &verdict(report, zone);
    text
}

/// A text without control characters: a fault may quote a file that nobody has signed.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

fn verdict(report: &Report, zone: Option<&str>) -> String {
    match &report.statement {
        Some(statement) if report.verified => format!(
            "Verified. This is all that was promised on the ticket up to its event {}, {}.\n\
             What was promised later is not in this file.\n",
            statement.seq,
            shown(statement.as_of, zone.unwrap_or("UTC"))
        ),
        Some(_) | None => "NOT VERIFIED: do not rely on what this file says.\n".to_owned(),
    }
}

/// What a check has shown, or would have.
fn claim(check: Check, report: &Report, keys: &Keyring, keys_file: &str) -> String {
    match check {
        Check::File => {
            "the file is spelt as it was given out, and its calendars have the SHA-256 they go by".to_owned()
        }
        Check::Signatures => {
            let issuer = match keys.issuer() {
                Some(issuer) => format!("of {issuer}"),
                None => format!("in {keys_file}, which does not say whose they are"),
            };
            format!("every receipt and the statement of their number are signed with the keys {issuer}")
        }
        Check::Chain => {
            "the receipts are one chain of one ticket: none is missing, exchanged or out of order, \
                         and no deadline was moved later without a reason"
                .to_owned()
        }
        Check::Deadlines => {
            let count: usize = report.receipts.iter().map(|signed| signed.recomputed.len()).sum();
            let count = if count == 0 { String::new() } else { format!(" ({count} computed anew)") };
            let here = zones::tzdb_version();
            format!(
                "every deadline follows from its calendar, target and pauses{count}, by tz database {here}"
            )
        }
    }
}

fn receipt(signed: &Signed, zone: Option<&str>) -> String {
    let Receipt { n, at, severity, plan, because, owed, withdrawn, .. } = &signed.receipt;
    let reasons: Vec<String> = because.iter().map(cause).collect();
    let mut text = format!(
        "Receipt {n}, {}: {}\n  plan {plan}, {}; signed with {}\n",
        shown(*at, zone.unwrap_or("UTC")),
        reasons.join(", "),
        severity.as_str(),
        signed.kid,
    );
    for (place, owed) in owed.iter().enumerate() {
        text += &promise(owed, signed.recomputed.get(place), zone);
    }
    for gone in withdrawn {
        text += &format!("  {}  no longer promised\n", run(gone.metric.as_str(), gone.cycle));
    }
    if owed.is_empty() {
        text += "  nothing else is owed\n";
    }
    text
}

fn promise(owed: &Owed, recomputed: Option<&Recomputed>, zone: Option<&str>) -> String {
    let zone = zone.or(recomputed.and_then(|it| it.zone.as_deref())).unwrap_or("UTC");
    let when = match (owed.due_at, owed.paused_since) {
        (Some(due), _) => format!("due {}", shown(due, zone)),
        (None, Some(since)) => format!("paused since {}", shown(since, zone)),
        (None, None) => "never due: its calendar ends".to_owned(),
    };
    let provisional =
        if owed.provisional { ", provisional: its year's holidays are not known yet" } else { "" };
    let outcome = match recomputed {
        Some(it) if it.agrees => "computed anew: the same",
        Some(_) => "computed anew: ANOTHER",
        None => "not computed",
    };
    format!(
        "  {}  {when}{provisional}\n    {} on {} from {}; {outcome}\n",
        run(owed.metric.as_str(), owed.cycle),
        clock_face(owed.target_seconds),
        owed.clock,
        shown(owed.started_at, zone),
    )
}

/// A run of a clock, counted from 1 as people do.
fn run(metric: &str, cycle: u32) -> String {
    if cycle == 0 { metric.to_owned() } else { format!("{metric} {}", u64::from(cycle) + 1) }
}

fn cause(cause: &Cause) -> String {
    let words = match cause {
        Cause::Opened => "the ticket was opened",
        Cause::CustomerWrote => "the customer wrote",
        Cause::VendorAnswered => "the vendor answered",
        Cause::InfoRequested => "the customer was asked for something",
        Cause::InfoProvided => "what was asked for was given or withdrawn",
        Cause::SeverityChanged { from, to, reason } => {
            return format!("the severity changed from {} to {}: {reason:?}", from.as_str(), to.as_str());
        }
        Cause::PlanChanged { from, to, reason } => {
            return format!("the plan changed from {from} to {to}: {reason:?}");
        }
        Cause::Reopened => "the ticket was reopened",
        Cause::PolicyChanged { version } => return format!("version {version} of the policy is better"),
        Cause::Restated => "what is owed was confirmed again",
    };
    words.to_owned()
}

fn shown(at: DateTime<Utc>, zone: &str) -> String {
    let local = zones::local(zone, at).map(|at| at.format("%a %Y-%m-%d %H:%M:%S").to_string());
    format!("{} {zone}", local.unwrap_or_else(|| at.to_rfc3339()))
}
