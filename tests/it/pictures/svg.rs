//! A terminal's screen as an SVG that suits light and dark pages.

use std::fmt::Write;

/// A character's width and a line's height.
const CELL: (f32, f32) = (8.4, 18.0);

/// Room around the text, and the bar with the command above it.
const ROOM: (f32, f32) = (14.0, 44.0);

/// Foregrounds for light and dark, by the terminal's number of the colour.
const PAINTS: [(u8, &str, &str); 7] = [
    (1, "#b3261e", "#ff8a80"),
    (2, "#1a7f37", "#7ee787"),
    (3, "#8a5a00", "#e3b341"),
    (4, "#0550ae", "#79c0ff"),
    (5, "#8250df", "#d2a8ff"),
    (6, "#0b6b79", "#76e3ea"),
    (8, "#57606a", "#9198a1"),
];

/// One screen of a recording, and for how many seconds it is shown.
pub struct Frame {
    lines: Vec<String>,
    seconds: u32,
}

impl Frame {
    pub fn of(parser: &vt100::Parser, seconds: u32) -> Self {
        Frame {
            lines: lines(parser.screen()),
            seconds,
        }
    }
}

/// One screen, down to its last line.
pub fn still(title: &str, screen: &vt100::Screen) -> String {
    let lines = lines(screen);
    let body = lines.concat();
    framed(title, lines.len(), &body, "")
}

/// Screens shown one after the other, again and again. Whoever wants no motion gets the last one.
pub fn moving(title: &str, frames: &[Frame]) -> String {
    let all: u32 = frames.iter().map(|one| one.seconds).sum();
    let (mut style, mut body, mut begin) = (String::new(), String::new(), 0);
    for (at, frame) in frames.iter().enumerate() {
        let share = |seconds: u32| seconds as f32 * 100.0 / all as f32;
        let (from, to) = (share(begin), share(begin + frame.seconds));
        let last = at + 1 == frames.len();
        let _ = write!(
            style,
            "@keyframes k{at}{{0%{{opacity:0}}{from:.2}%{{opacity:1}}{to:.2}%{{opacity:{}}}100%{{opacity:{}}}}}\n.f{at}{{opacity:0;animation:k{at} {all}s step-end infinite}}\n",
            u8::from(last),
            u8::from(last)
        );
        let _ = write!(body, "<g class=\"f{at}\">\n{}</g>\n", frame.lines.concat());
        begin += frame.seconds;
    }
    let last = frames.len() - 1;
    let _ = writeln!(
        style,
        "@media (prefers-reduced-motion:reduce){{[class^=f]{{animation:none}}.f{last}{{opacity:1}}}}"
    );
    let rows = frames.iter().map(|one| one.lines.len()).max().unwrap_or(0);
    framed(title, rows, &body, &style)
}

fn framed(title: &str, rows: usize, body: &str, more: &str) -> String {
    let width = CELL.0 * 80.0 + 2.0 * ROOM.0;
    let height = CELL.1 * rows as f32 + ROOM.1 + ROOM.0;
    let paints = |dark: bool| -> String {
        let each = PAINTS.iter().map(|(number, light, night)| {
            let paint = if dark { night } else { light };
            format!(".c{number}{{fill:{paint}}}")
        });
        each.collect()
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\" aria-label=\"{label}\">\n\
         <style>\n\
         text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre;fill:#1f2328}}\n\
         .b{{font-weight:700}}.d{{opacity:.7}}.t{{fill:#57606a}}\n\
         .p{{fill:#fff;stroke:#d1d9e0}}{light}\n\
         @media (prefers-color-scheme:dark){{text{{fill:#e6edf3}}.t{{fill:#9198a1}}.p{{fill:#0d1117;stroke:#3d444d}}{dark}}}\n\
         {more}</style>\n\
         <rect class=\"p\" x=\".5\" y=\".5\" width=\"{inner_width:.0}\" height=\"{inner_height:.0}\" rx=\"8\"/>\n\
         <text class=\"t\" x=\"{x}\" y=\"26\">$ {label}</text>\n{body}</svg>\n",
        label = escaped(title),
        light = paints(false),
        dark = paints(true),
        inner_width = width - 1.0,
        inner_height = height - 1.0,
        x = ROOM.0,
    )
}

/// Each line of the screen as SVG, without the empty ones at its end.
fn lines(screen: &vt100::Screen) -> Vec<String> {
    let (rows, columns) = screen.size();
    let mut lines: Vec<String> = (0..rows.get())
        .map(|row| line(screen, row, columns.get()))
        .collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

fn line(screen: &vt100::Screen, row: u16, columns: u16) -> String {
    let y = ROOM.1 + CELL.1 * f32::from(row) + 10.0;
    let (mut out, mut run, mut begin) = (String::new(), String::new(), 0);
    let mut class = String::new();
    let mut flush = |run: &mut String, begin: u16, class: &str| {
        let text = run.trim_end();
        if !text.is_empty() {
            let blanks = text.len() - text.trim_start().len();
            let x = ROOM.0 + CELL.0 * (f32::from(begin) + blanks as f32);
            let text = escaped(text.trim_start());
            let class = match class {
                "" => String::new(),
                class => format!(" class=\"{class}\""),
            };
            let _ = writeln!(out, "<text{class} x=\"{x:.1}\" y=\"{y:.0}\">{text}</text>");
        }
        run.clear();
    };
    for column in 0..columns {
        let Some(cell) = screen.cell(row, column) else {
            continue;
        };
        let now = classes(cell);
        if now != class {
            flush(&mut run, begin, &class);
            (begin, class) = (column, now);
        }
        match cell.has_contents() {
            true => run.push_str(cell.contents()),
            false => run.push(' '),
        }
    }
    flush(&mut run, begin, &class);
    out
}

fn classes(cell: &vt100::Cell) -> String {
    let mut words = Vec::new();
    if let vt100::Color::Idx(number) = cell.fgcolor() {
        words.push(format!("c{}", if number > 8 { number - 8 } else { number }));
    }
    for (is, word) in [(cell.bold(), "b"), (cell.dim(), "d")] {
        if is {
            words.push(word.to_owned());
        }
    }
    words.join(" ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
