//! The variables and secrets of a local run: `target/dev/variables.env`, made once and never committed.
//!
//! The keys are random, so that a token of one machine is worth nothing on another.

use std::fs::{self, File};
use std::io::Read;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::json;

use crate::run::run_quietly;
use crate::workspace::Workspace;

/// The keys of this checkout, made at its first run.
const KEYS: &str = "target/dev/keys";
/// The key that its receipts are signed with, and the address they name as their issuer for good.
const RECEIPT_KEYS: &str = "target/dev/receipt-keys.json";

pub(crate) fn write(workspace: &Workspace, port: u16) -> Result<PathBuf> {
    let [identity, session, webhook] = keys(workspace)?;
    let origins: Vec<String> =
        ["localhost", "127.0.0.1"].iter().map(|host| format!("http://{host}:{port}")).collect();
    let sites = json!({ "console": { "origins": origins, "alg": "HS256", "default_plan": "basic" } });
    // 43 characters of base64url are 32 bytes; the standard alphabet wants its padding.
    let webhook = webhook.replace('-', "+").replace('_', "/");
    let lines = [
        ("DEMO", "1".to_owned()),
        ("TEST_CLOCK", "1".to_owned()),
        ("SITES", sites.to_string()),
        ("IDENTITY_KEYS", json!({ "console": identity }).to_string()),
        ("SESSION_KEY", session),
        ("RECEIPT_KEYS", receipt_keys(workspace, port)?),
        ("WEBHOOK_URL", format!("http://localhost:{port}/demo/webhook")),
        ("WEBHOOK_SECRET", format!("whsec_{webhook}=")),
    ];
    let file = workspace.path("target/dev/variables.env");
    let text: String = lines.iter().map(|(name, value)| format!("{name}='{value}'\n")).collect();
    fs::write(&file, text).with_context(|| format!("writing {}", workspace.shown(&file)))?;
    Ok(file)
}

/// Three keys of 32 bytes, in base64url without padding.
fn keys(workspace: &Workspace) -> Result<[String; 3]> {
    let file = workspace.path(KEYS);
    if let Ok(text) = fs::read_to_string(&file)
        && let [first, second, third] = text.lines().collect::<Vec<_>>().as_slice()
    {
        return Ok([*first, *second, *third].map(str::to_owned));
    }
    let mut random = File::open("/dev/urandom").context("there is no /dev/urandom to make keys from")?;
    let mut keys = [const { String::new() }; 3];
    for key in &mut keys {
        let mut bytes = [0; 32];
        random.read_exact(&mut bytes)?;
        *key = base64url(&bytes);
    }
    fs::create_dir_all(workspace.path("target/dev"))?;
    fs::write(&file, keys.join("\n"))?;
    Ok(keys)
}

fn receipt_keys(workspace: &Workspace, port: u16) -> Result<String> {
    let file = workspace.path(RECEIPT_KEYS);
    if let Ok(text) = fs::read_to_string(&file) {
        return Ok(text.trim().to_owned());
    }
    let mut node = workspace.command(workspace.node());
    node.arg(workspace.path("xtask/src/dev/receipt-key.mjs")).arg(format!("http://localhost:{port}"));
    let keys = run_quietly(&mut node, "Node 24 makes keys for Ed25519: run `cargo xtask setup`.")?;
    fs::write(&file, &keys)?;
    Ok(keys.trim().to_owned())
}

/// RFC 4648, section 5, without padding.
fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word =
            chunk.iter().fold(0_u32, |word, byte| (word << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let index = (word >> (18 - 6 * place)) & 63;
            text.push(char::from(ALPHABET[index as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_is_that_of_the_rfc() {
        // RFC 4648, section 10, without the padding; and the two characters that differ.
        for (bytes, text) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64url(bytes.as_bytes()), text);
        }
        assert_eq!(base64url(&[0xfb, 0xff]), "-_8");
    }
}
