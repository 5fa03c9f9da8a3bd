//! A message ready to send to the person who must act.

use super::super::gather::Session;
use super::gaps::Gap;
use crate::render::clean;

/// What is needed, why, where to click and what happens then. Plain text for a mail or a chat.
pub(super) fn to_whom_it_concerns(gap: &Gap, session: &Session) -> String {
    let finding = &gap.finding;
    let mut text = format!(
        "We are setting up Semgrep Assistant (Semgrep Multimodal) for {}, and one step needs you.\n\n",
        clean(&gap.target)
    );
    text.push_str(&format!("What is missing: {}", finding.title));
    if !finding.judged.why.is_empty() {
        text.push_str(&format!(" ({})", clean(&finding.judged.why)));
    }
    text.push('\n');
    if let Some(fix) = &finding.fix {
        text.push_str(&format!("What to do: {}\n", clean(&fix.text)));
        text.push_str(&format!("Who can do it: {}\n", clean(&fix.who)));
        if let Some(url) = &fix.url {
            text.push_str(&format!("Where: {}\n", clean(url)));
        }
    }
    text.push_str(&format!("More about it: {}\n", finding.docs));
    let connections = &session.settings.connections;
    if let Some(connection) = connections.first() {
        let flags = connection.flags(session.way.sandboxed) + &session.way.aim;
        text.push_str(&format!(
            "It is done when this says so: assistant check-scopes {flags}\n"
        ));
    }
    text
}
