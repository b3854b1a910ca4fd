//! Verifying a file of receipts, offline: the file and the keys come in, a report goes out.
//!
//! Four checks, each of which stands on the ones before it: the file is whole and spelt as it was given out;
//! every receipt and the statement are signed by one of the keys; the receipts are one chain, whole, of one
//! ticket; every deadline follows from its calendar, target and pauses, and was moved later only for a reason.
//! A check that fails ends the verification, so nothing is computed from what nobody signed.

mod chain;
mod deadlines;
mod file;
mod slip;

pub use deadlines::Recomputed;
pub use file::MAX_FILE_BYTES;
pub use slip::Slip;

use ed25519_dalek::{Signature, VerifyingKey};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::receipt::jws::{Kind, Parts};
use crate::receipt::{Keyring, Receipt, Statement};

/// What is looked at, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The file is spelt as it was given out, and its calendars are those that they are called.
    File,
    /// Everything is signed by one of the keys, and issued by whom they belong to.
    Signatures,
    /// The receipts are one chain of one ticket, from the first to the one that the statement calls the last.
    Chain,
    /// Every deadline follows from what it is computed from.
    Deadlines,
}

impl Check {
    /// Every check, in the order in which they are made.
    pub const ALL: [Self; 4] = [Self::File, Self::Signatures, Self::Chain, Self::Deadlines];
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Which check found it.
    pub check: Check,
    /// The receipt's place in the file, 1 for the first; absent for the file and the statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<usize>,
    /// What.
    pub detail: Slip,
}

/// A receipt whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signed {
    /// The key that signed it.
    pub kid: String,
    /// What it says.
    pub receipt: Receipt,
    /// What its deadlines come to, in the order of its promises; empty where that was not reached.
    pub recomputed: Vec<Recomputed>,
}

/// What verifying a file came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether all checks were made and nothing is wrong.
    pub verified: bool,
    /// The checks that were passed, in order.
    pub passed: Vec<Check>,
    /// What is wrong. The checks after the first one that found something were not made.
    pub faults: Vec<Fault>,
    /// The statement, where its signature holds.
    pub statement: Option<Statement>,
    /// The receipts whose signatures hold.
    pub receipts: Vec<Signed>,
}

/// Verifies a file as `GET /v1/tickets/{id}/receipts` gives it, with the keys of whoever is trusted to have
/// issued it.
#[must_use]
pub fn verify(bytes: &[u8], keys: &Keyring) -> Report {
    let mut report = Report {
        verified: false,
        passed: Vec::new(),
        faults: Vec::new(),
        statement: None,
        receipts: Vec::new(),
    };
    // `None` as soon as a check has found something.
    let all = run(bytes, keys, &mut report);
    report.verified = all.is_some();
    report
}

fn run(bytes: &[u8], keys: &Keyring, report: &mut Report) -> Option<()> {
    let file = match file::read(bytes) {
        Ok(file) => file,
        Err(slip) => {
            report.faults.push(Fault { check: Check::File, receipt: None, detail: slip });
            return None;
        }
    };
    report.pass(Check::File)?;

    for (at, jws) in file.receipts.iter().enumerate() {
        match signed::<Receipt>(jws, Kind::Receipt, keys) {
            Ok((kid, receipt)) => {
                report.check_issuer(keys, Some(at + 1), &receipt.iss);
                report.receipts.push(Signed { kid, receipt, recomputed: Vec::new() });
            }
            Err(slip) => report.find(Check::Signatures, Some(at + 1), slip),
        }
    }
    match signed::<Statement>(&file.statement, Kind::Statement, keys) {
        Ok((_, statement)) => {
            report.check_issuer(keys, None, &statement.iss);
            report.statement = Some(statement);
        }
        Err(slip) => report.find(Check::Signatures, None, slip),
    }
    report.pass(Check::Signatures)?;

    let statement = report.statement.clone()?;
    chain::check(&file.receipts, &statement, report);
    report.pass(Check::Chain)?;

    deadlines::check(&file.calendars, report);
    report.pass(Check::Deadlines)
}

/// The claims of a document, believed because its signature is that of one of the keys.
fn signed<T: DeserializeOwned>(jws: &str, kind: Kind, keys: &Keyring) -> Result<(String, T), Slip> {
    let parts = Parts::take(jws, kind)?;
    let key = keys.find(&parts.kid).ok_or_else(|| Slip::UnknownKey(parts.kid.clone()))?;
    let wrong = || Slip::Signature(parts.kid.clone());
    let public = VerifyingKey::from_bytes(key.bytes()).map_err(|_| wrong())?;
    // The strict form: one signature for each text, and no key of small order (RFC 8032, section 8.9 and on).
    let signature = Signature::from_bytes(&parts.signature);
    public.verify_strict(parts.signed.as_bytes(), &signature).map_err(|_| wrong())?;
    Ok((parts.kid.clone(), parts.claims()?))
}

impl Report {
    fn find(&mut self, check: Check, receipt: Option<usize>, detail: Slip) {
        self.faults.push(Fault { check, receipt, detail });
    }

    fn check_issuer(&mut self, keys: &Keyring, receipt: Option<usize>, named: &str) {
        if let Some(issuer) = keys.issuer().filter(|issuer| *issuer != named) {
            let slip = Slip::Issuer { named: named.to_owned(), keys_of: issuer.to_owned() };
            self.find(Check::Signatures, receipt, slip);
        }
    }

    /// Notes that a check was passed, unless anything has been found.
    fn pass(&mut self, check: Check) -> Option<()> {
        if !self.faults.is_empty() {
            return None;
        }
        self.passed.push(check);
        Some(())
    }
}

#[cfg(test)]
mod tests;
