//! The secrets of a run, in every form in which they may come back.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use super::{REDACTED, Secret};

/// The secrets of a run, which must stand in nothing that leaves it; shared by all that write or read.
#[derive(Clone, Default)]
pub struct KeptOut(Arc<Kept>);

#[derive(Default)]
struct Kept {
    /// Each form of each secret.
    forms: Mutex<Vec<Form>>,
    /// Whether a word is unmistakably somebody's token.
    look: OnceLock<fn(&str) -> bool>,
    /// Words that look like tokens and open nothing.
    invented: Mutex<Vec<String>>,
}

/// One form of a secret, and how often it was added.
struct Form {
    text: Zeroizing<String>,
    times: usize,
}

/// Shorter texts stand in too many innocent words.
const SHORTEST: usize = 8;

/// No token that is known by its look is shorter.
const SHORTEST_LOOK: usize = 20;

impl KeptOut {
    /// From now on this one is kept out.
    pub fn add(&self, secret: &Secret) {
        let mut all = self.forms();
        for text in forms(secret.expose()) {
            match all.iter_mut().find(|form| form.text == text) {
                Some(form) => form.times += 1,
                None if text.len() >= SHORTEST => all.push(Form { text, times: 1 }),
                None => {}
            }
        }
        // A form that holds another one goes first, or its rest would stay.
        all.sort_by_key(|form| std::cmp::Reverse(form.text.len()));
    }

    /// This one is done with, unless it was added more often: an audit of thousands uses each of its tokens for a
    /// moment only, and nothing is said of it afterwards.
    pub fn forget(&self, secret: &Secret) {
        let gone = forms(secret.expose());
        let mut all = self.forms();
        for form in all.iter_mut().filter(|form| gone.contains(&form.text)) {
            form.times -= 1;
        }
        all.retain(|form| form.times > 0);
    }

    /// From now on [`KeptOut::scrub_all`] knows tokens that are not this run's by how they look. Said once.
    pub fn know_by_look(&self, look: fn(&str) -> bool) {
        let _ = self.0.look.set(look);
    }

    /// From now on this word is no token to [`KeptOut::scrub_all`], whatever it looks like. For what the sandbox invents
    /// and a person has to copy.
    pub fn spare(&self, word: &str) {
        self.invented().push(word.to_owned());
    }

    /// The text without any of the secrets, be they as they are, percent-encoded, escaped for JSON or in base64.
    pub fn scrub(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for form in self.forms().iter() {
            let form = form.text.as_str();
            // Everything passes here, and the standard library seeks up to 32 bytes much faster than more.
            let head = form.get(..32).unwrap_or(form);
            if clean.contains(head) {
                clean = clean.replace(form, REDACTED);
            }
        }
        clean
    }

    /// The same, and without anything that looks like a token: a service may show one that is not this run's. For
    /// what people see, never for what is sent back.
    pub fn scrub_all(&self, text: &str) -> String {
        let clean = self.scrub(text);
        let Some(look) = self.0.look.get() else {
            return clean;
        };
        let spared = |one: &String| {
            let (before, behind) = clean.split_once(one.as_str())?;
            Some((before, one.clone(), behind))
        };
        let spared = self.invented().iter().find_map(spared);
        match spared {
            Some((before, word, behind)) => {
                self.scrub_all(before) + &word + &self.scrub_all(behind)
            }
            None => without_lookalikes(&clean, *look),
        }
    }

    fn invented(&self) -> MutexGuard<'_, Vec<String>> {
        self.0
            .invented
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn forms(&self) -> MutexGuard<'_, Vec<Form>> {
        self.0.forms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for KeptOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// The forms in which a secret may come back.
fn forms(plain: &str) -> Vec<Zeroizing<String>> {
    let form: String = url::form_urlencoded::byte_serialize(plain.as_bytes()).collect();
    let path = form.replace('+', "%20");
    // A text always serialises; the quotes around it are not part of it.
    let json = Zeroizing::new(serde_json::to_string(plain).unwrap_or_default());
    let json = json.trim_matches('"').to_owned();
    let mut all = vec![plain.to_owned(), form, json];
    all.push(lower_hex(&path));
    all.push(path);
    all.extend((0..3).flat_map(|before| in_base64(plain, before)));
    // Most tokens look the same in several forms.
    all.sort();
    all.dedup();
    all.into_iter().map(Zeroizing::new).collect()
}

/// `%2F` as `%2f`, which is as good.
fn lower_hex(encoded: &str) -> String {
    let mut out = String::new();
    for (at, part) in encoded.split('%').enumerate() {
        let code = part.get(..2).filter(|_| at > 0).unwrap_or_default();
        out.push_str(if at > 0 { "%" } else { "" });
        out.push_str(&code.to_lowercase());
        out.push_str(&part[code.len()..]);
    }
    out
}

/// What base64, in both alphabets, makes of a text with so many bytes before it and any behind it: the digits that are
/// the text's alone.
fn in_base64(plain: &str, before: usize) -> [String; 2] {
    let bytes = Zeroizing::new([&b"::"[..before], plain.as_bytes()].concat());
    let shared = usize::from(bytes.len() % 3 != 0);
    let own = |all: String| {
        let all = Zeroizing::new(all);
        let from = [0, 2, 3][before];
        let to = all.len().saturating_sub(shared).max(from);
        all.get(from..to).unwrap_or_default().to_owned()
    };
    [
        own(STANDARD_NO_PAD.encode(&*bytes)),
        own(URL_SAFE_NO_PAD.encode(&*bytes)),
    ]
}

/// The text without the words that look like tokens.
fn without_lookalikes(text: &str, look: fn(&str) -> bool) -> String {
    let of_word = |c: char| c.is_ascii_alphanumeric() || "-_=.".contains(c);
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !of_word(c)).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        without_one(run, look, &mut clean);
        let next = behind.find(of_word).unwrap_or(behind.len());
        clean.push_str(&behind[..next]);
        rest = &behind[next..];
    }
    clean
}

/// A run of the characters that tokens are made of: a token may begin behind any mark in it, and end at any.
fn without_one(run: &str, look: fn(&str) -> bool, clean: &mut String) {
    let mark = |c: char| !c.is_ascii_alphanumeric();
    let marks = run.match_indices(mark).map(|(at, _)| at + 1);
    for start in std::iter::once(0).chain(marks) {
        let word = &run[start..];
        if word.len() < SHORTEST_LOOK {
            break;
        }
        let whole = word.trim_end_matches(mark);
        let first = word.split(mark).next().unwrap_or_default();
        for found in [word, whole, first] {
            if look(found) {
                clean.push_str(&run[..start]);
                clean.push_str(REDACTED);
                return without_one(&word[found.len()..], look, clean);
            }
        }
    }
    clean.push_str(run);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent_encoded(text: &str) -> String {
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
    }

    const CANARY: &str = "glpat-canary-0123456789";

    fn canary() -> Secret {
        Secret::new(CANARY.to_owned())
    }

    #[test]
    fn what_is_kept_out_does_not_come_back_in_another_form() {
        let kept_out = KeptOut::default();
        kept_out.add(&Secret::new("ATCTT/secret+words=1".to_owned()));
        let text = "a ATCTT/secret+words=1 b ATCTT%2Fsecret%2Bwords%3D1 c";
        assert_eq!(kept_out.scrub(text), "a [redacted] b [redacted] c");
    }

    #[test]
    fn it_is_found_in_base64_wherever_it_stands_in_there() {
        let kept_out = KeptOut::default();
        kept_out.add(&canary());
        for before in ["", ":", "ab", "ada:", "ada.l:", "x-oauth-basic:"] {
            for behind in ["", ":", "\n", ":x-oauth"] {
                let whole = format!("{before}{CANARY}{behind}");
                for encoded in [
                    STANDARD_NO_PAD.encode(&whole),
                    URL_SAFE_NO_PAD.encode(&whole),
                ] {
                    let clean = kept_out.scrub(&format!("Basic {encoded}"));
                    assert!(clean.contains(REDACTED), "{whole}: {clean}");
                    // Nothing but the digits shared with what surrounds it is left.
                    let most = "Basic [redacted]".len() + 4 + 2 * (before.len() + behind.len());
                    assert!(clean.len() <= most, "{whole}: {clean}");
                }
            }
        }
    }

    #[test]
    fn it_is_found_escaped_for_json_and_in_every_percent_encoding() {
        let kept_out = KeptOut::default();
        kept_out.add(&Secret::new("pa\"ss\\wo/rd 1".to_owned()));
        for form in [
            r#"pa\"ss\\wo/rd 1"#,
            "pa%22ss%5Cwo%2Frd+1",
            "pa%22ss%5Cwo%2Frd%201",
            "pa%22ss%5cwo%2frd%201",
        ] {
            assert_eq!(kept_out.scrub(form), REDACTED, "{form}");
        }
    }

    #[test]
    fn short_texts_are_left_alone() {
        let kept_out = KeptOut::default();
        kept_out.add(&Secret::new("seven77".to_owned()));
        assert_eq!(kept_out.scrub("seven77"), "seven77");
    }

    /// Stands for what a source code manager says of its tokens.
    fn look(word: &str) -> bool {
        let long = |prefix| word.strip_prefix(prefix).map(str::len) >= Some(16);
        long("tok-") || (word.len() == 24 && word.ends_with("SIGN"))
    }

    fn seen(text: &str) -> String {
        let kept_out = KeptOut::default();
        kept_out.know_by_look(look);
        kept_out.scrub_all(text)
    }

    #[test]
    fn a_token_of_somebody_else_is_known_by_its_look() {
        const OTHER: &str = "tok-0123456789abcdef";
        for (before, behind) in [
            ("", ""),
            ("bad token ", ", sorry"),
            ("\"", "\""),
            ("https://ada:", "@scm.example/"),
            ("?token=", "&a=b"),
            ("my-", " is"),
            ("see ", "."),
        ] {
            let clean = seen(&format!("{before}{OTHER}{behind}"));
            assert!(!clean.contains("0123"), "{clean}");
            assert!(clean.starts_with(before), "{clean}");
        }
        assert_eq!(
            seen("one=tok-0123456789abcdef.01.x two=tok-abcdef0123456789."),
            "one=[redacted] two=[redacted]"
        );
        let signed = format!("x={}SIGN", "a".repeat(20));
        assert_eq!(seen(&format!("{signed}.")), "x=[redacted].");
        assert_eq!(
            seen(&format!("{signed}=tok-0123456789abcdef")),
            "x=[redacted]=[redacted]"
        );
    }

    #[test]
    fn what_only_resembles_a_token_stays() {
        for text in [
            "tok-short",
            "stock-0123456789abcdef",
            "acme/tok-web/a-rather-long-name-of-a-project",
            "0123456789abcdef0123456789abcdef01234567",
            "123e4567-e89b-12d3-a456-426614174000",
            "größe…=-_.=",
            "",
        ] {
            assert_eq!(seen(text), text);
        }
    }

    #[test]
    fn without_a_look_only_the_run_s_own_are_known() {
        let text = "tok-0123456789abcdef";
        assert_eq!(KeptOut::default().scrub_all(text), text);
    }

    #[test]
    fn what_is_kept_out_is_not_shown_by_debug() {
        let kept_out = KeptOut::default();
        kept_out.add(&canary());
        assert_eq!(format!("{kept_out:?}"), REDACTED);
    }

    #[test]
    fn what_is_forgotten_as_often_as_it_was_added_is_let_through_again() {
        let kept_out = KeptOut::default();
        let secret = Secret::new("secret-of-one-connection".to_owned());
        kept_out.add(&secret);
        kept_out.add(&secret);
        kept_out.forget(&secret);
        assert_eq!(kept_out.scrub(secret.expose()), REDACTED);
        kept_out.forget(&secret);
        assert_eq!(kept_out.scrub(secret.expose()), secret.expose());
    }

    #[test]
    fn a_secret_within_another_leaves_nothing_of_it_behind() {
        for order in [
            ["canary-token", "user:canary-token:tail"],
            ["user:canary-token:tail", "canary-token"],
        ] {
            let kept_out = KeptOut::default();
            for text in order {
                kept_out.add(&Secret::new(text.to_owned()));
            }
            assert_eq!(
                kept_out.scrub("a user:canary-token:tail b"),
                "a [redacted] b"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn no_secret_survives_scrubbing_however_often_it_stands(
            secrets in proptest::collection::vec("[A-Za-z0-9+/=_.-]{8,24}", 1..4),
            around in "[ a-z%\"{}:,\\\\]{0,20}",
        ) {
            let kept_out = KeptOut::default();
            let mut text = around.clone();
            for secret in &secrets {
                kept_out.add(&Secret::new(secret.clone()));
                text.push_str(&format!("{secret} {}{around}", percent_encoded(secret)));
            }
            let clean = kept_out.scrub(&text);
            for secret in &secrets {
                proptest::prop_assert!(!clean.contains(secret.as_str()), "{clean}");
                proptest::prop_assert!(!clean.contains(&percent_encoded(secret)), "{clean}");
            }
            proptest::prop_assert_eq!(kept_out.scrub(&clean), clean);
        }

        #[test]
        fn text_without_a_secret_stays_as_it_is(text in "[a-z %{}\\n]*") {
            let kept_out = KeptOut::default();
            kept_out.add(&Secret::new(CANARY.to_owned()));
            proptest::prop_assert_eq!(kept_out.scrub(&text), text);
        }
    }
}
