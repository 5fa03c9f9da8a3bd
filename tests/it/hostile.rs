//! Text from services that tries to be more than text, in every format.

use assistant::audit::drift::{Kind, Move};
use assistant::audit::{
    Certainty, ConnectionReport, Deployment, Drift, FailOn, Finding, Fix, Judged, Level, Outcome,
    PlatformReport, Report, Side, TokenReport, Trace, Verdict, Waived,
};
use assistant::render::json::Failure;
use assistant::render::table::Style;
use assistant::render::{Format, Frame};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use scraper::{Html, Selector};
use serde_json::Value;

use crate::schemas::{check_output, check_record};

/// What each text tries.
const TRICKS: [&str; 12] = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"><a href=\"javascript:alert(1)\">x</a>",
    "]]></system-out></testcase><testcase name=\"made up\"/>",
    "=HYPERLINK(\"https://evil.example\",\"x\")",
    "-2+3+cmd|' /C calc'!A0",
    "| a | b |\n|---|---|\n\n# heading\n\n[x](https://evil.example) ![i](https://evil.example/i.png)",
    "`` ` `` </details><details open> <!-- --> &lt;b&gt; @everyone #1 !2 GH-3 www.evil.example https://evil.example x@evil.example",
    "a\u{0}b\u{1}c\u{8}d\u{b}e\u{1b}[31mf\u{7f}g\u{85}h\u{fffe}i",
    "left\u{202e}thgir\u{2066}x\u{2069}\u{200b}\u{feff}",
    "line one\r\nline two\u{2028}line three\u{2029}end",
    "{{ 7*7 }} {% raw %} ${7*7} ::set-output name=x::y",
    "::error file=x::made up\n##vso[task.complete result=Succeeded;]",
];

fn finding(text: &str, verdict: Verdict) -> Finding {
    Finding {
        id: "gitlab/role",
        title: "Role",
        level: Level::Required,
        judged: Judged {
            verdict,
            cause: None,
            sure: Certainty::Observed,
            why: text.to_owned(),
            missing: vec![text.to_owned()],
            excess: Vec::new(),
            by: vec![Trace {
                side: Side::Scm,
                request: "GET /x".to_owned(),
                status: Some(200),
                detail: format!("{text} again"),
            }],
        },
        fix: Some(Fix {
            text: text.to_owned(),
            url: Some(text.to_owned()),
            who: text.to_owned(),
        }),
        docs: "https://docs.example/role",
        pardonable: true,
        attested: None,
        waived: None,
    }
}

/// A report that says this text wherever a service or a file may put one.
fn report(text: &str) -> Report {
    let mut waived = finding(text, Verdict::NotMet);
    waived.waived = Some(Waived {
        reason: text.to_owned(),
        owner: text.to_owned(),
        until: "2999-01-01".to_owned(),
    });
    Report {
        platform: Some(PlatformReport {
            url: "https://semgrep.example".to_owned(),
            token_source: Some(text.to_owned()),
            deployment: Some(Deployment {
                id: text.to_owned(),
                slug: text.to_owned(),
                name: text.to_owned(),
            }),
            findings: vec![finding(text, Verdict::Met)],
        }),
        name: Some(text.to_owned()),
        lost: Some(text.to_owned()),
        connections: vec![ConnectionReport {
            lost: Some(text.to_owned()),
            scm: text.to_owned(),
            host: text.to_owned(),
            namespace: text.to_owned(),
            phase: "steady",
            token: Some(TokenReport {
                kind: Some(text.to_owned()),
                source: text.to_owned(),
                scopes: vec![text.to_owned()],
                missing: vec![text.to_owned()],
                excess: vec![text.to_owned()],
                expires: Some(1),
                days_left: Some(1),
            }),
            findings: vec![
                finding(text, Verdict::NotMet),
                finding(text, Verdict::CannotTell),
                waived,
            ],
        }],
        ..Report::default()
    }
}

fn rendered(format: Format, text: &str) -> String {
    let frame = Frame {
        command: "check-scopes",
        outcome: Outcome::Gaps,
        exit_code: 3,
        fail_on: FailOn::CannotTell,
        generated_at: "2026-11-23T10:00:00Z".to_owned(),
        error: Some(Failure {
            code: "gaps".to_owned(),
            message: text.to_owned(),
            fix: Some(text.to_owned()),
        }),
        drift: Some(Drift {
            since: "2026-11-22T10:00:00Z".to_owned(),
            incomparable: None,
            moves: vec![Move {
                kind: Kind::Role,
                target: text.to_owned(),
                key: Some(text.to_owned()),
                from: Some(text.to_owned()),
                to: Some(text.to_owned()),
            }],
        }),
        tally: None,
        extra: serde_json::Map::new(),
        catalogue: Vec::new(),
        location: "assistant.yaml".to_owned(),
        undo: Vec::new(),
        style: Style {
            width: 80,
            colors: false,
            ..Style::default()
        },
    };
    format.render(&report(text), &frame)
}

/// A Markdown page as a reader sees it.
pub struct Markdown {
    /// Links and pictures.
    pub links: usize,
    /// The tables' rows, without their heads.
    pub rows: Vec<Vec<String>>,
    /// Pieces of HTML, as they stand.
    pub html: Vec<String>,
    /// Everything that is text.
    pub text: String,
    /// Headings.
    pub headings: usize,
}

impl Markdown {
    pub fn read(text: &str) -> Self {
        let mut page = Markdown {
            links: 0,
            rows: Vec::new(),
            html: Vec::new(),
            text: String::new(),
            headings: 0,
        };
        let mut in_head = false;
        for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => page.links += 1,
                Event::Start(Tag::Heading { .. }) => page.headings += 1,
                Event::Start(Tag::TableRow) => page.rows.push(Vec::new()),
                Event::Start(Tag::TableHead) => in_head = true,
                Event::End(TagEnd::TableHead) => in_head = false,
                Event::End(TagEnd::TableCell) if !in_head => {
                    if let Some(row) = page.rows.last_mut() {
                        row.push(String::new());
                    }
                }
                Event::Html(html) | Event::InlineHtml(html) => {
                    page.html.push(html.trim().to_owned())
                }
                Event::Text(text) | Event::Code(text) => page.text.push_str(&text),
                _ => {}
            }
        }
        page
    }
}

/// A page as a browser's parser sees it.
pub struct Page(Html);

impl Page {
    pub fn read(text: &str) -> Self {
        let page = Html::parse_document(text);
        assert!(page.errors.is_empty(), "{:?}", page.errors);
        Page(page)
    }

    pub fn count(&self, selector: &str) -> usize {
        self.0.select(&Selector::parse(selector).unwrap()).count()
    }

    fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let found = self.0.select(&selector);
        found
            .filter_map(|it| it.attr(name).map(str::to_owned))
            .collect()
    }

    /// Nothing is loaded, nothing is run, and every link leads to the web.
    pub fn needs_nothing_else(&self) {
        let loads = "script, img, link, iframe, object, embed, base, form, input, svg, video, audio, source, [src], [style], [srcset]";
        assert_eq!(self.count(loads), 0);
        let policy = self.attributes("meta[http-equiv='Content-Security-Policy']", "content");
        assert!(policy[0].starts_with("default-src 'none'; style-src 'unsafe-inline'"));
        for element in self.0.select(&Selector::parse("*").unwrap()) {
            let handler = element
                .value()
                .attrs()
                .find(|(name, _)| name.starts_with("on"));
            assert_eq!(handler, None);
        }
        let selector = Selector::parse("style").unwrap();
        let styles: String = self.0.select(&selector).flat_map(|it| it.text()).collect();
        assert!(!styles.contains("url(") && !styles.contains("@import"));
        for link in self.attributes("a", "href") {
            assert!(
                link.starts_with("https://") || link.starts_with("http://"),
                "{link}"
            );
        }
    }

    /// A language, one first heading and no leap below it, and tables that say what they hold.
    pub fn can_be_read_by_everyone(&self) {
        assert_eq!(self.attributes("html", "lang"), ["en"]);
        assert_eq!(self.count("title"), 1);
        assert_eq!(self.count("main"), 1);
        assert_eq!(self.count("h1"), 1);
        assert_eq!(self.count("h3, h4, h5, h6"), 0);
        let tables = self.count("table");
        assert_eq!(self.count("table > caption"), tables);
        assert_eq!(self.count("th:not([scope])"), 0);
        assert_eq!(
            self.count("tbody tr"),
            self.count("tbody tr > th[scope=row]")
        );
        for mark in self.0.select(&Selector::parse("td.mark").unwrap()) {
            let words: String = mark.text().collect();
            assert!(
                words
                    .split_once(' ')
                    .is_some_and(|(_, word)| !word.is_empty()),
                "{words}"
            );
        }
    }
}

/// Signs that turn the direction of text, hide, or move a cursor.
fn has_unseen(text: &str) -> bool {
    text.chars().any(|c| {
        (c.is_control() && c != '\n' && c != '\r')
            || matches!(
                c,
                '\u{200b}' | '\u{202e}' | '\u{2066}' | '\u{2028}' | '\u{feff}'
            )
    })
}

#[test]
fn html_stays_text_in_the_page() {
    let quiet = Page::read(&rendered(Format::Html, "plain"));
    for trick in TRICKS {
        let text = rendered(Format::Html, trick);
        let page = Page::read(&text);
        page.needs_nothing_else();
        page.can_be_read_by_everyone();
        assert_eq!(page.count("*"), quiet.count("*"), "{trick}");
        assert!(!has_unseen(&text), "{trick}");
    }
}

#[test]
fn a_link_in_the_page_leads_to_the_web_or_is_none() {
    let links = |url: &str| Page::read(&rendered(Format::Html, url)).count("td a");
    assert!(links("https://semgrep.example/x") > 0);
    assert_eq!(links("javascript:alert(1)"), 0);
    assert_eq!(links("data:text/html,x"), 0);
}

#[test]
fn markdown_makes_no_markup_link_mention_or_reference_of_it() {
    let quiet = Markdown::read(&rendered(Format::Markdown, "plain"));
    for trick in TRICKS {
        let text = rendered(Format::Markdown, trick);
        let page = Markdown::read(&text);
        assert_eq!(page.links, 0, "{trick}\n{text}");
        assert_eq!(page.headings, quiet.headings, "{trick}");
        assert_eq!(page.rows.len(), quiet.rows.len(), "{trick}");
        let cells = |page: &Markdown| -> Vec<usize> { page.rows.iter().map(Vec::len).collect() };
        assert_eq!(cells(&page), cells(&quiet), "{trick}\n{text}");
        for html in &page.html {
            let ours = ["<br>", "<details><summary>", "</summary>", "</details>"];
            let ours = ours.contains(&html.as_str()) || html.starts_with("<details><summary>");
            assert!(ours, "{trick}: {html}");
        }
        for called in [
            "@everyone",
            "#1",
            "!2",
            "://",
            "www.evil",
            "x@evil",
            ":set-output",
        ] {
            assert!(!page.text.contains(called), "{called}: {}", page.text);
        }
        assert!(!has_unseen(&text), "{trick}");
    }
}

#[test]
fn no_csv_cell_is_a_formula_and_no_row_is_made_up() {
    for trick in TRICKS {
        let text = rendered(Format::Csv, trick);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 4, "{trick}");
        for cell in rows.iter().flatten() {
            assert!(
                !cell
                    .trim_start()
                    .starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell}"
            );
            assert!(!has_unseen(cell), "{cell:?}");
        }
    }
}

#[test]
fn junit_holds_no_sign_that_xml_forbids_and_no_case_made_up() {
    for trick in TRICKS {
        let text = rendered(Format::Junit, trick);
        let tree = roxmltree::Document::parse(&text).unwrap();
        let cases = tree.descendants().filter(|it| it.has_tag_name("testcase"));
        assert_eq!(cases.count(), 7, "{trick}");
        let forbidden = |c: char| matches!(c, '\u{fffe}' | '\u{ffff}') || (c < ' ' && c != '\n');
        assert!(!text.contains(forbidden), "{trick}");
    }
}

#[test]
fn json_and_ndjson_carry_it_as_a_string() {
    for trick in TRICKS {
        let json: Value = serde_json::from_str(&rendered(Format::Json, trick)).unwrap();
        check_output(&json);
        assert_eq!(json["connections"][0]["namespace"], trick);
        let text = rendered(Format::Ndjson, trick);
        // The strictest reader of lines splits at all of these.
        let lines: Vec<&str> = text
            .split([
                '\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}',
            ])
            .filter(|line| !line.is_empty())
            .collect();
        assert_eq!(lines.len(), 3, "{trick}");
        for line in lines {
            check_record(&serde_json::from_str(line).unwrap());
        }
    }
}

#[test]
fn sarif_carries_it_as_plain_text() {
    for trick in TRICKS {
        let log: Value = serde_json::from_str(&rendered(Format::Sarif, trick)).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), 3, "{trick}");
        for result in results {
            let message = result["message"].as_object().unwrap();
            assert!(!message.contains_key("markdown"));
            assert!(
                !has_unseen(message["text"].as_str().unwrap()),
                "{message:?}"
            );
        }
    }
}

#[test]
fn tables_carry_nothing_that_moves_the_cursor() {
    for trick in TRICKS {
        assert!(!has_unseen(&rendered(Format::Table, trick)), "{trick}");
    }
}

#[test]
fn names_of_a_hundred_thousand_characters_break_no_format() {
    let long = "x".repeat(100_000);
    let markdown = rendered(Format::Markdown, &long);
    assert!(markdown.chars().count() <= 65_536);
    assert_eq!(Markdown::read(&markdown).rows.len(), 7);
    Page::read(&rendered(Format::Html, &long)).can_be_read_by_everyone();
    roxmltree::Document::parse(&rendered(Format::Junit, &long)).unwrap();
    let csv = rendered(Format::Csv, &long);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for cell in reader
        .records()
        .map(Result::unwrap)
        .collect::<Vec<_>>()
        .iter()
        .flatten()
    {
        assert!(cell.chars().count() <= 32_767);
    }
    for format in [Format::Json, Format::Sarif] {
        serde_json::from_str::<Value>(&rendered(format, &long)).unwrap();
    }
}

#[test]
fn a_comment_with_more_rows_than_it_holds_says_how_many_are_left_out() {
    let mut report = report("plain");
    let one = report.connections[0].clone();
    report.connections = vec![one; 2_000];
    let frame = Frame {
        command: "check-scopes",
        outcome: Outcome::Gaps,
        exit_code: 3,
        fail_on: FailOn::CannotTell,
        generated_at: String::new(),
        error: None,
        drift: None,
        tally: None,
        extra: serde_json::Map::new(),
        catalogue: Vec::new(),
        location: String::new(),
        undo: Vec::new(),
        style: Style {
            width: 80,
            colors: false,
            ..Style::default()
        },
    };
    let text = Format::Markdown.render(&report, &frame);
    assert!(text.chars().count() <= 65_536);
    let page = Markdown::read(&text);
    let left_out: usize = page
        .text
        .split(" more row")
        .filter_map(|before| {
            before
                .rsplit(|c: char| !c.is_ascii_digit())
                .next()?
                .parse::<usize>()
                .ok()
        })
        .sum();
    assert_eq!(page.rows.len() + left_out, 8_002);
}
