//! `cargo xtask test [lint|rules|shell|browser ...]`: all that is checked, by layer.
//!
//! A failure does not stop what comes after it: one run says everything that is wrong. Only what needs
//! the built product is skipped, and counted as failed, where the build fails.

mod browser;
mod rules;
mod shell;
pub(crate) mod tally;

use anyhow::{Result, bail};

use crate::build::{self, Profile};
use crate::lint;
use crate::setup::{self, Tools};
use crate::test::tally::Tally;
use crate::workspace::Workspace;

/// A layer of tests, the cheapest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    /// Formatting, clippy, TypeScript.
    Lint,
    /// The rules, natively.
    Rules,
    /// The built Worker in its real runtime; sizes; the configuration for production.
    Shell,
    /// The whole product in Chromium.
    Browser,
}

impl Layer {
    const ALL: [Self; 4] = [Self::Lint, Self::Rules, Self::Shell, Self::Browser];

    fn name(self) -> &'static str {
        match self {
            Self::Lint => "lint",
            Self::Rules => "rules",
            Self::Shell => "shell",
            Self::Browser => "browser",
        }
    }

    fn needs_the_product(self) -> bool {
        match self {
            Self::Lint | Self::Rules => false,
            Self::Shell | Self::Browser => true,
        }
    }
}

pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Result<bool> {
    let layers = layers(arguments)?;
    let tools = setup::ensure(workspace)?;
    let mut tally = Tally::default();
    let (before, after): (Vec<Layer>, Vec<Layer>) =
        layers.into_iter().partition(|layer| !layer.needs_the_product());
    for layer in before {
        run(workspace, &tools, layer, &mut tally);
    }
    if !after.is_empty() {
        let is_built = tally.check("build", "build", || build::build(workspace, &tools, Profile::Deployed));
        for layer in after {
            if is_built {
                run(workspace, &tools, layer, &mut tally);
            } else {
                tally.check(layer.name(), "all of it", || bail!("not run: the build failed"));
            }
        }
    }
    tally.print();
    Ok(tally.failed() == 0)
}

fn layers(arguments: &[String]) -> Result<Vec<Layer>> {
    if arguments.is_empty() {
        return Ok(Layer::ALL.to_vec());
    }
    if let Some(unknown) = arguments.iter().find(|it| Layer::ALL.iter().all(|layer| layer.name() != *it)) {
        bail!("`cargo xtask test` knows lint, rules, shell and browser, not {unknown}");
    }
    Ok(Layer::ALL.into_iter().filter(|layer| arguments.iter().any(|it| it == layer.name())).collect())
}

fn run(workspace: &Workspace, tools: &Tools, layer: Layer, tally: &mut Tally) {
    match layer {
        Layer::Lint => lint::checks(workspace, tools, tally),
        Layer::Rules => rules::run(workspace, tally),
        Layer::Shell => shell::run(workspace, tally),
        Layer::Browser => browser::run(workspace, tally),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(words: &[&str]) -> Result<Vec<Layer>> {
        layers(&words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn without_a_name_every_layer_runs() {
        assert_eq!(named(&[]).unwrap(), Layer::ALL);
    }

    #[test]
    fn named_layers_run_in_the_order_of_their_cost() {
        assert_eq!(named(&["browser", "rules"]).unwrap(), [Layer::Rules, Layer::Browser]);
    }

    #[test]
    fn a_layer_that_does_not_exist_is_not_a_success() {
        assert!(named(&["rules", "api"]).is_err());
    }
}
