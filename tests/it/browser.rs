//! The HTML report in a real browser, at light and dark. Without one the test says that it saw nothing; on CI that
//! is a failure.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::program;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let places = NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |it| it.join(name)));
    let found = places.into_iter().find(|place| place.is_file());
    let on_ci = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(
        found.is_some() || !on_ci,
        "CI has no browser: one of {NAMES:?}"
    );
    if found.is_none() {
        let told = format!(
            "SKIPPED: no browser here (one of {NAMES:?}), the HTML report was not looked at\n"
        );
        // Past the test runner, which keeps to itself what a passing test prints.
        std::io::stderr().write_all(told.as_bytes()).unwrap();
    }
    found
}

fn report(home: &Path) -> PathBuf {
    let output = program(home)
        .args([
            "--sandbox=missing-scope",
            "check-scopes",
            "-q",
            "-o",
            "report.html",
        ])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    home.join("report.html")
}

/// Opens the page with nothing but loopback to reach, and gives what the browser printed.
fn open(browser: &Path, home: &Path, page: &Path, flags: &[&str]) -> String {
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
        ])
        .args([
            "--no-first-run",
            "--disable-dev-shm-usage",
            "--window-size=1000,1200",
        ])
        .arg("--proxy-server=http://127.0.0.1:9")
        .arg(format!(
            "--user-data-dir={}",
            home.join("profile").display()
        ))
        .args(flags)
        .arg(format!("file://{}", page.display()))
        .env("HOME", home)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("Content Security Policy"), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

/// The picture's pixels, as (red, green, blue).
fn pixels(file: &Path) -> Vec<[u8; 3]> {
    let decoder = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(file).unwrap()));
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let about = reader.next_frame(&mut bytes).unwrap();
    let bytes_each = about.color_type.samples();
    let pixels = bytes[..about.buffer_size()].chunks_exact(bytes_each);
    pixels.map(|it| [it[0], it[1], it[2]]).collect()
}

fn lightness(pixel: [u8; 3]) -> u32 {
    pixel.iter().map(|one| u32::from(*one)).sum::<u32>() / 3
}

#[test]
fn a_browser_shows_the_page_at_light_and_at_dark() {
    let Some(browser) = browser() else { return };
    let home = tempfile::tempdir().unwrap();
    let page = report(home.path());
    for (scheme, flag) in [("light", "1"), ("dark", "0")] {
        let picture = home.path().join(format!("{scheme}.png"));
        let settings = format!("--blink-settings=preferredColorScheme={flag}");
        let shot = format!("--screenshot={}", picture.display());
        open(&browser, home.path(), &page, &[&settings, &shot]);
        let pixels = pixels(&picture);
        let ground = pixels[0];
        let (light, text) = (
            lightness(ground),
            pixels.iter().filter(|it| **it != ground).count(),
        );
        match scheme {
            "light" => assert!(light > 240, "{ground:?}"),
            _ => assert!(light < 40, "{ground:?}"),
        }
        let share = text * 100 / pixels.len();
        assert!(
            (2..60).contains(&share),
            "{scheme}: {share} % is not the ground's colour"
        );
        // Text that can be told from what is behind it: black on white or the other way round, about.
        let farthest = pixels.iter().map(|it| lightness(*it).abs_diff(light)).max();
        assert!(farthest.unwrap() > 180, "{scheme}: {farthest:?}");
    }
}

#[test]
fn the_browser_s_own_reading_of_the_page_holds_every_row() {
    let Some(browser) = browser() else { return };
    let home = tempfile::tempdir().unwrap();
    let page = report(home.path());
    let text = std::fs::read_to_string(&page).unwrap();
    let dom = open(&browser, home.path(), &page, &["--dump-dom"]);
    let rows = |text: &str| text.matches("<td class=\"mark\">").count();
    assert!(rows(&text) > 10);
    assert_eq!(rows(&dom), rows(&text));
    assert!(dom.contains("gitlab/api-scope"));
}

/// A page of the test's own, in which the browser reads each report and counts the rows that it finds.
fn counting(pages: &[&str]) -> String {
    let json = serde_json::to_string(pages)
        .unwrap()
        .replace('<', "\\u003c");
    format!(
        "<!DOCTYPE html><title>counts</title><p id=counts><script type=application/json id=pages>{json}</script>
         <script>
         const pages = JSON.parse(document.getElementById('pages').textContent);
         const count = text => new DOMParser().parseFromString(text, 'text/html').querySelectorAll('section tbody tr > td.mark').length;
         const counts = pages.map(count).join(' ');
         document.body.replaceChildren('counts: ' + counts + ' end');
         </script>"
    )
}

#[test]
fn a_browser_finds_every_row_of_every_scenario_and_fleet() {
    let Some(browser) = browser() else { return };
    let home = tempfile::tempdir().unwrap();
    let fleets = crate::fleet_formats::all().iter();
    let fleets = fleets.map(|seen| (seen.about.clone(), seen.files["html"].as_str()));
    let (names, pages): (Vec<String>, Vec<&str>) = crate::formats::pages().chain(fleets).unzip();
    let file = home.path().join("counting.html");
    std::fs::write(&file, counting(&pages)).unwrap();
    let dom = open(&browser, home.path(), &file, &["--dump-dom"]);
    let (_, rest) = dom.split_once("counts: ").unwrap();
    let (counts, _) = rest.split_once(" end").unwrap();
    let counts: Vec<usize> = counts.split(' ').map(|it| it.parse().unwrap()).collect();
    assert_eq!(counts.len(), pages.len());
    for ((name, page), count) in names.iter().zip(&pages).zip(counts) {
        assert_eq!(count, page.matches("<td class=\"mark\">").count(), "{name}");
        assert!(count >= 10, "{name}: {count}");
    }
}
