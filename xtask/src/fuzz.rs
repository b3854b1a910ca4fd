//! `cargo xtask fuzz [TARGET ...] [--seconds N]`: the parsers under random input.
//!
//! The targets are built as cargo-fuzz builds them, with the coverage that libFuzzer steers by, but by the
//! toolchain that builds everything else: no nightly, no program to install. The address sanitizer, which would
//! need one, is left out, since there is no unsafe code to be watched. What a run learns lies below
//! `target/fuzz/corpus`, what broke something below `target/fuzz/artifacts`: fix it and keep it as a seed.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::run::run;
use crate::step::step;
use crate::workspace::Workspace;

/// How long each target runs, where nothing else is said.
const SECONDS: u32 = 60;
/// The longest input, in bytes: as long as parsers need to show what they do.
const MOST_BYTES: u32 = 16_384;
/// What one input may take, in seconds and in megabytes.
const MOST_SECONDS: u32 = 5;
const MOST_MEGABYTES: u32 = 1_024;

const TARGET: &str =
    if cfg!(target_arch = "aarch64") { "aarch64-unknown-linux-gnu" } else { "x86_64-unknown-linux-gnu" };

/// Which branches an input takes and what it is compared with, told to libFuzzer.
const FLAGS: [&str; 7] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];

pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let known = targets(workspace)?;
    let Wish { names, seconds } = wish(arguments, &known)?;
    let built = workspace.path("target/fuzz/build");
    step("build the fuzz targets", || {
        let mut cargo = workspace.cargo();
        cargo.args(["build", "--release", "--bins", "--manifest-path=fuzz/Cargo.toml", "--target", TARGET]);
        cargo.env("CARGO_TARGET_DIR", &built).env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"));
        run(&mut cargo, "The message above says why. libFuzzer itself needs a C++ compiler.")
    })?;
    for name in names {
        let corpus = workspace.path("target/fuzz/corpus").join(&name);
        let artifacts = workspace.path("target/fuzz/artifacts").join(&name);
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(&artifacts)?;
        let mut fuzzer = workspace.command(built.join(TARGET).join("release").join(&name));
        fuzzer.arg(&corpus).arg(workspace.path("fuzz/seeds").join(&name));
        fuzzer.arg(format!("-artifact_prefix={}/", artifacts.display()));
        fuzzer.arg(format!("-max_total_time={seconds}")).arg(format!("-max_len={MOST_BYTES}"));
        fuzzer.arg(format!("-timeout={MOST_SECONDS}")).arg(format!("-rss_limit_mb={MOST_MEGABYTES}"));
        fuzzer.args(["-print_final_stats=1", "-verbosity=1"]);
        step(&format!("fuzz {name} for {seconds} s"), || {
            run(
                &mut fuzzer,
                "The input that broke it is named above. Fix the parser and keep the input below fuzz/seeds/.",
            )
        })?;
    }
    Ok(())
}

/// The targets, by the names of their programs.
fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let folder = workspace.path("fuzz/fuzz_targets");
    let entries =
        fs::read_dir(&folder).with_context(|| format!("{} is missing", workspace.shown(&folder)))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    Ok(names)
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
struct Wish {
    names: Vec<String>,
    seconds: u32,
}

fn wish(arguments: &[String], known: &[String]) -> Result<Wish> {
    let mut wish = Wish { names: Vec::new(), seconds: SECONDS };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if argument == "--seconds" {
            let seconds = arguments.next().and_then(|text| text.parse().ok());
            wish.seconds = seconds.context("`--seconds` is followed by a whole number")?;
        } else if known.contains(argument) {
            wish.names.push(argument.clone());
        } else {
            bail!("`cargo xtask fuzz` knows {}, not {argument}", known.join(", "));
        }
    }
    if wish.names.is_empty() {
        wish.names = known.to_vec();
    }
    Ok(wish)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wished(words: &[&str]) -> Result<Wish> {
        let words: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
        wish(&words, &["calendar".to_owned(), "purl".to_owned()])
    }

    #[test]
    fn targets_are_named_or_all_of_them() {
        assert_eq!(wished(&[]).unwrap().names, ["calendar", "purl"]);
        let one = wished(&["purl", "--seconds", "5"]).unwrap();
        assert_eq!(one, Wish { names: vec!["purl".to_owned()], seconds: 5 });
        assert!(wished(&["calender"]).is_err());
        assert!(wished(&["--seconds", "long"]).is_err());
    }
}
