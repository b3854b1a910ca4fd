//! What of a text is drawn, and what never is.

use crate::markdown::{DEEPEST, markdown};

fn drawn(text: &str) -> String {
    markdown(text, 4).written()
}

const OUT: &str = "target=_blank rel=noopener noreferrer";

#[test]
fn marks_are_drawn() {
    for (text, expected) in [
        ("", String::new()),
        ("one\ntwo", "<p dir=auto>one two</p>".into()),
        ("one  \ntwo", "<p dir=auto>one<br></br>two</p>".into()),
        ("# A\n## B\n### C\n#### D", "<h4 dir=auto>A</h4><h5 dir=auto>B</h5><h6 dir=auto>C</h6><h6 dir=auto>D</h6>".into()),
        ("### A\n## B\n#### C\n### D\n## E", "<h4 dir=auto>A</h4><h4 dir=auto>B</h4><h5 dir=auto>C</h5><h5 dir=auto>D</h5><h4 dir=auto>E</h4>".into()),
        ("*a* **b** ~~c~~ `d`", "<p dir=auto><em>a</em> <strong>b</strong> <del>c</del> <code dir=ltr>d</code></p>".into()),
        ("- a\n- b", "<ul class=bullets dir=auto><li>a</li><li>b</li></ul>".into()),
        ("3. a\n4. b", "<ol class=numbers dir=auto start=3><li>a</li><li>b</li></ol>".into()),
        ("> a", "<blockquote dir=auto><p dir=auto>a</p></blockquote>".into()),
        ("a\n\n---", "<p dir=auto>a</p><hr></hr>".into()),
        ("```ts ignored\na < b\n```", "<pre dir=ltr tabindex=0><code data-language=ts>a < b\n</code></pre>".into()),
        ("    indented", "<pre dir=ltr tabindex=0><code>indented</code></pre>".into()),
        ("a &amp; b &lt;c&gt;", "<p dir=auto>a & b <c></p>".into()),
        (
            "| a | b |\n|---|---|\n| c | d |",
            "<div class=sheet tabindex=0><table><tr><th dir=auto scope=col>a</th><th dir=auto scope=col>b</th></tr>\
             <tr><td dir=auto>c</td><td dir=auto>d</td></tr></table></div>".into(),
        ),
        ("[a](https://example.com/x)", format!("<p dir=auto><a class=link href=https://example.com/x {OUT}>a</a></p>")),
        ("<https://example.com>", format!("<p dir=auto><a class=link href=https://example.com {OUT}>https://example.com</a></p>")),
        ("<a@example.com>", format!("<p dir=auto><a class=link href=mailto:a@example.com {OUT}>a@example.com</a></p>")),
        ("![the chart](https://example.com/c.png)", format!("<p dir=auto><a class=link href=https://example.com/c.png {OUT}>the chart</a></p>")),
        ("[![logo](https://example.com/l.png)](https://example.com/)", format!("<p dir=auto><a class=link href=https://example.com/ {OUT}>logo</a></p>")),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn nothing_in_a_text_becomes_an_element_an_address_or_an_attribute_of_its_own() {
    for (text, expected) in [
        ("<script>alert(1)</script>", "<p dir=auto><script>alert(1)</script></p>"),
        ("a <b onclick=x>c</b>", "<p dir=auto>a <b onclick=x>c</b></p>"),
        ("[a](javascript:alert(1))", "<p dir=auto>a</p>"),
        ("[a](JavaScript:alert(1))", "<p dir=auto>a</p>"),
        ("[a](data:text/html,x)", "<p dir=auto>a</p>"),
        ("[a](http://example.com)", "<p dir=auto>a</p>"),
        ("[a](//example.com)", "<p dir=auto>a</p>"),
        ("[a](/desk/)", "<p dir=auto>a</p>"),
        ("![a](http://example.com/pixel.gif)", "<p dir=auto>a</p>"),
    ] {
        // What looks like an element here is a text: only elements that are drawn carry `dir`.
        assert_eq!(drawn(text), expected, "{text}");
    }
    let part = markdown("<script>alert(1)</script>", 4);
    let crate::part::Part::Many(parts) = part else { panic!("several parts") };
    assert!(matches!(parts.as_slice(), [crate::part::Part::Element(p)] if p.is("p")));
}

#[test]
fn depth_ends_and_no_text_is_lost() {
    for deep in [
        ">".repeat(20_000) + " end",
        "- ".repeat(5_000) + "end",
        "*".repeat(9_999) + "end",
        "[".repeat(20_000) + "end",
    ] {
        let written = drawn(&deep);
        assert!(written.contains("end"), "{}", &written[..100.min(written.len())]);
        assert!(written.matches("<blockquote ").count() <= DEEPEST);
    }
}

#[test]
fn any_text_is_drawn() {
    // Pieces of marks in all orders of three, which no list of cases thinks of.
    let pieces = [
        "#",
        "- ",
        "1. ",
        "> ",
        "`",
        "```",
        "*",
        "**",
        "_",
        "[a](",
        "https://b)",
        "<c>",
        "\n",
        "\n\n",
        "|",
        "|-|",
        "&amp;",
        "\\",
        "    ",
        "é\u{0}",
    ];
    for a in pieces {
        for b in pieces {
            for c in pieces {
                let _ = drawn(&[a, b, c, a, b].concat());
            }
        }
    }
}
