//! Receipts: issued with the event that they follow from, and given out as the chain of a ticket.
//!
//! What a receipt says is decided in [`aftercare_shared::receipt`]; here it is signed, by the runtime's own
//! cryptography. A ticket never waits for that: where no key is set, or the key can't sign, the ticket is
//! written all the same, and the next write confirms what is owed by then.

mod signer;

use std::collections::BTreeMap;
use std::rc::Rc;

use aftercare_shared::api::receipts::{IssuedReceipt, KEYS_PATH, KeySet, Receipts};
use aftercare_shared::policy::Clock;
use aftercare_shared::problem::Kind;
use aftercare_shared::receipt::jws::{self, NotSigned, Parts};
use aftercare_shared::receipt::{Issue, Last, Receipt, Statement, due_receipt};
use serde_json::json;

pub(crate) use crate::receipts::signer::Signer;

use crate::app::App;
use crate::log;
use crate::problem::Failure;
use crate::store::idempotency::Shown;
use crate::store::receipt::{self, Chain};
use crate::store::ticket::Record;
use crate::store::{self, Store, StoreError, policy};

/// Whether receipts are signed.
pub(crate) enum Signing {
    /// With this key.
    On(Rc<Signer>),
    /// No key is set.
    Off,
    /// What is set can't be used, as the log says.
    Misconfigured,
}

/// Whether receipts are signed here, and with what.
pub(crate) async fn signing(app: &App) -> Signing {
    match signer::of(app.env()).await {
        Ok(Some(signer)) => Signing::On(signer),
        Ok(None) => Signing::Off,
        Err(error) => {
            log::error("receipts can't be signed", &[("error", json!(error.to_string()))]);
            Signing::Misconfigured
        }
    }
}

/// The last receipt of a chain, from its compact form. It is ours, so its signature is not verified.
pub(crate) fn last(jws: &str) -> Result<Last, Failure> {
    Ok(Last { receipt: read(jws)?, sha256: jws::sha256(jws) })
}

fn read(jws: &str) -> Result<Receipt, Failure> {
    let unreadable = |error: NotSigned| StoreError::row("receipt", error);
    Ok(Parts::take(jws, jws::Kind::Receipt).and_then(|parts| parts.claims()).map_err(unreadable)?)
}

/// What appends the receipt that a write asks for, if it asks for one.
pub(crate) async fn issue(signer: &Signer, issue: &Issue<'_>) -> Result<Option<store::Statement>, Failure> {
    let Some(due) = due_receipt(issue)? else { return Ok(None) };
    match signer.sign(jws::Kind::Receipt, &due).await {
        Ok(jws) => Ok(Some(receipt::append(&due, &jws))),
        Err(error) => {
            // The ticket is worth more than its receipt, which comes with the next write.
            let fields = [("ticket", json!(issue.id)), ("error", json!(error.to_string()))];
            log::error("a receipt was not signed", &fields);
            Ok(None)
        }
    }
}

/// The receipt that a write made, for its answer; `room` is where its reader finds tickets.
pub(crate) fn made_by(write: &Shown, record: &Record, room: &str) -> Option<IssuedReceipt> {
    let made = record.last_receipt.as_ref().filter(|kept| kept.seq == write.seq)?;
    Some(IssuedReceipt {
        jws: made.jws.clone(),
        chain: format!("{room}/{}/receipts", write.ticket),
        keys: KEYS_PATH.to_owned(),
    })
}

/// A ticket's chain as a file, and its tag.
pub(crate) struct File {
    /// The bytes that are verified.
    pub(crate) text: String,
    /// What the file is tagged with.
    pub(crate) etag: String,
    /// What to call it.
    pub(crate) name: String,
}

/// A ticket's chain, with the calendars it names and a statement of its length.
pub(crate) async fn file(app: &App, store: &Store, chain: Chain) -> Result<File, Failure> {
    let Signing::On(signer) = signing(app).await else { return Err(none_signed()) };
    let calendars = calendars(store, &chain.receipts).await?;
    let count = u32::try_from(chain.receipts.len()).unwrap_or(u32::MAX);
    let statement = Statement {
        iss: signer.issuer().to_owned(),
        sub: chain.facts.id,
        ticket_number: chain.facts.number,
        seq: chain.seq,
        as_of: chain.updated_at,
        count,
        last: chain.receipts.last().map(|jws| jws::sha256(jws)),
    };
    let statement = signer.sign(jws::Kind::Statement, &statement).await?;
    // Ed25519 signs the same text to the same signature, so this names every byte.
    let etag = format!("\"receipts-{count}-{}-{}\"", chain.seq, signer.kid());
    let name = format!("aftercare-{}-receipts.json", chain.facts.number);
    Ok(File { text: Receipts { calendars, receipts: chain.receipts, statement }.to_file(), etag, name })
}

/// The calendars that receipts name, by their SHA-256. Every version of the policy is kept, so all are there.
async fn calendars(
    store: &Store,
    receipts: &[String],
) -> Result<BTreeMap<String, aftercare_shared::calendar::Document>, Failure> {
    let mut calendars = BTreeMap::new();
    for jws in receipts {
        for owed in read(jws)?.owed {
            let Some(sha256) = owed.calendar_sha256.filter(|sha256| !calendars.contains_key(sha256)) else {
                continue;
            };
            let policy = policy::version(store, owed.policy_version).await?;
            let kept = policy.calendar(&owed.clock);
            let kept = kept.filter(|_| policy.calendar_hash(&Clock::Calendar(owed.clock.clone())) == sha256);
            let calendar = kept.ok_or_else(|| {
                let detail = format!("version {} has no calendar {sha256}", owed.policy_version);
                Failure::Internal("the calendar of a receipt is gone", detail)
            })?;
            calendars.insert(sha256, calendar.clone().into());
        }
    }
    Ok(calendars)
}

/// The keys that receipts are verified with.
pub(crate) async fn keys(app: &App) -> Result<KeySet, Failure> {
    match signing(app).await {
        Signing::On(signer) => Ok(signer.key_set()),
        Signing::Off | Signing::Misconfigured => Err(none_signed()),
    }
}

fn none_signed() -> Failure {
    let detail = "This service signs no receipts: its operator has set no key for them (RECEIPT_KEYS).";
    Failure::new(Kind::NotFound, detail)
}
