//! `cargo xtask bench [clock|match|lockfiles|notices ...]`: what the rules cost, and the hot path, a file here for each group.
//!
//! The measurements stand in the package `benches`, which beside this only `lint` builds.

mod clock;
mod criterion;
mod lockfiles;
mod matching;
mod notices;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

/// A group of measurements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    /// Deadlines, tickets, promises.
    Clock,
    /// Advisories and lockfiles.
    Match,
    /// Lockfiles as large as they come, on the panel.
    Lockfiles,
    /// The request of every page, under load.
    Notices,
}

impl Group {
    const ALL: [Self; 4] = [Self::Clock, Self::Match, Self::Lockfiles, Self::Notices];

    fn name(self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::Match => "match",
            Self::Lockfiles => "lockfiles",
            Self::Notices => "notices",
        }
    }

    fn run(self, workspace: &Workspace) -> Result<()> {
        match self {
            Self::Clock => clock::run(workspace),
            Self::Match => matching::run(workspace),
            Self::Lockfiles => lockfiles::run(workspace),
            Self::Notices => notices::run(workspace),
        }
    }
}

pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    for group in groups(arguments)? {
        group.run(workspace)?;
    }
    Ok(())
}

/// The groups of those names, or all of them.
fn groups(arguments: &[String]) -> Result<Vec<Group>> {
    if arguments.is_empty() {
        return Ok(Group::ALL.to_vec());
    }
    if let Some(unknown) = arguments.iter().find(|it| Group::ALL.iter().all(|group| group.name() != *it)) {
        let known = Group::ALL.map(Group::name).join(", ");
        bail!("`cargo xtask bench` knows {known}, not {unknown}");
    }
    Ok(Group::ALL.into_iter().filter(|group| arguments.iter().any(|it| it == group.name())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_that_does_not_exist_is_refused() {
        assert_eq!(groups(&[]).unwrap(), Group::ALL);
        assert_eq!(groups(&["match".to_owned()]).unwrap(), [Group::Match]);
        assert!(groups(&["clocks".to_owned()]).is_err());
    }
}
