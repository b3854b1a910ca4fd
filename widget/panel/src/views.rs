//! What is seen. A view reads the rooms of the panel and draws them; a click is a call to a room.

mod heading;
mod status_line;
mod tab_bar;

mod home;
mod new_ticket;
mod outgoing;
mod thread;
mod ticket_list;
mod updates;

mod bones;
mod choice;
mod coming;
mod composer;
mod event_line;
mod field;
mod guide;
mod lockfiles;
mod promised;
mod rating;
mod receipts;
mod sdk_card;
mod telling;
mod ticket_card;
mod way_up;

pub(crate) use bones::bones;
pub(crate) use field::focus;
pub(crate) use heading::{HEADING, heading};
pub(crate) use home::home;
pub(crate) use new_ticket::new_ticket;
pub(crate) use outgoing::outgoing_ticket;
pub(crate) use status_line::status_line;
pub(crate) use tab_bar::tab_bar;
pub(crate) use thread::thread;
pub(crate) use ticket_list::ticket_list;
pub(crate) use updates::updates;
