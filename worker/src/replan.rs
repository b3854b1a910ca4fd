//! An account's plan changed: its live tickets are told, and their promises weighed anew.
//!
//! The change stands in the store until no ticket is left that does not know of it, so it is carried on by
//! the sweep where a request ended half-way. What the new plan means for promises that are open is the rule
//! of `aftercare_shared::promise`: a better plan counts at once, a lapse keeps what was promised.
//!
//! A ticket's plan is known from a signed identity, or from the accounts table. It follows whichever it is known
//! from and no other: the signed word outranks the table. Of an account's signed words the one that was signed
//! last counts, for all of its tickets.

use aftercare_shared::api::session::PlanSource;
use aftercare_shared::id::{AccountId, PlanId};
use aftercare_shared::ticket::command::{Refusal, plan_changed_reason};
use aftercare_shared::ticket::{Actor, Ticket};
use serde_json::json;

use crate::app::App;
use crate::config;
use crate::cron;
use crate::ids;
use crate::ledger::{self, Decision, State};
use crate::log;
use crate::plan;
use crate::problem::Failure;
use crate::store::account::{self, Change, Claim};
use crate::store::{Store, policy, ticket};

/// The most tickets that are told of a change at once; the sweep goes on, a minute later.
const AT_ONCE: u32 = 20;
/// The most changes that one sweep carries on.
const SWEEP: u32 = 20;

/// How often a change begins anew because the plan was changed meanwhile, before the sweep goes on with it.
const PASSES: u32 = 4;

/// How far a change has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// How many tickets were told.
    pub(crate) replanned: u32,
    /// Whether some are left.
    pub(crate) more: bool,
}

/// Carries on what requests have left.
pub(crate) async fn sweep(app: &App) -> Result<(), Failure> {
    let store = app.store()?;
    for change in account::changes(&store, SWEEP).await? {
        let progress = carry_out(app, &store, &change).await?;
        let fields = [("account", json!(change.account)), ("tickets", json!(progress.replanned))];
        log::info("tickets told of a new plan by the sweep", &fields);
    }
    Ok(())
}

/// Takes a signed claim to heart that names another plan than the one before it. Nobody's session fails by that:
/// what is left the sweep carries on.
pub(crate) async fn heed(app: &App, store: &Store, account: &AccountId, claim: &Claim) {
    match write_and_tell(app, store, account, claim).await {
        Ok(progress) => {
            let fields = [("account", json!(account)), ("tickets", json!(progress.replanned))];
            log::info("tickets told of the plan that an identity names", &fields);
        }
        Err(failure) => failure.log("tickets were not told of the plan that an identity names"),
    }
}

async fn write_and_tell(
    app: &App,
    store: &Store,
    account: &AccountId,
    claim: &Claim,
) -> Result<Progress, Failure> {
    let nonce = ids::nonce(app.now());
    store.batch(claim.write_down(account, &nonce)?.into()).await?;
    let change = Change { account: account.clone(), nonce, reason: plan_changed_reason(), is_claimed: true };
    carry_out(app, store, &change).await
}

/// Tells live tickets of a change, and forgets the change once all of them know.
///
/// Two changes may be carried out at the same time, and the slower one may tell of a plan that is the
/// account's no more. So nobody is done who does not find, after the last ticket, the plan that they told of.
pub(crate) async fn carry_out(app: &App, store: &Store, change: &Change) -> Result<Progress, Failure> {
    let mut progress = Progress::default();
    let mut stands = plan_of(store, change).await?;
    for _ in 0..PASSES {
        tell(app, store, change, stands.as_ref(), &mut progress).await?;
        let now = plan_of(store, change).await?;
        if now == stands {
            if !progress.more {
                store.batch(vec![account::carried_out(change)]).await?;
            }
            return Ok(progress);
        }
        stands = now;
    }
    progress.more = true;
    Ok(progress)
}

/// The account's plan, from where the change has it.
async fn plan_of(store: &Store, change: &Change) -> Result<Option<PlanId>, Failure> {
    if change.is_claimed {
        let claim: Option<Claim> = store.first("account_claim", account::claim(&change.account)).await?;
        return Ok(claim.map(|claim| claim.plan));
    }
    Ok(account::find(store, &change.account).await?.and_then(|account| account.plan))
}

async fn tell(
    app: &App,
    store: &Store,
    change: &Change,
    stands: Option<&PlanId>,
    progress: &mut Progress,
) -> Result<(), Failure> {
    let policy = policy::version(store, policy::current(store).await?).await?;
    let sites = config::sites(app.env())?;
    let mut tried = 0;
    for open in ticket::planned(store, &change.account, change.is_claimed).await? {
        let (to, source) = plan::of_account(stands, sites.get(&open.site), &policy);
        // A claim that the policy knows nothing of takes nobody's plan away.
        let is_void = change.is_claimed && source == PlanSource::Default;
        if open.plan == to || is_void {
            continue;
        }
        if tried == AT_ONCE {
            progress.more = true;
            break;
        }
        tried += 1;
        let decide = |state: &State<'_>| decide(state, &to, change);
        match ledger::append(app, &open.id, None, decide).await {
            Ok(_) => progress.replanned += 1,
            Err(failure) => {
                progress.more = true;
                failure.log("a ticket was not told of its new plan");
            }
        }
    }
    Ok(())
}

fn decide(state: &State<'_>, to: &PlanId, change: &Change) -> Result<Decision, Failure> {
    let reason = change.reason.in_lang(cron::lang(&state.record.events));
    let bodies = match Ticket::replan(state.ticket, to.clone(), reason) {
        Ok(bodies) => bodies,
        // It ended meanwhile, or somebody else told it.
        Err(Refusal::NotLive | Refusal::Unchanged) => Vec::new(),
        Err(refusal) => return Err(Failure::refused(refusal, "#/reason")),
    };
    Ok(Decision { actor: Actor::System, bodies })
}
