//! Scopes as a lattice: what a grant includes, what is missing, what is too much.

use std::collections::BTreeSet;

/// How one service's scopes include each other, and what its web page calls them. Unknown scopes include only themselves.
#[derive(Debug)]
pub struct Lattice {
    /// A scope and those it directly includes.
    pub includes: &'static [(&'static str, &'static [&'static str])],
    /// A scope and the words of the box to tick on the web page.
    pub labels: &'static [(&'static str, &'static str)],
    /// A scope and what to know when it is granted without need: why it is dangerous, which other feature asks for it.
    pub notes: &'static [(&'static str, &'static str)],
}

impl Lattice {
    /// The grant with everything it includes.
    pub fn closure<'a>(&self, grant: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
        let mut closed = BTreeSet::new();
        let mut open: Vec<&str> = grant.into_iter().collect();
        while let Some(scope) = open.pop() {
            if closed.insert(scope.to_owned()) {
                open.extend(self.directly(scope));
            }
        }
        closed
    }

    /// Which of the needed scopes the grant does not include.
    pub fn missing(&self, grant: &BTreeSet<String>, needed: &[&str]) -> Vec<String> {
        let held = self.closure(grant.iter().map(String::as_str));
        let mut missing: Vec<String> = Vec::new();
        for scope in needed {
            if !held.contains(*scope) && !missing.iter().any(|one| one == scope) {
                missing.push((*scope).to_owned());
            }
        }
        missing
    }

    /// What was granted beyond the closure of what is allowed.
    pub fn surplus(&self, grant: &BTreeSet<String>, allowed: &[&str]) -> Vec<String> {
        let fine = self.closure(allowed.iter().copied());
        grant.difference(&fine).cloned().collect()
    }

    /// The smallest grant that covers `needed`: needed scopes that another needed one already includes are left out.
    pub fn smallest<'a>(&self, needed: &[&'a str]) -> Vec<&'a str> {
        let mut kept: Vec<&'a str> = Vec::new();
        for (at, scope) in needed.iter().enumerate() {
            let (earlier, rest) = needed.split_at(at);
            let includes = |by: &str| self.closure([by]).contains(*scope);
            let own = self.closure([*scope]);
            // Of two that include each other the first stays.
            let covered = earlier.iter().any(|by| includes(by))
                || rest.iter().any(|by| includes(by) && !own.contains(*by));
            if !covered {
                kept.push(scope);
            }
        }
        kept
    }

    /// The web page's words for a scope, or the scope as it is.
    pub fn label<'a>(&self, scope: &'a str) -> &'a str {
        find(self.labels, scope).unwrap_or(scope)
    }

    /// What to know of a scope that is granted without need.
    pub fn note(&self, scope: &str) -> Option<&'static str> {
        find(self.notes, scope)
    }

    fn directly(&self, scope: &str) -> &'static [&'static str] {
        find(self.includes, scope).unwrap_or(&[])
    }
}

fn find<V: Copy>(table: &[(&'static str, V)], key: &str) -> Option<V> {
    table
        .iter()
        .find(|(name, _)| *name == key)
        .map(|(_, value)| *value)
}
