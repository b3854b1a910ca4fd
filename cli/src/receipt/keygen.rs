//! `aftercare receipt keygen`: a new key, and the ones before it retired.

use std::path::PathBuf;
use std::process::ExitCode;

use aftercare_shared::receipt::{KeyPair, Keyring};
use anyhow::{Context, anyhow, bail};

use crate::out::{aside, sayln};
use crate::receipt::published;

/// Whose key, and which keys came before.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The origin that receipts name as their issuer: where the Worker is reached for good
    #[arg(long, value_name = "ORIGIN")]
    issuer: String,
    /// The keys so far, as the Worker publishes them: they stay, so that what they signed still verifies
    #[arg(long, value_name = "FILE")]
    retire: Option<PathBuf>,
}

/// Prints the secret for the Worker, and nothing else, so that it can be piped on.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let before = match &args.retire {
        Some(file) => published(file)?,
        None => Keyring::empty(),
    };
    if let Some(issuer) = before.issuer().filter(|issuer| *issuer != args.issuer) {
        bail!("the keys so far are those of {issuer}, which receipts name for good: name it as --issuer");
    }
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|error| anyhow!("the system gives no random bytes: {error}"))?;
    let key = KeyPair::from_random(random).to_signing_key();
    let keyring = before.with_new(&args.issuer, key).context("--issuer or --retire")?;
    sayln!("{}", keyring.to_secret_json())?;
    let kid = keyring.signing().map_or("", |signing| signing.public().kid());
    aside(&format!(
        "The key {kid} signs from now on; {} before it. The line above is secret.",
        match keyring.keys().len().saturating_sub(1) {
            1 => "1 key verifies what was signed".to_owned(),
            keys => format!("{keys} keys verify what was signed"),
        }
    ));
    Ok(ExitCode::SUCCESS)
}
