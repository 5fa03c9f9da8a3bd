//! Files as people and others write them.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn parsed<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    read(file.path())
}

fn document(text: &str) -> Result<Document, String> {
    parsed(text)
}

#[test]
fn a_file_that_is_too_long_is_refused_as_a_whole() {
    let long = format!(
        "version: 1\n#{}\nconnections: 1\n",
        "x".repeat(MOST_BYTES as usize)
    );
    let error = document(&long).unwrap_err();
    assert!(error.contains("larger than 1 MiB"), "{error}");
}

#[test]
fn a_number_in_the_wrong_place_is_not_repeated() {
    for text in [
        "semgrep: 8675309",
        "semgrep: 8675309.25",
        "connections: -8675309",
    ] {
        let error = document(text).unwrap_err();
        assert!(!error.contains("8675309"), "{error}");
        assert!(
            error.contains("semgrep") || error.contains("connections"),
            "{error}"
        );
    }
}

proptest! {
    #[test]
    fn no_value_is_repeated_where_another_shape_is_wanted(
        quotes in prop_oneof![Just(""), Just("\""), Just("\\\""), Just("'"), Just("\\"), Just("`")],
        key in prop_oneof![Just("semgrep"), Just("connections"), Just("policy"), Just("waivers"), Just("consent"), Just("features")],
    ) {
        let value = format!("keep{quotes}hushed{quotes}quiet");
        let text = format!("{key}: {}\n", serde_json::Value::from(value.as_str()));
        let error = document(&text).unwrap_err();
        for part in ["hushed", "quiet", "keep"] {
            prop_assert!(!error.contains(part), "{}", error);
        }
    }

    #[test]
    fn no_text_panics_and_errors_name_the_file(
        text in "((version|semgrep|connections|features|waivers|scm|token|env|on|1)|[:\\[\\]{},\"'&*!|>%@#\\- \\n]|\\PC){0,40}",
    ) {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &text).unwrap();
        let name = file.path().display().to_string();
        let errors = [read::<Document>(file.path()).err(), read::<UserFile>(file.path()).err()];
        for error in errors.into_iter().flatten() {
            prop_assert!(error.contains(&name), "{}", error);
        }
    }

    #[test]
    fn what_is_written_is_what_is_read(
        namespace in "[^\\x00-\\x1f\\u{7f}-\\u{9f}\\u{2028}\\u{2029}\\u{feff}]{1,20}",
        days in any::<i64>(),
        word in "[a-z]{3,8}",
    ) {
        let quoted = serde_json::Value::from(namespace.as_str());
        let text = format!("version: 1\nconnections: [{{ scm: gitlab, namespace: {quoted} }}]\npolicy: {{ warn-expiry: {days} }}\nfeatures: {{ a: {word}, b: on, c: 0.5 }}\n");
        let read = document(&text).map_err(TestCaseError::fail)?;
        prop_assert_eq!(&read.connections[0].namespace, &namespace);
        prop_assert_eq!(read.policy.and_then(|one| one.warn_expiry), Some(days));
        let features: Vec<_> = read.features.0.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let word = match word.as_str() { "true" => "on", "false" => "off", word => word };
        prop_assert_eq!(features, [format!("a={word}"), "b=on".to_owned(), "c=0.5".to_owned()]);
    }

    #[test]
    fn a_key_that_stands_twice_is_refused(key in "[a-z]{1,6}") {
        let text = format!("features:\n  x{key}: on\n  x{key}: off\n");
        let error = document(&text).unwrap_err();
        prop_assert!(error.contains("stands twice"), "{}", error);
    }
}
