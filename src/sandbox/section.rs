//! Reading the section of a scenario that belongs to a service.

use serde::de::DeserializeOwned;
use serde_yaml::Value;

/// Reads a section; none at all is an empty one.
///
/// # Errors
/// The text names the key that is wrong, by its path within the section.
pub fn read<T: DeserializeOwned>(section: &Value) -> Result<T, String> {
    // By way of text, as only errors of the text's reader carry the path of the key.
    let text = match section {
        Value::Null => "{}".to_owned(),
        section => serde_yaml::to_string(section).map_err(|error| error.to_string())?,
    };
    serde_yaml::from_str(&text).map_err(|error| {
        let said = error.to_string();
        // Line and column are those of the text made here, not of the user's file.
        said.rsplit_once(" at line ")
            .map_or(said.as_str(), |(before, _)| before)
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use std::collections::BTreeMap;

    type Section = BTreeMap<String, BTreeMap<String, u8>>;

    #[test]
    fn an_error_names_the_path_of_the_key_and_no_line() {
        let section = serde_yaml::from_str("{ token: { days: many } }").unwrap();
        let error = read::<Section>(&section).unwrap_err();
        assert!(
            error.starts_with("token.days: invalid type") && !error.contains("line"),
            "{error}"
        );
    }

    #[test]
    fn no_section_is_an_empty_one() {
        assert_eq!(read::<Section>(&Value::Null).unwrap(), Section::new());
    }
}
