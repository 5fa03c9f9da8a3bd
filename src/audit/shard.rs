//! One part of a fleet: which part something belongs to depends on nothing but its name.

use std::collections::BTreeSet;
use std::fmt;

/// One of so many parts, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    count: u64,
    index: u64,
}

impl Shard {
    /// Reads `I/N`.
    pub fn parse(text: &str) -> Result<Shard, String> {
        let numbers = text
            .split_once('/')
            .and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
        match numbers {
            Some((index, count)) if index >= 1 && index <= count => Ok(Shard { index, count }),
            Some(_) => Err(format!(
                "'{text}': the part is counted from 1 to the number of parts"
            )),
            None => Err(format!("'{text}' is not I/N, such as 2/8")),
        }
    }

    /// Whether this part holds what has this name.
    pub fn holds(self, name: &str) -> bool {
        let hash = fnv1a(name);
        // The low bits alone are weak.
        let folded = hash ^ (hash >> 64);
        folded % u128::from(self.count) == u128::from(self.index - 1)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

/// So many missing parts are named.
const NAMED: usize = 10;

/// The parts that would make these a whole: the first few, and `…` if there are more.
pub fn missing(parts: &BTreeSet<Shard>) -> Vec<String> {
    let counts: BTreeSet<u64> = parts.iter().map(|part| part.count).collect();
    let all = counts
        .iter()
        .flat_map(|&count| (1..=count).map(move |index| Shard { count, index }));
    let lacking = all.filter(|part| !parts.contains(part));
    let mut named: Vec<String> = lacking.take(NAMED + 1).map(|it| it.to_string()).collect();
    if let Some(last) = named.get_mut(NAMED) {
        *last = "…".to_owned();
    }
    named
}

/// FNV-1a with 128 bits: the same on every machine and in every version, and millions of names do not meet.
pub fn fnv1a(text: &str) -> u128 {
    text.bytes().fold(
        0x6c62_272e_07bb_0142_62b8_2175_6295_c58d,
        |hash: u128, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_in_exactly_one_part() {
        for count in [1, 2, 3, 8, 64] {
            let parts: Vec<Shard> = (1..=count)
                .map(|index| Shard::parse(&format!("{index}/{count}")).expect("a part"))
                .collect();
            for name in (0..500).map(|number| format!("gitlab:gitlab.com/acme-{number}")) {
                let held = parts.iter().filter(|part| part.holds(&name)).count();
                assert_eq!(held, 1, "{name} of {count}");
            }
        }
    }

    #[test]
    fn parts_are_about_equally_large() {
        let part = Shard::parse("3/8").expect("a part");
        let names = (0..8_000).map(|number| format!("gitlab:gitlab.com/acme-{number}"));
        let held = names.filter(|name| part.holds(name)).count();
        assert!((850..1_150).contains(&held), "{held}");
    }

    #[test]
    fn a_name_never_changes_its_part() {
        let part_of = |name: &str| {
            let mut parts = (1..=5).map(|index| Shard { index, count: 5 });
            parts.find(|part| part.holds(name)).map(|part| part.index)
        };
        let names = ["acme", "globex", "initech", "umbrella", "hooli"];
        assert_eq!(names.map(part_of), AS_FIRST_RELEASED.map(Some));
    }

    const AS_FIRST_RELEASED: [u64; 5] = [4, 1, 1, 4, 4];

    /// The values of the 128-bit test vectors that the hash's authors publish.
    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv1a(""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(fnv1a("a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
        assert_eq!(fnv1a("foobar"), 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    }

    #[test]
    fn the_parts_that_are_missing_are_named() {
        let lacking = |parts: &[&str]| {
            let each = parts.iter().map(|part| Shard::parse(part).expect("a part"));
            missing(&each.collect())
        };
        assert!(lacking(&[]).is_empty());
        assert!(lacking(&["2/3", "1/3", "3/3", "1/1"]).is_empty());
        assert_eq!(
            lacking(&["1/3", "4/4", "2/4"]),
            ["2/3", "3/3", "1/4", "3/4"]
        );
        let most = lacking(&["1/18446744073709551615"]);
        assert_eq!((most.len(), most[10].as_str()), (11, "…"));
    }

    #[test]
    fn what_is_no_part_is_refused() {
        for text in ["", "1", "0/3", "4/3", "a/b", "-1/2", "1/0", "1/2/3"] {
            assert!(Shard::parse(text).is_err(), "{text}");
        }
    }
}
