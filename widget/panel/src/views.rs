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
mod composer;
mod event_line;
mod promised;
mod rating;
mod sdk_card;
mod ticket_card;
mod way_up;

pub(crate) use heading::Heading;
pub(crate) use home::Home;
pub(crate) use new_ticket::NewTicket;
pub(crate) use outgoing::OutgoingTicket;
pub(crate) use status_line::StatusLine;
pub(crate) use tab_bar::TabBar;
pub(crate) use thread::Thread;
pub(crate) use ticket_list::TicketList;
pub(crate) use updates::Updates;
