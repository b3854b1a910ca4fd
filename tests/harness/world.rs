//! One runtime with a database, variables and keys of its own.
//!
//! The runtime is `wrangler dev` under a shell that waits for the end of its standard input. That
//! pipe is held by this process and by nobody else, so the whole process group ends with the tests,
//! whether they pass, fail or are killed.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;

use crate::call::{self, Call};
use crate::receipts;
use crate::receiver::Receiver;

/// The site whose visitors the tests are, unless a test says otherwise. Its default plan is `basic`.
pub const SITE: &str = "console";
/// Another site, with another key and the default plan `professional`.
pub const OTHER_SITE: &str = "partner";
/// An origin that may embed the panel for [`SITE`].
pub const ORIGIN: &str = "https://console.example.com";

/// How long a runtime may take to answer for the first time.
const START_DEADLINE: Duration = Duration::from_secs(90);

/// What a world allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Requests set the clock, and the demonstration's endpoints answer.
    Test,
    /// As it is deployed.
    Production,
    /// As for tests, but for a key for receipts whose halves don't belong together.
    MistakenKey,
}

/// A running worker.
#[derive(Debug)]
pub struct World {
    url: String,
    agent: ureq::Agent,
    home: PathBuf,
    /// What a test has said that the worker will log as an error.
    pub(crate) expected_errors: Mutex<Vec<&'static str>>,
    /// Where it sends its webhooks.
    pub receiver: Receiver,
    /// Its standard input is the pipe that keeps the runtime alive.
    _keeper: Child,
}

impl World {
    /// The one that most tests share.
    pub fn shared() -> &'static Self {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| Self::start("shared", Mode::Test))
    }

    /// The one whose cron runs. Its tests take turns, since a sweep judges whatever it finds.
    pub fn of_the_cron() -> &'static Self {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| Self::start("cron", Mode::Test))
    }

    /// The one whose policy changes. Its tests take turns, since a policy is everybody's.
    pub fn of_the_policy() -> &'static Self {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| Self::start("policy", Mode::Test))
    }

    /// The one that is configured as a deployment is: no demonstration, no time travel.
    pub fn in_production() -> &'static Self {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| Self::start("production", Mode::Production))
    }

    /// The one whose operator has made a mistake with the key for receipts.
    pub fn with_mistaken_key() -> &'static Self {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| Self::start("mistaken-key", Mode::MistakenKey))
    }

    /// Its address, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.trim_end_matches('/')
    }

    /// A `GET`.
    #[must_use]
    pub fn get(&self, path: &str) -> Call {
        self.call("GET", path)
    }

    /// A `POST`.
    #[must_use]
    pub fn post(&self, path: &str) -> Call {
        self.call("POST", path)
    }

    /// A request of any method, from a client address that no other request has: the limits count
    /// by client, and tests of something else must not run into them.
    #[must_use]
    pub fn call(&self, method: &'static str, path: &str) -> Call {
        static CLIENTS: AtomicU32 = AtomicU32::new(1);
        let [_, b, c, d] = CLIENTS.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        self.call_from(&format!("10.{b}.{c}.{d}"), method, path)
    }

    /// A request from a client's address.
    #[must_use]
    pub fn call_from(&self, client: &str, method: &'static str, path: &str) -> Call {
        Call::new(self.agent.clone(), method, format!("{}{path}", self.url))
            .header("CF-Connecting-IP", client)
    }

    /// The file behind D1.
    ///
    /// # Panics
    /// Where there is none.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        database_in(&self.home.join("state")).expect("a world has a database")
    }

    /// What the runtime and the worker have logged until now.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.home.join("log.txt")).unwrap_or_default()
    }

    fn start(name: &str, mode: Mode) -> Self {
        let home = home(name);
        copy(seeded_state(), &home.join("state"));
        let receiver = Receiver::start();
        let variables = home.join("variables.env");
        write(&variables, &environment(mode, &receiver));
        let log = home.join("log.txt");
        let arguments = [
            "dev",
            "--local",
            "--ip",
            "127.0.0.1",
            "--port",
            "0",
            "--inspector-port",
            "0",
            "--show-interactive-dev-session=false",
            "--env-file",
        ];
        let keeper = Command::new("sh")
            .arg("-c")
            .arg(r#"{ "$@"; echo "THE RUNTIME ENDED: $?"; } >"$LOG" 2>&1 </dev/null & cat >/dev/null; kill -TERM 0"#)
            .arg("keeper")
            .args(wrangler())
            .args(arguments)
            .arg(&variables)
            .arg("--persist-to")
            .arg(home.join("state"))
            .env("LOG", &log)
            .env("WRANGLER_REGISTRY_PATH", home.join("registry"))
            .envs(quiet())
            .env("PATH", path_with_node())
            .current_dir(root())
            .stdin(Stdio::piped())
            .process_group(0)
            .spawn()
            .expect("a shell starts");
        let agent = call::agent();
        let url = first_answer(&log, &agent);
        Self { url, agent, home, expected_errors: Mutex::default(), receiver, _keeper: keeper }
    }
}

/// The HS256 key of a site.
#[must_use]
pub fn identity_key(site: &str) -> Vec<u8> {
    format!("the key of the site {site}, long enough for HMAC-SHA-256").into_bytes()
}

/// The key that webhooks are signed with.
#[must_use]
pub fn webhook_key() -> Vec<u8> {
    b"thirty-two bytes for the webhook".to_vec()
}

/// The root of the project.
#[must_use]
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().map_or_else(|| tests.to_owned(), Path::to_owned)
}

/// The variables and secrets of a world, as an environment file.
fn environment(mode: Mode, receiver: &Receiver) -> String {
    let key = |site: &str| URL_SAFE_NO_PAD.encode(identity_key(site));
    let sites = json!({
        SITE: {"origins": [ORIGIN, "http://localhost:8787"], "alg": "HS256", "default_plan": "basic"},
        OTHER_SITE: {"origins": ["https://partner.example.com"], "alg": "HS256", "default_plan": "professional"},
        "es256": {"origins": [], "alg": "ES256", "jwks_url": receiver.key_set_url()},
        "eddsa": {"origins": [], "alg": "EdDSA", "jwks_url": receiver.key_set_url()},
    });
    let keys = json!({SITE: key(SITE), OTHER_SITE: key(OTHER_SITE)});
    let flag = match mode {
        Mode::Test | Mode::MistakenKey => "1",
        Mode::Production => "",
    };
    // A deployment need not sign receipts, so the one like a deployment shows what holds without.
    let receipt_keys = match mode {
        Mode::Test => receipts::keyring().to_secret_json(),
        Mode::MistakenKey => receipts::mistaken_secret(),
        Mode::Production => String::new(),
    };
    let variables = [
        ("DEMO", flag.to_owned()),
        ("TEST_CLOCK", flag.to_owned()),
        ("TEST_FEEDS", flag.to_owned()),
        ("SITES", sites.to_string()),
        ("IDENTITY_KEYS", keys.to_string()),
        ("SESSION_KEY", URL_SAFE_NO_PAD.encode(b"the key of the sessions, 32 bytes")),
        ("RECEIPT_KEYS", receipt_keys),
        ("WEBHOOK_URL", receiver.url()),
        ("WEBHOOK_SECRET", format!("whsec_{}", STANDARD.encode(webhook_key()))),
    ];
    variables.iter().map(|(name, value)| format!("{name}='{value}'\n")).collect()
}

/// Waits until the runtime says where it listens and the worker says that it is well.
fn first_answer(log: &Path, agent: &ureq::Agent) -> String {
    let began = Instant::now();
    loop {
        let text = fs::read_to_string(log).unwrap_or_default();
        let url = text
            .lines()
            .find_map(|line| Some(format!("http://{}", line.split_once("Ready on http://")?.1.trim())));
        if let Some(url) = url
            && agent.get(format!("{url}/healthz")).call().is_ok_and(|answer| answer.status() == 200)
        {
            return url;
        }
        let ended = text.contains("THE RUNTIME ENDED");
        assert!(
            !ended && began.elapsed() < START_DEADLINE,
            "the worker does not become healthy. Its log:\n{text}"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// A migrated and seeded database, made once for all worlds.
fn seeded_state() -> &'static Path {
    static STATE: OnceLock<PathBuf> = OnceLock::new();
    STATE.get_or_init(|| {
        let home = home("seed");
        let state = home.join("state");
        let d1 = |action: &[&str]| {
            let output = Command::new("sh")
                .args(["-c", r#""$@" </dev/null"#, "d1"])
                .args(wrangler())
                .arg("d1")
                .args(action)
                .arg("--local")
                .arg("--persist-to")
                .arg(&state)
                .envs(quiet())
                .env("CI", "1")
                .env("PATH", path_with_node())
                .current_dir(root())
                .output()
                .expect("a shell starts");
            let said = String::from_utf8_lossy(&output.stdout).into_owned()
                + &String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "wrangler d1 {action:?} failed:\n{said}");
        };
        d1(&["migrations", "apply", "DB"]);
        let seed = root().join(SEED);
        d1(&["execute", "DB", "--yes", "--file", &seed.to_string_lossy()]);
        state
    })
}

/// The demonstration's data as SQL, which `cargo xtask build` writes.
const SEED: &str = "target/demo/seed.sql";

fn wrangler() -> [PathBuf; 2] {
    let script = root().join("node_modules/wrangler/bin/wrangler.js");
    let site = root().join("target/site/widget.js");
    for needed in [&script, &site, &root().join(SEED)] {
        assert!(needed.exists(), "{} is missing: run `cargo xtask build` first", needed.display());
    }
    [root().join("node_modules/node/bin/node"), script]
}

/// The tools that wrangler calls in turn must find the same node.
fn path_with_node() -> String {
    let node = root().join("node_modules/node/bin");
    format!("{}:{}", node.display(), std::env::var("PATH").unwrap_or_default())
}

fn quiet() -> [(&'static str, &'static str); 4] {
    [
        ("WRANGLER_SEND_METRICS", "false"),
        ("CLOUDFLARE_CF_FETCH_ENABLED", "false"),
        ("NO_COLOR", "1"),
        ("WRANGLER_HIDE_BANNER", "true"),
    ]
}

/// An empty directory of this run. What runs of more than an hour ago left behind is removed.
fn home(name: &str) -> PathBuf {
    let all = root().join("target/tests");
    for entry in fs::read_dir(&all).into_iter().flatten().flatten() {
        let modified =
            entry.metadata().and_then(|facts| facts.modified()).unwrap_or_else(|_| SystemTime::now());
        if modified.elapsed().is_ok_and(|age| age > Duration::from_secs(3600)) {
            // Another run may be removing it as well.
            fs::remove_dir_all(entry.path()).unwrap_or_default();
        }
    }
    let home = all.join(format!("{name}-{}", std::process::id()));
    fs::create_dir_all(&home).unwrap_or_else(|error| panic!("{}: {error}", home.display()));
    home
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap_or_else(|error| panic!("{}: {error}", to.display()));
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap_or_else(|error| panic!("{}: {error}", target.display()));
        }
    }
}

/// The one database file below a directory of local state.
fn database_in(state: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(state.join("v3/d1/miniflare-D1DatabaseObject")).ok()?;
    files.flatten().map(|file| file.path()).find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.ends_with(".sqlite") && !name.starts_with("metadata")
    })
}
