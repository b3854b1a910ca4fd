//! Running other programs: a failure names the command, how it ended, and what to do.

use std::io::{BufRead, BufReader};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

/// Runs to the end with our own output, and fails with `advice` unless it succeeds.
pub(crate) fn run(command: &mut Command, advice: &str) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| cannot_start(command, advice))?;
    if status.success() { Ok(()) } else { bail!(ended_badly(command, status, advice)) }
}

/// Runs to the end without a word, and shows what the program said only if it fails.
pub(crate) fn run_quietly(command: &mut Command, advice: &str) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| cannot_start(command, advice))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    eprint!("{text}{}", String::from_utf8_lossy(&output.stderr));
    bail!(ended_badly(command, output.status, advice))
}

/// Runs to the end, passes standard output through and hands each of its lines to `read`.
/// `false`: the program ran and ended with a failure.
pub(crate) fn run_reading(command: &mut Command, advice: &str, mut read: impl FnMut(&str)) -> Result<bool> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| cannot_start(command, advice))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line.context("the output of a command is text")?;
            println!("{line}");
            read(&line);
        }
    }
    Ok(child.wait()?.success())
}

fn cannot_start(command: &Command, advice: &str) -> String {
    format!("`{}` could not be started. {advice}", shown(command))
}

fn ended_badly(command: &Command, status: ExitStatus, advice: &str) -> String {
    format!("`{}` ended with {status}. {advice}", shown(command))
}

/// The command as one could type it: the program's name, then its arguments.
fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut text = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_and_what_to_do() {
        let error = run(Command::new("false").arg("--now"), "Say true.").unwrap_err().to_string();
        assert!(error.starts_with("`false --now` ended with exit status: 1"), "{error}");
        assert!(error.ends_with("Say true."), "{error}");
    }

    #[test]
    fn every_line_is_read_and_the_end_is_told() {
        let mut lines = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two; exit 3"]);
        assert!(!run_reading(&mut command, "", |line| lines.push(line.to_owned())).unwrap());
        assert_eq!(lines, ["one", "two"]);
    }
}
