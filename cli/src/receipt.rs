//! `aftercare receipt`: promises in writing.

mod keygen;
mod told;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::out::{say, sayln};
use aftercare_shared::api::receipts::KEYS_PATH;
use aftercare_shared::receipt::Keyring;
use aftercare_shared::receipt::verify::{MAX_FILE_BYTES, verify};
use aftercare_shared::zones;
use anyhow::{Context, bail};

/// What can be done with receipts.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Check a ticket's receipts, offline. Exits with 1 if anything is wrong.
    ///
    /// Checks that the file is whole, that every receipt is signed, that none is missing, exchanged or out of
    /// order, and computes every deadline anew from its calendar, target and pauses.
    Verify(Verify),
    /// Make a key that receipts are signed with, as the Worker's secret RECEIPT_KEYS wants it.
    Keygen(keygen::Args),
}

/// What is verified, and with what.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// The file: what the panel saves, or GET /v1/tickets/{id}/receipts answers. `-` reads standard input
    file: PathBuf,
    /// The keys of whoever you trust to have issued it: a JSON Web Key Set that you got from them, not with the
    /// receipts. They publish it at /.well-known/aftercare-receipt-keys.json
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// The zone to show times in; without one, each calendar's
    #[arg(long)]
    zone: Option<String>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// Runs a command over receipts.
pub(crate) fn run(command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Verify(args) => check(args),
        Command::Keygen(args) => keygen::run(args),
    }
}

fn check(args: &Verify) -> anyhow::Result<ExitCode> {
    let Some(keys) = &args.keys else {
        // A file vouches for nothing by naming the keys that vouch for it.
        bail!(
            "name the keys to verify with: --keys FILE\n\n\
             Get them from the vendor, over a connection you trust, and not from whoever gave you the file:\n  \
             curl --fail --output keys.json https://SUPPORT-HOST-OF-THE-VENDOR{KEYS_PATH}"
        );
    };
    if let Some(zone) = args.zone.as_ref().filter(|zone| !zones::is_known(zone)) {
        bail!("`{zone}` is no zone of the tz database {}", zones::tzdb_version());
    }
    let keyring = published(keys)?;
    let report = verify(&bytes(&args.file)?, &keyring);
    if args.json {
        sayln!("{}", serde_json::to_string_pretty(&report)?)?;
    } else {
        say!("{}", told::told(&report, &keyring, &keys.display().to_string(), args.zone.as_deref()))?;
    }
    Ok(if report.verified { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The public keys of a file.
fn published(file: &Path) -> anyhow::Result<Keyring> {
    let name = file.display();
    let text = String::from_utf8(bytes(file)?).with_context(|| format!("{name} is no text"))?;
    Keyring::published(&text).with_context(|| format!("{name} is no key set for receipts"))
}

/// What a file holds, or a byte more than is verified of one that is too large.
fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    let most = u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|open| open.take(most).read_to_end(&mut bytes))
    };
    read.with_context(|| format!("can't read {}", file.display()))?;
    Ok(bytes)
}
