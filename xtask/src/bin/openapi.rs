//! Prints the OpenAPI document that is made from the wire types.

fn main() -> std::io::Result<()> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:#}", aftercare_shared::api::openapi::document())
}
