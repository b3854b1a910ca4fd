//! `GET /healthz`, and paths that do not exist.

use aftercare_shared::problem::Kind;
use aftercare_tests::World;
use serde_json::Value;

#[test]
fn a_well_worker_says_so() {
    let health: Value = World::shared().get("/healthz").send().json(200);
    assert_eq!(health["status"], "ok");
}

#[test]
fn an_unknown_path_is_a_problem_document() {
    let world = World::shared();
    for path in [
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v1/desk",
        "/v1/tickets/",
        "/nothing",
        "/v2/tickets",
        "/v1/sessions/1",
    ] {
        world.get(path).send().problem(Kind::NotFound);
    }
}

#[test]
fn a_method_that_a_path_does_not_take_is_named_so() {
    let world = World::shared();
    for (method, path) in [
        ("GET", "/v1/sessions"),
        ("DELETE", "/v1/tickets"),
        ("PUT", "/v1/quotes"),
        ("POST", "/v1/notices"),
        ("PATCH", "/v1/tickets/tkt_1"),
        ("GET", "/v1/desk/tickets/tkt_1/accept"),
    ] {
        let answer = world.call(method, path).send();
        answer.problem(Kind::MethodNotAllowed);
        assert!(
            answer.header("allow").is_some_and(|allow| !allow.is_empty()),
            "{method} {path}: RFC 9110 wants Allow"
        );
    }
}
