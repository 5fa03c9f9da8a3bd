//! Reading `Link` headers.

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
}
