//! The panel and the desk: a page, a style sheet, a script and a WebAssembly module each.
//!
//! The page may run no inline script, so a bundled file starts the module: wasm-bindgen's glue and the
//! call of it. Names carry a hash of what the file holds, and the page names them for preloading. Sheets in
//! `style/later/` are one of their own, which the page names where no browser loads it from: it comes with what
//! was cut off.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::build::{Profile, cargo_build, clear, optimise, reader, replace};
use crate::run::run_quietly;
use crate::setup::Tools;
use crate::stamp::{Stamp, files_below};
use crate::workspace::Workspace;

/// An application of one page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct App {
    package: &'static str,
    /// Where its sources lie; `index.html` and `style/` are below it.
    folder: &'static str,
    /// The path of its page, without slashes.
    pub(crate) route: &'static str,
    /// How wasm-bindgen's generator makes it: `web`, or `split` where a part of it loads later.
    target: &'static str,
}

pub(crate) const PANEL: App =
    App { package: "aftercare-panel", folder: "widget/panel", route: "panel", target: "split" };
pub(crate) const DESK: App =
    App { package: "aftercare-desk", folder: "desk", route: "desk", target: "split" };

/// The styles that both begin with.
const SHARED_STYLE: &str = "ui/style";
/// The folder of styles that come later, below an application's own.
const LATER_STYLE: &str = "style/later";

pub(crate) fn build(workspace: &Workspace, tools: &Tools, profile: Profile) -> Result<()> {
    let apps = [PANEL, DESK];
    crate::step::step(
        &format!("compile the panel, its reader and the desk (profile {})", profile.name()),
        || {
            let packages: Vec<&str> = apps.iter().map(|app| app.package).chain([reader::PACKAGE]).collect();
            cargo_build(workspace, tools, profile, &packages)
        },
    )?;
    reader::bundle(workspace, tools, profile)?;
    let reader = reader::addresses(workspace)?;
    apps.iter().try_for_each(|app| bundle(workspace, tools, profile, app, &reader))
}

fn bundle(workspace: &Workspace, tools: &Tools, profile: Profile, app: &App, reader: &str) -> Result<()> {
    let App { package, folder, route, target } = app;
    let module = workspace.cargo_output(&format!("wasm32-unknown-unknown/{}/{package}.wasm", profile.name()));
    let page = workspace.path(folder).join("index.html");
    Stamp::new(route)
        .word(profile.name())
        .word(reader)
        .input(&module)?
        .input(&page)?
        .input(&workspace.path(folder).join("style"))?
        .input(&workspace.path(SHARED_STYLE))?
        .input(&tools.bindgen)?
        .input(&workspace.path("package-lock.json"))?
        .output(workspace.site().join(route).join("index.html"))
        .unless_fresh(workspace, &format!("bundle the {route}"), || {
            let stage = workspace.path("target/stage").join(route);
            clear(&stage)?;
            run_quietly(
                workspace.command(&tools.bindgen).arg(target).arg(&module).arg(&stage).arg(route),
                "The module and the generator come from one Cargo.lock: run `cargo xtask setup`.",
            )?;
            let later = later_modules(&stage, route)?;
            if profile == Profile::Deployed {
                let options = ["-Oz", "--strip-debug", "--strip-producers"];
                for module in later.iter().chain([&format!("{route}_bg.wasm")]) {
                    optimise(workspace, &stage.join(module), &options)?;
                }
            }
            if !later.is_empty() {
                let loader = stage.join("later.js");
                fs::write(&loader, address_by_hash(&fs::read_to_string(&loader)?, &later)?)?;
            }
            fs::write(stage.join("start.js"), start_script(route))?;
            fs::write(stage.join("style.css"), style_sheet(workspace, folder)?)?;
            let later_style = later_style_sheet(workspace, folder)?;
            if !later_style.is_empty() {
                fs::write(stage.join("later.css"), later_style)?;
            }
            let names = esbuild(workspace, &stage, route)?;
            let html = fs::read_to_string(&page).with_context(|| format!("reading {}", page.display()))?;
            let html = html.replace(reader::PLACEHOLDER, reader);
            replace(&workspace.site().join(route).join("index.html"), fill(&html, &names)?.as_bytes())
        })
}

/// What the page runs: the glue, and one call with the module's address.
fn start_script(route: &str) -> String {
    format!(
        "import start from \"./{route}.js\";\nimport address from \"./{route}_bg.wasm\";\nstart({{ module_or_path: address }});\n"
    )
}

/// The file names of what the generator has cut off.
fn later_modules(stage: &Path, route: &str) -> Result<Vec<String>> {
    let first = ["first.wasm".to_owned(), format!("{route}_bg.wasm")];
    let mut names = Vec::new();
    for entry in fs::read_dir(stage)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".wasm") && !first.contains(&name) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The loader of what was cut off, with each module imported as a file, so that its address carries a hash.
fn address_by_hash(loader: &str, modules: &[String]) -> Result<String> {
    let mut imports = String::new();
    let mut filled = loader.to_owned();
    for (index, name) in modules.iter().enumerate() {
        let named = format!("new URL(\"./{name}\", import.meta.url)");
        if !filled.contains(&named) {
            bail!("the loader of the cut module does not fetch {name} as {named}");
        }
        filled = filled.replace(&named, &format!("later{index}"));
        imports.push_str(&format!("import later{index} from \"./{name}\";\n"));
    }
    Ok(imports + &filled)
}

/// The shared sheets, tokens first, then the application's own, each in the order of their names. A
/// sheet that others import stands where it is first imported.
fn style_sheet(workspace: &Workspace, folder: &str) -> Result<String> {
    let mut sheets = files_below(&workspace.path(SHARED_STYLE))?;
    sheets.sort_by_key(|sheet| !sheet.ends_with("tokens.css"));
    let later = workspace.path(folder).join(LATER_STYLE);
    let own = files_below(&workspace.path(folder).join("style"))?;
    sheets.extend(own.into_iter().filter(|sheet| !sheet.starts_with(&later)));
    Ok(imports(&sheets))
}

/// The sheets that come later, empty where there are none.
fn later_style_sheet(workspace: &Workspace, folder: &str) -> Result<String> {
    let later = workspace.path(folder).join(LATER_STYLE);
    if !later.is_dir() {
        return Ok(String::new());
    }
    Ok(imports(&files_below(&later)?))
}

fn imports(sheets: &[PathBuf]) -> String {
    let import = |sheet: &PathBuf| format!("@import \"{}\";\n", sheet.display());
    sheets.iter().filter(|it| it.extension().is_some_and(|end| end == "css")).map(import).collect()
}

/// The public addresses of what the page loads.
#[derive(Debug, Default)]
struct Names {
    script: String,
    style: String,
    wasm: String,
    /// The style that comes later; empty where there is none.
    later: String,
}

fn esbuild(workspace: &Workspace, stage: &Path, route: &str) -> Result<Names> {
    let assets = workspace.site().join(route).join("assets");
    clear(&assets)?;
    let record = stage.join("outputs.json");
    run_quietly(
        workspace
            .esbuild()
            .arg(stage.join("start.js"))
            .arg(stage.join("style.css"))
            .args(Some(stage.join("later.css")).filter(|sheet| sheet.exists()))
            .arg(format!("--outdir={}", assets.display()))
            .arg(format!("--metafile={}", record.display()))
            .arg(format!("--public-path=/{route}/assets"))
            .args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8"])
            .args(["--entry-names=[name].[hash]", "--asset-names=[name].[hash]"])
            .args(["--loader:.wasm=file", "--loader:.svg=dataurl", "--loader:.woff2=file"])
            .args(["--legal-comments=none", "--log-level=warning"]),
        "The message above names the file.",
    )?;
    let record: Value = serde_json::from_slice(&fs::read(&record)?)?;
    let outputs = record["outputs"].as_object().context("esbuild records its outputs")?;
    let mut names = Names::default();
    let first = format!("{route}_bg.");
    for file in outputs.keys() {
        let name = file.rsplit('/').next().unwrap_or(file);
        let address = format!("/{route}/assets/{name}");
        match Path::new(name).extension().and_then(|it| it.to_str()) {
            Some("js") => names.script = address,
            Some("css") if name.starts_with("later.") => names.later = address,
            Some("css") => names.style = address,
            Some("wasm") if name.starts_with(&first) => names.wasm = address,
            Some(_) | None => {}
        }
    }
    Ok(names)
}

/// The page with its placeholders filled. One that is left over, or never asked for, is a mistake of
/// the page, and would be found in the browser only.
fn fill(html: &str, names: &Names) -> Result<String> {
    let mut filled = html.to_owned();
    for (placeholder, address) in
        [("{{script}}", &names.script), ("{{style}}", &names.style), ("{{wasm}}", &names.wasm)]
    {
        if address.is_empty() || !filled.contains(placeholder) {
            bail!("index.html must use {placeholder}, and esbuild must have made what it stands for");
        }
        filled = filled.replace(placeholder, address);
    }
    if !names.later.is_empty() {
        if !filled.contains("{{later}}") {
            bail!("index.html must name the style that comes later, {{{{later}}}}");
        }
        filled = filled.replace("{{later}}", &names.later);
    }
    if filled.contains("{{") {
        bail!("index.html has a placeholder other than {{{{script}}}}, {{{{style}}}} and {{{{wasm}}}}");
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let later = String::new();
        Names { script: "/p/a.1.js".into(), style: "/p/a.2.css".into(), wasm: "/p/a.3.wasm".into(), later }
    }

    #[test]
    fn a_page_gets_the_hashed_addresses() {
        let html = "<link href={{style}}><link href={{script}}><link href={{wasm}}><script src={{script}}>";
        let filled = fill(html, &names()).unwrap();
        assert_eq!(
            filled,
            "<link href=/p/a.2.css><link href=/p/a.1.js><link href=/p/a.3.wasm><script src=/p/a.1.js>"
        );
    }

    #[test]
    fn what_was_cut_off_is_fetched_by_its_hashed_address() {
        let loader =
            "export const load = make(() => fetch(new URL(\"./split_later.wasm\", import.meta.url)));";
        assert_eq!(
            address_by_hash(loader, &["split_later.wasm".into()]).unwrap(),
            "import later0 from \"./split_later.wasm\";\nexport const load = make(() => fetch(later0));"
        );
        assert!(address_by_hash("fetch(other)", &["split_later.wasm".into()]).is_err());
    }

    #[test]
    fn a_page_that_forgets_or_invents_a_placeholder_is_refused() {
        assert!(fill("{{style}} {{script}}", &names()).is_err());
        assert!(fill("{{style}} {{script}} {{wasm}} {{font}}", &names()).is_err());
        assert!(fill("{{style}} {{script}} {{wasm}} {{later}}", &names()).is_err());
        let later = Names { later: "/p/later.4.css".into(), ..names() };
        assert!(fill("{{style}} {{script}} {{wasm}}", &later).is_err());
        assert!(fill("{{style}} {{script}} {{wasm}} {{later}}", &later).unwrap().ends_with("/p/later.4.css"));
    }
}
