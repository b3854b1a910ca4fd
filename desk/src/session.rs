//! Who is signed in, and whether the service can be reached.
//!
//! The credential is a cookie that no script can read; all that is known here is what
//! `GET /v1/desk/me` answers. Where that answers at once (Cloudflare Access has signed the person
//! in), nobody sees a form. A sign-in that runs out is renewed in place: what is being written stays.

use aftercare_client::{Desk, Failure};
use aftercare_shared::api::desk::{Me, SignIn};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Where the sign-in stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Not known yet.
    Arriving,
    /// The first question got no answer.
    Unreachable(Failure),
    /// Nobody is signed in.
    Out,
    /// Somebody is.
    In(Me),
    /// Somebody was, and their desk is still open.
    Expired(Me),
}

/// Whether the service answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// It did the last time.
    Up,
    /// The browser has no connection.
    Offline,
    /// The browser has one, the service does not answer.
    Silent,
}

/// The sign-in and the connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Session {
    /// Where the sign-in stands.
    pub(crate) standing: RwSignal<Standing>,
    /// Whether the service answers.
    pub(crate) link: RwSignal<Link>,
}

impl Session {
    /// Asks who is signed in.
    pub(crate) fn begin() -> Self {
        let session = Self { standing: RwSignal::new(Standing::Arriving), link: RwSignal::new(Link::Up) };
        session.ask();
        session
    }

    /// Asks who is signed in; until the answer is here, all stays as it is.
    pub(crate) fn ask(self) {
        spawn_local(async move {
            let standing = match Desk::default().me().await {
                Ok(me) => Standing::In(me),
                Err(failure) if failure.is_signed_out() => Standing::Out,
                Err(failure) => Standing::Unreachable(failure),
            };
            self.standing.set(standing);
        });
    }

    /// Exchanges a token for the cookie.
    ///
    /// # Errors
    /// [`Failure`]; the standing is then as it was.
    pub(crate) async fn sign_in(self, token: &str) -> Result<(), Failure> {
        let api = Desk::default();
        api.sign_in(&SignIn { token: token.to_owned() }).await?;
        let me = api.me().await?;
        self.standing.set(Standing::In(me));
        Ok(())
    }

    /// Gives the cookie back.
    ///
    /// # Errors
    /// [`Failure`]; somebody is then still signed in.
    pub(crate) async fn sign_out(self) -> Result<(), Failure> {
        match Desk::default().sign_out().await {
            Err(failure) if !failure.is_signed_out() => Err(failure),
            Ok(()) | Err(_) => {
                self.standing.set(Standing::Out);
                Ok(())
            }
        }
    }

    /// Who is, or was, signed in.
    pub(crate) fn me(self) -> Option<Me> {
        match self.standing.get() {
            Standing::In(me) | Standing::Expired(me) => Some(me),
            Standing::Arriving | Standing::Unreachable(_) | Standing::Out => None,
        }
    }

    /// Whether calls can succeed as far as the sign-in goes.
    pub(crate) fn is_in(self) -> bool {
        self.standing.with_untracked(|standing| matches!(standing, Standing::In(_)))
    }

    /// Learns from an answer what it says of sign-in and connection, and hands it on.
    pub(crate) fn heed<T>(self, answer: Result<T, Failure>) -> Result<T, Failure> {
        let link = match &answer {
            Err(Failure::Offline | Failure::Timeout) if !window().navigator().on_line() => Link::Offline,
            Err(Failure::Offline | Failure::Timeout) => Link::Silent,
            Ok(_) | Err(Failure::Problem(_) | Failure::Unreadable { .. }) => Link::Up,
        };
        if self.link.get_untracked() != link {
            self.link.set(link);
        }
        if answer.as_ref().is_err_and(Failure::is_signed_out)
            && let Standing::In(me) = self.standing.get_untracked()
        {
            self.standing.set(Standing::Expired(me));
        }
        answer
    }
}
