//! What goes wrong on the way, as scenarios write it, and what may come of it.

#![allow(missing_docs)]

use serde_json::{Value, json};

/// What a fault may do to rows that lean on the faulted answer, and to a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// They can't be told, for one of these causes.
    Open(&'static [&'static str]),
    /// Nothing: what was asked for came, if not in the best of ways.
    Nothing,
    /// Nothing where the list is one page; else [`Due::Open`] as unreadable.
    Pages,
}

/// Whether the service did what it was asked for, and whether its word for it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write {
    /// Not done, and the answer says that something is wrong, or nothing that counts.
    Refused,
    /// Whether it was done can't be known from what came.
    Lost,
    /// The answer is not the platform's own, unless that is empty as well.
    Empty,
    /// Done, and the status says so.
    Done,
}

/// One kind of fault.
#[derive(Clone, Debug)]
pub struct Fault {
    pub name: &'static str,
    /// The keys of a fault in a scenario but `on` and `match`; `None` for a server that is gone.
    pub keys: Option<Value>,
    pub due: Due,
    pub write: Write,
}

const NETWORK: Due = Due::Open(&["network"]);
// What is shaped like a write has one try, which ends before the deadline.
const LATE: Due = Due::Open(&["deadline", "network"]);
const LIMITED: Due = Due::Open(&["rate-limited"]);
const FAILED: Due = Due::Open(&["server-error"]);
const UNREADABLE: Due = Due::Open(&["unreadable"]);

/// Every fault; `elsewhere` is another host that nothing may reach.
pub fn all(elsewhere: &str) -> Vec<Fault> {
    let fault = |name, keys: Value, due, write| Fault {
        name,
        keys: Some(keys),
        due,
        write,
    };
    let header = |name: &str, value: &str| json!({ "answer": "own", "headers": { name: value } });
    let body = |body: &str| json!({ "answer": 200, "body": body });
    let page = format!("<{elsewhere}next?page=2>; rel=\"next\"");
    let date = json!({ "Date": "Thu, 01 Jan 1970 00:00:00 GMT", "Retry-After": "Thu, 01 Jan 1970 02:00:00 GMT" });
    let far = json!({ "Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT" });
    let past = json!({ "Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT" });
    let gone = Fault {
        name: "connection refused",
        keys: None,
        due: NETWORK,
        write: Write::Lost,
    };
    use Write::{Done, Empty, Lost, Refused};
    vec![
        gone,
        fault(
            "closed without an answer",
            json!({ "answer": "drop" }),
            NETWORK,
            Lost,
        ),
        fault(
            "reset mid-body",
            json!({ "answer": "reset" }),
            NETWORK,
            Lost,
        ),
        fault("no answer", json!({ "answer": "hang" }), LATE, Lost),
        fault("slow drip", json!({ "answer": "drip" }), LATE, Lost),
        fault(
            "429 for a second",
            json!({ "answer": 429, "retry-after": 1 }),
            LIMITED,
            Refused,
        ),
        fault(
            "429 for an hour",
            json!({ "answer": 429, "retry-after": 3600 }),
            LIMITED,
            Refused,
        ),
        fault(
            "429 without a time",
            json!({ "answer": 429 }),
            LIMITED,
            Refused,
        ),
        fault(
            "429 until a date, on a skewed clock",
            json!({ "answer": 429, "headers": date }),
            LIMITED,
            Refused,
        ),
        fault(
            "429 until the end of time",
            json!({ "answer": 429, "headers": far }),
            LIMITED,
            Refused,
        ),
        fault(
            "429 until a date long past",
            json!({ "answer": 429, "headers": past }),
            LIMITED,
            Refused,
        ),
        fault("500", json!({ "answer": 500 }), FAILED, Refused),
        fault("502", json!({ "answer": 502 }), FAILED, Refused),
        fault("503", json!({ "answer": 503 }), FAILED, Refused),
        fault(
            "503 for an hour",
            json!({ "answer": 503, "retry-after": 3600 }),
            Due::Open(&["server-error", "rate-limited"]),
            Refused,
        ),
        fault(
            "a web page with 200",
            json!({ "answer": "html" }),
            UNREADABLE,
            Lost,
        ),
        fault(
            "a web page that claims to be JSON",
            json!({ "answer": "html", "headers": { "Content-Type": "application/json" } }),
            UNREADABLE,
            Lost,
        ),
        fault("cut JSON", json!({ "answer": "cut" }), UNREADABLE, Lost),
        fault(
            "wrong types",
            json!({ "answer": "mistyped" }),
            UNREADABLE,
            Done,
        ),
        fault("a list of nothing", body("[]"), UNREADABLE, Lost),
        fault("a text", body("\"ok\""), UNREADABLE, Lost),
        fault("null", body("null"), UNREADABLE, Lost),
        fault("an empty 200", body(""), UNREADABLE, Empty),
        fault("huge body", json!({ "answer": "huge" }), UNREADABLE, Lost),
        fault(
            "redirect to another host",
            json!({ "answer": 302, "headers": { "Location": elsewhere } }),
            UNREADABLE,
            Refused,
        ),
        fault(
            "lasting redirect to another host",
            json!({ "answer": 308, "headers": { "Location": elsewhere } }),
            UNREADABLE,
            Refused,
        ),
        fault(
            "paging to another host",
            header("Link", &page),
            Due::Pages,
            Done,
        ),
        fault(
            "endless paging",
            json!({ "answer": "endless" }),
            Due::Pages,
            Done,
        ),
        fault(
            "wrong content type",
            header("Content-Type", "text/html"),
            Due::Nothing,
            Done,
        ),
        fault(
            "clock far behind",
            header("Date", "Thu, 01 Jan 1970 00:00:00 GMT"),
            Due::Nothing,
            Done,
        ),
        fault(
            "clock far ahead",
            header("Date", "Fri, 31 Dec 9999 23:59:59 GMT"),
            Due::Nothing,
            Done,
        ),
        fault(
            "closed once",
            json!({ "answer": "drop", "times": 1 }),
            Due::Nothing,
            Lost,
        ),
        fault(
            "429 once",
            json!({ "answer": 429, "retry-after": 1, "times": 1 }),
            Due::Nothing,
            Refused,
        ),
        fault(
            "503 once",
            json!({ "answer": 503, "times": 1 }),
            Due::Nothing,
            Refused,
        ),
    ]
}
