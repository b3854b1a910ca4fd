//! Which guides lead from one version to another.

use proptest::prelude::*;
use serde_json::json;

use crate::package::{Ecosystem, Package};
use crate::release::guide::Span;
use crate::release::{Feed, Guide, MAX_GUIDE_BYTES, MAX_GUIDES, ReleaseList};
use crate::version::Version;

fn guide(id: &str, from: &str, to: &str, effort_minutes: Option<u32>) -> Guide {
    Guide {
        id: id.to_string(),
        from: from.to_string(),
        to: to.to_string(),
        title: id.to_string(),
        effort_minutes,
        text: Some("Do this.".to_string()),
        ..Guide::default()
    }
}

fn feed(releases: &[&str], guides: Vec<Guide>) -> Feed {
    let releases: Vec<_> = releases.iter().map(|version| json!({"version": version})).collect();
    let feed = json!({"package": "pkg:npm/a", "releases": releases});
    Feed { guides, ..serde_json::from_value(feed).expect("a feed") }
}

fn version(text: &str) -> Version {
    Version::parse(&Ecosystem::Npm, text).expect("a version")
}

fn route(list: &ReleaseList, from: &str, to: &str) -> Vec<String> {
    let guides = list.guides_between(&version(from), &version(to));
    guides.into_iter().map(|guide| guide.id.clone()).collect()
}

#[test]
fn the_route_is_guided_as_far_as_it_can_be_and_short() {
    let releases = ["1.0.0", "1.5.0", "2.0.0", "2.1.0", "3.0.0", "4.0.0", "4.1.0"];
    let step = |id: &str, from: &str, to: &str| guide(id, from, to, Some(60));
    let steps = || {
        vec![
            step("1-2", ">= 1.0.0, < 2.0.0", "2.0.0"),
            step("2-3", ">= 2.0.0, < 3.0.0", "3.0.0"),
            step("3-4", ">= 3.0.0, < 4.0.0", "4.0.0"),
        ]
    };
    let with = |more: &[Guide]| [steps(), more.to_vec()].concat();
    let no_guides: &[&str] = &[];
    for (guides, from, to, expected) in [
        (with(&[]), "1.0.0", "4.1.0", &["1-2", "2-3", "3-4"][..]),
        (with(&[]), "1.5.0", "3.0.0", &["1-2", "2-3"]),
        (with(&[]), "1.0.0", "1.5.0", no_guides),
        (with(&[]), "4.0.0", "4.1.0", no_guides),
        (with(&[]), "4.1.0", "1.0.0", no_guides),
        (with(&[]), "2.0.0", "2.0.0", no_guides),
        // It stands below every release that is known.
        (with(&[]), "0.1.0", "2.0.0", &["1-2"]),
        // One guide over all of it is read sooner than three.
        (with(&[step("1-4", "< 2", "4.0.0")]), "1.0.0", "4.1.0", &["1-4"]),
        (with(&[step("any", "*", "4.1.0")]), "1.0.0", "4.1.0", &["any"]),
        (with(&[step("any", "", "4.1.0")]), "1.0.0", "4.0.0", &["1-2", "2-3", "3-4"]),
        // A leap that saves no guide saves nothing; one that leaves more of the way without a guide is not taken.
        (with(&[step("leap", "= 1.0.0", "2.1.0")]), "1.0.0", "4.0.0", &["1-2", "2-3", "3-4"]),
        (
            vec![step("a", "< 2", "3.0.0"), step("b", "< 2", "2.0.0"), step("c", "= 2.0.0", "4.0.0")],
            "1.0.0",
            "4.0.0",
            &["b", "c"],
        ),
        // The least effort of equals; what is not known is more than any.
        (with(&[guide("x", ">= 1.0.0, < 2.0.0", "2.0.0", Some(59))]), "1.0.0", "2.0.0", &["x"]),
        (with(&[guide("x", ">= 1.0.0, < 2.0.0", "2.0.0", None)]), "1.0.0", "2.0.0", &["1-2"]),
        (with(&[guide("0", ">= 1.0.0, < 2.0.0", "2.0.0", Some(60))]), "1.0.0", "2.0.0", &["0"]),
        // A gap is walked over.
        (vec![steps()[0].clone(), steps()[2].clone()], "1.0.0", "4.0.0", &["1-2", "3-4"]),
        (vec![step("late", ">= 1.5.0, < 2.0.0", "2.0.0")], "1.0.0", "2.0.0", &["late"]),
        // It leads to what is not in the list, and from there on.
        (vec![step("a", "< 2", "2.0.5"), step("b", "= 2.0.5", "4.0.0")], "1.0.0", "4.0.0", &["a", "b"]),
        (vec![step("b", "= 2.0.5", "4.0.0")], "1.0.0", "4.0.0", no_guides),
        (vec![step("a", "< 2", "9.0.0")], "1.0.0", "4.1.0", no_guides),
        (vec![step("a", "< 2", "4.0.5")], "1.0.0", "4.0.7", &["a"]),
        // Those of others, and those that can't be read.
        (with(&[step("old", "< 1.0.0", "1.0.0")]), "1.0.0", "2.0.0", &["1-2"]),
        (vec![step("bad", ">= one", "2.0.0"), step("worse", "", "x")], "1.0.0", "2.0.0", no_guides),
    ] {
        let list = ReleaseList::compile(feed(&releases, guides.clone()));
        assert_eq!(route(&list, from, to), expected, "{from} to {to}: {guides:?}");
        let backwards = ReleaseList::compile(feed(&releases, guides.into_iter().rev().collect()));
        assert_eq!(route(&backwards, from, to), expected, "in another order");
    }
}

#[test]
fn a_range_is_read_in_the_ecosystems_order_or_not_at_all() {
    let maven = Ecosystem::from("Maven");
    for (ecosystem, range, holds, holds_not) in [
        (
            &Ecosystem::Npm,
            ">= 23.0.0, < 24.0.0",
            &["23.0.0", "23.9.9", "24.0.0-rc.1"][..],
            &["24.0.0", "22.0.0"][..],
        ),
        (&Ecosystem::Npm, "<= 2", &["2.0.0", "0.0.1"], &["2.0.1"]),
        (&Ecosystem::Npm, "> 1.0.0", &["1.0.0", "9.0.0"], &["0.9.0"]),
        (&Ecosystem::Npm, "= 1.2.3", &["1.2.3"], &["1.2.2", "1.2.4"]),
        (&Ecosystem::Npm, " * ", &["0.0.0", "9.9.9"], &[]),
        (&Ecosystem::Npm, "", &["0.0.0", "9.9.9"], &[]),
        (&Ecosystem::Npm, ">= 2.0.0, < 1.0.0", &[], &["1.0.0", "1.5.0", "2.0.0"]),
        (&maven, ">= 1.0, < 2.0-rc1", &["1.0.0", "2.0-beta1"], &["2.0"]),
    ] {
        let span = Span::read(ecosystem, range).expect(range);
        let read = |text: &&str| Version::parse(ecosystem, text).expect("a version");
        assert!(holds.iter().map(read).all(|version| span.holds(&version)), "{range}");
        assert!(!holds_not.iter().map(read).any(|version| span.holds(&version)), "{range}");
    }
    for range in
        ["1.0.0", "^1.2", ">=1.0 <2.0", ">= 1, < 2, >= 3", "= 1.0.0, = 2.0.0", "~> 1", "[1,2)", "<", "!= 1"]
    {
        for ecosystem in [&Ecosystem::Npm, &maven] {
            let span = Span::read(ecosystem, range);
            assert!(span.is_none(), "{range} in {ecosystem}: {span:?}");
        }
    }
    assert!(Span::read(&Ecosystem::Npm, ">= x").is_none() && Span::read(&maven, ">= x").is_some());
}

#[test]
fn guides_are_checked_before_they_are_taken() {
    let package = Package::new(Ecosystem::Npm, "a");
    let good = guide("23-to-24", ">= 23.0.0, < 24.0.0", "24.0.0", Some(120));
    let pointers = |guides: Vec<Guide>| -> Vec<String> {
        feed(&[], guides).slips(&package).into_iter().map(|slip| slip.pointer).collect()
    };
    assert_eq!(
        pointers(vec![good.clone(), Guide { id: "b".into(), from: String::new(), ..good.clone() }]),
        [""; 0]
    );
    let link = || Some("https://example.com/guide".to_string());
    assert_eq!(pointers(vec![Guide { text: None, url: link(), ..good.clone() }]), [""; 0]);
    for (wrong, expected) in [
        (Guide { id: "a/b".into(), ..good.clone() }, "#/guides/0/id"),
        (Guide { id: "..".into(), ..good.clone() }, "#/guides/0/id"),
        (Guide { id: "x".repeat(81), ..good.clone() }, "#/guides/0/id"),
        (Guide { from: "23 to 24".into(), ..good.clone() }, "#/guides/0/from"),
        (Guide { from: ">= 24.0.0".into(), ..good.clone() }, "#/guides/0/from"),
        (Guide { from: ">= 23.0.0, < 22.0.0".into(), ..good.clone() }, "#/guides/0/from"),
        (Guide { to: "next".into(), ..good.clone() }, "#/guides/0/to"),
        (Guide { title: " ".into(), ..good.clone() }, "#/guides/0/title"),
        (Guide { title: "a\nb".into(), ..good.clone() }, "#/guides/0/title"),
        (Guide { effort_minutes: Some(0), ..good.clone() }, "#/guides/0/effort_minutes"),
        (Guide { effort_minutes: Some(100_001), ..good.clone() }, "#/guides/0/effort_minutes"),
        (Guide { text: None, ..good.clone() }, "#/guides/0/text"),
        (Guide { text: Some(" \n".into()), url: link(), ..good.clone() }, "#/guides/0/text"),
        (Guide { text: Some("é".repeat(MAX_GUIDE_BYTES / 2 + 1)), ..good.clone() }, "#/guides/0/text"),
        (Guide { url: Some("http://example.com".into()), ..good.clone() }, "#/guides/0/url"),
        (Guide { codemod_url: Some("javascript:alert(1)".into()), ..good.clone() }, "#/guides/0/codemod_url"),
    ] {
        assert_eq!(pointers(vec![wrong.clone()]), [expected], "{wrong:?}");
        let list = ReleaseList::compile(feed(&["23.0.0", "24.0.0"], vec![wrong]));
        assert_eq!(route(&list, "23.0.0", "24.0.0"), [""; 0], "it is set aside");
    }
    assert_eq!(pointers(vec![good.clone(), good.clone()]), ["#/guides/1/id"]);
    assert_eq!(pointers(vec![good; MAX_GUIDES + 1]), ["#/guides"]);
}

#[test]
fn the_upper_guide_of_one_id_stands_whole() {
    let below = Guide { url: Some("https://example.com/".into()), ..guide("a", "< 2", "2.0.0", Some(5)) };
    let mut whole = feed(&["1.0.0"], vec![below, guide("b", "< 2", "2.0.0", None)]);
    let above = guide("a", "< 3", "3.0.0", None);
    whole.overlay(
        feed(&[], vec![above.clone(), guide("c", "", "9.0.0", None)]),
        crate::release::NewReleases::Skip,
    );
    let ids: Vec<&str> = whole.guides.iter().map(|guide| guide.id.as_str()).collect();
    assert_eq!(ids, ["b", "a", "c"]);
    assert_eq!(whole.guides.get(1), Some(&above));
    let written = serde_json::to_value(&whole).expect("a feed is written");
    assert_eq!(serde_json::from_value::<Feed>(written).expect("and read"), whole);
}

/// Every route by trying all, for comparison: unguided releases, then guides, unknown efforts, effort, ids.
fn best_of_all(releases: &[u32], guides: &[(u32, u32, u32, Option<u32>)], from: u32, to: u32) -> Vec<usize> {
    type Weight = (usize, usize, usize, u32, Vec<usize>);
    fn go(
        at: u32,
        to: u32,
        releases: &[u32],
        guides: &[(u32, u32, u32, Option<u32>)],
        far: Weight,
        best: &mut Option<Weight>,
    ) {
        if at == to {
            if best.as_ref().is_none_or(|best| far < *best) {
                *best = Some(far);
            }
            return;
        }
        if best.as_ref().is_some_and(|best| far.0 > best.0) {
            return;
        }
        for (place, (low, end, goal, effort)) in guides.iter().enumerate() {
            if (*low..*end).contains(&at) && at < *goal && *goal <= to {
                let mut next = far.clone();
                next.1 += 1;
                next.2 += usize::from(effort.is_none());
                next.3 += effort.unwrap_or(0);
                next.4.push(place);
                go(*goal, to, releases, guides, next, best);
            }
        }
        let mut next = far;
        let above = releases.iter().filter(|release| (at + 1..=to).contains(release)).min();
        next.0 += usize::from(above.is_some());
        go(above.copied().unwrap_or(to), to, releases, guides, next, best);
    }
    let mut best = None;
    go(from, to, releases, guides, Weight::default(), &mut best);
    best.map(|best| best.4).unwrap_or_default()
}

fn minor(number: u32) -> String {
    format!("1.{number}.0")
}

prop_compose! {
    fn any_guide()(low in 0_u32..12, length in 1_u32..8, goal in 1_u32..14, effort in prop::option::of(1_u32..4))
        -> (u32, u32, u32, Option<u32>) { (low, low + length, goal.max(low + 1), effort) }
}

proptest! {
    #[test]
    fn the_route_is_the_best_of_all_routes(
        releases in prop::collection::btree_set(0_u32..13, 1..9),
        guides in prop::collection::vec(any_guide(), 0..7),
        from in 0_u32..12,
        length in 1_u32..13,
    ) {
        let to = (from + length).min(13);
        let releases: Vec<u32> = releases.into_iter().collect();
        let texts: Vec<String> = releases.iter().map(|number| minor(*number)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let written = |(place, (low, end, goal, effort)): (usize, &(u32, u32, u32, Option<u32>))| {
            guide(&format!("g{place}"), &format!(">= {}, < {}", minor(*low), minor(*end)), &minor(*goal), *effort)
        };
        let all: Vec<Guide> = guides.iter().enumerate().map(written).collect();
        let list = ReleaseList::compile(feed(&texts, all.clone()));
        let found = route(&list, &minor(from), &minor(to));
        let expected: Vec<String> =
            best_of_all(&releases, &guides, from, to).into_iter().map(|place| format!("g{place}")).collect();
        prop_assert_eq!(&found, &expected);

        // It moves up with each, never past the target, and each is for a place on the way.
        let mut at = from;
        for id in &found {
            let place: usize = id[1..].parse().expect("a number");
            let (low, end, goal, _) = guides[place];
            let stands = std::iter::once(at).chain(releases.iter().copied().filter(|release| *release > at));
            let entered = stands.filter(|stand| (low..end).contains(stand) && *stand < goal).min();
            prop_assert!(entered.is_some() && at < goal && goal <= to);
            at = goal;
        }

        // Guides whose range the way does not cross, or that lead elsewhere, change nothing.
        let mut more = all;
        more.push(guide("above", &format!(">= {}", minor(to)), &minor(40), Some(1)));
        more.push(guide("below", &format!("< {}", minor(from)), &minor(from + 1), Some(1)));
        more.push(guide("past", "*", &minor(to + 1), Some(1)));
        let list = ReleaseList::compile(feed(&texts, more));
        prop_assert_eq!(route(&list, &minor(from), &minor(to)), expected);
    }
}
