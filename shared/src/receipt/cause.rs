//! Why what is owed changed, read. It is written by its derive, and a test holds one to the other.
//!
//! A receipt is verified from what it says: a field that nobody here knows is refused, not passed over.

use serde::de::{Deserialize, Deserializer, Error};

use crate::json::{Fault, Tagged};
use crate::receipt::Cause;

impl<'de> Deserialize<'de> for Cause {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let object = Tagged::take("kind", source)?;
        read(&object).map_err(D::Error::custom)
    }
}

fn read(object: &Tagged<'_>) -> Result<Cause, Fault> {
    let (cause, fields): (_, &[&str]) = match object.word()?.as_str() {
        "opened" => (Cause::Opened, &[]),
        "customer_wrote" => (Cause::CustomerWrote, &[]),
        "vendor_answered" => (Cause::VendorAnswered, &[]),
        "info_requested" => (Cause::InfoRequested, &[]),
        "info_provided" => (Cause::InfoProvided, &[]),
        "severity_changed" => {
            let (from, to) = (object.field("from")?, object.field("to")?);
            (Cause::SeverityChanged { from, to, reason: object.field("reason")? }, &["from", "to", "reason"])
        }
        "plan_changed" => {
            let (from, to) = (object.field("from")?, object.field("to")?);
            (Cause::PlanChanged { from, to, reason: object.field("reason")? }, &["from", "to", "reason"])
        }
        "reopened" => (Cause::Reopened, &[]),
        "policy_changed" => (Cause::PolicyChanged { version: object.field("version")? }, &["version"]),
        "restated" => (Cause::Restated, &[]),
        unknown => return Err(Fault::custom(format!("nothing known is called `{unknown}`"))),
    };
    object.holds_only(fields)?;
    Ok(cause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PlanId;
    use crate::json;
    use crate::severity::Severity;

    #[test]
    fn what_is_written_of_each_cause_is_read_back_and_nothing_beside_it() {
        let plan = |id: &str| PlanId::new(id).expect("an id");
        let reason = || "r".to_owned();
        let causes = [
            Cause::Opened,
            Cause::CustomerWrote,
            Cause::VendorAnswered,
            Cause::InfoRequested,
            Cause::InfoProvided,
            Cause::SeverityChanged { from: Severity::Down, to: Severity::Severe, reason: reason() },
            Cause::PlanChanged { from: plan("basic"), to: plan("enterprise"), reason: reason() },
            Cause::Reopened,
            Cause::PolicyChanged { version: 7 },
            Cause::Restated,
        ];
        for (place, cause) in causes.into_iter().enumerate() {
            // No arm for all others: a new cause is missed here.
            let expected = match &cause {
                Cause::Opened => 0,
                Cause::CustomerWrote => 1,
                Cause::VendorAnswered => 2,
                Cause::InfoRequested => 3,
                Cause::InfoProvided => 4,
                Cause::SeverityChanged { .. } => 5,
                Cause::PlanChanged { .. } => 6,
                Cause::Reopened => 7,
                Cause::PolicyChanged { .. } => 8,
                Cause::Restated => 9,
            };
            assert_eq!(place, expected);
            let text = serde_json::to_string(&cause).expect("JSON");
            assert_eq!(json::read::<Cause>(&text), Ok(cause), "{text}");
            let longer = text.replacen('{', r#"{"more": 1, "#, 1);
            let fault = json::read::<Cause>(&longer).map_err(|fault| fault.to_string());
            assert_eq!(fault, Err("nothing known is called `more`, at #/more".to_owned()), "{longer}");
        }
    }
}
