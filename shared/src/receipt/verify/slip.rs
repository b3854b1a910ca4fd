//! What can be wrong with a file of receipts, in words that stand after "receipt 2: ".

use serde::{Serialize, Serializer};

use crate::receipt::jws::NotSigned;
use crate::receipt::verify::MAX_FILE_BYTES;

/// Something that is wrong. Serialises as its text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Slip {
    /// Larger than a file is read.
    #[error("the file is larger than {MAX_FILE_BYTES} bytes")]
    TooLarge,
    /// Another kind of file.
    #[error("this is no file of receipts: {0}")]
    NotAFile(String),
    /// Not the bytes that were given out.
    #[error(
        "the file is not spelt as it was given out: something was changed or added outside of what is signed"
    )]
    Spelling,
    /// A calendar that is not the one it is called.
    #[error("the calendar {0} is another one than that: its SHA-256 differs, or it can't be read")]
    Calendar(String),
    /// A calendar that no receipt names.
    #[error("no receipt names the calendar {0}, so nobody has signed that it belongs here")]
    UnusedCalendar(String),
    /// No receipt at all.
    #[error("there is no receipt in the file: nothing was promised, or nothing was signed")]
    Empty,
    /// Not what is signed here.
    #[error(transparent)]
    NotSigned(#[from] NotSigned),
    /// Signed by a key that was not given.
    #[error("it is signed with the key {0}, which is not among the keys")]
    UnknownKey(String),
    /// The signature is not of that text and key.
    #[error("the signature is wrong: the key {0} did not sign this")]
    Signature(String),
    /// Issued by somebody else.
    #[error("it says it was issued by {named}, but the keys are those of {keys_of}")]
    Issuer {
        /// Who it says.
        named: String,
        /// Whose keys they are.
        keys_of: String,
    },
    /// Not at its place.
    #[error(
        "it is number {found} of its ticket, where number {expected} belongs: one is missing, or they were put in another order"
    )]
    Place {
        /// The number it should have.
        expected: u32,
        /// The number it has.
        found: u32,
    },
    /// Does not follow the one before it.
    #[error("it does not name the receipt before it: one was exchanged or taken out")]
    Previous,
    /// Of another ticket, account or issuer than the first one.
    #[error("its {0} is another one than that of the receipts before it")]
    Foreign(&'static str),
    /// An event number or a time that goes backwards.
    #[error("its {0} lies before that of the receipt before it")]
    Backwards(&'static str),
    /// The statement is of another length.
    #[error(
        "the statement says that there are {stated} receipts, and the file holds {found}: the chain was cut"
    )]
    Count {
        /// What the statement says.
        stated: u32,
        /// What there is.
        found: usize,
    },
    /// The statement names another last receipt.
    #[error("the statement names another last receipt")]
    Last,
    /// The statement is of another ticket or issuer, or ends before the chain does.
    #[error("the statement's {0} does not fit the receipts")]
    Statement(&'static str),
    /// A pause that an earlier receipt named is gone.
    #[error("{0} has lost a pause that the receipt before it names")]
    Pause(String),
    /// Taken back, but never given.
    #[error("{0} is withdrawn, but the receipt before it does not promise it")]
    Withdrawn(String),
    /// Later than before, and nothing says why.
    #[error("{0} is due later than the receipt before it says, and no reason is recorded")]
    Moved(String),
    /// The calendar it names is not in the file, or it names none.
    #[error("{0} counts on a calendar that is not in the file")]
    NoCalendar(String),
    /// No deadline can be computed.
    #[error("the deadline of {promise} can't be computed: {why}")]
    Unanswered {
        /// Which.
        promise: String,
        /// Why.
        why: String,
    },
    /// Another deadline comes out.
    #[error(
        "{promise}: the receipt says {said}, but by its calendar, target and pauses it is {found}{rules}"
    )]
    Deadline {
        /// Which.
        promise: String,
        /// What the receipt says.
        said: String,
        /// What comes out.
        found: String,
        /// What to know where the tz database is another one.
        rules: String,
    },
}

impl Serialize for Slip {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
