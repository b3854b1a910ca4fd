//! Debian's own compiler, where rustup's host can't be reached.
//!
//! Debian packages a recent rustc for its browsers, with the source of the standard library but without
//! a compiled one for `wasm32-unknown-unknown`. We compile it once, from that source, and put it where a
//! package would: from then on plain `cargo build --target` works.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{run, run_quietly};
use crate::setup::apt;
use crate::setup::wasm_target::{TARGET, Toolchain, is_present};
use crate::step::step;
use crate::workspace::Workspace;

pub(crate) const CARGO: &str = "/usr/bin/cargo";
pub(crate) const RUSTC: &str = "/usr/bin/rustc";
const RUSTUP_NAME: &str = "aftercare-debian";

const PACKAGES: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy", "lld-22"];

/// Whether an earlier set-up prepared it on this machine.
pub(crate) fn is_ready() -> bool {
    Path::new(CARGO).exists() && Path::new(RUSTC).exists() && is_present(RUSTC)
}

pub(crate) fn ensure(workspace: &Workspace) -> Result<Toolchain> {
    if !is_ready() {
        install()?;
        step("compile the standard library for wasm32-unknown-unknown", || compile_std(workspace))?;
        if !is_ready() {
            bail!("{RUSTC} still finds no standard library for {TARGET}");
        }
    }
    Ok(Toolchain::Debian { rustup_name: link_to_rustup(workspace)? })
}

fn install() -> Result<()> {
    if !Path::new("/etc/debian_version").exists() {
        bail!("this is not Debian; add the target {TARGET} to your Rust as your system does it");
    }
    let advice = format!("Run `apt-get install {}` as root, then this as root once.", PACKAGES.join(" "));
    step("install Debian's Rust compiler (apt-get)", || apt::install(&PACKAGES, &advice))
}

fn compile_std(workspace: &Workspace) -> Result<()> {
    let project = workspace.tools().join("debian-std");
    fs::create_dir_all(project.join("src"))?;
    fs::write(project.join("src/lib.rs"), "#![no_std]\n")?;
    // A workspace of its own, so that cargo does not look for it in ours.
    fs::write(
        project.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n",
    )?;
    run(
        Command::new(CARGO)
            .current_dir(&project)
            // The one place where a stable compiler is let do what only a nightly may: its own library.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTC", RUSTC)
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("CARGO_TARGET_DIR")
            .args(["build", "--release", "-Zbuild-std=std,panic_abort", "--target", TARGET]),
        "The packages rust-web-src and rust-web-llvm must be of the same version as rustc-web.",
    )?;
    let library = library_folder()?;
    fs::create_dir_all(&library).with_context(|| format!("creating {}: be root once", library.display()))?;
    for entry in fs::read_dir(project.join("target").join(TARGET).join("release/deps"))? {
        let file = entry?.path();
        let is_ours = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("libempty"));
        if file.extension().is_some_and(|it| it == "rlib") && !is_ours {
            let to = library.join(file.file_name().context("a file has a name")?);
            fs::copy(&file, &to).with_context(|| format!("writing {}", to.display()))?;
        }
    }
    Ok(())
}

/// Where Debian's compiler looks for the library of the target.
fn library_folder() -> Result<PathBuf> {
    let folder = run_quietly(
        Command::new(RUSTC).args(["--print", "target-libdir", "--target", TARGET]),
        "The package rustc-web must be installed.",
    )?;
    Ok(PathBuf::from(folder.trim()))
}

/// Where rustup stands before cargo, it must be told of the compiler by a name.
fn link_to_rustup(workspace: &Workspace) -> Result<Option<String>> {
    let Ok(known) = run_quietly(workspace.command("rustup").args(["toolchain", "list"]), "") else {
        return Ok(None);
    };
    if !known.lines().any(|line| line.split_whitespace().next() == Some(RUSTUP_NAME)) {
        run(
            workspace.command("rustup").args(["toolchain", "link", RUSTUP_NAME, "/usr"]),
            "rustup must be able to write its own folder.",
        )?;
    }
    Ok(Some(RUSTUP_NAME.to_owned()))
}
