//! The cron of each minute, which the platform calls and the local runtime does not.

use std::thread;
use std::time::Duration;

use crate::dev::http;

/// Calls it in a thread of its own, for as long as the process lives: now, and each minute from now.
pub(crate) fn call_each_minute(port: u16) {
    thread::spawn(move || {
        loop {
            match http::send(port, "GET", "/cdn-cgi/handler/scheduled?cron=*+*+*+*+*", &[], None) {
                Ok(answer) if answer.status == 200 => {}
                Ok(answer) => eprintln!("the cron was answered {}: {}", answer.status, answer.body),
                // While wrangler reloads after a build there is nobody to call; the next minute will do.
                Err(_) => {}
            }
            thread::sleep(Duration::from_secs(60));
        }
    });
}
