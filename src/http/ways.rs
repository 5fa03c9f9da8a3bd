//! Which proxy a request goes through, by the rules of the client itself, and nothing of the proxy's password.

use std::collections::BTreeMap;

use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use url::Url;

use super::client::loopback;
use crate::secret::REDACTED;

/// Variables that name a proxy for https, the first that is set in each pair counting.
const PROXIES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];

/// Variables that name what goes past it.
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// A variable about proxies, as far as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyVariable {
    /// Its name.
    pub name: &'static str,
    /// Its value without any user name or password; or why it can't be used.
    pub shown: Result<String, &'static str>,
}

/// The proxy that a request to `url` goes through, as `scheme://host:port`; `None` where it goes straight. Nothing
/// that stays on this machine over plain http is ever handed to a proxy.
pub fn proxy_of(url: &Url) -> Option<String> {
    if url.scheme() == "http" && loopback(url) {
        return None;
    }
    let uri: http::Uri = url.as_str().parse().ok()?;
    // From the process itself, and the system's settings where it has some: what the client goes by.
    Matcher::from_system()
        .intercept(&uri)
        .map(|proxy| address(&proxy))
}

/// The variables about proxies that are set and count.
pub fn proxy_variables(env: &BTreeMap<String, String>) -> Vec<ProxyVariable> {
    let first = |names: [&'static str; 2]| {
        let name = names.into_iter().find(|name| env.contains_key(*name))?;
        let value = env.get(name).filter(|value| !value.is_empty())?;
        Some((name, value.as_str()))
    };
    let proxies = PROXIES
        .into_iter()
        .filter_map(first)
        .map(|(name, value)| ProxyVariable {
            name,
            shown: proxy(value),
        });
    let exceptions = first(EXCEPTIONS).map(|(name, value)| ProxyVariable {
        name,
        shown: Ok(exceptions(value)),
    });
    proxies.chain(exceptions).collect()
}

fn proxy(value: &str) -> Result<String, &'static str> {
    let uri = http::Uri::from_static("https://host.example/");
    let Some(proxy) = Matcher::builder().https(value).build().intercept(&uri) else {
        return Err("is not the address of a proxy");
    };
    if proxy.uri().scheme_str().is_some_and(is_socks) {
        return Err("names a SOCKS proxy, which this program can't use");
    }
    let login = match proxy.basic_auth() {
        Some(_) => " (with a user name, not shown)",
        None => "",
    };
    Ok(format!("{}{login}", address(&proxy)))
}

fn is_socks(scheme: &str) -> bool {
    scheme.starts_with("socks")
}

fn address(proxy: &Intercept) -> String {
    let uri = proxy.uri();
    let host = uri.host().unwrap_or_default();
    let port = uri.port().map_or(String::new(), |port| format!(":{port}"));
    format!("{}://{host}{port}", uri.scheme_str().unwrap_or("http"))
}

/// Only hosts belong here, so what looks like a login is a mistake that is not repeated.
fn exceptions(value: &str) -> String {
    let each = value.split(',').map(|one| match one.trim() {
        one if one.contains('@') => REDACTED,
        one => one,
    });
    each.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> Vec<ProxyVariable> {
        let each = pairs.iter().map(|(name, value)| (*name, *value));
        let env = each.map(|(name, value)| (name.to_owned(), value.to_owned()));
        proxy_variables(&env.collect())
    }

    fn shown(name: &'static str, shown: &str) -> ProxyVariable {
        ProxyVariable {
            name,
            shown: Ok(shown.to_owned()),
        }
    }

    #[test]
    fn a_login_is_never_shown() {
        let login = "http://proxy.example:3128 (with a user name, not shown)";
        for value in [
            "http://me:canary@proxy.example:3128",
            "me:canary@proxy.example:3128",
            "http://me:canary@proxy.example:3128/?canary#canary",
            "http://canary@proxy.example:3128",
        ] {
            let all = variables(&[("HTTPS_PROXY", value)]);
            assert_eq!(all, [shown("HTTPS_PROXY", login)], "{value}");
        }
        let all = variables(&[("no_proxy", "a.example, me:canary@b.example")]);
        assert_eq!(all, [shown("no_proxy", "a.example, [redacted]")]);
    }

    #[test]
    fn what_can_t_be_used_is_told_without_repeating_it() {
        for value in ["::canary::", "ftp://canary@h", "socks5://me:canary@h:1080"] {
            let all = variables(&[("ALL_PROXY", value)]);
            assert!(all[0].shown.is_err(), "{value}");
            assert!(!format!("{all:?}").contains("canary"), "{value}");
        }
    }

    #[test]
    fn the_first_that_is_set_counts_and_an_empty_one_is_none() {
        let both = [
            ("https_proxy", "b.example:1"),
            ("HTTPS_PROXY", "a.example:1"),
        ];
        assert_eq!(
            variables(&both),
            [shown("HTTPS_PROXY", "http://a.example:1")]
        );
        let off = [("https_proxy", "b.example:1"), ("HTTPS_PROXY", "")];
        assert_eq!(variables(&off), []);
    }

    #[test]
    fn plain_http_on_this_machine_goes_straight() {
        let url = Url::parse("http://127.0.0.1:1/").expect("it is one");
        assert_eq!(proxy_of(&url), None);
    }
}
