//! What verifies, and what does not: every byte, every order, every splice.

use std::sync::OnceLock;

use proptest::prelude::*;

use crate::api::receipts::Receipts;
use crate::receipt::jws::{Kind, Parts, sha256};
use crate::receipt::tests::{ISSUER, Vendor, agent, ask, claims, customer, give, message, severity};
use crate::receipt::verify::{Check, Report, Slip, verify};
use crate::receipt::{KeyPair, Keyring, Receipt, Statement};
use crate::severity::Severity::{Degraded, Down, Severe};
use crate::ticket::EventBody;

/// A ticket with a pause, a change of severity and a reopening: a receipt for each, and one for each answer
/// that was awaited.
fn long() -> Vendor {
    lived("tkt_1")
}

fn lived(ticket: &'static str) -> Vendor {
    Vendor::opened_as(ticket, "professional", Degraded)
        .writes(20, agent(), [ask()])
        .writes(400, customer(), [message(), give()])
        .writes(405, agent(), [severity(Degraded, Down)])
        .writes(420, agent(), [message()])
        .writes(500, agent(), [EventBody::Resolved])
        .writes(3000, customer(), [EventBody::Reopened, message()])
}

fn keys_of(vendor: &Vendor) -> Keyring {
    let keyring = Keyring::empty().with_new(ISSUER, vendor.key.to_signing_key()).unwrap();
    Keyring::published(&serde_json::to_string(&keyring.to_key_set()).unwrap()).unwrap()
}

fn verified(vendor: &Vendor, file: &Receipts) -> Report {
    verify(file.to_file().as_bytes(), &keys_of(vendor))
}

/// The first thing that is wrong.
#[track_caller]
fn slip(report: &Report) -> (Check, Option<usize>, Slip) {
    assert!(!report.verified);
    let fault = report.faults.first().expect("a file that is not verified has a fault");
    (fault.check, fault.receipt, fault.detail.clone())
}

#[test]
fn an_honest_chain_verifies_and_every_deadline_is_recomputed() {
    let vendor = long();
    let report = verified(&vendor, &vendor.file());
    assert_eq!(report.faults, []);
    assert!(report.verified);
    assert_eq!(report.passed, Check::ALL);
    assert_eq!(report.receipts.len(), vendor.receipts.len());
    assert!(report.receipts.len() >= 5, "{}", report.receipts.len());
    for signed in &report.receipts {
        assert_eq!(signed.recomputed.len(), signed.receipt.owed.len());
        assert!(signed.recomputed.iter().all(|it| it.agrees));
    }
    let statement = report.statement.unwrap();
    assert_eq!((statement.ticket_number, statement.count as usize), (1001, vendor.receipts.len()));
}

#[test]
fn promises_round_the_clock_need_no_calendar() {
    let vendor = Vendor::opened("enterprise", Severe).writes(5, agent(), [ask()]);
    let report = verified(&vendor, &vendor.file());
    assert!(report.verified, "{:?}", report.faults);
}

/// A file and the keys for it, made once: making one takes longer than verifying it.
fn sample() -> &'static (Vec<u8>, Keyring) {
    static SAMPLE: OnceLock<(Vec<u8>, Keyring)> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let vendor = long();
        (vendor.file().to_file().into_bytes(), keys_of(&vendor))
    })
}

proptest! {
    #[test]
    fn a_changed_byte_anywhere_is_seen(place in any::<prop::sample::Index>(), flip in 1_u8..=255) {
        let (file, keys) = sample();
        let mut bytes = file.clone();
        let place = place.index(bytes.len());
        bytes[place] ^= flip;
        let report = verify(&bytes, keys);
        prop_assert!(!report.verified && !report.faults.is_empty(), "byte {place} xor {flip}");
    }

    #[test]
    fn a_byte_that_is_added_or_missing_is_seen(place in any::<prop::sample::Index>(), added in any::<Option<u8>>()) {
        let (file, keys) = sample();
        let mut bytes = file.clone();
        let place = place.index(bytes.len());
        match added {
            Some(byte) => bytes.insert(place, byte),
            None => { bytes.remove(place); }
        }
        prop_assert!(!verify(&bytes, keys).verified, "byte {place} {added:?}");
    }

    #[test]
    fn no_file_whatever_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(!verify(&bytes, &sample().1).verified);
    }
}

#[test]
fn every_character_of_a_receipt_counts() {
    let vendor = Vendor::opened("enterprise", Severe);
    let file = vendor.file();
    let keys = keys_of(&vendor);
    let jws = &file.receipts[0];
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    for (place, character) in jws.char_indices() {
        // Its neighbour in the alphabet differs in the last bits: those that a lenient decoder drops.
        let next = alphabet.find(character).map(|at| (at + 1) % alphabet.len());
        let next = next.and_then(|at| alphabet.get(at..=at)).expect("a character of base64url or a dot");
        let mut changed = jws.clone();
        changed.replace_range(place..=place, next);
        let report = verify(Receipts { receipts: vec![changed], ..file.clone() }.to_file().as_bytes(), &keys);
        assert_eq!(slip(&report).0, Check::Signatures, "character {place} as {next}");
    }
}

#[test]
fn a_chain_that_was_cut_reordered_or_spliced_is_seen() {
    let vendor = long();
    let file = vendor.file();
    let with = |edit: fn(&mut Vec<String>)| {
        let mut changed = file.clone();
        edit(&mut changed.receipts);
        slip(&verified(&vendor, &changed))
    };
    let count = file.receipts.len();
    let place = |expected, found| Slip::Place { expected, found };
    assert_eq!(with(|it| it.truncate(0)), (Check::File, None, Slip::Empty));
    assert_eq!(with(|it| drop(it.remove(0))), (Check::Chain, Some(1), place(1, 2)));
    assert_eq!(with(|it| drop(it.remove(1))), (Check::Chain, Some(2), place(2, 3)));
    assert_eq!(with(|it| it.swap(1, 2)), (Check::Chain, Some(2), place(2, 3)));
    assert_eq!(with(|it| it.insert(1, it[0].clone())), (Check::Chain, Some(2), place(2, 1)));
    let stated = u32::try_from(count).unwrap();
    let cut = Slip::Count { stated, found: count - 1 };
    assert_eq!(with(|it| drop(it.pop())), (Check::Chain, None, cut));
}

#[test]
fn a_receipt_of_another_ticket_is_seen() {
    let (vendor, other) = (long(), lived("tkt_2"));
    let mut file = vendor.file();
    file.receipts[1] = other.receipts[1].clone();
    assert_eq!(slip(&verified(&vendor, &file)), (Check::Chain, Some(2), Slip::Previous));
    // The whole chain of the other with this one's statement, and the other way round.
    let swapped = Receipts { receipts: other.receipts.clone(), ..vendor.file() };
    assert_eq!(slip(&verified(&vendor, &swapped)), (Check::Chain, None, Slip::Statement("ticket")));
}

#[test]
fn a_statement_is_no_receipt_and_a_receipt_no_statement() {
    let vendor = Vendor::opened("professional", Degraded);
    let file = vendor.file();
    let both =
        Receipts { receipts: vec![file.statement.clone()], statement: file.receipts[0].clone(), ..file };
    assert_eq!(slip(&verified(&vendor, &both)).0, Check::Signatures);
}

#[test]
fn a_retired_key_still_verifies_and_an_unknown_one_does_not() {
    let mut vendor = Vendor::opened("professional", Degraded);
    let first = keys_of(&vendor);
    vendor.key = KeyPair::from_random([9; 32]);
    let vendor = vendor.writes(20, agent(), [ask()]);
    let rotated = first.clone().with_new(ISSUER, vendor.key.to_signing_key()).unwrap();
    let file = vendor.file().to_file();
    let report = verify(file.as_bytes(), &rotated);
    assert!(report.verified, "{:?}", report.faults);
    assert_ne!(report.receipts[0].kid, report.receipts[1].kid);

    let new = vendor.key.public().kid().to_owned();
    assert_eq!(slip(&verify(file.as_bytes(), &first)), (Check::Signatures, Some(2), Slip::UnknownKey(new)));
    let only_new = slip(&verify(file.as_bytes(), &keys_of(&vendor)));
    assert!(matches!(only_new, (Check::Signatures, Some(1), Slip::UnknownKey(_))), "{only_new:?}");
}

#[test]
fn keys_of_another_issuer_are_not_enough() {
    let vendor = Vendor::opened("professional", Degraded);
    let other = Keyring::empty().with_new("https://evil.example", vendor.key.to_signing_key()).unwrap();
    let report = verify(vendor.file().to_file().as_bytes(), &other);
    assert!(matches!(slip(&report), (Check::Signatures, Some(1), Slip::Issuer { .. })), "{report:?}");
}

/// A file whose signer signs whatever it likes: the vendor itself, cheating.
fn cheated(edit: impl Fn(usize, &mut Receipt)) -> (Vendor, Receipts) {
    let vendor = long();
    let mut before = None;
    let mut receipts = Vec::new();
    for (at, jws) in vendor.receipts.iter().enumerate() {
        let mut receipt = claims(jws);
        receipt.previous = before;
        edit(at + 1, &mut receipt);
        let jws = vendor.key.sign(Kind::Receipt, &receipt).unwrap();
        before = Some(sha256(&jws));
        receipts.push(jws);
    }
    let statement = Statement { last: before, ..vendor.statement() };
    let statement = vendor.key.sign(Kind::Statement, &statement).unwrap();
    let file = Receipts { receipts, statement, ..vendor.file() };
    (vendor, file)
}

#[test]
fn a_signer_who_signs_what_does_not_follow_is_seen() {
    use chrono::TimeDelta;
    type Edit = fn(usize, &mut Receipt);
    type Expected = fn(&Slip) -> bool;
    let cases: [(Edit, Check, Option<usize>, Expected); 12] = [
        (|_, _| {}, Check::Deadlines, None, |_| false),
        (
            |n, it| {
                if n == 1 {
                    it.owed[0].due_at = it.owed[0].due_at.map(|due| due + TimeDelta::seconds(1))
                }
            },
            Check::Deadlines,
            Some(1),
            |it| matches!(it, Slip::Deadline { .. }),
        ),
        (
            |n, it| {
                if n == 1 {
                    it.owed[0].target_seconds += 1
                }
            },
            Check::Deadlines,
            Some(1),
            |it| matches!(it, Slip::Deadline { .. }),
        ),
        (
            |n, it| {
                if n == 1 {
                    it.owed[0].provisional = true
                }
            },
            Check::Deadlines,
            Some(1),
            |it| matches!(it, Slip::Deadline { .. }),
        ),
        (
            |n, it| {
                if n == 1 {
                    it.owed[0].calendar_sha256 = None
                }
            },
            Check::Deadlines,
            Some(1),
            |it| matches!(it, Slip::NoCalendar(_)),
        ),
        (
            |n, it| {
                if n == 3 {
                    it.owed.iter_mut().for_each(|it| it.pauses.clear())
                }
            },
            Check::Chain,
            Some(3),
            |it| matches!(it, Slip::Pause(_)),
        ),
        (
            |n, it| {
                if n == 2 {
                    it.seq = 1
                }
            },
            Check::Chain,
            Some(2),
            |it| *it == Slip::Backwards("event"),
        ),
        (
            |n, it| {
                if n == 2 {
                    it.iat -= 86_400
                }
            },
            Check::Chain,
            Some(2),
            |it| *it == Slip::Backwards("time of issue"),
        ),
        (
            |n, it| {
                if n == 2 {
                    it.iss = "https://other.example".into()
                }
            },
            Check::Signatures,
            Some(2),
            |it| matches!(it, Slip::Issuer { .. }),
        ),
        (
            |n, it| {
                if n == 2 {
                    it.account = "acc_2".to_owned().try_into().unwrap()
                }
            },
            Check::Chain,
            Some(2),
            |it| *it == Slip::Foreign("account"),
        ),
        (
            |n, it| {
                if n == 2 {
                    it.previous = None
                }
            },
            Check::Chain,
            Some(2),
            |it| *it == Slip::Previous,
        ),
        (
            |n, it| {
                if n == 1 {
                    it.withdrawn
                        .push(crate::receipt::Withdrawn { metric: crate::metric::Metric::Update, cycle: 0 });
                }
            },
            Check::Chain,
            Some(1),
            |it| matches!(it, Slip::Withdrawn(_)),
        ),
    ];
    for (number, (edit, check, receipt, is_it)) in cases.into_iter().enumerate() {
        let (vendor, file) = cheated(edit);
        let report = verified(&vendor, &file);
        if number == 0 {
            assert!(report.verified, "what is only signed again still verifies: {:?}", report.faults);
            continue;
        }
        let (found_check, found_receipt, found) = slip(&report);
        assert!(is_it(&found), "case {number}: {found}");
        assert_eq!((found_check, found_receipt), (check, receipt), "case {number}: {found}");
    }
}

#[test]
fn a_deadline_is_not_moved_later_without_a_reason() {
    use chrono::TimeDelta;
    let vendor = Vendor::opened("professional", Degraded);
    let first = claims(&vendor.receipts[0]);
    let mut second = Receipt {
        n: 2,
        previous: Some(sha256(&vendor.receipts[0])),
        seq: first.seq + 1,
        because: vec![crate::receipt::Cause::Restated],
        ..first.clone()
    };
    // A day more, honestly computed, but for no reason.
    second.owed[0].started_at += TimeDelta::days(1);
    second.owed[0].due_at = second.owed[0].due_at.map(|due| due + TimeDelta::days(1));
    let second = vendor.key.sign(Kind::Receipt, &second).unwrap();
    let statement = Statement { count: 2, last: Some(sha256(&second)), seq: 99, ..vendor.statement() };
    let statement = vendor.key.sign(Kind::Statement, &statement).unwrap();
    let file = Receipts { receipts: vec![vendor.receipts[0].clone(), second], statement, ..vendor.file() };
    let found = slip(&verified(&vendor, &file));
    assert_eq!(found, (Check::Chain, Some(2), Slip::Moved("first_response".into())));
}

#[test]
fn calendars_are_those_they_are_called_and_none_comes_along_for_nothing() {
    let vendor = Vendor::opened("professional", Degraded);
    let file = vendor.file();
    let (name, calendar) = file.calendars.first_key_value().map(|(n, c)| (n.clone(), c.clone())).unwrap();
    let mut other = calendar;
    other.zone = "Asia/Tokyo".into();
    let mut changed = file.clone();
    changed.calendars.insert(name.clone(), other.clone());
    assert_eq!(slip(&verified(&vendor, &changed)), (Check::File, None, Slip::Calendar(name.clone())));

    let other_name = crate::policy::canonical::sha256(&other);
    let mut added = file.clone();
    added.calendars.insert(other_name.clone(), other);
    assert_eq!(slip(&verified(&vendor, &added)), (Check::Deadlines, None, Slip::UnusedCalendar(other_name)));

    let mut missing = file;
    missing.calendars.clear();
    assert!(matches!(slip(&verified(&vendor, &missing)), (Check::Deadlines, Some(1), Slip::NoCalendar(_))));
}

#[test]
fn a_header_names_one_algorithm_and_nothing_that_is_not_understood() {
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
    let vendor = Vendor::opened("professional", Degraded);
    let jws = &vendor.receipts[0];
    let (_, rest) = jws.split_once('.').unwrap();
    let kid = vendor.key.public().kid().to_owned();
    for header in [
        format!(r#"{{"alg":"none","kid":"{kid}","typ":"aftercare-receipt+jwt"}}"#),
        format!(r#"{{"alg":"HS256","kid":"{kid}","typ":"aftercare-receipt+jwt"}}"#),
        format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"JWT"}}"#),
        format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"aftercare-receipt+jwt","crit":["exp"]}}"#),
        r#"{"alg":"EdDSA","typ":"aftercare-receipt+jwt"}"#.to_owned(),
    ] {
        let jws = [&BASE64URL.encode(&header), rest].join(".");
        assert!(Parts::take(&jws, Kind::Receipt).is_err(), "{header}");
    }
    for text in ["", "a", "a.b", "..", "a.b.c.d", "e30.e30.e30", &"x".repeat(300_000)] {
        assert!(Parts::take(text, Kind::Receipt).is_err());
    }
}
