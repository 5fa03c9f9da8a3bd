//! One scenario file as it is written, before it is merged over what it comes from.

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde_yaml::{Mapping, Value};

use super::fault::Fault;

/// The keys of a scenario file; any other key is the section of the service of that name.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Document {
    /// What this scenario differs from.
    pub(super) from: Option<String>,
    /// One line of what it shows.
    pub(super) about: Option<String>,
    /// How long each answer takes, in milliseconds.
    pub(super) latency_ms: Option<u64>,
    /// By how many seconds the services' clocks are ahead of this machine's; behind it, if negative.
    pub(super) clock_ahead_s: Option<i32>,
    /// How many connections are generated.
    pub(super) connections: Option<u32>,
    /// Over how many deployments they are spread.
    pub(super) deployments: Option<u32>,
    /// What goes wrong.
    pub(super) faults: Option<Vec<Fault>>,
    /// The sections of the services, by the service's id.
    pub(super) sections: Mapping,
}

impl<'de> Deserialize<'de> for Document {
    // Written out because a flattened map would lose the line and column of every error.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Document;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a scenario: `version: 1` and what differs from `ready`")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
                let mut document = Document::default();
                let mut version = None;
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "version" => once(&mut version, "version", map.next_value()?)?,
                        "from" => once(&mut document.from, "from", map.next_value()?)?,
                        "about" => once(&mut document.about, "about", map.next_value()?)?,
                        "latency-ms" => {
                            once(&mut document.latency_ms, "latency-ms", map.next_value()?)?
                        }
                        "clock-ahead-s" => {
                            let ahead = map.next_value()?;
                            once(&mut document.clock_ahead_s, "clock-ahead-s", ahead)?
                        }
                        "connections" => {
                            once(&mut document.connections, "connections", map.next_value()?)?
                        }
                        "deployments" => {
                            once(&mut document.deployments, "deployments", map.next_value()?)?
                        }
                        "faults" => once(&mut document.faults, "faults", map.next_value()?)?,
                        _ => {
                            let value: Value = map.next_value()?;
                            if !(value.is_mapping() || value.is_null()) {
                                return Err(de::Error::custom(format!(
                                    "`{key}` is neither a key of a scenario nor the section of a service"
                                )));
                            }
                            if document
                                .sections
                                .insert(Value::from(key.clone()), value)
                                .is_some()
                            {
                                return Err(de::Error::custom(format!("`{key}` is given twice")));
                            }
                        }
                    }
                }
                match version {
                    Some(1_u64) => Ok(document),
                    Some(other) => Err(de::Error::custom(format!(
                        "version {other} is not known: this one is `version: 1`"
                    ))),
                    None => Err(de::Error::missing_field("version")),
                }
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

fn once<T, E: de::Error>(slot: &mut Option<T>, key: &'static str, value: T) -> Result<(), E> {
    if slot.replace(value).is_some() {
        Err(E::duplicate_field(key))
    } else {
        Ok(())
    }
}

impl Document {
    /// This document with what it leaves out taken from `base`: maps merge, everything else replaces.
    pub(super) fn over(self, base: Self) -> Self {
        let mut sections = base.sections;
        merge(&mut sections, self.sections);
        Self {
            from: self.from,
            about: self.about.or(base.about),
            latency_ms: self.latency_ms.or(base.latency_ms),
            clock_ahead_s: self.clock_ahead_s.or(base.clock_ahead_s),
            connections: self.connections.or(base.connections),
            deployments: self.deployments.or(base.deployments),
            faults: self.faults.or(base.faults),
            sections,
        }
    }
}

fn merge(base: &mut Mapping, over: Mapping) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(Value::Mapping(below)), Value::Mapping(above)) => merge(below, above),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Document {
        serde_yaml::from_str(text).unwrap()
    }

    fn refused(text: &str) -> String {
        serde_yaml::from_str::<Document>(text)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn maps_merge_deeply_and_everything_else_replaces() {
        let base = read(
            "{ version: 1, latency-ms: 5, a: { deep: { kept: 1, changed: 2 }, list: [1, 2] }, b: { x: 1 } }",
        );
        let over = read("{ version: 1, a: { deep: { changed: null }, list: [3] }, c: { y: 1 } }");
        let merged = over.over(base);
        let expected: Mapping = serde_yaml::from_str(
            "{ a: { deep: { kept: 1, changed: null }, list: [3] }, b: { x: 1 }, c: { y: 1 } }",
        )
        .unwrap();
        assert_eq!(merged.sections, expected);
        assert_eq!(merged.latency_ms, Some(5));
    }

    #[test]
    fn errors_say_line_and_column_and_key() {
        let text = "version: 1\nfaults:\n  - match: GET /a\n    answer: drop\n    tiems: 2\n";
        let error = refused(text);
        assert!(
            error.contains("tiems") && error.contains("line 5"),
            "{error}"
        );
        assert!(refused("version: 1\nlatency-ms: soon\n").contains("line 2"));
        assert!(refused("version: 1\nlatncy-ms: 5\n").contains("latncy-ms"));
        assert!(refused("about: nothing\n").contains("version"));
        assert!(refused("version: 2\n").contains("version 2"));
        assert!(refused("version: 1\nversion: 1\n").contains("version"));
        assert!(refused("version: 1\ngitlab: {}\ngitlab: {}\n").contains("gitlab"));
        assert!(refused("[1]").contains("a scenario"));
    }

    proptest! {
        #[test]
        fn merging_over_itself_and_over_nothing_changes_nothing(keys in proptest::collection::btree_map("[a-c]", proptest::collection::btree_map("[a-c]", 0u8..9, 0..4), 0..4)) {
            let value = serde_yaml::to_value(&keys).unwrap();
            let mapping = value.as_mapping().cloned().unwrap();
            let mut same = mapping.clone();
            merge(&mut same, mapping.clone());
            prop_assert_eq!(&same, &mapping);
            let mut nothing = Mapping::new();
            merge(&mut nothing, mapping.clone());
            prop_assert_eq!(&nothing, &mapping);
            merge(&mut nothing, Mapping::new());
            prop_assert_eq!(&nothing, &mapping);
        }
    }
}
