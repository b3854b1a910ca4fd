//! Which plan stands behind a customer, and how we know it.
//!
//! Tried in this order: the signed claim, the accounts table, the site's default, the policy's default. A
//! source that names a plan which the policy does not know is passed over, and the log says so: a typing
//! error at the vendor's must not cost a customer their help.

use std::rc::Rc;

use aftercare_shared::api::session::{PlanSource, PlanView};
use aftercare_shared::id::PlanId;
use aftercare_shared::policy::Policy;
use aftercare_shared::text::Text;
use serde_json::json;

use crate::app::App;
use crate::caller::Customer;
use crate::config::{self, Site};
use crate::log;
use crate::problem::Failure;
use crate::session::Who;
use crate::store::account::{self, Account, Claim};
use crate::store::{Store, policy};

/// The plan of a customer. A guest has the default, whatever else is known.
fn of(customer: &Customer, account: Option<&Account>, site: Option<&Site>, policy: &Policy) -> PlanView {
    let claim = customer.plan.as_ref().map(|plan| (plan, PlanSource::Claim));
    let table = account.and_then(|account| account.plan.as_ref()).map(|plan| (plan, PlanSource::Account));
    let default = site.and_then(|site| site.default_plan.as_ref()).map(|plan| (plan, PlanSource::Default));
    let sources = match customer.who {
        Who::User { .. } => [claim, table, default],
        Who::Guest { .. } => [None, None, default],
    };
    let known = sources.into_iter().flatten().find_map(|(id, source)| {
        let plan = policy.find_plan(id);
        if plan.is_none() {
            log::warn("plan not in the policy", &[("plan", json!(id)), ("source", json!(source))]);
        }
        plan.map(|plan| (plan, source))
    });
    let (plan, source) = known.unwrap_or((policy.default_plan(), PlanSource::Default));
    PlanView { id: plan.id.clone(), name: plan.name.clone(), source }
}

/// The plan of somebody the vendor vouches for, whose identity token names none.
pub(crate) fn of_account(
    account: Option<&PlanId>,
    site: Option<&Site>,
    policy: &Policy,
) -> (PlanId, PlanSource) {
    let table = account.map(|plan| (plan, PlanSource::Account));
    let default = site.and_then(|site| site.default_plan.as_ref()).map(|plan| (plan, PlanSource::Default));
    let known = table.into_iter().chain(default).find(|(plan, _)| policy.find_plan(plan).is_some());
    let (plan, source) = known.unwrap_or((&policy.default_plan().id, PlanSource::Default));
    (plan.clone(), source)
}

/// The plan of a ticket, as people see it. A plan that the policy no longer knows is shown by its id.
pub(crate) fn view(id: &PlanId, source: PlanSource, policy: &Policy) -> PlanView {
    let name = policy.find_plan(id).map(|plan| plan.name.clone());
    let name = name.unwrap_or_else(|| Text::new(id.as_str(), id.as_str()));
    PlanView { id: id.clone(), name, source }
}

/// What stands behind a customer: their plan, what the accounts table knows, and the policy in force.
pub(crate) struct Footing {
    /// The plan, and how we know it.
    pub(crate) plan: PlanView,
    /// What the accounts table knows.
    pub(crate) account: Option<Account>,
    /// What signed identities last said of the account's plan, as far as that was written down.
    pub(crate) claimed: Option<Claim>,
    /// The policy in force.
    pub(crate) policy: Rc<Policy>,
    /// Its version.
    pub(crate) version: u32,
}

/// Looks up what stands behind a customer.
pub(crate) async fn look_up(app: &App, store: &Store, customer: &Customer) -> Result<Footing, Failure> {
    let mut questions = vec![policy::newest()];
    if let Some(id) = customer.account() {
        questions.extend([account::query(id), account::claim(id)]);
    }
    let answers = store.batch(questions).await?;
    let account: Option<Account> = answers.first("account", 1)?;
    let claimed = answers.first("account_claim", 2)?;
    let version = policy::in_force(store, answers.first("policy", 0)?).await?;
    let policy = policy::version(store, version).await?;
    let sites = config::sites(app.env())?;
    let plan = of(customer, account.as_ref(), sites.get(&customer.site), &policy);
    Ok(Footing { plan, account, claimed, policy, version })
}

impl Footing {
    /// The claim that the plan is known from, if it is.
    pub(crate) fn claim(&self, customer: &Customer) -> Option<Claim> {
        let plan = Some(self.plan.id.clone()).filter(|_| self.plan.source == PlanSource::Claim)?;
        Some(Claim { plan, iat: customer.claimed_at? })
    }

    /// The customer's name: the identity token's word, else the accounts table's, else the id.
    pub(crate) fn account_name(&self, customer: &Customer) -> String {
        let table = self.account.as_ref().map(|account| account.name.clone());
        match &customer.who {
            Who::User { account, account_name, .. } => {
                account_name.clone().or(table).unwrap_or_else(|| account.to_string())
            }
            Who::Guest { id } => id.to_string(),
        }
    }

    /// The region, by which the policy may pick calendars.
    pub(crate) fn region(&self) -> Option<String> {
        self.account.as_ref().and_then(|account| account.region.clone())
    }
}
