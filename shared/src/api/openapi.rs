//! The OpenAPI 3.1 document, made from the DTOs and the table of operations.
//!
//! It is made at build time and served as a file, so that neither the Worker nor the browser
//! carries a schema. The API tests walk its paths against the running Worker.

mod operations;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

pub use operations::{Credential, Keyed, OPERATIONS, Operation, Parameter, Place, SchemaOf};

use crate::api::IDEMPOTENCY_KEY;
use crate::problem::{self, Kind, Problem};

/// The whole document.
#[must_use]
pub fn document() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut schemas = settings.into_generator();

    let problem_schema = schemas.subschema_for::<Problem>();
    let mut paths = Map::new();
    for operation in OPERATIONS.iter().copied().flatten() {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method] = describe(operation, &mut schemas);
    }
    let components = schemas.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Aftercare",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "After-sales support as software, for companies that sell an SDK.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "session": { "type": "http", "scheme": "bearer", "description": "The token of POST /v1/sessions." },
                "agent": { "type": "http", "scheme": "bearer", "description": "An agent token." },
                "desk": { "type": "apiKey", "in": "cookie", "name": "__Host-aftercare-desk",
                    "description": "The cookie of POST /v1/desk/sessions; writes also carry `Aftercare-Desk: 1`." },
            },
            "responses": {
                "Problem": {
                    "description": problem_kinds(),
                    "content": { problem::MEDIA_TYPE: { "schema": problem_schema } },
                },
            },
        },
    })
}

fn problem_kinds() -> String {
    let mut text = String::from("A problem document (RFC 9457). The types, below ");
    text.push_str(problem::BASE);
    text.push(':');
    for kind in Kind::ALL {
        text.push_str(&format!("\n- `{}` ({}): {}.", kind.slug(), kind.status(), kind.title()));
    }
    text
}

fn describe(operation: &Operation, schemas: &mut SchemaGenerator) -> Value {
    let mut parameters: Vec<Value> = operation
        .parameters
        .iter()
        .map(|parameter| {
            let schema = if parameter.repeated {
                json!({ "type": "array", "items": { "type": "string" } })
            } else {
                json!({ "type": "string" })
            };
            json!({
                "name": parameter.name,
                "in": match parameter.place { Place::Path => "path", Place::Query => "query" },
                "required": parameter.place == Place::Path,
                "description": parameter.about,
                "schema": schema,
            })
        })
        .collect();
    if operation.keyed != Keyed::No {
        parameters.push(json!({
            "name": IDEMPOTENCY_KEY, "in": "header", "required": operation.keyed == Keyed::Required, "schema": { "type": "string" },
            "description": "Same key and same body: the first answer again. Same key, other body: `key-reused`.",
        }));
    }
    if operation.conditional {
        parameters.push(json!({
            "name": "If-Match", "in": "header", "required": false, "schema": { "type": "string" },
            "description": "The ETag of what this replaces. Where it has changed since: `stale`.",
        }));
    }
    let mut answer = json!({ "description": operation.summary });
    if let Some(schema) = operation.answer {
        answer["content"] = json!({ operation.media_type: { "schema": schema(schemas) } });
    }
    let mut described = json!({
        "summary": operation.summary,
        "operationId": operation.id,
        "parameters": parameters,
        "responses": {
            operation.status: answer,
            "default": { "$ref": "#/components/responses/Problem" },
        },
        "security": match operation.credential {
            Credential::None => json!([]),
            Credential::Session => json!([{ "session": [] }]),
            Credential::Agent => json!([{ "desk": [] }, { "agent": [] }]),
        },
    });
    if let Some(schema) = operation.body {
        described["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": schema(schemas) } } });
    }
    described
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_an_id_of_its_own_and_every_reference_a_schema() {
        let document = document();
        let mut ids: Vec<_> = OPERATIONS.iter().copied().flatten().map(|operation| operation.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), OPERATIONS.iter().map(|room| room.len()).sum::<usize>());

        let text = document.to_string();
        for reference in text.split("\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap_or_default();
            assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_parameter_of_a_path_is_described() {
        for operation in OPERATIONS.iter().copied().flatten() {
            let named = operation.path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
            let described =
                operation.parameters.iter().filter(|it| it.place == Place::Path).map(|it| it.name);
            assert!(named.eq(described), "{} {}", operation.method, operation.path);
        }
    }
}
