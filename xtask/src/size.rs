//! `cargo xtask size`: what each artefact weighs on the wire, against its budget.
//!
//! Browsers are served brotli, and Cloudflare counts a Worker after gzip. A KB has 1024 bytes.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::build::{DESK, PANEL, READER};
use crate::run::run_quietly;
use crate::stamp::files_below;
use crate::workspace::Workspace;

const KB: u64 = 1024;

/// What is weighed together, and what it may weigh.
struct Load {
    what: &'static str,
    encoding: &'static str,
    files: Vec<PathBuf>,
    budget: u64,
}

pub(crate) fn command(workspace: &Workspace) -> Result<bool> {
    let within = weigh(workspace)?;
    if !within {
        eprintln!("error: over budget. What was added last, and can it load later?");
    }
    Ok(within)
}

pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    if weigh(workspace)? { Ok(()) } else { bail!("over budget. What was added last, and can it load later?") }
}

fn weigh(workspace: &Workspace) -> Result<bool> {
    let loads = [
        Load {
            what: "loader",
            encoding: "brotli",
            files: vec![workspace.site().join("widget.js")],
            budget: 3 * KB,
        },
        Load {
            what: "panel, first view",
            encoding: "brotli",
            files: first_view(workspace, PANEL.route)?,
            budget: 100 * KB,
        },
        Load {
            what: "panel, second load",
            encoding: "brotli",
            files: second_load(workspace, PANEL.route)?,
            budget: 100 * KB,
        },
        Load {
            what: "panel, what draws guides",
            encoding: "brotli",
            files: apart(workspace, PANEL.route)?,
            budget: 60 * KB,
        },
        Load {
            what: "reader of lockfiles",
            encoding: "brotli",
            files: files_below(&workspace.site().join(READER))?,
            budget: 150 * KB,
        },
        Load {
            what: "desk, first view",
            encoding: "brotli",
            files: first_view(workspace, DESK.route)?,
            budget: 250 * KB,
        },
        Load {
            what: "desk, second load",
            encoding: "brotli",
            files: second_load(workspace, DESK.route)?,
            budget: 150 * KB,
        },
        Load {
            what: "desk, page of the policy",
            encoding: "brotli",
            files: apart(workspace, DESK.route)?,
            budget: 100 * KB,
        },
        Load {
            what: "worker",
            encoding: "gzip",
            files: vec![workspace.worker().join("index.js"), workspace.worker().join("rust_bg.wasm")],
            budget: 1024 * KB,
        },
    ];
    println!("{:<44} {:>9} {:>11} {:>11}", "artefact", "bytes", "compressed", "budget");
    let mut within = true;
    for load in &loads {
        let weights = compressed(workspace, load)?;
        let total: u64 = weights.iter().map(|(_, after)| after).sum();
        let raw: u64 = weights.iter().map(|(before, _)| before).sum();
        let fits = total <= load.budget;
        let verdict = if fits { String::new() } else { format!("  OVER BUDGET by {}", total - load.budget) };
        within &= fits;
        println!("{:<44} {raw:>9} {total:>11} {:>11}{verdict}", load.what, load.budget);
        if load.files.len() > 1 {
            for (file, (before, after)) in load.files.iter().zip(&weights) {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                println!("  {name:<42} {before:>9} {after:>11}");
            }
        }
    }
    Ok(within)
}

/// The page, and everything that it names in `href` and `src`.
fn first_view(workspace: &Workspace, route: &str) -> Result<Vec<PathBuf>> {
    let page = workspace.site().join(route).join("index.html");
    let html = fs::read_to_string(&page)
        .with_context(|| format!("{} is missing: run `cargo xtask build`", workspace.shown(&page)))?;
    let mut files = vec![page];
    for address in addresses(&html) {
        let file = workspace.site().join(address.trim_start_matches('/'));
        if !files.contains(&file) {
            files.push(file);
        }
    }
    Ok(files)
}

/// The modules and sheets of an application that its page does not load: they are fetched afterwards.
fn second_load(workspace: &Workspace, route: &str) -> Result<Vec<PathBuf>> {
    let named = first_view(workspace, route)?;
    let mut files = files_below(&workspace.site().join(route).join("assets"))?;
    let is_fetched = |file: &PathBuf| file.extension().is_some_and(|end| end == "wasm" || end == "css");
    files.retain(|file| is_fetched(file) && !named.contains(file) && !is_apart(file));
    Ok(files)
}

/// The module that is fetched when somebody turns to what few do: the text of a guide in the panel, the page of
/// the policy at the desk.
fn apart(workspace: &Workspace, route: &str) -> Result<Vec<PathBuf>> {
    let mut files = files_below(&workspace.site().join(route).join("assets"))?;
    files.retain(|file| is_apart(file));
    Ok(files)
}

fn is_apart(file: &std::path::Path) -> bool {
    let starts = |name: &std::ffi::OsStr, begin| name.to_string_lossy().starts_with(begin);
    let name = file.file_name();
    name.is_some_and(|name| starts(name, "split_guide.") || starts(name, "split_policy."))
}

/// The absolute paths in `href` and `src` that name a file.
fn addresses(html: &str) -> Vec<&str> {
    let values = html.split([' ', '\n', '<']).filter_map(|word| {
        let value = word.strip_prefix("href=\"").or_else(|| word.strip_prefix("src=\""))?;
        value.split('"').next()
    });
    values.filter(|value| value.starts_with('/') && value.contains('.')).collect()
}

/// The length of each file before and after its encoding, as the edge would send it.
fn compressed(workspace: &Workspace, load: &Load) -> Result<Vec<(u64, u64)>> {
    let mut node = workspace.command(workspace.node());
    node.arg(workspace.path("xtask/src/size/weigh.mjs")).arg(load.encoding).args(&load.files);
    let text = run_quietly(&mut node, "Run `cargo xtask build` first.")?;
    let pair = |line: &str| {
        let (before, after) = line.split_once(' ').context("weigh.mjs prints two numbers a line")?;
        Ok((before.parse()?, after.parse()?))
    };
    text.lines().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_view_is_what_the_page_names_as_files() {
        let html = r#"<link rel="preload" href="/p/a.wasm" as="fetch"><script
            src="/p/b.js"></script><a href="/p/">x</a><meta content="/p/later.js">"#;
        assert_eq!(addresses(html), ["/p/a.wasm", "/p/b.js"]);
    }
}
