//! The built Worker in its real runtime, its weight, and whether the configuration for production holds.

use crate::size;
use crate::test::rules;
use crate::test::tally::{Tally, run_counting};
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, tally: &mut Tally) {
    tally.check("shell", "sizes within their budgets", || size::check(workspace));
    tally.check("shell", "wrangler deploy --dry-run", || deploy_dry_run(workspace));
    tally.count("shell", "API against workerd", || {
        // With the packages of the rules, so that both share what they are built from.
        let mut cargo = rules::cargo_test(workspace)?;
        // Cargo builds the command line for its own test `commands`, and the tests of the API run it.
        cargo.args(["--package=aftercare-tests", "--test=api", "--test=commands"]);
        run_counting(&mut cargo, "The compiler's message above says why.")
    });
}

/// What `wrangler deploy` would upload, checked without an account.
fn deploy_dry_run(workspace: &Workspace) -> anyhow::Result<()> {
    let mut wrangler = workspace.wrangler();
    wrangler.args(["deploy", "--dry-run", "--outdir"]).arg(workspace.path("target/dry-run"));
    crate::run::run(&mut wrangler, "wrangler's message above names the setting in wrangler.toml.")
}
