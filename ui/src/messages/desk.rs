//! The words of the desk: what only support engineers read.
//!
//! Plain fields are sentences as they stand. Functions take what a sentence is about, so that each
//! language puts it where its grammar wants it, and counts by its own plural.

mod advisories;
mod en;
mod facts;
mod releases;
mod zh;

pub mod policy;

pub use advisories::AdvisoryWords;
pub use facts::FactsWords;
pub use releases::{GuideWords, ReleaseWords};

use aftercare_shared::api::desk::Role;
use aftercare_shared::metric::Metric;
use aftercare_shared::text::Lang;

/// The words of a language.
#[must_use]
pub fn words(lang: Lang) -> &'static DeskWords {
    match lang {
        Lang::En => &en::DESK,
        Lang::Zh => &zh::DESK,
    }
}

/// All words of the desk.
#[derive(Debug)]
pub struct DeskWords {
    /// The desk itself and its side bar.
    pub side: SideWords,
    /// Signing in and out.
    pub sign_in: SignInWords,
    /// The list of tickets.
    pub queue: QueueWords,
    /// What is owed and by when, as those see it who owe it.
    pub owed: OwedWords,
    /// One ticket: header, log, actions.
    pub ticket: TicketWords,
    /// The lines of the log.
    pub event: EventWords,
    /// Writing.
    pub composer: ComposerWords,
    /// The column about the customer.
    pub facts: FactsWords,
    /// The page of advisories.
    pub advisories: AdvisoryWords,
    /// The page of releases.
    pub releases: ReleaseWords,
    /// The keys and what they do.
    pub keys: KeyWords,
    /// What goes wrong.
    pub failure: FailureWords,
}

/// The desk itself and its side bar.
#[derive(Debug)]
pub struct SideWords {
    /// The document's title.
    pub title: &'static str,
    /// The title with something missed in front.
    pub title_missed: fn(u32) -> String,
    /// The label of the list of views.
    pub views: &'static str,
    /// The view of what falls due next.
    pub due_next: &'static str,
    /// The view of one's own tickets.
    pub mine: &'static str,
    /// The view of what waits for the customer.
    pub waiting: &'static str,
    /// The view of what nobody holds.
    pub unassigned: &'static str,
    /// The view of what is resolved.
    pub done: &'static str,
    /// The group of pages about customers.
    pub customers: &'static str,
    /// The page of advisories.
    pub advisories: &'static str,
    /// The page of releases.
    pub releases: &'static str,
    /// The group of pages about the team.
    pub team: &'static str,
    /// The page of the policy.
    pub policy: &'static str,
    /// The names of the roles: agent, lead, admin.
    pub roles: [&'static str; 3],
    /// Why something can't be done: the role that it takes, the reader's.
    pub takes_role: fn(&str, &str) -> String,
    /// How many tickets a view holds, for those who hear it.
    pub count: fn(u32) -> String,
    /// How many of them are missed.
    pub missed: fn(u32) -> String,
    /// The label of the language menu.
    pub language: &'static str,
    /// The label of the theme menu.
    pub theme: &'static str,
    /// As the system says.
    pub theme_auto: &'static str,
    /// Light.
    pub theme_light: &'static str,
    /// Dark.
    pub theme_dark: &'static str,
    /// The label of the settings.
    pub settings: &'static str,
    /// The switch of the single-key shortcuts.
    pub shortcuts: &'static str,
    /// Opens the list of keys.
    pub help: &'static str,
    /// Leads past the side bar to the list.
    pub skip_to_queue: &'static str,
    /// Leads past the list to the ticket.
    pub skip_to_ticket: &'static str,
    /// Leads past the side bar to a page.
    pub skip_to_page: &'static str,
    /// A page is being fetched.
    pub loading_page: &'static str,
    /// A page could not be fetched.
    pub no_page: &'static str,
    /// No connection; what is shown may be old.
    pub offline: &'static str,
    /// The service does not answer, though the browser is connected.
    pub unreachable: &'static str,
    /// The desk is being fetched.
    pub loading: &'static str,
}

/// Signing in and out.
#[derive(Debug)]
pub struct SignInWords {
    /// Above the form.
    pub title: &'static str,
    /// Above the form when the sign-in ran out.
    pub expired_title: &'static str,
    /// What the form is for.
    pub intro: &'static str,
    /// The same when the sign-in ran out.
    pub expired: &'static str,
    /// The label of the field.
    pub token: &'static str,
    /// Where a token comes from and what becomes of it.
    pub hint: &'static str,
    /// The button.
    pub submit: &'static str,
    /// The button while it works.
    pub submitting: &'static str,
    /// Nothing was typed.
    pub empty: &'static str,
    /// The token is not known.
    pub wrong: &'static str,
    /// Leaves the desk.
    pub sign_out: &'static str,
    /// The question before unsent text is dropped.
    pub unsent: fn(u32) -> String,
    /// Yes, drop it.
    pub sign_out_anyway: &'static str,
    /// No.
    pub stay: &'static str,
    /// Who is signed in, for those who hear it.
    pub signed_in_as: fn(&str) -> String,
}

/// The list of tickets.
#[derive(Debug)]
pub struct QueueWords {
    /// The name of the list.
    pub label: &'static str,
    /// The label of the search box.
    pub search: &'static str,
    /// What can be searched for.
    pub placeholder: &'static str,
    /// Empties the search box.
    pub clear: &'static str,
    /// How many were found.
    pub found: fn(usize, bool) -> String,
    /// The reader.
    pub you: &'static str,
    /// Nobody.
    pub nobody: &'static str,
    /// What the customer is asked for.
    pub waits_for: fn(&str) -> String,
    /// No promise of the plan runs.
    pub no_promise: &'static str,
    /// Nothing left to do.
    pub all_done: &'static str,
    /// What to do then.
    pub all_done_hint: &'static str,
    /// Nothing of one's own.
    pub none_mine: &'static str,
    /// What to do then.
    pub none_mine_hint: &'static str,
    /// Nothing waits.
    pub none_waiting: &'static str,
    /// What that means.
    pub none_waiting_hint: &'static str,
    /// Nothing is unassigned.
    pub none_unassigned: &'static str,
    /// What that means.
    pub none_unassigned_hint: &'static str,
    /// Nothing was resolved yet.
    pub none_done: &'static str,
    /// What that means.
    pub none_done_hint: &'static str,
    /// The search found nothing.
    pub no_match: fn(&str) -> String,
    /// What to do then.
    pub no_match_hint: &'static str,
    /// Fetches more.
    pub more: &'static str,
    /// While it does.
    pub loading_more: &'static str,
    /// While the first page is fetched.
    pub loading: &'static str,
    /// It could not be fetched.
    pub failed: &'static str,
}

/// What is owed and by when, as those see it who owe it.
#[derive(Debug)]
pub struct OwedWords {
    /// [`Metric::FirstResponse`], within a line.
    pub first_response: &'static str,
    /// [`Metric::NextResponse`].
    pub next_response: &'static str,
    /// [`Metric::Update`].
    pub update: &'static str,
    /// [`Metric::Resolution`].
    pub resolution: &'static str,
    /// Its time ran out.
    pub missed: &'static str,
    /// Its clock stands still.
    pub paused: &'static str,
    /// Its clock stood still for the customer's answer, in an explanation.
    pub waited: &'static str,
    /// It no longer applies.
    pub cancelled: &'static str,
    /// The marks of a countdown: days, hours, minutes, seconds.
    pub units: [&'static str; 4],
    /// How fast it was kept.
    pub met_in: fn(&str) -> String,
    /// Of what time.
    pub of: fn(&str) -> String,
    /// How much is left until it is due.
    pub left: fn(&str) -> String,
    /// How long ago it was due.
    pub late: fn(&str) -> String,
    /// By when it was due.
    pub was_due: fn(&str) -> String,
    /// The policy, and where its clock is read: version, place.
    pub policy: fn(u32, &str) -> String,
    /// Its clock never stops, with the version of the policy.
    pub policy_always: fn(u32) -> String,
}

impl DeskWords {
    /// The name of a role.
    #[must_use]
    pub fn role(&self, role: Role) -> &'static str {
        let [agent, lead, admin] = self.side.roles;
        match role {
            Role::Agent => agent,
            Role::Lead => lead,
            Role::Admin => admin,
        }
    }
}

impl OwedWords {
    /// The short name of what is owed, within a line.
    #[must_use]
    pub fn metric(&self, metric: Metric) -> &'static str {
        match metric {
            Metric::FirstResponse => self.first_response,
            Metric::NextResponse => self.next_response,
            Metric::Update => self.update,
            Metric::Resolution => self.resolution,
        }
    }
}

/// One ticket: header, log, actions.
#[derive(Debug)]
pub struct TicketWords {
    /// No ticket is chosen.
    pub none: &'static str,
    /// How to choose one.
    pub none_hint: &'static str,
    /// Back to the list, on a narrow window.
    pub back: &'static str,
    /// While it is fetched.
    pub loading: &'static str,
    /// It could not be fetched.
    pub failed: &'static str,
    /// There is none of that name.
    pub missing: &'static str,
    /// What to do then.
    pub missing_hint: &'static str,
    /// Opens the reasons of the deadlines.
    pub why: &'static str,
    /// Nothing is promised on this ticket.
    pub no_promises: &'static str,
    /// The name of the log.
    pub log: &'static str,
    /// The marks of who wrote: the customer's side.
    pub customer: &'static str,
    /// The severity that was asked for, where another is in force.
    pub asked_severity: fn(&str) -> String,
    /// Nobody holds it.
    pub unassigned: &'static str,
    /// Who holds it.
    pub held_by: fn(&str) -> String,
    /// The reader holds it.
    pub held_by_you: &'static str,
    /// The list of actions.
    pub actions: &'static str,
    /// Confirms the ticket and begins.
    pub accept: &'static str,
    /// Calls it solved.
    pub resolve: &'static str,
    /// Why it can't be resolved yet.
    pub resolve_first: &'static str,
    /// Sets another severity.
    pub severity: &'static str,
    /// Opens the column about the customer.
    pub facts: &'static str,
    /// While an action runs.
    pub working: &'static str,
    /// The question before resolving.
    pub resolve_title: fn(u32) -> String,
    /// What it means.
    pub resolve_hint: &'static str,
    /// There is a reply that was not sent.
    pub resolve_draft: &'static str,
    /// Yes.
    pub resolve_confirm: &'static str,
    /// The dialog of the severity.
    pub severity_title: &'static str,
    /// The choice.
    pub severity_choice: &'static str,
    /// The reason's label.
    pub severity_reason: &'static str,
    /// Who reads it.
    pub severity_hint: &'static str,
    /// Yes.
    pub severity_confirm: &'static str,
    /// The reason is missing.
    pub severity_no_reason: &'static str,
    /// The choice is missing.
    pub severity_unchanged: &'static str,
    /// Leaves a dialog.
    pub cancel: &'static str,
    /// Leaves a notice.
    pub dismiss: &'static str,
    /// The customer is asked for things.
    pub waiting_title: &'static str,
    /// The request is taken back.
    pub withdraw: &'static str,
    /// The ticket changed while one wrote.
    pub changed: &'static str,
    /// What to do then, where a text was kept.
    pub changed_kept: &'static str,
    /// Leads to what is new.
    pub show_new: fn(u32) -> String,
    /// Done: accepted.
    pub did_accept: &'static str,
    /// Done: resolved.
    pub did_resolve: &'static str,
    /// Done: severity set.
    pub did_severity: &'static str,
    /// Done: request taken back.
    pub did_withdraw: &'static str,
}

/// The lines of the log. Each takes who did it.
#[derive(Debug)]
pub struct EventWords {
    /// Aftercare itself.
    pub system: &'static str,
    /// The mark of a note.
    pub note: &'static str,
    /// The mark of what opened the ticket.
    pub opened: &'static str,
    /// The ticket was opened without a description.
    pub no_body: &'static str,
    /// The mark of a list of things the customer was asked for.
    pub asked: &'static str,
    /// The ticket was accepted.
    pub accepted: fn(&str) -> String,
    /// The request was settled by an answer.
    pub info_provided: fn(&str) -> String,
    /// The request was taken back.
    pub info_withdrawn: fn(&str) -> String,
    /// The severity changed: who, from, to.
    pub severity_changed: fn(&str, &str, &str) -> String,
    /// The plan changed: from, to.
    pub plan_changed: fn(&str, &str) -> String,
    /// Somebody holds it.
    pub assigned: fn(&str) -> String,
    /// It was sent to a team.
    pub routed: fn(&str) -> String,
    /// It was resolved.
    pub resolved: fn(&str) -> String,
    /// It was reopened.
    pub reopened: fn(&str) -> String,
    /// It was closed.
    pub closed: &'static str,
    /// It was rated: who, score.
    pub rated: fn(&str, u8) -> String,
    /// It goes on in another ticket.
    pub merged: fn(&str) -> String,
    /// It was escalated.
    pub escalated: fn(&str) -> String,
    /// A rule of the policy did something: metric, percent, what.
    pub escalated_by_rule: fn(&str, u16, &str) -> String,
    /// What a rule did: the team was told.
    pub told_team: &'static str,
    /// What a rule did: its lead was told.
    pub told_lead: &'static str,
    /// What a rule did: it went to a team.
    pub reassigned: fn(&str) -> String,
    /// What a rule did: the severity was raised to this one.
    pub raised: fn(&str) -> String,
    /// A deadline was stamped: metric, due.
    pub promise_made: fn(&str, &str) -> String,
    /// Part of a promise's time has run: metric, percent.
    pub promise_warned: fn(&str, u8) -> String,
    /// A promise was missed: metric, when.
    pub promise_missed: fn(&str, &str) -> String,
}

/// Writing.
#[derive(Debug)]
pub struct ComposerWords {
    /// The name of the choice of what is written.
    pub label: &'static str,
    /// A public reply.
    pub reply: &'static str,
    /// An internal note.
    pub note: &'static str,
    /// A structured question.
    pub ask: &'static str,
    /// In the empty field of a reply, with the customer's name.
    pub reply_placeholder: fn(&str) -> String,
    /// In the empty field of a note.
    pub note_placeholder: &'static str,
    /// In the empty field of a question.
    pub ask_placeholder: &'static str,
    /// What a question does.
    pub ask_hint: &'static str,
    /// Things that are often needed.
    pub ask_presets: [&'static str; 4],
    /// The label of that list.
    pub ask_presets_label: &'static str,
    /// Who reads a reply.
    pub reply_hint: &'static str,
    /// Who reads a note.
    pub note_hint: &'static str,
    /// Sends a reply.
    pub send: &'static str,
    /// Keeps a note.
    pub save_note: &'static str,
    /// Sends a question.
    pub send_ask: &'static str,
    /// Nothing was written.
    pub empty: &'static str,
    /// The text is longer than can be sent.
    pub too_long: &'static str,
    /// Too many things asked, or one of them too long.
    pub ask_too_long: &'static str,
    /// A text was kept from before.
    pub draft: &'static str,
    /// On its way.
    pub sending: &'static str,
    /// Not delivered.
    pub not_sent: &'static str,
    /// Sends the same once more.
    pub retry: &'static str,
    /// Puts it back into the field.
    pub edit: &'static str,
    /// Asked.
    pub asked: &'static str,
    /// Nothing more can be written to the customer.
    pub ended: &'static str,
}

/// The keys and what they do.
#[derive(Debug)]
pub struct KeyWords {
    /// The heading.
    pub title: &'static str,
    /// How they work.
    pub hint: &'static str,
    /// They are off.
    pub off: &'static str,
    /// The next ticket.
    pub next: &'static str,
    /// The ticket before.
    pub previous: &'static str,
    /// The search box.
    pub search: &'static str,
    /// This list.
    pub help: &'static str,
    /// Sends what is written.
    pub send: &'static str,
    /// Leaves a field or a dialog.
    pub escape: &'static str,
    /// Closes the list.
    pub close: &'static str,
}

/// What goes wrong, where the desk knows better than [`crate::messages::trouble`] what to do.
#[derive(Debug)]
pub struct FailureWords {
    /// The sign-in ran out; the form is on the screen.
    pub expired: &'static str,
    /// A text may or may not have arrived.
    pub uncertain: &'static str,
}
