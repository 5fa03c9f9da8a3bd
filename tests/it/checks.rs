//! The page per source code manager of what is checked, made from the catalogue.

use std::path::Path;

use assistant::ask::Probe;
use assistant::audit::{About, Requirement};
use assistant::scm;
use assistant::semgrep::Platform;

/// Text that a table of Markdown takes as it is.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
        .replace('<', "&lt;")
        .replace('\n', " ")
}

fn rows(requirements: &[Requirement], about: &[About]) -> String {
    let mut text = "| check | what must hold | level |\n|---|---|---|\n".to_owned();
    for row in requirements.iter().filter(|row| about.contains(&row.about)) {
        text.push_str(&format!(
            "| [`{}`]({}) | {} | {} |\n",
            row.id,
            row.docs,
            cell(row.title),
            cell(&row.when.words())
        ));
    }
    text
}

fn page(scm: &dyn scm::Scm) -> String {
    let about = scm.about();
    let platform = Platform::default();
    let both = [About::Deployment, About::Connection];
    format!(
        "# What is checked for {name}\n\n\
         Made from the catalogue in the sources; `assistant requirements --scm {id}` prints the same.\n\
         Each check links to the vendor's page that asks for it. `assistant check-scopes --scm {id} --explain` prints\n\
         the requests behind them.\n\n\
         ## {name}\n\n{own}\n\
         - Token: {choices}\n- To revoke: {revoke}\n- To narrow: {narrow}\n\n\
         ## The Semgrep deployment\n\n{deployment}\n\
         ## The connection, as Semgrep sees it\n\n{connection}",
        name = about.name,
        id = about.id,
        own = rows(scm.requirements(), &both),
        choices = about.token_choices,
        revoke = about.revoke,
        narrow = about.narrow,
        deployment = rows(platform.requirements(), &[About::Deployment]),
        connection = rows(platform.requirements(), &[About::Connection]),
    )
}

#[test]
fn the_pages_of_checks_are_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/checks");
    for scm in scm::ALL {
        let path = folder.join(format!("{}.md", scm.about().id));
        let fresh = page(scm);
        if std::env::var_os("UPDATE_CHECKS").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &fresh).unwrap();
        }
        let shipped = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            shipped == fresh,
            "{} is stale: run the tests once with UPDATE_CHECKS=1",
            path.display()
        );
    }
}
