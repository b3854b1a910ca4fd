//! `aftercare eval`: the engines behind a line protocol, for scripts and for other people's test suites.
//!
//! One JSON request per line, one JSON answer per line, in the same order and flushed at once, so that a
//! script may talk to it through pipes. Every line gets an answer: one that can't be answered gets
//! `{"error": {"type", "detail"}}`, and the next line is read. A file of this folder per family of
//! operations; the match below is the list of them.
//!
//! What is asked about is other people's: a record of some database, a packument of some registry. What bears on
//! the answer is read strictly enough to be right, and the rest is passed over whatever it is, so that an odd
//! credit costs no verdict. `null` is absent. (What is published is another matter: `advisory check`.)

mod calendar;
mod clock;
mod failure;
mod packument;
mod record;
mod value;
mod versions;

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use aftercare_shared::json;
use failure::Failure;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads requests until the end of standard input.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        let answer = answer(&line).unwrap_or_else(|failure| failure.to_json());
        let written = writeln!(output, "{answer}").and_then(|()| output.flush());
        match written {
            // Whoever asked has heard enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
            other => other?,
        }
    }
}

fn answer(line: &[u8]) -> Result<Value, Failure> {
    // Shells that think in UTF-16 begin what they pipe with a byte order mark.
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let request: Value = serde_json::from_slice(line).map_err(|error| Failure::NotJson(error.to_string()))?;
    let request = &request;
    let op = match request.get("op") {
        Some(Value::String(op)) => op.clone(),
        Some(_) | None => return Err(Failure::Request("`op` says what is asked, as a text".to_owned())),
    };
    match op.as_str() {
        "due" => clock::due(read(request)?).map(told),
        "elapsed" => clock::elapsed(read(request)?).map(told),
        "open" => clock::open(read(request)?).map(told),
        "clock" => clock::clock(read(request)?).map(told),
        "compare" => versions::compare(&read(request)?).map(told),
        "match" => versions::match_one(&read(request)?).map(told),
        "upgrade" => versions::upgrade(&read(request)?).map(told),
        "status" => versions::status(&read(request)?).map(told),
        "cvss" => versions::cvss(&read(request)?).map(told),
        _ => Err(Failure::UnknownOp(op)),
    }
}

fn read<T: DeserializeOwned>(request: &Value) -> Result<T, Failure> {
    json::read_value(request).map_err(|fault| Failure::Request(fault.to_string()))
}

fn told(answer: impl Serialize) -> Value {
    // Answers are plain structs with text keys, which always serialise.
    serde_json::to_value(answer).unwrap_or_else(
        |error| serde_json::json!({"error": {"type": "internal", "detail": error.to_string()}}),
    )
}

#[cfg(test)]
mod tests;
