//! Reading `Link` headers.

use proptest::collection;
use proptest::prelude::*;

use super::super::link::{next, page};
use super::*;

fn base() -> Url {
    Url::parse("https://a.example/api").unwrap()
}

#[test]
fn the_next_link_is_found_among_others() {
    for header in [
        "</x?page=2>; rel=\"next\"",
        "</x?page=2>;rel=next",
        "</x?page=2>; REL=\"Next\"",
        "</x?page=2>; title=\"a, b\"; rel=\"prev next\"",
        "</x?page=1>; rel=\"prev\", </x?page=2>; rel=\"next\", </x?page=9>; rel=\"last\"",
        "</x?page=1>; title=\"<, \"; rel=\"first\",</x?page=2>; rel=\"next\"",
    ] {
        assert_eq!(next(header), Some("/x?page=2"), "{header}");
    }
    assert_eq!(next("</x?a=1,2&page=3>; rel=next"), Some("/x?a=1,2&page=3"));
}

#[test]
fn what_is_no_next_link_is_none() {
    for header in [
        "",
        "</x?page=2>",
        "</x?page=2>; rel=\"prev\"",
        "</x?page=2>; rel=\"nextish\"",
        "</x?page=2; rel=\"next\"",
        "/x?page=2; rel=\"next\"",
        "<",
        "<>",
        "<>;",
        "<>;=",
        ",,,",
    ] {
        assert_eq!(next(header), None, "{header}");
    }
}

#[test]
fn a_page_is_taken_from_the_same_origin_only() {
    for same in [
        "/x?page=2",
        "https://a.example:443/?page=2&b=c",
        "?b=c&page=2",
    ] {
        assert_eq!(page(same, &base()).as_deref(), Ok("2"), "{same}");
    }
    for other in [
        "https://evil.example/x?page=2",
        "//evil.example/x?page=2",
        "http://a.example/x?page=2",
        "https://a.example:444/x?page=2",
        "https://a.example@evil.example/?page=2",
    ] {
        let why = page(other, &base()).unwrap_err();
        assert!(why.contains("another server"), "{other}: {why}");
    }
    assert!(page("/x?cursor=2", &base()).is_err());
    assert!(page("https://", &base()).is_err());
}

proptest! {
    #[test]
    fn no_header_panics(header in "([<>;,=\" ]|rel|next|page|https?://|[a-z/?&1]|\\PC){0,40}") {
        if let Some(link) = next(&header) {
            let _ = page(link, &base());
        }
    }

    #[test]
    fn a_next_link_is_found_wherever_it_stands(
        path in "/[a-z0-9/?&=,;%]{0,20}",
        others in collection::vec(("/[a-z?=,]{0,9}", "prev|first|last"), 0..3),
        at in 0usize..4,
        number in 1u32..99_999,
    ) {
        let target = format!("{path}?page={number}");
        let mut links: Vec<_> = others.iter().map(|(path, rel)| format!("<{path}>; title=\"a, <b>\"; rel=\"{rel}\"")).collect();
        links.insert(at.min(links.len()), format!("<{target}>; rel=\"next\""));
        let header = links.join(", ");
        prop_assert_eq!(next(&header), Some(target.as_str()));
        prop_assert_eq!(page(&format!("/x?page={number}"), &base()), Ok(number.to_string()));
    }

    #[test]
    fn no_page_comes_from_another_origin(host in "[a-z]{1,8}(\\.[a-z]{2,5}){1,2}", port in 1u16..) {
        let link = format!("https://{host}:{port}/x?page=2");
        let same = host == "a.example" && port == 443;
        prop_assert_eq!(page(&link, &base()).is_ok(), same);
    }
}
