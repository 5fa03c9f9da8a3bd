//! One part of a fleet: which part something belongs to depends on nothing but its name.

/// One of so many parts, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    index: u64,
    count: u64,
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
        hash(name) % self.count == self.index - 1
    }
}

/// FNV-1a, 64 bits, its high half folded in: the same on every machine and in every version.
fn hash(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash ^ (hash >> 32)
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
        let part = Shard::parse("2/5").expect("a part");
        let names = ["acme", "globex", "initech", "umbrella", "hooli"];
        assert_eq!(names.map(|name| part.holds(name)), EXPECTED);
    }

    /// As first released.
    const EXPECTED: [bool; 5] = [true, false, false, false, false];

    #[test]
    fn what_is_no_part_is_refused() {
        for text in ["", "1", "0/3", "4/3", "a/b", "-1/2", "1/0", "1/2/3"] {
            assert!(Shard::parse(text).is_err(), "{text}");
        }
    }
}
