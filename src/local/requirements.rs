//! The rows about this machine. All are recommended: they explain other findings and never decide one.

use crate::audit::{About, Fact, Level, Need, On, Remedy, Requirement, When};

pub(super) const CONFIG: Fact = "local.config";
pub(super) const KEYRING: Fact = "local.keyring";
pub(super) const CLOCK: Fact = "local.clock";
pub(super) const PROXY: Fact = "local.proxy";
pub(super) const DNS: Fact = "local.dns";
pub(super) const TLS: Fact = "local.tls";
pub(super) const VERSION: Fact = "local.version";

/// What to do about the keyring, in the words of the place itself.
pub(super) const KEYRING_FIX: Fact = "local.keyring-fix";
/// What to do about TLS, which depends on what failed.
pub(super) const TLS_FIX: Fact = "local.tls-fix";

const ROW: Requirement = Requirement {
    id: "",
    title: "",
    about: About::Machine,
    when: When::Always(Level::Recommended),
    need: Need::Holds(""),
    behind: &[],
    remedies: &[],
    docs: "",
    pardonable: false,
};

const fn you(on: On, text: &'static str) -> Remedy {
    Remedy {
        on,
        text,
        url: "",
        who: "you",
    }
}

/// All rows, in the order of the catalogue.
pub static ALL: [Requirement; 7] = [
    Requirement {
        id: "local/config",
        title: "the configuration can be read",
        need: Need::Holds(CONFIG),
        remedies: &[you(
            On::NotMet,
            "Correct the file or variable named; assistant doctor shows whether that was all",
        )],
        docs: "https://yaml.org/spec/1.2.2/",
        ..ROW
    },
    Requirement {
        id: "local/keyring",
        title: "a token can be kept and read back",
        need: Need::Holds(KEYRING),
        remedies: &[
            you(On::NotMet, "{local.keyring-fix}"),
            you(On::CannotTell, "{local.keyring-fix}"),
        ],
        docs: "https://specifications.freedesktop.org/secret-service/latest/",
        ..ROW
    },
    Requirement {
        id: "local/clock",
        title: "the clock agrees with the hosts' clocks",
        need: Need::Holds(CLOCK),
        remedies: &[you(
            On::NotMet,
            "Set the date, the time and the time zone of this machine, best by the network (NTP): end dates of tokens \
             and certificates are judged by it",
        )],
        docs: "https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1",
        ..ROW
    },
    Requirement {
        id: "local/proxy",
        title: "the proxy lets requests through",
        need: Need::Holds(PROXY),
        remedies: &[
            you(
                On::NotMet,
                "Correct HTTPS_PROXY (http://host:port), or name the hosts that need no proxy in NO_PROXY; whoever runs \
                 the proxy can say whether it lets this machine through",
            ),
            you(
                On::Cause("deadline"),
                "Ask whoever runs the proxy, or try again with a longer --deadline",
            ),
        ],
        docs: "https://everything.curl.dev/usingcurl/proxies/env.html",
        ..ROW
    },
    Requirement {
        id: "local/dns",
        title: "the host's name resolves",
        about: About::Host,
        need: Need::Holds(DNS),
        remedies: &[you(
            On::NotMet,
            "Check the name, and this machine's network, VPN and DNS servers; where only a proxy resolves names, set HTTPS_PROXY",
        )],
        docs: "https://www.rfc-editor.org/rfc/rfc1034",
        ..ROW
    },
    Requirement {
        id: "local/tls",
        title: "the host answers over TLS",
        about: About::Host,
        need: Need::Holds(TLS),
        remedies: &[
            you(On::NotMet, "{local.tls-fix}"),
            you(
                On::Cause("network"),
                "Let this machine reach the host: check the address, the firewall and whether a proxy (HTTPS_PROXY) is needed",
            ),
            you(
                On::Cause("deadline"),
                "Check the firewall, or try again with a longer --deadline",
            ),
        ],
        docs: "https://www.rfc-editor.org/rfc/rfc5280#section-6",
        ..ROW
    },
    Requirement {
        id: "local/version",
        title: "this version was tested on such a system",
        need: Need::Holds(VERSION),
        remedies: &[you(
            On::CannotTell,
            "Prove it here before relying on it: local/keyring above says whether a token can be kept",
        )],
        docs: "https://doc.rust-lang.org/rustc/platform-support.html",
        ..ROW
    },
];
