//! How fast the program is, against what machine and network allow: `tests/bench/run [PART...]`.
//!
//! Prints a Markdown table. Ratios count; what else the machine does hardly shows in them.
//!
//! Needs `curl`, and GNU `time` for peak memory.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

mod check;
mod fleet;
mod render;
mod run;
mod served;
mod size;
mod startup;

/// One line of the table.
pub struct Row {
    /// What was measured.
    pub what: String,
    /// What it came to.
    pub came_to: String,
    /// What it should come to, and whether it does; `None` where nothing is promised.
    pub goal: Option<(String, bool)>,
}

impl Row {
    fn told(&self) -> String {
        let goal = match &self.goal {
            Some((goal, true)) => format!("{goal}: met"),
            Some((goal, false)) => format!("{goal}: **missed**"),
            None => "–".to_owned(),
        };
        format!("| {} | {} | {goal} |", self.what, self.came_to)
    }
}

/// The word that chooses it, and what measures it.
type Part = (&'static str, fn() -> Vec<Row>);

const PARTS: [Part; 5] = [
    ("start-up", startup::rows),
    ("check-scopes", check::rows),
    ("render", render::rows),
    ("audit", fleet::rows),
    ("size", size::rows),
];

fn main() {
    let chosen: Vec<String> = std::env::args()
        .skip(1)
        .filter(|one| !one.starts_with('-'))
        .collect();
    println!("{}\n", machine());
    println!("| what | came to | goal |\n|---|---|---|");
    for (name, rows) in PARTS {
        if chosen.is_empty() || chosen.iter().any(|word| name.starts_with(word.as_str())) {
            for row in rows() {
                println!("{}", row.told());
            }
        }
    }
}

/// Processor, cores, system and versions: what the numbers depend on.
fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = |program: &str| {
        let text = run::text(program, &["--version"]);
        text.split_whitespace()
            .take(2)
            .collect::<Vec<_>>()
            .join(" ")
    };
    format!(
        "{} × {}, {} {}; {}, {}, {}; load before it began {}",
        cores,
        model.map_or("an unknown processor", |(_, model)| model),
        std::env::consts::OS,
        std::env::consts::ARCH,
        first(&run::assistant()),
        first("rustc"),
        first("curl"),
        load.split(' ').next().unwrap_or("unknown"),
    )
}
