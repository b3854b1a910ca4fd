//! What is affected: a package a row, its ranges of versions below it.

use aftercare_client::wire::Value;

use crate::advisories::form::words;
use crate::document::{items, set, text};

/// A package and its affected versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Package {
    /// Which of the record's own it is.
    pub(crate) from: Option<usize>,
    /// By OSV's name.
    pub(crate) ecosystem: String,
    /// The name in the ecosystem.
    pub(crate) name: String,
    /// Its ranges.
    pub(crate) spans: Vec<Span>,
    /// Single versions, apart by commas.
    pub(crate) versions: String,
    /// How many ranges a form can't show, such as ranges of commits. They stay as they are.
    pub(crate) kept: usize,
}

/// A range of versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Span {
    /// Which of the entry's ranges it is of: one range may hold several.
    pub(crate) from: Option<usize>,
    /// The first affected version; `0` is the very first.
    pub(crate) introduced: String,
    /// How it ends.
    pub(crate) until: Until,
    /// The version that ends it; empty where nothing does.
    pub(crate) end: String,
}

/// How a range ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Until {
    /// At a version that is fixed.
    #[default]
    Fixed,
    /// After a version; what fixes it is not known.
    LastAffected,
    /// Nowhere yet.
    Open,
}

impl Until {
    /// All of them, in the order of the choice.
    pub(crate) const ALL: [Self; 3] = [Self::Fixed, Self::LastAffected, Self::Open];

    /// The word of an event in OSV.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::LastAffected => "last_affected",
            Self::Open => "",
        }
    }

    /// What a word stands for.
    pub(crate) fn of_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|until| until.word() == word).unwrap_or(Self::Open)
    }
}

impl Span {
    /// All versions until one that is to be written.
    pub(crate) fn fresh() -> Self {
        Self { introduced: "0".to_owned(), ..Self::default() }
    }

    fn events(&self) -> Vec<Value> {
        let first = Some(self.introduced.trim()).filter(|it| !it.is_empty()).unwrap_or("0");
        let mut events = vec![event("introduced", first)];
        if self.until != Until::Open {
            events.push(event(self.until.word(), self.end.trim()));
        }
        events
    }
}

impl Package {
    /// One that is to be named.
    pub(crate) fn fresh() -> Self {
        Self { ecosystem: "npm".to_owned(), spans: vec![Span::fresh()], ..Self::default() }
    }

    pub(super) fn read((place, entry): (usize, &Value)) -> Self {
        let package = entry.get("package").unwrap_or(&Value::Null);
        let (mut spans, mut kept) = (Vec::new(), 0);
        for (place, range) in items(entry, "ranges").iter().enumerate() {
            match read_range(place, range) {
                Some(more) => spans.extend(more),
                None => kept += 1,
            }
        }
        let versions: Vec<&str> = items(entry, "versions").iter().filter_map(Value::as_str).collect();
        Self {
            from: Some(place),
            ecosystem: text(package, "ecosystem").to_owned(),
            name: text(package, "name").to_owned(),
            spans,
            versions: versions.join(", "),
            kept,
        }
    }

    pub(super) fn write(&self, known: Option<&Value>) -> Value {
        let mut entry = known.cloned().unwrap_or(Value::Object(Vec::new()));
        let before = known.map(|known| Self::read((0, known))).unwrap_or_default();
        if before.ecosystem != self.ecosystem || before.name != self.name || known.is_none() {
            let mut package = entry.get("package").cloned().unwrap_or(Value::Object(Vec::new()));
            set(&mut package, "ecosystem", Some(Value::Text(self.ecosystem.trim().to_owned())));
            set(&mut package, "name", Some(Value::Text(self.name.trim().to_owned())));
            // It named the package that stood here before.
            set(&mut package, "purl", None);
            set(&mut entry, "package", Some(package));
        }
        if before.spans != self.spans {
            let ranges = self.ranges(items(&entry, "ranges"));
            set(&mut entry, "ranges", Some(ranges).filter(|it| !it.is_empty()).map(Value::List));
        }
        if before.versions != self.versions {
            let versions: Vec<Value> =
                words(&self.versions).map(|version| Value::Text(version.to_owned())).collect();
            set(&mut entry, "versions", Some(versions).filter(|it| !it.is_empty()).map(Value::List));
        }
        entry
    }

    /// The ranges of the entry with the form's in them: those of the record in their places, new ones behind.
    fn ranges(&self, known: &[Value]) -> Vec<Value> {
        let mut ranges = Vec::new();
        for (place, range) in known.iter().enumerate() {
            let Some(before) = read_range(place, range) else {
                ranges.push(range.clone());
                continue;
            };
            let now: Vec<Span> = self.spans.iter().filter(|it| it.from == Some(place)).cloned().collect();
            if now == before {
                ranges.push(range.clone());
            } else if !now.is_empty() {
                let mut range = range.clone();
                set(&mut range, "events", Some(Value::List(now.iter().flat_map(Span::events).collect())));
                ranges.push(range);
            }
        }
        for span in self.spans.iter().filter(|span| span.from.is_none()) {
            let mut range = Value::Object(Vec::new());
            set(&mut range, "type", Some(Value::Text("ECOSYSTEM".to_owned())));
            set(&mut range, "events", Some(Value::List(span.events())));
            ranges.push(range);
        }
        ranges
    }
}

/// The stretches of a range; none where a form could not show all that it says.
fn read_range(place: usize, range: &Value) -> Option<Vec<Span>> {
    if text(range, "type") == "GIT" {
        return None;
    }
    let mut spans: Vec<Span> = Vec::new();
    for event in items(range, "events") {
        let [(word, version)] = event.as_object()? else { return None };
        let version = version.as_str()?.to_owned();
        match word.as_str() {
            "introduced" => spans.push(Span {
                from: Some(place),
                introduced: version,
                until: Until::Open,
                end: String::new(),
            }),
            "fixed" | "last_affected" => {
                let open = spans.last_mut().filter(|span| span.until == Until::Open)?;
                open.until = Until::of_word(word);
                open.end = version;
            }
            _ => return None,
        }
    }
    // A range without events is a row to be filled in no more than one that is written otherwise.
    if spans.is_empty() { None } else { Some(spans) }
}

fn event(word: &str, version: &str) -> Value {
    Value::Object(vec![(word.to_owned(), Value::Text(version.to_owned()))])
}
