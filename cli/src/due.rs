//! `aftercare due`: a deadline with its explanation.

use std::path::PathBuf;
use std::process::ExitCode;

use aftercare_shared::calendar::Calendar;
use aftercare_shared::id::PlanId;
use aftercare_shared::metric::Metric;
use aftercare_shared::policy::{Clock, Duration, Policy, default_document};
use aftercare_shared::severity::Severity;
use aftercare_shared::text::Lang;
use aftercare_shared::timeline::{Explanation, Pause, PauseReason, SegmentKind, Timeline};
use aftercare_shared::zones;
use anyhow::{Context, bail};
use chrono::{DateTime, Utc};

use crate::file;
use crate::out::{say, sayln};
use crate::policy;

/// What falls due: a target of a policy, or a length of time on a calendar.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["plan", "length"]))]
pub(crate) struct Args {
    /// When the clock starts, as RFC 3339: 2026-02-13T17:00:00+08:00
    #[arg(long, value_name = "TIME", value_parser = instant)]
    start: DateTime<Utc>,
    /// The plan whose target is meant
    #[arg(long)]
    plan: Option<PlanId>,
    /// question, degraded, severe, down or critical
    #[arg(long, default_value = "degraded", value_parser = severity)]
    severity: Severity,
    /// `first_response`, `next_response`, `update` or `resolution`
    #[arg(long, default_value = "first_response", value_parser = metric)]
    metric: Metric,
    /// The policy's file; without one, the policy of a fresh installation
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The region whose calendars count, where the policy has several
    #[arg(long)]
    region: Option<String>,
    /// Instead of a plan's target: 30m, 8h, 8bh, 1bd, …
    #[arg(long = "for", value_name = "LENGTH")]
    length: Option<Duration>,
    /// The calendar's file for --for; without one, round the clock
    #[arg(long, value_name = "FILE", requires = "length")]
    calendar: Option<PathBuf>,
    /// A stretch in which the clock stands still, FROM/TO; FROM/ where it still does. May be repeated
    #[arg(long = "pause", value_name = "FROM/TO", value_parser = pause)]
    pauses: Vec<Pause>,
    /// The zone to show times in; without one, the calendar's
    #[arg(long)]
    zone: Option<String>,
    /// Print the explanation as JSON
    #[arg(long)]
    json: bool,
}

/// A target, and the hours it counts in.
struct Question {
    /// In words.
    words: String,
    seconds: u64,
    calendar: Option<Calendar>,
}

/// Prints when a target falls due, and why.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let question = question(args)?;
    let explain = |open: &Timeline| open.explain(args.start, question.seconds, &args.pauses);
    let explanation = match &question.calendar {
        Some(calendar) => zones::reach(calendar, args.start, explain)??.1,
        None => explain(&Timeline::always())?,
    };
    if args.json {
        sayln!("{}", serde_json::to_string_pretty(&explanation)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let zone = match (&args.zone, &question.calendar) {
        (Some(zone), _) => zone.as_str(),
        (None, Some(calendar)) => calendar.zone(),
        (None, None) => "UTC",
    };
    if !zones::is_known(zone) {
        bail!("`{zone}` is no zone of the tz database {}", zones::tzdb_version());
    }
    say!("{}", told(&question.words, &explanation, zone))?;
    Ok(ExitCode::SUCCESS)
}

fn question(args: &Args) -> anyhow::Result<Question> {
    if let Some(length) = args.length {
        let Some(file) = &args.calendar else {
            let seconds = length.seconds_always()?;
            return Ok(Question { words: format!("{length} round the clock"), seconds, calendar: None });
        };
        let name = file.display();
        let text = file::text(file)?;
        let calendar: Calendar =
            serde_json::from_str(&text).with_context(|| format!("{name} is no calendar"))?;
        let seconds = length.seconds_on(&calendar)?;
        return Ok(Question { words: format!("{length} on {name}"), seconds, calendar: Some(calendar) });
    }
    let policy = match &args.policy {
        Some(file) => policy::load(file)?,
        None => Policy::parse(default_document()).context("the built-in policy")?,
    };
    let plan = args.plan.as_ref().context("name a --plan")?;
    if policy.find_plan(plan).is_none() {
        let known: Vec<&str> = policy.plans().iter().map(|plan| plan.id.as_str()).collect();
        bail!("there is no plan `{plan}`: the policy has {}", known.join(", "));
    }
    let (severity, metric) = (args.severity, args.metric);
    let target = policy
        .target_in(args.region.as_deref(), plan, severity, metric)
        .with_context(|| format!("{plan} promises no {} for {}", metric.as_str(), severity.as_str()))?;
    let words = format!(
        "{plan}, {}, {}: {} on {}",
        severity.as_str(),
        metric.as_str(),
        target.duration,
        target.clock.as_str()
    );
    let calendar = match &target.clock {
        Clock::Always => None,
        Clock::Calendar(name) => policy.calendar(name).cloned(),
    };
    Ok(Question { words, seconds: target.seconds, calendar })
}

fn told(words: &str, explanation: &Explanation, zone: &str) -> String {
    let mut text = format!("{words}\n");
    let shown = |at: DateTime<Utc>| {
        zones::local(zone, at)
            .map_or_else(|| at.to_rfc3339(), |at| at.format("%a %Y-%m-%d %H:%M:%S").to_string())
    };
    match (explanation.due, explanation.paused_since) {
        (Some(due), _) => {
            let provisional = if explanation.provisional {
                ", provisional: its year's holidays are not known yet"
            } else {
                ""
            };
            text +=
                &format!("due {} {zone} ({}){provisional}\n\n", shown(due), due.format("%Y-%m-%dT%H:%M:%SZ"));
        }
        (None, Some(since)) => {
            text += &format!("not due: the clock stands still since {} {zone}\n\n", shown(since))
        }
        (None, None) => {}
    }
    for segment in &explanation.segments {
        let sign = if segment.kind.counts() { '+' } else { ' ' };
        let row = format!(
            "{}  {}  {sign}{:>9}  {}",
            shown(segment.from),
            shown(segment.until),
            clock_face(segment.seconds()),
            kind(&segment.kind)
        );
        text += row.trim_end();
        text.push('\n');
    }
    text += &format!("{:>60}  counted\n", clock_face(explanation.counted_seconds()));
    text
}

fn kind(kind: &SegmentKind) -> String {
    let words = match kind {
        SegmentKind::Open => "open",
        SegmentKind::MakeUpDay => "open, make-up working day",
        SegmentKind::ChangedHours => "open, changed hours",
        SegmentKind::Closed => "closed",
        SegmentKind::Holiday { name: None } => "closed, holiday",
        SegmentKind::Holiday { name: Some(name) } => return format!("closed, {}", name.in_lang(Lang::En)),
        SegmentKind::Paused { reason: PauseReason::WaitingForCustomer } => "paused, waiting for the customer",
        SegmentKind::Paused { reason: PauseReason::Resolved } => "paused, resolved",
    };
    words.to_owned()
}

/// Seconds as a clock shows them: 30:05:00 for thirty hours and five minutes.
pub(crate) fn clock_face(seconds: u64) -> String {
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.to_utc())
        .map_err(|error| format!("{error}: write 2026-02-13T17:00:00+08:00"))
}

fn pause(text: &str) -> Result<Pause, String> {
    let (from, until) = text.split_once('/').ok_or("write FROM/TO, or FROM/ where it still lasts")?;
    let from = instant(from)?;
    let until = if until.is_empty() { None } else { Some(instant(until)?) };
    if until.is_some_and(|until| until < from) {
        return Err("the pause ends before it begins".to_owned());
    }
    Ok(Pause { from, until, reason: PauseReason::WaitingForCustomer })
}

fn severity(text: &str) -> Result<Severity, String> {
    let known = Severity::ALL.into_iter().find(|severity| severity.as_str() == text);
    known.ok_or_else(|| "write question, degraded, severe, down or critical".to_owned())
}

fn metric(text: &str) -> Result<Metric, String> {
    let known = Metric::ALL.into_iter().find(|metric| metric.as_str() == text);
    known.ok_or_else(|| "write first_response, next_response, update or resolution".to_owned())
}
