//! The API tests: the built worker in the real runtime, a file for each path.

mod assets;
mod cron;
mod demo;
mod desk_accounts;
mod desk_policies;
mod desk_advisories;
mod desk_releases;
mod desk_roles;
mod desk_sessions;
mod desk_tickets;
mod escalations;
mod flow;
mod healthz;
mod limits;
mod notice_state;
mod notices;
mod openapi;
mod promises;
mod quotes;
mod receipts;
mod sdks;
mod sessions;
mod ticket_messages;
mod ticket_rating;
mod tickets;
mod webhooks;
