//! The demonstration's tickets: opened, answered and rated through the API, each at its own time.
//!
//! Nothing is written behind the rules' back: the events and promises are those that a customer and a
//! support engineer would have caused. The time of each call is a header, which the local run allows.
//! Every call carries a key made from the ticket's own, so a seeding that broke off is repeated and adds nothing. The
//! service forgets keys after a day: which stories were told to their end is written down beside the databases.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::build::json;
use crate::dev::http::{self, Answer};

/// Whoever the calls are made for.
struct Scene {
    port: u16,
    now: DateTime<Utc>,
    accounts: Value,
    agents: Value,
}

/// One ticket while its story is told.
struct Thread<'a> {
    scene: &'a Scene,
    story: &'a Value,
    key: &'a str,
    /// The word that `/demo/identity` knows its customer by.
    customer: &'a str,
    /// Its own client address: the limits count by client, and nobody writes so fast.
    client: String,
}

/// Tells the stories that `told` does not list yet, a file beside the databases.
pub(crate) fn open(data: &Path, told: &Path, port: u16) -> Result<()> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let now =
        DateTime::from_timestamp(i64::try_from(seconds)?, 0).context("the clock of this machine is set")?;
    let scene = Scene {
        port,
        now,
        accounts: json(&data.join("accounts.json"))?,
        agents: json(&data.join("agents.json"))?,
    };
    let stories = json(&data.join("tickets.json"))?;
    let mut stories: Vec<&Value> = stories.as_array().context("tickets.json holds a list")?.iter().collect();
    // The oldest first, so that the numbers of the tickets grow with their age.
    stories.sort_by_key(|story| std::cmp::Reverse(story["opened_minutes_ago"].as_i64()));
    let mut known_keys = if told.exists() { fs::read_to_string(told)? } else { String::new() };
    for (number, story) in stories.iter().enumerate() {
        let key = text(story, "key")?;
        if known_keys.lines().any(|line| line == key) {
            continue;
        }
        let account = text(story, "account")?;
        let known = scene.accounts.as_array().into_iter().flatten().find(|it| it["id"] == account);
        let customer = text(known.with_context(|| format!("{key}: no account {account}"))?, "customer")?;
        let client = format!("192.0.2.{}", number % 250 + 1);
        let thread = Thread { scene: &scene, story, key, customer, client };
        thread.tell().with_context(|| {
            format!(
                "the ticket {key} of demo/data/tickets.json. If the databases in target/dev/ are of an older version, \
                 remove that folder and try again"
            )
        })?;
        known_keys.push_str(key);
        known_keys.push('\n');
        fs::write(told, &known_keys)?;
    }
    println!("  {} tickets", stories.len());
    Ok(())
}

impl Thread<'_> {
    fn tell(&self) -> Result<()> {
        let mut ticket = self.story.clone();
        if let Some(fields) = ticket.as_object_mut() {
            for ours in ["key", "account", "opened_minutes_ago", "steps"] {
                fields.remove(ours);
            }
        }
        let at = self.minutes_ago(self.story, "opened_minutes_ago")?;
        let opened = self.as_customer("/v1/tickets", &ticket, 0, at)?;
        let id = text(&opened, "id")?.to_owned();
        let mut seen = opened["seq"].as_u64().context("a ticket has a seq")?;
        for (index, step) in self.story["steps"].as_array().into_iter().flatten().enumerate() {
            let answer = self.step(&id, step, index + 1, seen)?;
            // The desk's answers hold the ticket, the customer's are the ticket.
            let seq = answer["ticket"]["seq"].as_u64().or_else(|| answer["seq"].as_u64());
            seen = seq.unwrap_or(seen);
        }
        Ok(())
    }

    fn step(&self, id: &str, step: &Value, number: usize, seen: u64) -> Result<Value> {
        let at = self.minutes_ago(step, "minutes_ago")?;
        let action = text(step, "do")?;
        let (path, body) = match action {
            "accept" => ("accept", json!({ "seen": seen })),
            "answer" | "write" => ("messages", json!({ "body": step["body"], "seen": seen })),
            "note" => ("notes", json!({ "body": step["body"] })),
            "ask" => ("ask", json!({ "items": step["items"], "seen": seen })),
            "reclassify" => {
                ("severity", json!({ "severity": step["severity"], "reason": step["reason"], "seen": seen }))
            }
            "resolve" => ("resolve", json!({ "seen": seen })),
            "rate" => ("rating", json!({ "score": step["score"], "comment": step["comment"] })),
            unknown => bail!("step {number}: `{unknown}` is not in demo/data/README.md"),
        };
        match text(step, "by")? {
            "customer" => self.as_customer(&format!("/v1/tickets/{id}/{path}"), &body, number, at),
            agent => self.as_agent(agent, &format!("/v1/desk/tickets/{id}/{path}"), &body, number, at),
        }
    }

    /// As the account's person, who signs in anew for each call: a session lasts an hour.
    fn as_customer(&self, path: &str, body: &Value, number: usize, at: DateTime<Utc>) -> Result<Value> {
        let signed = self.post("/demo/identity", &json!({ "customer": self.customer }), None, number, at)?;
        let session = json!({ "site": "console", "identity": signed["identity"] });
        let session = self.post("/v1/sessions", &session, None, number, at)?;
        self.post(path, body, Some(text(&session, "token")?), number, at)
    }

    fn as_agent(
        &self,
        agent: &str,
        path: &str,
        body: &Value,
        number: usize,
        at: DateTime<Utc>,
    ) -> Result<Value> {
        let known = self.scene.agents.as_array().into_iter().flatten().find(|it| it["id"] == agent);
        let token = text(known.with_context(|| format!("no agent {agent}"))?, "token")?;
        self.post(path, body, Some(token), number, at)
    }

    fn post(
        &self,
        path: &str,
        body: &Value,
        token: Option<&str>,
        number: usize,
        at: DateTime<Utc>,
    ) -> Result<Value> {
        let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let key = format!("demo-{}-{number}", self.key);
        let bearer = token.map(|token| format!("Bearer {token}"));
        let mut headers = vec![
            ("Aftercare-Now", at.as_str()),
            ("Idempotency-Key", &key),
            ("CF-Connecting-IP", &self.client),
        ];
        headers.extend(bearer.as_ref().map(|bearer| ("Authorization", bearer.as_str())));
        let Answer { status, body } =
            http::send(self.scene.port, "POST", path, &headers, Some(&body.to_string()))?;
        if !(200..300).contains(&status) {
            bail!("POST {path} was answered {status}: {body}");
        }
        if body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&body).with_context(|| format!("POST {path} was not answered in JSON"))
    }

    fn minutes_ago(&self, value: &Value, field: &str) -> Result<DateTime<Utc>> {
        let minutes = value[field].as_i64().with_context(|| format!("`{field}` is missing"))?;
        Ok(self.scene.now - TimeDelta::minutes(minutes))
    }
}

fn text<'a>(value: &'a Value, field: &str) -> Result<&'a str> {
    value[field].as_str().with_context(|| format!("`{field}` is missing in {value}"))
}
