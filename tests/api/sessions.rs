//! `POST /v1/sessions`: who is let in, as whom, on which plan, and until when.

use aftercare_shared::api::session::{NewSession, PlanSource, Session, Visitor};
use aftercare_shared::id::SiteId;
use aftercare_shared::problem::Kind;
use aftercare_tests::customer::fresh;
use aftercare_tests::identity::{Identity, signed_once};
use aftercare_tests::world::{OTHER_SITE, SITE, identity_key};
use aftercare_tests::{Answer, Customer, World, at, redacted};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

fn now() -> DateTime<Utc> {
    at("2026-02-13T09:00:00Z")
}

fn exchange(token: &str) -> Answer {
    exchange_at(token, now())
}

fn exchange_at(token: &str, now: DateTime<Utc>) -> Answer {
    let site = SiteId::new(SITE).expect("an id");
    World::shared()
        .post("/v1/sessions")
        .now(now)
        .json(&NewSession { site, identity: Some(token.to_owned()), sdks: Vec::new() })
        .send()
}

#[test]
fn a_signed_identity_becomes_a_session() {
    let token = Identity::new(SITE, "acme", "mina", now()).with("plan", json!("enterprise"));
    let session: Session = exchange(&token.signed(&identity_key(SITE))).json(201);
    assert!(session.token.len() > 40);
    insta::assert_json_snapshot!(redacted(&session, &["/token"]), @r#"
    {
      "expires_at": "2026-02-13T09:30:00Z",
      "now": "2026-02-13T09:00:00Z",
      "plan": {
        "id": "enterprise",
        "name": {
          "en": "Enterprise",
          "zh": "企业版"
        },
        "source": "claim"
      },
      "token": "…",
      "visitor": {
        "account": {
          "id": "acme",
          "name": "Company acme"
        },
        "id": "mina",
        "kind": "user",
        "name": "Name of mina"
      }
    }
    "#);
}

#[test]
fn an_account_may_be_given_in_flat_claims() {
    let token = Identity::new(SITE, "x", "mina", now())
        .with("account", Value::Null)
        .with("account_id", json!("flat-co"))
        .with("account_name", json!("Flat & Co"));
    let session: Session = exchange(&token.signed(&identity_key(SITE))).json(201);
    let Visitor::User { account, .. } = session.visitor else { panic!("a signed identity is a user") };
    assert_eq!((account.id.as_str(), account.name.as_str()), ("flat-co", "Flat & Co"));
}

#[test]
fn nobody_vouches_for_a_guest() {
    let guest = Customer::guest(World::shared());
    let session = guest.session(now());
    let Visitor::Guest { id } = &session.visitor else { panic!("no identity, no user") };
    let other = Customer::guest(World::shared()).session(now());
    assert_ne!(&Visitor::Guest { id: id.clone() }, &other.visitor, "each guest is one of their own");
    assert_eq!(session.plan.source, PlanSource::Default);
}

#[test]
fn a_token_that_is_not_right_is_refused() {
    let right = || Identity::new(SITE, "acme", "mina", now());
    let key = identity_key(SITE);
    let (seconds, hour) = (now().timestamp(), 3600);
    let mut flipped = right().signed(&key).into_bytes();
    let middle = flipped.len() / 2;
    flipped[middle] = if flipped[middle] == b'A' { b'B' } else { b'A' };
    let cases = [
        ("empty", String::new(), Kind::Unauthenticated),
        ("no JWT", "certainly not".to_owned(), Kind::Unauthenticated),
        ("four parts", right().signed(&key) + ".x", Kind::Unauthenticated),
        ("another key", right().signed(b"another key, as long as that one is"), Kind::Unauthenticated),
        ("another site's key", right().signed(&identity_key(OTHER_SITE)), Kind::Unauthenticated),
        ("one character changed", String::from_utf8(flipped).expect("still ASCII"), Kind::Unauthenticated),
        ("no signature", right().with_header("alg", json!("none")).unsigned(), Kind::Unauthenticated),
        ("alg none, signed", right().with_header("alg", json!("none")).signed(&key), Kind::Unauthenticated),
        ("alg HS512", right().with_header("alg", json!("HS512")).signed(&key), Kind::Unauthenticated),
        ("alg RS256", right().with_header("alg", json!("RS256")).signed(&key), Kind::Unauthenticated),
        (
            "an extension that must be understood",
            right().with_header("crit", json!(["b64"])).signed(&key),
            Kind::Unauthenticated,
        ),
        (
            "for another site",
            right().with("aud", json!("aftercare:partner")).signed(&key),
            Kind::Unauthenticated,
        ),
        ("for nobody", right().with("aud", Value::Null).signed(&key), Kind::Unauthenticated),
        ("without an end", right().with("exp", Value::Null).signed(&key), Kind::Unauthenticated),
        ("without a subject", right().with("sub", Value::Null).signed(&key), Kind::Unauthenticated),
        ("with an empty subject", right().with("sub", json!("")).signed(&key), Kind::Unauthenticated),
        ("with a control character", right().with("sub", json!("a\nb")).signed(&key), Kind::Unauthenticated),
        (
            "ended",
            right().with("iat", json!(seconds - 700)).with("exp", json!(seconds - 100)).signed(&key),
            Kind::Expired,
        ),
        ("not begun", right().with("iat", json!(seconds + 300)).signed(&key), Kind::Unauthenticated),
        (
            "valid for longer than an hour",
            right().with("exp", json!(seconds + hour + 1)).signed(&key),
            Kind::Unauthenticated,
        ),
        ("ends in a text", right().with("exp", json!("tomorrow")).signed(&key), Kind::Unauthenticated),
    ];
    for (what, token, kind) in cases {
        let answer = exchange(&token);
        assert!(answer.status >= 400, "{what}: let in with {}", answer.text());
        answer.problem(kind);
        assert!(token.is_empty() || !answer.text().contains(&token), "{what}: a token is never said back");
    }
}

#[test]
fn a_minute_of_skew_is_forgiven() {
    let key = identity_key(SITE);
    let seconds = now().timestamp();
    let fast = Identity::new(SITE, "acme", "mina", now()).with("iat", json!(seconds + 50));
    exchange(&fast.signed(&key)).expect_status(201);
    let slow = Identity::new(SITE, "acme", "mina", now() - TimeDelta::seconds(650));
    exchange(&slow.signed(&key)).expect_status(201);
}

#[test]
fn an_audience_may_be_one_of_a_list() {
    let token =
        Identity::new(SITE, "acme", "mina", now()).with("aud", json!(["billing", "aftercare:console"]));
    exchange(&token.signed(&identity_key(SITE))).expect_status(201);
}

#[test]
fn a_site_that_is_not_configured_lets_nobody_in() {
    let world = World::shared();
    let call = |site: &str, identity: Value| {
        world.post("/v1/sessions").now(now()).json(&json!({"site": site, "identity": identity})).send()
    };
    let token = Identity::new("nowhere", "acme", "mina", now()).signed(&identity_key(SITE));
    for answer in [call("nowhere", Value::Null), call("nowhere", json!(token))] {
        assert!([404, 422].contains(&answer.status), "{}", answer.text());
    }
}

#[test]
fn the_plan_comes_from_the_claim_then_the_account_then_the_site() {
    let world = World::shared();
    let plan = |customer: &Customer<'_>| {
        let plan = customer.session(now()).plan;
        (plan.id.as_str().to_owned(), plan.source)
    };
    assert_eq!(plan(&Customer::new(world, "enterprise")), ("enterprise".to_owned(), PlanSource::Claim));
    assert_eq!(plan(&Customer::without_claim(world, SITE)), ("basic".to_owned(), PlanSource::Default));
    assert_eq!(
        plan(&Customer::without_claim(world, OTHER_SITE)),
        ("professional".to_owned(), PlanSource::Default)
    );
    let seeded = world.rows("SELECT id, plan FROM account WHERE plan IS NOT NULL ORDER BY id", &[]);
    assert!(!seeded.is_empty(), "the demonstration's accounts are seeded");
    for account in seeded {
        let token = Identity::new(SITE, &account[0], &fresh("usr"), now()).signed(&identity_key(SITE));
        let session: Session = exchange(&token).json(201);
        assert_eq!(
            (session.plan.id.as_str(), session.plan.source),
            (account[1].as_str(), PlanSource::Account)
        );
    }
}

#[test]
fn a_claimed_plan_that_the_policy_does_not_know_is_not_believed() {
    let token = Identity::new(SITE, &fresh("acc"), "mina", now()).with("plan", json!("platinum"));
    let session: Session = exchange(&token.signed(&identity_key(SITE))).json(201);
    assert_eq!(session.plan.id.as_str(), "basic");
}

#[test]
fn a_session_ends_when_it_says() {
    let customer = Customer::new(World::shared(), "basic");
    let session = customer.session(now());
    let lasts = session.expires_at - now();
    assert!(lasts <= TimeDelta::minutes(30) && lasts > TimeDelta::minutes(5), "it lasts {lasts}");
    let read = |when| World::shared().get("/v1/quotes").now(when).bearer(&session.token).send();
    read(session.expires_at - TimeDelta::seconds(1)).expect_status(200);
    read(session.expires_at + TimeDelta::seconds(1)).problem(Kind::Expired);
}

#[test]
fn a_session_can_not_be_forged() {
    let world = World::shared();
    let session = Customer::new(world, "basic").session(now());
    let read = |token: &str| world.get("/v1/quotes").now(now()).bearer(token).send();
    read(&session.token).expect_status(200);
    let (head, tail) = session.token.split_at(session.token.len() / 2);
    let swapped = if tail.starts_with('A') { "B" } else { "A" };
    for token in [
        "",
        "x",
        &format!("{head}{swapped}{}", &tail[1..]),
        head,
        &format!("{}x", session.token),
        &Identity::new(SITE, "acme", "mina", now()).signed(&identity_key(SITE)),
        "agt_demo_lin",
    ] {
        read(token).problem(Kind::Unauthenticated);
    }
    world
        .get("/v1/quotes")
        .now(now())
        .header("Authorization", &session.token)
        .send()
        .problem(Kind::Unauthenticated);
}

#[test]
fn an_answer_with_a_token_is_not_kept_by_caches() {
    let answer = Customer::guest(World::shared()).sign_in(now()).send();
    answer.expect_status(201);
    assert!(answer.header("cache-control").is_some_and(|value| value.contains("no-store")));
}

#[test]
fn a_vendor_may_sign_with_keys_of_their_own() {
    let exchange = |site: &str, token: &str| {
        let body = json!({"site": site, "identity": signed_once(token)});
        World::shared().post("/v1/sessions").now(now()).json(&body).send()
    };
    for (site, token) in [("es256", "es256"), ("es256", "es256_without_kid"), ("eddsa", "eddsa")] {
        let session: Session = exchange(site, token).json(201);
        assert!(matches!(session.visitor, Visitor::User { .. }), "{token}");
    }
    for token in [
        "es256_of_another_key",
        "es256_of_an_unknown_key",
        "es256_in_der",
        "hs256_with_the_public_key",
        "eddsa_at_es256",
        "eddsa",
    ] {
        exchange("es256", token).problem(Kind::Unauthenticated);
    }
}
