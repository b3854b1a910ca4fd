//! What people may do with a ticket. A command looks at the state and answers with the events to
//! append, or says why not in words that can be shown.

use crate::id::{AgentId, PlanId};
use crate::severity::Severity;
use crate::text::Text;
use crate::ticket::event::{EventBody, InfoItem};
use crate::ticket::{Status, Ticket};

/// The longest text of one message, in bytes.
pub const MAX_BODY_BYTES: usize = 64 * 1024;
/// The longest subject, in characters.
pub const MAX_SUBJECT_CHARS: usize = 200;
/// The most things that one request may ask for.
pub const MAX_INFO_ITEMS: usize = 20;

/// Why a command is not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no text.
    #[error("Write something first: the text is empty.")]
    Empty,
    /// The text is longer than [`MAX_BODY_BYTES`] (or [`MAX_SUBJECT_CHARS`] for a subject).
    #[error("The text is too long: shorten it, or attach it as a file.")]
    TooLong,
    /// The ticket has ended.
    #[error("This ticket is closed. Open a new one and name this one in it.")]
    Ended,
    /// A person has already begun.
    #[error("Somebody has already accepted this ticket. Reload to see who.")]
    AlreadyAccepted,
    /// Only a live ticket can be resolved, reclassified or asked about.
    #[error("This ticket is already resolved. Reopen it first.")]
    NotLive,
    /// Only a resolved ticket can be reopened.
    #[error("This ticket is not resolved, so there is nothing to reopen.")]
    NotResolved,
    /// Closing the case is no answer.
    #[error("Answer or accept this ticket first: resolving it is not a response.")]
    NotAnswered,
    /// Ratings wait for the end.
    #[error("A ticket can be rated once it is resolved.")]
    NotRateable,
    /// One rating for each time it was resolved.
    #[error("This ticket is rated already. It can be rated anew when it was reopened and resolved again.")]
    AlreadyRated,
    /// A rating is 1 to 5.
    #[error("Give a rating from 1 to 5.")]
    OutOfRange,
    /// Nothing would change.
    #[error("That is what it says already.")]
    Unchanged,
    /// A change that moves deadlines needs a reason.
    #[error("Say why: the customer will read it beside the new deadline.")]
    NoReason,
}

/// Why a plan changed, where nobody says more.
#[must_use]
pub fn plan_changed_reason() -> Text {
    Text::new("The plan of your account has changed.", "你账户的套餐已变更。")
}

/// Checks a text that somebody wrote and trims the blank around it.
///
/// # Errors
/// [`Refusal::Empty`] or [`Refusal::TooLong`].
pub fn checked_body(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        Err(Refusal::Empty)
    } else if text.len() > MAX_BODY_BYTES {
        Err(Refusal::TooLong)
    } else {
        Ok(text.to_owned())
    }
}

/// Checks a subject: one line, blank folded.
///
/// # Errors
/// [`Refusal::Empty`] or [`Refusal::TooLong`].
pub fn checked_subject(text: &str) -> Result<String, Refusal> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        Err(Refusal::Empty)
    } else if line.chars().count() > MAX_SUBJECT_CHARS {
        Err(Refusal::TooLong)
    } else {
        Ok(line)
    }
}

impl Ticket {
    /// The customer writes. On a resolved ticket that reopens it; while something was asked, the
    /// answer settles all of it.
    ///
    /// # Errors
    /// [`Refusal`] where the text is unfit or the ticket has ended.
    pub fn write(&self, text: &str) -> Result<Vec<EventBody>, Refusal> {
        let body = checked_body(text)?;
        let message = EventBody::Message { body };
        match self.status {
            Status::New | Status::Open => Ok(vec![message]),
            Status::Waiting => {
                let items = self.asked.iter().map(|item| item.id.clone()).collect();
                Ok(vec![message, EventBody::InfoProvided { items }])
            }
            Status::Resolved => Ok(vec![EventBody::Reopened, message]),
            Status::Closed | Status::Merged => Err(Refusal::Ended),
        }
    }

    /// A support engineer confirms the ticket and begins, and holds it from now on.
    ///
    /// # Errors
    /// [`Refusal`] where somebody has begun already or the ticket has ended.
    pub fn accept(&self, agent: AgentId, name: String) -> Result<Vec<EventBody>, Refusal> {
        match self.status {
            Status::New => Ok(vec![EventBody::Accepted, EventBody::Assigned { agent, name }]),
            Status::Open | Status::Waiting | Status::Resolved => Err(Refusal::AlreadyAccepted),
            Status::Closed | Status::Merged => Err(Refusal::Ended),
        }
    }

    /// A support engineer answers the customer; who answers first holds the ticket.
    ///
    /// # Errors
    /// [`Refusal`] where the text is unfit or the ticket has ended.
    pub fn answer(&self, agent: AgentId, name: String, text: &str) -> Result<Vec<EventBody>, Refusal> {
        let body = checked_body(text)?;
        match self.status {
            Status::Closed | Status::Merged => return Err(Refusal::Ended),
            Status::New | Status::Open | Status::Waiting | Status::Resolved => {}
        }
        let mut events = vec![EventBody::Message { body }];
        if self.assignee.is_none() {
            events.push(EventBody::Assigned { agent, name });
        }
        Ok(events)
    }

    /// A support engineer writes a note for the others. Always possible.
    ///
    /// # Errors
    /// [`Refusal`] where the text is unfit.
    pub fn note(&self, text: &str) -> Result<Vec<EventBody>, Refusal> {
        Ok(vec![EventBody::Note { body: checked_body(text)? }])
    }

    /// The vendor asks for what it needs: the only thing that pauses a clock.
    ///
    /// # Errors
    /// [`Refusal`] where nothing is asked or the ticket is not live.
    pub fn ask(&self, labels: &[String]) -> Result<Vec<EventBody>, Refusal> {
        if !self.status.is_live() {
            return Err(Refusal::NotLive);
        }
        let first = self.seq + 1;
        let items = labels
            .iter()
            .map(|label| checked_subject(label))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .enumerate()
            .map(|(place, label)| InfoItem { id: format!("i{first}-{}", place + 1), label })
            .collect::<Vec<_>>();
        if items.is_empty() {
            return Err(Refusal::Empty);
        }
        if self.asked.len() + items.len() > MAX_INFO_ITEMS {
            return Err(Refusal::TooLong);
        }
        Ok(vec![EventBody::InfoRequested { items }])
    }

    /// The vendor withdraws what it asked for: the clocks run again.
    ///
    /// # Errors
    /// [`Refusal::Unchanged`] where nothing is asked.
    pub fn withdraw_ask(&self) -> Result<Vec<EventBody>, Refusal> {
        if self.status != Status::Waiting {
            return Err(Refusal::Unchanged);
        }
        let items = self.asked.iter().map(|item| item.id.clone()).collect();
        Ok(vec![EventBody::InfoProvided { items }])
    }

    /// The vendor sets another severity than the one in force.
    ///
    /// # Errors
    /// [`Refusal`] where nothing changes, no reason is given or the ticket is not live.
    pub fn reclassify(&self, to: Severity, reason: &str) -> Result<Vec<EventBody>, Refusal> {
        if !self.status.is_live() {
            return Err(Refusal::NotLive);
        }
        if to == self.severity {
            return Err(Refusal::Unchanged);
        }
        let reason = checked_body(reason).map_err(|_| Refusal::NoReason)?;
        Ok(vec![EventBody::SeverityChanged { from: self.severity, to, reason }])
    }

    /// The account's plan changed while the ticket is live.
    ///
    /// # Errors
    /// [`Refusal`] where nothing changes or the ticket is not live.
    pub fn replan(&self, to: PlanId, reason: &str) -> Result<Vec<EventBody>, Refusal> {
        if !self.status.is_live() {
            return Err(Refusal::NotLive);
        }
        if to == self.plan {
            return Err(Refusal::Unchanged);
        }
        let reason = checked_body(reason).map_err(|_| Refusal::NoReason)?;
        Ok(vec![EventBody::PlanChanged { from: self.plan.clone(), to, reason }])
    }

    /// The vendor calls it solved.
    ///
    /// # Errors
    /// [`Refusal`] where no person has answered yet, or it is resolved or ended already.
    pub fn resolve(&self) -> Result<Vec<EventBody>, Refusal> {
        match self.status {
            Status::New => Err(Refusal::NotAnswered),
            Status::Open | Status::Waiting => Ok(vec![EventBody::Resolved]),
            Status::Resolved | Status::Closed | Status::Merged => Err(Refusal::NotLive),
        }
    }

    /// Somebody takes a resolved ticket up again.
    ///
    /// # Errors
    /// [`Refusal::NotResolved`].
    pub fn reopen(&self) -> Result<Vec<EventBody>, Refusal> {
        if self.status == Status::Resolved {
            Ok(vec![EventBody::Reopened])
        } else {
            Err(Refusal::NotResolved)
        }
    }

    /// The customer rates the cycle that ended.
    ///
    /// # Errors
    /// [`Refusal`] where the ticket is not at its end or the score is no rating.
    pub fn rate(&self, score: u8, comment: Option<&str>) -> Result<Vec<EventBody>, Refusal> {
        if !matches!(self.status, Status::Resolved | Status::Closed) {
            return Err(Refusal::NotRateable);
        }
        if self.rating.is_some() {
            return Err(Refusal::AlreadyRated);
        }
        if !(1..=5).contains(&score) {
            return Err(Refusal::OutOfRange);
        }
        let comment = match comment.map(checked_body) {
            None | Some(Err(Refusal::Empty)) => None,
            Some(Ok(text)) => Some(text),
            Some(Err(refusal)) => return Err(refusal),
        };
        Ok(vec![EventBody::Rated { score, comment }])
    }
}
