//! The vendor's receiver of webhooks: a small HTTP server that keeps what it was sent.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::deadline::eventually;
use crate::identity::hmac_sha256;

/// The public keys of a vendor who signs identities with a key of their own (RFC 7517).
const KEY_SET: &str = include_str!("jwks.json");

/// One request that arrived.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The request's method.
    pub method: String,
    /// The headers, by lower-case name.
    pub headers: HashMap<String, String>,
    /// The body, byte for byte.
    pub body: Vec<u8>,
    /// The status it was answered with.
    pub answered: u16,
}

impl Delivery {
    /// The payload.
    ///
    /// # Panics
    /// Where it is no JSON.
    #[must_use]
    pub fn payload(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a webhook carries JSON")
    }

    /// A header that a webhook must carry.
    ///
    /// # Panics
    /// Where it does not.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or_else(|| panic!("the webhook has no {name}"), String::as_str)
    }

    /// Whether the signature is right: Standard Webhooks 1.0.0, section "Verifying signatures".
    #[must_use]
    pub fn is_signed_with(&self, key: &[u8]) -> bool {
        let mut signed =
            format!("{}.{}.", self.header("webhook-id"), self.header("webhook-timestamp")).into_bytes();
        signed.extend_from_slice(&self.body);
        let expected = format!("v1,{}", STANDARD.encode(hmac_sha256(key, &signed)));
        self.header("webhook-signature").split(' ').any(|signature| signature == expected)
    }
}

/// A registry's answer to whoever reads a feed.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The status.
    pub status: u16,
    /// The tag; whoever names it gets 304.
    pub etag: Option<&'static str>,
    /// The body.
    pub body: String,
}

#[derive(Debug, Default)]
struct Ledger {
    /// What is listed, by path.
    listings: HashMap<String, Listing>,
    /// The reads of listings: the path, and the tag that the reader named.
    reads: Vec<(String, Option<String>)>,
    deliveries: Vec<Delivery>,
    /// Texts in a body, and how often a body that holds one is still to be refused with which status.
    refusals: Vec<(String, u32, u16)>,
}

/// The receiver. It listens until the test binary ends.
#[derive(Debug, Clone)]
pub struct Receiver {
    address: SocketAddr,
    ledger: Arc<Mutex<Ledger>>,
}

impl Receiver {
    /// Begins to listen on a port of its own.
    ///
    /// # Panics
    /// Where no port can be had.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the receiver finds a port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let receiver = Self { address, ledger: Arc::default() };
        let serving = receiver.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let receiver = serving.clone();
                // A peer that breaks off is its own problem: there is no delivery then.
                thread::spawn(move || receiver.serve(stream).unwrap_or_default());
            }
        });
        receiver
    }

    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/hooks/aftercare", self.address)
    }

    /// Where the vendor's public keys are.
    #[must_use]
    pub fn key_set_url(&self) -> String {
        format!("http://{}/jwks.json", self.address)
    }

    /// Lists something, in the place of what was listed there before, and says where.
    pub fn list(&self, name: &str, listing: Listing) -> String {
        let path = format!("/feeds/{name}");
        self.lock().listings.insert(path.clone(), listing);
        format!("http://{}{path}", self.address)
    }

    /// The tags that readers of a listing named, read by read.
    #[must_use]
    pub fn reads(&self, name: &str) -> Vec<Option<String>> {
        let path = format!("/feeds/{name}");
        self.lock().reads.iter().filter(|(read, _)| *read == path).map(|(_, tag)| tag.clone()).collect()
    }

    /// Refuses the next deliveries whose body holds a text.
    pub fn refuse(&self, holding: &str, times: u32, status: u16) {
        self.lock().refusals.push((holding.to_owned(), times, status));
    }

    /// What has arrived whose body holds a text, in the order of arrival.
    #[must_use]
    pub fn holding(&self, text: &str) -> Vec<Delivery> {
        let holds = |delivery: &&Delivery| String::from_utf8_lossy(&delivery.body).contains(text);
        self.lock().deliveries.iter().filter(holds).cloned().collect()
    }

    /// Waits for a delivery of a type whose body holds a text.
    ///
    /// # Panics
    /// Where none arrives in time.
    #[track_caller]
    pub fn wait_for(&self, kind: &str, holding: &str) -> Delivery {
        eventually(&format!("a webhook {kind} about {holding}"), || {
            self.holding(holding).into_iter().find(|delivery| {
                delivery.answered < 300
                    && delivery.payload().get("type").and_then(Value::as_str) == Some(kind)
            })
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let method = line.split(' ').next().unwrap_or_default().to_owned();
        if line.starts_with("GET /jwks.json ") {
            let length = KEY_SET.len();
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/jwk-set+json\r\nConnection: close\r\n";
            return write!(stream, "{head}Content-Length: {length}\r\n\r\n{KEY_SET}");
        }
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = HashMap::new();
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':') {
                headers.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
            }
        }
        if path.starts_with("/feeds/") {
            return self.answer_reader(&mut stream, path, headers.get("if-none-match").cloned());
        }
        let body = read_body(&mut reader, &headers)?;
        let answered = self.keep(Delivery { method, headers, body, answered: 204 });
        write!(stream, "HTTP/1.1 {answered} Noted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    }

    fn answer_reader(
        &self,
        stream: &mut TcpStream,
        path: String,
        tag: Option<String>,
    ) -> std::io::Result<()> {
        let listing = {
            let mut ledger = self.lock();
            ledger.reads.push((path.clone(), tag.clone()));
            ledger.listings.get(&path).cloned()
        };
        let Listing { status, etag, body } =
            listing.unwrap_or(Listing { status: 404, etag: None, body: String::new() });
        let is_held = etag.is_some() && tag.as_deref() == etag;
        let (status, body) = if is_held { (304, "") } else { (status, body.as_str()) };
        let tag = etag.map(|etag| format!("ETag: {etag}\r\n")).unwrap_or_default();
        let moved = if (300..400).contains(&status) && status != 304 {
            "Location: https://example.com/new\r\n"
        } else {
            ""
        };
        let length = if is_held { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        write!(stream, "HTTP/1.1 {status} Listed\r\n{tag}{moved}{length}Connection: close\r\n\r\n{body}")
    }

    fn keep(&self, mut delivery: Delivery) -> u16 {
        let text = String::from_utf8_lossy(&delivery.body).into_owned();
        let mut ledger = self.lock();
        let refusal =
            ledger.refusals.iter_mut().find(|(holding, times, _)| *times > 0 && text.contains(holding));
        if let Some((_, times, status)) = refusal {
            *times -= 1;
            delivery.answered = *status;
        }
        let answered = delivery.answered;
        ledger.deliveries.push(delivery);
        answered
    }
}

fn read_body(reader: &mut impl BufRead, headers: &HashMap<String, String>) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    if let Some(length) = headers.get("content-length").and_then(|length| length.parse().ok()) {
        body.resize(length, 0);
        reader.read_exact(&mut body)?;
        return Ok(body);
    }
    if headers.get("transfer-encoding").is_none_or(|coding| coding != "chunked") {
        return Ok(body);
    }
    let mut line = String::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim(), 16).unwrap_or_default();
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk)?;
        if length == 0 {
            return Ok(body);
        }
        chunk.truncate(length);
        body.extend(chunk);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the specification's own libraries test with.
    #[test]
    fn the_standards_own_example_verifies_and_nothing_else_does() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("base64");
        let headers = [
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", "1614265330"),
            ("webhook-signature", "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        ];
        let mut delivery = Delivery {
            method: "POST".to_owned(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            body: br#"{"test": 2432232314}"#.to_vec(),
            answered: 204,
        };
        assert!(delivery.is_signed_with(&key));
        assert!(!delivery.is_signed_with(b"another key"));
        delivery.body.push(b' ');
        assert!(!delivery.is_signed_with(&key));
    }
}
