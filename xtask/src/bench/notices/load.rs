//! A load generator: threads that each ask on a connection of their own, one question after the other.
//!
//! HTTP/1.1 by hand, since the machine that asks is the one that answers: what the asking costs is taken
//! from the answering.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

/// What is asked.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) query: String,
    pub(super) tag: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) tag: Option<String>,
    pub(super) body: Vec<u8>,
}

/// What a round has shown.
#[derive(Debug)]
pub(super) struct Measured {
    /// How many questions were asked.
    pub(super) asked: u64,
    elapsed: Duration,
    /// The processor time that the answering took, where it is known.
    pub(super) worked: Option<Duration>,
    /// Each answer's time, the shortest first.
    times: Vec<Duration>,
}

impl Measured {
    /// Answers a second.
    pub(super) fn rate(&self) -> u128 {
        u128::from(self.asked) * 1_000_000 / self.elapsed.as_micros().max(1)
    }

    /// The processor time of one answer.
    pub(super) fn work(&self) -> Option<Duration> {
        self.worked.map(|worked| worked / u32::try_from(self.asked.max(1)).unwrap_or(u32::MAX))
    }

    /// The time in which so many in a hundred were answered.
    pub(super) fn percentile(&self, percent: usize) -> Duration {
        let place = self.times.len() * percent / 100;
        self.times.get(place.min(self.times.len().saturating_sub(1))).copied().unwrap_or_default()
    }
}

/// Asks for as long as told, from so many clients at once. Any other status than that one ends it.
pub(super) fn press(
    port: u16,
    clients: usize,
    duration: Duration,
    status: u16,
    request: &(impl Fn(u64) -> Request + Sync),
) -> Result<Measured> {
    let next = AtomicU64::new(0);
    let started = Instant::now();
    let ask = || -> Result<Vec<Duration>> {
        let mut client = Client::to(port)?;
        let mut times = Vec::new();
        while started.elapsed() < duration {
            let request = request(next.fetch_add(1, Ordering::Relaxed));
            let asked = Instant::now();
            let answer = client.send(&request)?;
            times.push(asked.elapsed());
            if answer.status != status {
                bail!("{} instead of {status} for {}", answer.status, request.query);
            }
        }
        Ok(times)
    };
    let mut times = thread::scope(|scope| {
        let threads: Vec<_> = (0..clients).map(|_| scope.spawn(ask)).collect();
        let outcomes = threads.into_iter().map(|it| it.join().map_err(|_| anyhow!("a client panicked"))?);
        outcomes.collect::<Result<Vec<_>>>()
    })?
    .concat();
    let elapsed = started.elapsed();
    times.sort_unstable();
    Ok(Measured { asked: next.into_inner(), elapsed, worked: None, times })
}

/// A connection that is kept.
pub(super) struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    pub(super) fn to(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self { stream: BufReader::with_capacity(64 * 1024, stream) })
    }

    pub(super) fn send(&mut self, request: &Request) -> Result<Answer> {
        let mut text = format!(
            "GET /v1/notices?{} HTTP/1.1\r\nHost: localhost\r\nCF-Connecting-IP: 192.0.2.1\r\n",
            request.query
        );
        if let Some(tag) = &request.tag {
            text.push_str(&format!("If-None-Match: {tag}\r\n"));
        }
        text.push_str("\r\n");
        self.stream.get_mut().write_all(text.as_bytes())?;
        self.read()
    }

    fn read(&mut self) -> Result<Answer> {
        let mut line = String::new();
        self.line(&mut line)?;
        let status = line.split(' ').nth(1).context("an answer has a status")?.parse()?;
        let (mut length, mut is_chunked, mut tag) = (0, false, None);
        loop {
            self.line(&mut line)?;
            let Some((name, value)) = line.split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse()?,
                "transfer-encoding" => is_chunked = value.trim().eq_ignore_ascii_case("chunked"),
                "etag" => tag = Some(value.trim().to_owned()),
                _ => {}
            }
        }
        let mut body = Vec::new();
        if is_chunked {
            loop {
                self.line(&mut line)?;
                let length = u64::from_str_radix(&line, 16).context("a chunk has a length")?;
                self.stream.by_ref().take(length).read_to_end(&mut body)?;
                self.line(&mut line)?;
                if length == 0 {
                    break;
                }
            }
        } else if status != 304 {
            self.stream.by_ref().take(length).read_to_end(&mut body)?;
        }
        Ok(Answer { status, tag, body })
    }

    /// The next line without its end.
    fn line(&mut self, line: &mut String) -> Result<()> {
        line.clear();
        if self.stream.read_line(line)? == 0 {
            bail!("the connection was closed");
        }
        line.truncate(line.trim_end().len());
        Ok(())
    }
}
