//! What an isolate holds between requests: which version of the corpus it has seen and when, what it
//! knows of it, and the answers it has rendered from that.
//!
//! An answer is of one version and one day, and leaves with either. The answers are bounded by weight:
//! whoever asks in ever new spellings pushes out their own.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::notices::FRESH;
use crate::notices::answer::Answer;
use crate::notices::knowledge::Knowledge;

/// How many bytes of answers are held, in all: an isolate has 128 MB.
const ROOM_BYTES: usize = 16 * 1024 * 1024;
/// How long one request may take to look before another tries.
const PATIENCE: TimeDelta = TimeDelta::seconds(10);

thread_local! {
    static HELD: RefCell<Held> = RefCell::new(Held::default());
}

/// Whether what is held may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Age {
    /// It may.
    Fresh,
    /// It may, but somebody should look.
    Ageing,
    /// Not before somebody has looked.
    Old,
}

#[derive(Default)]
struct Held {
    seen: Option<Seen>,
    looking_since: Option<DateTime<Utc>>,
    knowledge: Option<Rc<Knowledge>>,
    answers: Answers<Rc<Answer>>,
}

#[derive(Clone, Copy)]
struct Seen {
    version: i64,
    day: NaiveDate,
    at: DateTime<Utc>,
}

pub(crate) fn age(now: DateTime<Utc>) -> Age {
    HELD.with_borrow(|held| held.seen.map_or(Age::Old, |seen| seen.age(now)))
}

impl Seen {
    fn age(&self, now: DateTime<Utc>) -> Age {
        let age = (now - self.at).abs();
        if self.day != now.date_naive() || age >= FRESH * 3 {
            Age::Old
        } else if age >= FRESH {
            Age::Ageing
        } else {
            Age::Fresh
        }
    }
}

/// The version that was last seen.
pub(crate) fn version() -> Option<i64> {
    HELD.with_borrow(|held| held.seen.map(|seen| seen.version))
}

/// Whether the caller is the one who should look.
pub(crate) fn begin_to_look(now: DateTime<Utc>) -> bool {
    HELD.with_borrow_mut(|held| {
        let is_free = held.looking_since.is_none_or(|since| (now - since).abs() > PATIENCE);
        if is_free {
            held.looking_since = Some(now);
        }
        is_free
    })
}

/// That version is the current one. What was held of another, or of another day, is dropped.
pub(crate) fn adopt_version(version: i64, now: DateTime<Utc>) {
    HELD.with_borrow_mut(|held| {
        let day = now.date_naive();
        if held.seen.is_none_or(|seen| (seen.version, seen.day) != (version, day)) {
            held.answers = Answers::default();
            held.knowledge = held.knowledge.take().filter(|known| known.is_of(version, day));
        }
        held.seen = Some(Seen { version, day, at: now });
        held.looking_since = None;
    });
}

/// That is known. It was read after the version was, and says itself which one it is of.
pub(crate) fn adopt_knowledge(knowledge: &Rc<Knowledge>, now: DateTime<Utc>) {
    adopt_version(knowledge.version(), now);
    HELD.with_borrow_mut(|held| held.knowledge = Some(knowledge.clone()));
}

/// What is known, of the version last seen and of that day.
pub(crate) fn knowledge(now: DateTime<Utc>) -> Option<Rc<Knowledge>> {
    HELD.with_borrow(|held| {
        let seen = held.seen?;
        held.knowledge.clone().filter(|known| known.is_of(seen.version, now.date_naive()))
    })
}

/// An answer under the query or the key that it was kept for.
pub(crate) fn answer(now: DateTime<Utc>, name: &str) -> Option<Rc<Answer>> {
    HELD.with_borrow_mut(|held| {
        held.seen.filter(|seen| seen.day == now.date_naive())?;
        held.answers.find(name)
    })
}

/// Keeps an answer, unless the corpus has moved on since it was made.
pub(crate) fn keep(answer: &Rc<Answer>, name: &str) {
    HELD.with_borrow_mut(|held| {
        if held.seen.is_some_and(|seen| answer.is_of(seen.version, seen.day)) {
            held.answers.keep(name.to_owned(), answer.clone(), answer.weight());
        }
    });
}

/// Something has changed: nothing is told before somebody has looked.
pub(crate) fn distrust() {
    HELD.with_borrow_mut(|held| {
        if let Some(seen) = &mut held.seen {
            seen.at = DateTime::UNIX_EPOCH;
        }
    });
}

/// Answers by name, in two halves: what is asked for moves to the young half; when that is full, the
/// old half goes and the young one takes its place.
struct Answers<T> {
    young: HashMap<String, T>,
    old: HashMap<String, T>,
    weight: usize,
}

impl<T> Default for Answers<T> {
    fn default() -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), weight: 0 }
    }
}

impl<T: Clone + Weighed> Answers<T> {
    fn find(&mut self, name: &str) -> Option<T> {
        if let Some(answer) = self.young.get(name) {
            return Some(answer.clone());
        }
        let (name, answer) = self.old.remove_entry(name)?;
        let weight = answer.weight();
        self.keep(name, answer.clone(), weight);
        Some(answer)
    }

    fn keep(&mut self, name: String, answer: T, weight: usize) {
        let weight = weight + name.len();
        if weight + self.weight > ROOM_BYTES / 2 {
            self.old = std::mem::take(&mut self.young);
            self.weight = 0;
        }
        self.weight += weight;
        self.young.insert(name, answer);
    }
}

/// What takes room.
trait Weighed {
    /// In bytes.
    fn weight(&self) -> usize;
}

impl Weighed for Rc<Answer> {
    fn weight(&self) -> usize {
        Answer::weight(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Weighed for usize {
        fn weight(&self) -> usize {
            *self
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn what_was_seen_grows_old() {
        let seen =
            Seen { version: 1, day: at("2026-11-22T12:00:00Z").date_naive(), at: at("2026-11-22T12:00:00Z") };
        for (now, age) in [
            ("2026-11-22T12:00:00Z", Age::Fresh),
            ("2026-11-22T12:00:29Z", Age::Fresh),
            ("2026-11-22T12:00:30Z", Age::Ageing),
            ("2026-11-22T12:01:29Z", Age::Ageing),
            ("2026-11-22T12:01:30Z", Age::Old),
            ("2026-11-22T11:59:31Z", Age::Fresh),
            ("2026-11-22T11:00:00Z", Age::Old),
            ("2026-11-23T00:00:00Z", Age::Old),
        ] {
            assert_eq!(seen.age(at(now)), age, "{now}");
        }
        let late = Seen { at: at("2026-11-22T23:59:50Z"), ..seen };
        assert_eq!(late.age(at("2026-11-23T00:00:00Z")), Age::Old, "another day has other answers");
    }

    #[test]
    fn what_is_asked_for_stays_and_the_rest_makes_room() {
        let mut answers: Answers<usize> = Answers::default();
        let weight = ROOM_BYTES / 8;
        answers.keep("asked".into(), weight, weight);
        answers.keep("forgotten".into(), weight, weight);
        for round in 0..40 {
            assert_eq!(answers.find("asked"), Some(weight), "{round}");
            answers.keep(format!("{round}"), weight, weight);
            let held = answers.young.len() + answers.old.len();
            assert!(held * weight <= ROOM_BYTES, "{held} are too many");
        }
        assert_eq!(answers.find("forgotten"), None);
        assert_eq!(answers.find("39"), Some(weight));
    }
}
