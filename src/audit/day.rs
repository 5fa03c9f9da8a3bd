//! Days as numbers, so that the heart needs neither a clock nor a calendar library.

/// The day of `YYYY-MM-DD` (anything may follow after a `T` or a space), counted from 1970-01-01.
pub fn parse_day(text: &str) -> Option<i64> {
    let date = text.split(['T', ' ']).next()?;
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || year.len() != 4 || ![year, month, day].into_iter().all(digits) {
        return None;
    }
    let (year, month, day): (i64, i64, i64) =
        (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let number = number(year, month, day);
    // A day that does not exist, such as 30 February, comes back as another one.
    (calendar(number) == (year, month, day)).then_some(number)
}

/// The day as `YYYY-MM-DD`.
pub fn format_day(day: i64) -> String {
    let (year, month, day) = calendar(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Days from 1970-01-01, by the proleptic Gregorian calendar with years that begin in March.
fn number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn calendar(number: i64) -> (i64, i64, i64) {
    let shifted = number + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_the_epoch() {
        assert_eq!(parse_day("1970-01-01"), Some(0));
        assert_eq!(parse_day("2026-11-23T10:00:00Z"), Some(20_780));
        assert_eq!(format_day(20_780), "2026-11-23");
    }

    #[test]
    fn the_leap_days_of_whole_centuries_are_right() {
        for (text, day) in [
            ("1600-02-29", -135_081),
            ("1900-02-28", -25_509),
            ("1900-03-01", -25_508),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2000-03-01", 11_017),
            ("2100-03-01", 47_541),
            ("2400-02-29", 157_113),
        ] {
            assert_eq!(parse_day(text), Some(day));
            assert_eq!(format_day(day), text);
        }
        assert_eq!(parse_day("1900-02-29"), None);
    }

    #[test]
    fn a_day_that_does_not_exist_is_none() {
        for text in [
            "2026-02-30",
            "2026-13-01",
            "26-01-01",
            "2026-1",
            "",
            "tomorrow",
        ] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn formatting_and_parsing_are_inverse(day in -700_000i64..2_900_000) {
            proptest::prop_assert_eq!(parse_day(&format_day(day)), Some(day));
        }

        #[test]
        fn exactly_the_days_of_the_calendar_are_days(year in 1i16..=9_999, month in 0i8..=14, day in 0i8..=33) {
            let text = format!("{year:04}-{month:02}-{day:02}");
            let known = jiff::civil::Date::new(year, month, day).ok();
            let epoch = jiff::civil::date(1970, 1, 1);
            let days = known.map(|date| i64::from((date - epoch).get_days()));
            proptest::prop_assert_eq!(parse_day(&text), days);
        }

        #[test]
        fn later_days_are_later_texts(one in -700_000i64..2_900_000, other in -700_000i64..2_900_000) {
            let order = format_day(one).cmp(&format_day(other));
            proptest::prop_assert_eq!(order, one.cmp(&other));
        }

        #[test]
        fn parsing_never_panics(text in ".*") {
            let _ = parse_day(&text);
        }
    }
}
