//! The whole product in Chromium: `tests/browser`, run by Node's own test runner.

use crate::setup;
use crate::test::tally::{Tally, run_counting};
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, tally: &mut Tally) {
    tally.count("browser", "Playwright on Chromium", || {
        let chromium = setup::chromium()?;
        println!("  {}", chromium.display());
        // npm puts `node_modules/.bin` first on PATH, and so Node 24 before the system's.
        let mut npm = workspace.command("npm");
        npm.args(["run", "--silent", "test:browser"]).env("CHROMIUM", chromium);
        run_counting(&mut npm, "Install npm (Debian: `apt-get install npm`).")
    });
}
