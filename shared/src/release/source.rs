//! Where feeds may be read: public addresses over TLS, and nothing behind a wall.
//!
//! Whoever may configure a feed must not be able to have the deployment ask machines that only it can
//! reach. A host is a name in the public DNS: no IP address in any spelling, no name without a dot, no name
//! of those that are kept for local use (RFC 6761, RFC 6762, RFC 8375).

/// The longest address that is taken, in bytes.
const MAX_BYTES: usize = 2_000;
/// Names that mean no machine in the public DNS.
const LOCAL: [&str; 10] =
    ["localhost", "local", "internal", "intranet", "private", "corp", "home", "lan", "arpa", "test"];

/// Why an address is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not over TLS.
    #[error("write an address over TLS: https://…")]
    Scheme,
    /// It holds a user's name or a blank, or is too long.
    #[error("write a plain address of at most 2,000 characters, without a user's name in it")]
    Shape,
    /// Its host is no name of the public DNS.
    #[error("name a public host: no IP address, and no name of a local network")]
    Host,
}

/// Whether a feed may be read at an address.
///
/// # Errors
/// [`Refusal`] says why not.
pub fn check_address(url: &str) -> Result<(), Refusal> {
    let rest = url.strip_prefix("https://").ok_or(Refusal::Scheme)?;
    if url.len() > MAX_BYTES || url.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
        return Err(Refusal::Shape);
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(Refusal::Shape);
    }
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    if port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return Err(Refusal::Host);
    }
    if is_public(host) { Ok(()) } else { Err(Refusal::Host) }
}

/// Whether it is a name of the public DNS, by its form. A last label that begins with a digit would make
/// an IPv4 address of it (WHATWG URL, "ends in a number").
fn is_public(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let mut labels = host.rsplit('.');
    let top = labels.next().unwrap_or_default();
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    host.len() <= 253
        && labels.next().is_some()
        && host.split('.').all(is_label)
        && top.starts_with(|c: char| c.is_ascii_lowercase())
        && !LOCAL.contains(&top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_read_in_public_and_over_tls() {
        for (url, expected) in [
            ("https://registry.npmjs.org/@acme%2frtc", Ok(())),
            ("https://repo1.maven.org:443/maven2/a/maven-metadata.xml?x=1#y", Ok(())),
            ("https://xn--fsqu00a.xn--0zwm56d/", Ok(())),
            ("http://registry.npmjs.org/", Err(Refusal::Scheme)),
            ("HTTPS://registry.npmjs.org/", Err(Refusal::Scheme)),
            ("file:///etc/passwd", Err(Refusal::Scheme)),
            ("", Err(Refusal::Scheme)),
            ("https://user@example.com/", Err(Refusal::Shape)),
            ("https://example.com\\@localhost/", Err(Refusal::Shape)),
            ("https://example.com/a b", Err(Refusal::Shape)),
            ("https://", Err(Refusal::Host)),
            ("https://localhost/", Err(Refusal::Host)),
            ("https://localhost./", Err(Refusal::Host)),
            ("https://api.localhost/", Err(Refusal::Host)),
            ("https://metadata.google.internal/", Err(Refusal::Host)),
            ("https://printer.local", Err(Refusal::Host)),
            ("https://intranet/", Err(Refusal::Host)),
            ("https://127.0.0.1/", Err(Refusal::Host)),
            ("https://127.1/", Err(Refusal::Host)),
            ("https://0x7f.1/", Err(Refusal::Host)),
            ("https://example.0x7f000001/", Err(Refusal::Host)),
            ("https://2130706433/", Err(Refusal::Host)),
            ("https://10.0.0.1./", Err(Refusal::Host)),
            ("https://[::1]/", Err(Refusal::Host)),
            ("https://[fd00::1]:443/", Err(Refusal::Host)),
            ("https://１２７.０.０.１/", Err(Refusal::Host)),
            ("https://example.com:99999/", Err(Refusal::Host)),
            ("https://-a.example.com/", Err(Refusal::Host)),
            ("https://a..example.com/", Err(Refusal::Host)),
        ] {
            assert_eq!(check_address(url), expected, "{url}");
        }
        assert_eq!(check_address(&format!("https://example.com/{}", "x".repeat(2000))), Err(Refusal::Shape));
    }
}
