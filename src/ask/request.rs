//! A request as data.

use serde_json::{Map, Value};

use crate::secret::Secret;

/// What a request does to the service that receives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Only reads.
    Reads,
    /// Shaped like a write but can't change anything; can be switched off.
    Probes,
    /// Changes something.
    Writes,
}

impl Effect {
    /// The word used by `--explain`.
    pub fn word(self) -> &'static str {
        match self {
            Effect::Reads => "reads",
            Effect::Probes => "probes",
            Effect::Writes => "writes",
        }
    }
}

/// How the service pages this answer.
#[derive(Clone, Copy, Debug)]
pub enum Paging {
    /// One page.
    Single,
    /// `{page}` counts up from 0 until `items` is empty.
    Numbered {
        /// The key of the array.
        items: &'static str,
        /// Whether a page already shows what is sought.
        enough: fn(&Value) -> bool,
    },
    /// The body's `cursor` goes into `{cursor}` until it is empty.
    Cursor {
        /// The key of the array.
        items: &'static str,
        /// Whether a page already shows what is sought.
        enough: fn(&Value) -> bool,
    },
    /// The `Link` header's `rel="next"` has a `page` that goes into `{page}`; followed on the same origin only.
    Linked {
        /// The key of the array.
        items: &'static str,
        /// Whether a page already shows what is sought.
        enough: fn(&Value) -> bool,
    },
    /// A header's value goes into `{continuation}` until it is absent.
    Continued {
        /// The header, in lower case.
        header: &'static str,
        /// The key of the array.
        items: &'static str,
        /// Whether a page already shows what is sought.
        enough: fn(&Value) -> bool,
    },
}

/// For lists that are wanted whole.
pub fn never(_: &Value) -> bool {
    false
}

/// One request that a side may send, with everything a security team wants to know of it before it is ever sent.
#[derive(Debug)]
pub struct Ask {
    /// Its name within its side.
    pub key: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// Which of the side's servers it goes to; `api` unless the service has several.
    pub server: &'static str,
    /// Path and query with `{placeholders}`; a part in `[…]` is there only when its placeholder is bound.
    pub template: &'static str,
    /// What it does to the service.
    pub effect: Effect,
    /// Whether the credential is sent.
    pub authenticated: bool,
    /// The round it belongs to, from 1; 0 for those sent only on a change.
    pub round: u8,
    /// The condition under which it is sent, in words.
    pub when: &'static str,
    /// What for.
    pub why: &'static str,
    /// The scope or role it needs, in the vendor's words.
    pub scope: &'static str,
    /// The vendor's page or description it follows.
    pub source: &'static str,
    /// How its answer is paged.
    pub paging: Paging,
}

impl Ask {
    /// What most requests share: an authenticated, unpaged GET of the first round. Meant for `..Ask::GET`.
    pub const GET: Ask = Ask {
        key: "",
        method: "GET",
        server: "api",
        template: "",
        effect: Effect::Reads,
        authenticated: true,
        round: 1,
        when: "always",
        why: "",
        scope: "",
        source: "",
        paging: Paging::Single,
    };

    /// Method and path template without the query: how evidence names it.
    pub fn name(&self) -> String {
        let path = self.template.split(['?', '[']).next().unwrap_or_default();
        format!("{} {}", self.method, path)
    }

    /// Starts a call of this request.
    pub fn call(&'static self) -> Call {
        Call {
            ask: self,
            bind: Vec::new(),
            body: None,
        }
    }

    /// Whether nothing in the path is left empty: an id that is not there would turn one thing's address into that of
    /// the whole collection.
    pub fn is_filled(&self, bind: &[(&'static str, String)]) -> bool {
        let path = self.template.split(['?', '[']).next().unwrap_or_default();
        placeholders(path).all(|name| bound(bind, name).is_some_and(|value| !value.is_empty()))
    }

    /// Path and query with the placeholders filled, each percent-encoded as one path segment or query value.
    /// A placeholder that is not bound outside of `[…]` stays empty.
    pub fn path(&self, bind: &[(&'static str, String)]) -> String {
        let mut path = String::new();
        let mut rest = self.template;
        while let Some((before, after)) = rest.split_once('[') {
            let (optional, behind) = after.split_once(']').unwrap_or((after, ""));
            path.push_str(&filled(before, bind));
            if placeholders(optional).all(|name| bound(bind, name).is_some()) {
                path.push_str(&filled(optional, bind));
            }
            rest = behind;
        }
        path.push_str(&filled(rest, bind));
        path
    }
}

fn bound<'a>(bind: &'a [(&'static str, String)], name: &str) -> Option<&'a str> {
    bind.iter()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.as_str())
}

fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
}

fn filled(template: &str, bind: &[(&'static str, String)]) -> String {
    let mut out = String::new();
    for (at, part) in template.split('{').enumerate() {
        match part.split_once('}') {
            Some((name, behind)) if at > 0 => {
                encode(bound(bind, name).unwrap_or_default(), &mut out);
                out.push_str(behind);
            }
            _ => out.push_str(part),
        }
    }
    out
}

/// Everything but RFC 3986's unreserved characters is encoded, `/` included: a value is one segment.
fn encode(value: &str, out: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

/// A JSON body; a secret is put in only when it is sent.
#[derive(Clone, Debug)]
pub struct Body {
    /// The body without its secret.
    pub json: Value,
    /// The top-level key that carries a secret.
    pub secret: Option<(&'static str, Secret)>,
}

/// A request with its placeholders bound.
#[derive(Clone, Debug)]
pub struct Call {
    /// The request.
    pub ask: &'static Ask,
    /// The bindings, in the order of the template.
    pub bind: Vec<(&'static str, String)>,
    /// What to send along.
    pub body: Option<Body>,
}

impl Call {
    /// Binds a placeholder.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.bind.push((name, value.into()));
        self
    }

    /// Sends this JSON along.
    #[must_use]
    pub fn sending(mut self, json: Value) -> Self {
        self.body = Some(Body { json, secret: None });
        self
    }

    /// Sends a secret along under this top-level key of the JSON.
    #[must_use]
    pub fn with_secret(mut self, key: &'static str, secret: Secret) -> Self {
        let json = self
            .body
            .map_or_else(|| Value::Object(Map::new()), |body| body.json);
        self.body = Some(Body {
            json,
            secret: Some((key, secret)),
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static FILE: Ask = Ask {
        template: "/groups/{group}/items?limit=5[&cursor={cursor}]",
        ..Ask::GET
    };

    #[test]
    fn a_binding_is_one_encoded_segment() {
        let path = FILE.path(&[("group", "acme/web shop?".to_owned())]);
        assert_eq!(path, "/groups/acme%2Fweb%20shop%3F/items?limit=5");
    }

    #[test]
    fn an_optional_part_appears_when_it_is_bound() {
        let bind = [("group", "a".to_owned()), ("cursor", "b=".to_owned())];
        assert_eq!(FILE.path(&bind), "/groups/a/items?limit=5&cursor=b%3D");
    }

    #[test]
    fn the_name_leaves_out_the_query() {
        assert_eq!(FILE.name(), "GET /groups/{group}/items");
    }
}
