//! Identifiers: one newtype a noun, so that a ticket's id can't stand where an account's is meant.
//!
//! Some are minted by Aftercare (tickets), others come from the vendor (users, accounts) and are
//! opaque to us. All obey one rule: 1 to 128 characters, none of them a control character.

use core::fmt;

use serde::{Deserialize, Serialize};

/// The longest identifier that is taken, in bytes.
pub const MAX_ID_BYTES: usize = 128;

/// Why a text is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing was given.
    #[error("must not be empty")]
    Empty,
    /// Longer than [`MAX_ID_BYTES`].
    #[error("must be at most {MAX_ID_BYTES} bytes long")]
    TooLong,
    /// A control character, which no header, log line or URL could carry.
    #[error("must not contain control characters")]
    Control,
}

fn check(text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        Err(IdError::Empty)
    } else if text.len() > MAX_ID_BYTES {
        Err(IdError::TooLong)
    } else if text.chars().any(char::is_control) {
        Err(IdError::Control)
    } else {
        Ok(())
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes a text as an identifier.
            ///
            /// # Errors
            /// [`IdError`] where it is empty, too long or holds a control character.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                check(&text)?;
                Ok(Self(text))
            }

            /// The identifier's text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl core::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// A ticket, minted by the Worker: `tkt_` and 26 characters that sort by time.
    TicketId;
    /// A customer of the vendor: the company or project that holds a plan. The vendor's own id.
    AccountId;
    /// A person of an account. The vendor's own id.
    UserId;
    /// A support engineer of the vendor.
    AgentId;
    /// A team that tickets are routed to.
    TeamId;
    /// A support plan (a tier) of the policy document.
    PlanId;
    /// A product of the vendor that a ticket is about.
    ProductId;
    /// An embedding site: one console with its origins and its identity key.
    SiteId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_short_and_printable() {
        let long = "x".repeat(MAX_ID_BYTES + 1);
        let cases: [(&str, Option<IdError>); 6] = [
            ("auth0|42", None),
            ("青禾科技", None),
            (&long[..MAX_ID_BYTES], None),
            ("", Some(IdError::Empty)),
            (&long, Some(IdError::TooLong)),
            ("a\nb", Some(IdError::Control)),
        ];
        for (text, refusal) in cases {
            assert_eq!(AccountId::new(text).err(), refusal, "{text:?}");
        }
    }
}
