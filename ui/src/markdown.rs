//! Markdown that others have written (CommonMark, with tables and struck-out text), drawn.
//!
//! What must hold, whatever the text: HTML in it is shown as text; the only addresses that a click leads to are
//! https and mailto; an image is a link, since no page of ours may load one; headings begin below those of the
//! page; nesting ends at [`DEEPEST`], so that drawing does not run out of stack. Code runs from left to right,
//! scrolls inside itself and takes the focus, so that a keyboard can scroll it.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::part::{El, Part, div, el};

/// The deepest nesting of elements that is drawn: what lies deeper stands there without marks.
const DEEPEST: usize = 16;

/// A text of Markdown, its headings from that level of HTML's six on. Levels that the text leaves out are left
/// out of it, not of the page: who begins with `##` begins at that level, too.
#[must_use]
pub fn markdown(text: &str, level: u8) -> Part {
    let mut page =
        Page { level: level.into(), headings: Vec::new(), open: Vec::new(), top: Vec::new(), in_head: false };
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        page.take(event);
    }
    while !page.open.is_empty() {
        page.close();
    }
    page.top.into()
}

/// What is drawn so far.
struct Page {
    /// Of the first heading.
    level: usize,
    /// The text's levels of the heading that was last and of those that it stands below.
    headings: Vec<usize>,
    /// Elements that are not closed yet, the innermost last. Nothing stands for a mark that is not drawn.
    open: Vec<Option<El>>,
    top: Vec<Part>,
    /// Within the first row of a table.
    in_head: bool,
}

impl Page {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(end) => {
                self.in_head &= end != TagEnd::TableHead;
                self.close();
                // These are two elements, one in the other.
                if matches!(end, TagEnd::Table | TagEnd::CodeBlock) {
                    self.close();
                }
            }
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.add(text.into_string().into()),
            Event::Code(code) => self.add(el("code", "").attr("dir", "ltr").child(code.into_string()).into()),
            Event::SoftBreak => self.add(" ".into()),
            Event::HardBreak => self.add(el("br", "").into()),
            Event::Rule => self.add(el("hr", "").into()),
            Event::TaskListMarker(is_done) => self.add(if is_done { "☑ " } else { "☐ " }.into()),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let block = |name| Some(el(name, "").attr("dir", "auto"));
        let opened = match tag {
            Tag::Paragraph | Tag::HtmlBlock => block("p"),
            Tag::Heading { level, .. } => block(self.heading(*level as usize)),
            Tag::BlockQuote(_) => block("blockquote"),
            Tag::CodeBlock(kind) => {
                // The language is the first word of what stands behind the fence.
                let word = match kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default(),
                    CodeBlockKind::Indented => "",
                };
                self.open(Some(el("pre", "").attr("dir", "ltr").attr("tabindex", "0")));
                let code = el("code", "");
                Some(if word.is_empty() { code } else { code.attr("data-language", word.to_owned()) })
            }
            // A list has one direction, so that its marks stand on one side.
            Tag::List(None) => Some(el("ul", "bullets").attr("dir", "auto")),
            Tag::List(Some(first)) => {
                Some(el("ol", "numbers").attr("dir", "auto").attr("start", first.to_string()))
            }
            Tag::Item => Some(el("li", "")),
            Tag::Emphasis => Some(el("em", "")),
            Tag::Strong => Some(el("strong", "")),
            Tag::Strikethrough => Some(el("del", "")),
            Tag::Link { link_type, dest_url, .. } => {
                let scheme = if *link_type == LinkType::Email { "mailto:" } else { "" };
                self.link(&[scheme, dest_url].concat())
            }
            // Its words stand in the link.
            Tag::Image { dest_url, .. } => self.link(dest_url),
            Tag::Table(_) => {
                self.open(Some(div("sheet").attr("tabindex", "0")));
                Some(el("table", ""))
            }
            Tag::TableHead => {
                self.in_head = true;
                Some(el("tr", ""))
            }
            Tag::TableRow => Some(el("tr", "")),
            Tag::TableCell if self.in_head => block("th").map(|cell| cell.attr("scope", "col")),
            Tag::TableCell => block("td"),
            // None of these is asked of the parser.
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => None,
        };
        self.open(opened);
    }

    /// A link, where the address is one that may be followed and does not stand in another link already.
    fn link(&self, address: &str) -> Option<El> {
        let lower = address.to_ascii_lowercase();
        let may_be_followed = ["https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
        let is_inside = self.open.iter().flatten().any(|el| el.is("a"));
        (may_be_followed && !is_inside).then(|| {
            el("a", "link")
                .attr("href", address.to_owned())
                .attr("target", "_blank")
                .attr("rel", "noopener noreferrer")
        })
    }

    fn open(&mut self, el: Option<El>) {
        let is_drawn = self.open.len() < DEEPEST;
        self.open.push(el.filter(|_| is_drawn));
    }

    fn close(&mut self) {
        if let Some(Some(el)) = self.open.pop() {
            self.add(el.into());
        }
    }

    /// Adds to the innermost element that is drawn.
    fn add(&mut self, part: Part) {
        match self.open.iter_mut().rev().find_map(Option::as_mut) {
            Some(innermost) => innermost.add(part),
            None => self.top.push(part),
        }
    }

    /// The element of a heading: one level below the heading that it stands below, and never below the sixth.
    fn heading(&mut self, level: usize) -> &'static str {
        const NAMES: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
        while self.headings.pop_if(|above| *above >= level).is_some() {}
        let place = self.level.saturating_sub(1) + self.headings.len();
        self.headings.push(level);
        NAMES.get(place).copied().unwrap_or("h6")
    }
}

#[cfg(test)]
mod tests;
