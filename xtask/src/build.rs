//! `cargo xtask build`: everything that is deployed, into `target/site/` and `target/worker/`.
//!
//! `target/site/` is what the Worker serves as files: the loader under one name that is cached for
//! minutes, the panel and the desk with hashed names that are cached for ever. `target/worker/` is the
//! Worker itself. A step whose inputs did not change is skipped.

mod app;
mod demo;
mod loader;
mod openapi;
mod reader;
mod seed;
mod worker;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::lock;
use crate::setup::{self, Tools};
use crate::workspace::Workspace;

pub(crate) use app::{DESK, PANEL};
pub(crate) use reader::FOLDER as READER;
pub(crate) use seed::{FILE as SEED, json};

/// How WebAssembly is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// As it is deployed: for size, with link-time optimisation.
    Deployed,
    /// Quick after an edit.
    Fast,
}

impl Profile {
    pub(crate) fn from_arguments(arguments: &[String]) -> Self {
        if arguments.iter().any(|it| it == "--fast") { Self::Fast } else { Self::Deployed }
    }

    /// The profile in `Cargo.toml`, which is also the folder that cargo writes to.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Deployed => "wasm",
            Self::Fast => "wasm-dev",
        }
    }
}

/// What of WebAssembly both Chromium and workerd accept. Named one by one: `--all-features` makes
/// wasm-opt emit encodings that browsers refuse.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// How to compile what is deployed: together with the standard library's source, for size, a panic as a bare
/// trap without its text. A third of a module is gone, which no later step could take away.
const FOR_SIZE: [&str; 4] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
    "--config",
    "target.wasm32-unknown-unknown.rustflags=['-Zunstable-options', '-Cpanic=immediate-abort', \
     '-Zfmt-debug=none', '-Zlocation-detail=none']",
];

pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments.iter().find(|it| *it != "--fast") {
        bail!("`cargo xtask build` knows --fast, not {unknown}");
    }
    let tools = setup::ensure(workspace)?;
    build(workspace, &tools, Profile::from_arguments(arguments))
}

pub(crate) fn build(workspace: &Workspace, tools: &Tools, profile: Profile) -> Result<()> {
    let _lock = lock::take(workspace)?;
    fs::create_dir_all(workspace.site())?;
    app::build(workspace, tools, profile)?;
    worker::build(workspace, tools, profile)?;
    loader::build(workspace)?;
    demo::build(workspace)?;
    openapi::build(workspace)?;
    seed::write(workspace)?;
    write_headers(workspace)
}

/// The Worker without anything that it serves.
pub(crate) fn worker_alone(workspace: &Workspace, tools: &Tools, profile: Profile) -> Result<()> {
    let _lock = lock::take(workspace)?;
    fs::create_dir_all(workspace.site())?;
    worker::build(workspace, tools, profile)
}

/// What the asset server adds to files that do not pass through the Worker.
fn write_headers(workspace: &Workspace) -> Result<()> {
    let mut text = String::new();
    for route in [PANEL.route, DESK.route] {
        text.push_str(&format!(
            "/{route}/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n  X-Content-Type-Options: nosniff\n"
        ));
    }
    text.push_str(&format!(
        "/{}/*\n  Cache-Control: public, max-age=31536000, immutable\n  X-Content-Type-Options: nosniff\n  \
         Content-Security-Policy: {}\n",
        reader::FOLDER,
        reader::POLICY
    ));
    replace(&workspace.site().join("_headers"), text.as_bytes())
}

/// Compiles packages to WebAssembly. Those of one call share their features, and so their dependencies.
fn cargo_build(workspace: &Workspace, tools: &Tools, profile: Profile, packages: &[&str]) -> Result<()> {
    let mut cargo = tools.wasm.cargo(workspace);
    cargo.args(["build", "--target=wasm32-unknown-unknown", "--profile", profile.name()]);
    match profile {
        Profile::Deployed => cargo.args(FOR_SIZE),
        Profile::Fast => &mut cargo,
    };
    for package in packages {
        cargo.args(["--package", package]);
    }
    crate::run::run(&mut cargo, "The compiler's message above says why.")
}

/// Makes a module smaller, in place.
fn optimise(workspace: &Workspace, module: &Path, options: &[&str]) -> Result<()> {
    let smaller = module.with_extension("opt.wasm");
    let mut wasm_opt = workspace.wasm_opt();
    wasm_opt.arg(module).arg("-o").arg(&smaller).args(options).args(WASM_FEATURES);
    crate::run::run_quietly(&mut wasm_opt, "The module may be newer than the npm package `binaryen`.")?;
    fs::rename(&smaller, module).with_context(|| format!("replacing {}", workspace.shown(module)))
}

/// An empty folder.
fn clear(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))
}

/// Writes a file only if it changes, so that who watches it is not woken for nothing.
fn replace(file: &Path, content: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|old| old == content) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, content).with_context(|| format!("writing {}", file.display()))
}
