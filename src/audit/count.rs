//! Counts in words.

use std::fmt::Display;

/// So many of something, whose plural ends with an s: `1 request`, `2 requests`.
pub fn counted<N: Display + PartialEq + From<u8>>(count: N, what: &str) -> String {
    let end = if count == N::from(1) { "" } else { "s" };
    format!("{count} {what}{end}")
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_stands_alone() {
        assert_eq!(counted(0_usize, "request"), "0 requests");
        assert_eq!(counted(1_u64, "more row"), "1 more row");
        assert_eq!(counted(-1_i64, "day"), "-1 days");
    }
}
