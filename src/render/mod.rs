//! Reports as text. Text from servers is data: it is cleaned before it reaches a terminal.

pub mod json;
pub mod table;

/// Text that can't move the cursor, change colours or turn the reading direction around.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\n' || c == '\t' { ' ' } else { c })
        .filter(|c| !c.is_control() && !turns(*c))
        .collect()
}

/// Marks that change the direction of text, or are not seen at all.
fn turns(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{clean, turns};

    #[test]
    fn escapes_and_bidi_marks_do_not_reach_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\r\nc\u{202e}d"), "a[31mb cd");
    }

    proptest! {
        #[test]
        fn nothing_that_moves_or_turns_survives(text in any::<String>(), marks in "[\\x00-\\x1f\\x7f-\\u{9f}\\u{200b}-\\u{202e}\\u{2060}-\\u{206f}]{0,9}") {
            let cleaned = clean(&format!("{text}{marks}{text}"));
            prop_assert!(!cleaned.chars().any(|c| c.is_control() || turns(c)), "{:?}", cleaned);
            prop_assert_eq!(clean(&cleaned), cleaned);
        }

        #[test]
        fn plain_text_stays_as_it_is(text in "[ -~äößéñ日本語🦀]*") {
            prop_assert_eq!(clean(&text), text);
        }
    }
}
