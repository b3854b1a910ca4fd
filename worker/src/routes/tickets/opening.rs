//! From what a customer sends to how a ticket begins: everything that is wrong is said at once.

use aftercare_shared::api::ticket::{MAX_SDKS, NewTicket};
use aftercare_shared::id::PlanId;
use aftercare_shared::package::Purl;
use aftercare_shared::policy::Policy;
use aftercare_shared::problem::FieldError;
use aftercare_shared::ticket::Opened;
use aftercare_shared::ticket::command::{Refusal, checked_body, checked_subject};

use crate::problem::Failure;

/// The longest package URL that is taken, in bytes.
const MAX_PURL_BYTES: usize = 512;
/// The longest page address that is kept, in bytes.
const MAX_PAGE_BYTES: usize = 1024;

/// How the ticket begins, or every field that can't be.
pub(super) fn checked(new: &NewTicket, plan: PlanId, policy: &Policy) -> Result<Opened, Failure> {
    let mut errors = Vec::new();
    let mut wrong = |pointer: String, detail: String| errors.push(FieldError { pointer, detail });
    let subject = checked_subject(&printable(&new.subject)).unwrap_or_else(|refusal| {
        wrong("#/subject".to_owned(), refusal.to_string());
        String::new()
    });
    let body = match checked_body(&new.body) {
        Ok(body) => body,
        Err(Refusal::Empty) => String::new(),
        Err(refusal) => {
            wrong("#/body".to_owned(), refusal.to_string());
            String::new()
        }
    };
    if !policy.offers(new.severity) {
        wrong("#/severity".to_owned(), not_offered(policy));
    }
    if new.sdks.len() > MAX_SDKS {
        wrong("#/sdks".to_owned(), format!("Name at most {MAX_SDKS} SDKs."));
    }
    let mut sdks = Vec::with_capacity(new.sdks.len().min(MAX_SDKS));
    for (place, sdk) in new.sdks.iter().take(MAX_SDKS).enumerate() {
        match Some(sdk).filter(|sdk| sdk.len() <= MAX_PURL_BYTES).and_then(|sdk| sdk.parse::<Purl>().ok()) {
            Some(purl) => sdks.push(purl.to_string()),
            None => wrong(
                format!("#/sdks/{place}"),
                "This is no package URL. Write it like pkg:npm/matrix-js-sdk@23.5.0.".to_owned(),
            ),
        }
    }
    let page = new.page.as_deref().map_or(Ok(None), page).unwrap_or_else(|detail| {
        wrong("#/page".to_owned(), detail.to_owned());
        None
    });
    if !errors.is_empty() {
        return Err(Failure::fields(errors));
    }
    let (severity, product, lang) = (new.severity, new.product.clone(), new.lang);
    Ok(Opened { subject, body, severity, plan, product, sdks, page, lang })
}

/// What to do about a severity that the policy does not offer.
pub(crate) fn not_offered(policy: &Policy) -> String {
    let offered = policy.severities();
    let offered = offered.iter().map(|offered| offered.severity.as_str()).collect::<Vec<_>>();
    format!("This severity is not on offer. Choose one of {}.", offered.join(", "))
}

/// A line without control characters, which no list could show.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The page without query and fragment, which may hold secrets. A ticket is not lost over an odd address,
/// such as that of a file: it is left out. One that no page can have is refused.
fn page(text: &str) -> Result<Option<String>, &'static str> {
    let bare = text.split(['?', '#']).next().unwrap_or_default().trim();
    let scheme = bare.split(':').next().unwrap_or_default();
    if ["javascript", "data", "vbscript"].iter().any(|script| scheme.eq_ignore_ascii_case(script)) {
        return Err("This is no page. Send its address, such as https://console.example.com/calls.");
    }
    let is_page = bare.starts_with("https://") || bare.starts_with("http://") || bare.starts_with('/');
    let fits = is_page && bare.len() <= MAX_PAGE_BYTES && !bare.contains(char::is_control);
    Ok(fits.then(|| bare.to_owned()))
}

#[cfg(test)]
mod tests {
    use aftercare_shared::policy::default_document;

    use super::*;

    #[test]
    fn a_page_is_kept_without_what_may_be_secret() {
        for (text, kept) in [
            ("https://console.example.com/a?token=x#y", Some("https://console.example.com/a")),
            ("/demo/#token", Some("/demo/")),
            ("file:///home/mei/index.html", None),
            ("", None),
            ("https://x/\u{7}", None),
        ] {
            assert_eq!(page(text), Ok(kept.map(str::to_owned)), "{text}");
        }
        assert!(page(" JavaScript:alert(1)").is_err());
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let new: NewTicket = serde_json::from_value(serde_json::json!({
            "subject": " \u{0} ", "severity": "critical", "body": "x".repeat(70_000), "sdks": ["pkg:npm/a@1", "x"],
        }))
        .unwrap();
        let policy = Policy::parse(default_document()).unwrap();
        let Err(Failure::Problem(problem)) = checked(&new, PlanId::new("basic").unwrap(), &policy) else {
            panic!("it is taken");
        };
        let pointers = problem.errors.iter().map(|error| error.pointer.as_str()).collect::<Vec<_>>();
        assert_eq!(pointers, ["#/subject", "#/body", "#/severity", "#/sdks/1"]);
    }
}
