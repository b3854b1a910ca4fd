//! What went wrong, as RFC 9457 problem documents with a closed set of types.

use serde::{Deserialize, Serialize};

/// Where the types are described; a type's URI is this and its slug.
pub const BASE: &str = "https://aftercare.dev/problems/";

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $status:literal, $title:literal;)+) => {
        /// The kinds of problem. There are no others.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind {$(
            $(#[$doc])*
            $name,
        )+}

        impl Kind {
            /// Every kind, for the documents.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The last part of the type's URI.
            #[must_use]
            pub fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)+ }
            }

            /// The HTTP status it is sent with.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)+ }
            }

            /// What every problem of the kind has in common.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }
        }
    };
}

kinds! {
    /// The body is no JSON, or not of the shape the endpoint takes.
    Malformed = "malformed", 400, "The request can't be read";
    /// A field has a value that can't be.
    Invalid = "invalid", 422, "A value is not acceptable";
    /// A header that the endpoint needs is missing.
    HeaderMissing = "header-missing", 400, "A header is missing";
    /// There is no credential, or not one that can be read.
    Unauthenticated = "unauthenticated", 401, "Sign in first";
    /// The credential was right once.
    Expired = "expired", 401, "The sign-in has expired";
    /// The credential is right, but does not reach this far.
    Forbidden = "forbidden", 403, "This is not yours to do";
    /// There is no such thing, or none that the caller may know of.
    NotFound = "not-found", 404, "There is no such thing";
    /// The path exists, the method does not.
    MethodNotAllowed = "method-not-allowed", 405, "This path does not take that method";
    /// The ticket has moved on since the caller looked.
    Stale = "stale", 409, "Something has changed meanwhile";
    /// The same Idempotency-Key is being worked on.
    InFlight = "in-flight", 409, "The first request is still running";
    /// The state does not allow it.
    Refused = "refused", 409, "That can't be done now";
    /// The same Idempotency-Key came with another body.
    KeyReused = "key-reused", 422, "The Idempotency-Key belongs to another request";
    /// The body is larger than the endpoint takes.
    TooLarge = "too-large", 413, "The request is too large";
    /// The body is of another media type than the endpoint takes.
    MediaType = "media-type", 415, "Send application/json";
    /// The caller asks too often.
    RateLimited = "rate-limited", 429, "Too many requests";
    /// Something of ours failed.
    Internal = "internal", 500, "Something failed on our side";
    /// Something we depend on does not answer.
    Unavailable = "unavailable", 503, "The service is not available";
}

impl Kind {
    /// The type's URI.
    #[must_use]
    pub fn uri(self) -> String {
        format!("{BASE}{}", self.slug())
    }

    /// The kind that a type's URI stands for.
    #[must_use]
    pub fn from_uri(uri: &str) -> Option<Self> {
        let slug = uri.strip_prefix(BASE)?;
        Self::ALL.iter().copied().find(|kind| kind.slug() == slug)
    }
}

/// One field that is not acceptable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct FieldError {
    /// A JSON Pointer into the request's body, such as `#/subject`.
    pub pointer: String,
    /// What is wrong with it and what to do.
    pub detail: String,
}

/// A problem document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Problem {
    /// The type's URI.
    #[serde(rename = "type")]
    pub kind: String,
    /// What every problem of the type has in common.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time and what to do. Nothing internal stands in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The fields that are not acceptable.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The ticket's last event, where the caller's knowledge of it is stale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u32>,
}

impl Problem {
    /// A problem of a kind, with what happened this time and what to do.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind: kind.uri(),
            title: kind.title().to_owned(),
            status: kind.status(),
            detail: detail.into(),
            errors: Vec::new(),
            seq: None,
        }
    }

    /// An [`Kind::Invalid`] problem of one field.
    pub fn field(pointer: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let mut problem = Self::new(Kind::Invalid, detail.clone());
        problem.errors.push(FieldError { pointer: pointer.to_owned(), detail });
        problem
    }

    /// The kind, where the type is one of ours.
    #[must_use]
    pub fn known_kind(&self) -> Option<Kind> {
        Kind::from_uri(&self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_uri() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_uri(&kind.uri()), Some(*kind));
        }
        assert_eq!(Kind::from_uri("about:blank"), None);
    }

    #[test]
    fn a_field_error_points_at_the_field() {
        insta::assert_json_snapshot!(Problem::field("#/subject", "Write a line."), @r##"
        {
          "type": "https://aftercare.dev/problems/invalid",
          "title": "A value is not acceptable",
          "status": 422,
          "detail": "Write a line.",
          "errors": [
            {
              "pointer": "#/subject",
              "detail": "Write a line."
            }
          ]
        }
        "##);
    }
}
